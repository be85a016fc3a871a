package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Who writes an audit log: a cloud, and how its events are told apart. */
@Entity
@Table(name = "providers")
public class ProviderEntity extends PanacheEntityBase {
    @Id
    public String id;

    public String title;
    public String eventKey;
    public String namespace;
}

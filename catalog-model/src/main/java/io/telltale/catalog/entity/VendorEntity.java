package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Who publishes rules. */
@Entity
@Table(name = "vendors")
public class VendorEntity extends PanacheEntityBase {
    @Id
    public String slug;

    public String title;
}

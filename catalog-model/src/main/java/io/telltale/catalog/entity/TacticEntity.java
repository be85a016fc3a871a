package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A tactic of ATT&amp;CK. */
@Entity
@Table(name = "tactics")
public class TacticEntity extends PanacheEntityBase {
    @Id
    public String slug;

    public String id;
    public String name;
    public int position;
}

package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The catalog as a whole: a version that every change of it raises. One row, which the schema makes. */
@Entity
@Table(name = "catalog_state")
public class CatalogStateEntity extends PanacheEntityBase {
    @Id
    public boolean onlyRow;

    public long version;
    public Instant changed;

    /** The row. */
    public static CatalogStateEntity only() {
        return CatalogStateEntity.<CatalogStateEntity>findById(true);
    }

    /** Says that the catalog is another than before. */
    public void change() {
        version++;
        changed = Instant.now();
    }
}

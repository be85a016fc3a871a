package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A record that could not be read, or a file that was skipped. Inserted in batches of SQL; here they are read. */
@Entity
@Immutable
@Table(name = "lost_records")
@IdClass(LostRecordEntity.Key.class)
public class LostRecordEntity extends PanacheEntityBase {
    @Id
    public Long run;

    @Id
    public long n;

    public String file;
    public long line;
    public String reason;

    /** A file that is no log loses nothing, but is told of. */
    public boolean skipped;

    /** Tells them apart. */
    public record Key(Long run, long n) {}
}

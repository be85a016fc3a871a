package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A finding of a run, with the events behind it. Runs insert findings in batches of SQL; here they are read. */
@Entity
@Immutable
@Table(name = "findings")
@IdClass(FindingEntity.Key.class)
public class FindingEntity extends PanacheEntityBase {
    @Id
    public Long run;

    @Id
    public long n;

    public String vendor;
    public String ruleId;
    public List<String> eventIds = List.of();
    public @Nullable Instant time;
    public String severity;
    public String title;

    /** What the rule's stages bound, as a JSON object of texts. */
    public String columns;

    /** The events, as JSON. */
    @Basic(fetch = FetchType.LAZY)
    public String evidence;

    /** Tells findings apart. */
    public record Key(Long run, long n) {}
}

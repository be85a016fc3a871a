package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** What a run said of one rule. The rule is kept as words, so that the run outlives it. */
@Entity
@Table(name = "verdicts")
@IdClass(VerdictEntity.Key.class)
public class VerdictEntity extends PanacheEntityBase {
    @Id
    public Long run;

    @Id
    public String vendor;

    @Id
    public String ruleId;

    public String title;
    public String verdict;
    public long findings;
    public String reason;

    /** Tells verdicts apart. */
    public record Key(Long run, String vendor, String ruleId) {}
}

package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** A state that a rule's file had when it was imported; numbers count from 1. */
@Entity
@Table(name = "rule_revisions")
@IdClass(RevisionEntity.Key.class)
public class RevisionEntity extends PanacheEntityBase {
    @Id
    public Long rule;

    @Id
    public int number;

    public String hash;
    public String title;
    public String body;
    public String document;
    public Instant imported;

    /** Newest first. */
    public static List<RevisionEntity> of(Long rule) {
        return list("rule = ?1 order by number desc", rule);
    }

    /** Tells revisions apart. */
    public record Key(Long rule, int number) {}
}

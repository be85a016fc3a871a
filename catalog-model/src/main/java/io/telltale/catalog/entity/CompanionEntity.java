package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A text that a source's rules lean on: a macro, a helper module, a lookup. */
@Entity
@Table(name = "companions")
@IdClass(CompanionEntity.Key.class)
public class CompanionEntity extends PanacheEntityBase {
    @Id
    public Long source;

    @Id
    public String kind;

    @Id
    public String name;

    public String file;
    public String text;

    /** As {@link RuleEntity#bodyLines}. */
    public int[] lines = {};

    /** Tells companions apart. */
    public record Key(Long source, String kind, String name) {}
}

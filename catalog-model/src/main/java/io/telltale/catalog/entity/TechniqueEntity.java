package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.util.LinkedHashSet;
import java.util.Set;

/** A technique of ATT&amp;CK and the slugs of the tactics that it serves. */
@Entity
@Table(name = "techniques")
public class TechniqueEntity extends PanacheEntityBase {
    @Id
    public String id;

    public String name;

    @ElementCollection
    @CollectionTable(name = "technique_tactics", joinColumns = @JoinColumn(name = "technique"))
    @Column(name = "tactic")
    public Set<String> tactics = new LinkedHashSet<>();
}

package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;

/** An event of a service. The one named {@code _catch_all} stands for all of them. */
@Entity
@Table(name = "events")
public class EventEntity extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "service")
    public ServiceEntity service;

    public String name;
    public String access;
    public String description;

    /** A whole record as indented JSON; empty where there is none. */
    public String example;

    @Column(name = "refs")
    public List<String> references = List.of();

    public static Optional<EventEntity> named(String service, String name) {
        return find("service.id = ?1 and name = ?2", service, name).firstResultOptional();
    }

    /** The event of a key that is known to be there, without reading it. */
    public static EventEntity reference(Long id) {
        return getEntityManager().getReference(EventEntity.class, id);
    }
}

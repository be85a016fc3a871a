package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field of a provider's, a service's or an event's records: exactly one of the three owners is set. */
@Entity
@Table(name = "fields")
public class FieldEntity extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "provider")
    public @Nullable ProviderEntity provider;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "service")
    public @Nullable ServiceEntity service;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "event")
    public @Nullable EventEntity event;

    public int position;
    public String name;
    public String type;
    public String description;

    /** The fields that an event's records carry: the provider's, the service's, its own. */
    public static List<FieldEntity> of(EventEntity event) {
        return list(
                "provider = ?1 or service = ?2 or event = ?3"
                        + " order by provider.id nulls last, service.id nulls last, position",
                event.service.provider,
                event.service,
                event);
    }

    /** Whose field it is: {@code provider}, {@code service} or {@code event}. */
    public String level() {
        return provider != null ? "provider" : service != null ? "service" : "event";
    }
}

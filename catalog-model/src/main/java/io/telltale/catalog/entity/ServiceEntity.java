package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.List;

/** A service of a provider, whose events the catalog describes. */
@Entity
@Table(name = "services")
public class ServiceEntity extends PanacheEntityBase {
    @Id
    public String id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "provider")
    public ProviderEntity provider;

    public String title;
    public String eventSource;
    public String description;

    @Column(name = "refs")
    public List<String> references = List.of();
}

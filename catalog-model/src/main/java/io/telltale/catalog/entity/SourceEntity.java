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
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a vendor's rules come from: the built-in catalog or a checkout. */
@Entity
@Table(name = "sources")
public class SourceEntity extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "vendor")
    public VendorEntity vendor;

    public String name;

    /** Of all companions' contents. */
    public String companionsHash = "";

    public String address = "";
    public String branch = "";
    public String licence = "";

    /** Empty where the source is no checkout. */
    public String commitId = "";

    public @Nullable Instant imported;

    /** Of all that decided how its rules were understood, beside their own files. */
    public String understoodBy = "";

    /** The name of the source that the application ships. */
    public static final String BUILT_IN = "built-in";

    /** The name of the source that is the vendor's own repository. */
    public static final String REPOSITORY = "repository";

    public static Optional<SourceEntity> named(String vendor, String name) {
        return find("vendor.slug = ?1 and name = ?2", vendor, name).firstResultOptional();
    }
}

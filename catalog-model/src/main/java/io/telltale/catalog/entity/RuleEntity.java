package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A vendor's rule and what was understood of it. */
@Entity
@Table(name = "rules")
public class RuleEntity extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "source")
    public SourceEntity source;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "vendor")
    public VendorEntity vendor;

    /** The vendor's own id. */
    public String ruleId;

    public String title;
    public String description;
    public String author;
    public String kind;
    public String severity;
    public String status;
    public boolean enabled;
    public String language;
    public String languageTitle;
    public String body;

    /** Of each line of the body, the line and the column of the file that it begins at. */
    public int[] bodyLines = {};

    /** The vendor's whole file as JSON. */
    public String document;

    public String path;

    /** Empty where it is unknown. */
    public String url;

    public String logType;

    @Column(name = "refs")
    public List<String> references = List.of();

    /** As the vendor lists them. */
    public List<String> techniques = List.of();

    public String readiness;
    public String reason;
    public String schedule;
    public List<String> groupBy = List.of();
    public List<String> requiredFields = List.of();

    /** Of the vendor's file. */
    public String hash;

    /** Of what was understood of it. */
    public String analysisHash;

    /** Where and why its text could not be read; null where it could. */
    public @Nullable Failure failure;

    /** When an import found that the vendor had withdrawn it; null while it stands. */
    public @Nullable Instant removed;

    /** The techniques once more, one row each, to look rules up by. */
    @ElementCollection
    @CollectionTable(name = "rule_techniques", joinColumns = @JoinColumn(name = "rule"))
    @Column(name = "technique")
    public Set<String> techniqueIds = new TreeSet<>();

    @ElementCollection
    @CollectionTable(name = "rule_tactics", joinColumns = @JoinColumn(name = "rule"))
    @Column(name = "tactic")
    public Set<String> tactics = new TreeSet<>();

    @ElementCollection
    @CollectionTable(name = "rule_stages", joinColumns = @JoinColumn(name = "rule"))
    @OrderColumn(name = "position")
    public List<Stage> stages = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "rule_outputs", joinColumns = @JoinColumn(name = "rule"))
    @OrderColumn(name = "position")
    public List<Output> outputs = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "rule_unsupported", joinColumns = @JoinColumn(name = "rule"))
    @OrderColumn(name = "position")
    public List<Unsupported> unsupported = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "rule_tests", joinColumns = @JoinColumn(name = "rule"))
    @OrderColumn(name = "position")
    public List<Test> tests = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "parameters", joinColumns = @JoinColumn(name = "rule"))
    @OrderColumn(name = "position")
    public List<Parameter> parameters = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "predicates", joinColumns = @JoinColumn(name = "rule"))
    @OrderColumn(name = "position")
    public List<Predicate> predicates = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "exclusions", joinColumns = @JoinColumn(name = "rule"))
    @OrderColumn(name = "position")
    public List<Exclusion> exclusions = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "attachments", joinColumns = @JoinColumn(name = "rule"))
    public List<Attachment> attachments = new ArrayList<>();

    public static Optional<RuleEntity> of(String vendor, String ruleId) {
        return find("vendor.slug = ?1 and ruleId = ?2", vendor, ruleId).firstResultOptional();
    }

    /** A place in the vendor's file and what is wrong there. */
    @Embeddable
    public record Failure(
            @Column(name = "failure_file") String file,
            @Column(name = "failure_line") int line,
            @Column(name = "failure_message") String message) {}

    /** A stage of the pipeline in the printable form. */
    @Embeddable
    public record Stage(String kind, String text, int spanStart, int spanEnd) {}

    /** A column of the findings and the kind of the stage that binds it. */
    @Embeddable
    public record Output(String name, String stage) {}

    /** A construct that keeps the rule from running. */
    @Embeddable
    public record Unsupported(String construct, int spanStart, int spanEnd) {}

    /** A test of the vendor's; the log is a JSON object, the mocks are a JSON array. */
    @Embeddable
    public record Test(String name, boolean expected, String log, String mocks) {}

    /** What the rule leaves to the reader; without a value it waits. */
    @Embeddable
    public record Parameter(
            String name,
            String kind,
            @Nullable String value,
            @Nullable String vendorDefault) {}

    /** One thing that the rule looks for. */
    @Embeddable
    public record Predicate(
            String field,
            String kind,
            String value,
            boolean negated,
            boolean caseSensitive,
            int spanStart,
            int spanEnd) {}

    /** A top-level negated conjunct. */
    @Embeddable
    public record Exclusion(String field, String kind, String value, boolean caseSensitive) {}

    /** An event that the rule belongs to, how, and why in words. */
    @Embeddable
    public record Attachment(
            @ManyToOne(fetch = FetchType.LAZY, optional = false) @JoinColumn(name = "event")
            EventEntity event,

            String kind,
            String why) {}
}

package io.telltale.catalog.entity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CollectionTable;
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

/** What an import of a source brought. */
@Entity
@Table(name = "import_reports")
public class ImportReportEntity extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "source")
    public SourceEntity source;

    public String commitId;
    public Instant imported;
    public long durationMillis;
    public int files;

    /** Read, on any log; of two with one id both count. */
    public int rules;

    public int added;
    public int revised;
    public int unchanged;
    public int removed;
    public int cloudtrailRules;
    public int runnable;
    public int waiting;
    public int notRunnable;

    @ElementCollection
    @CollectionTable(name = "import_constructs", joinColumns = @JoinColumn(name = "report"))
    @OrderColumn(name = "position")
    public List<Construct> constructs = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "import_errors", joinColumns = @JoinColumn(name = "report"))
    @OrderColumn(name = "position")
    public List<FileError> errors = new ArrayList<>();

    /** The report of the last import. */
    public static Optional<ImportReportEntity> last(SourceEntity source) {
        return find("source = ?1 order by id desc", source).firstResultOptional();
    }

    /** A construct and how many rules on CloudTrail it keeps from running. */
    @Embeddable
    public record Construct(String construct, int rules) {}

    /** A place in a file and what is wrong there. */
    @Embeddable
    public record FileError(String file, int line, String message) {}
}

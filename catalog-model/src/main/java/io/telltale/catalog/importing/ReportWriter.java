package io.telltale.catalog.importing;

import io.telltale.catalog.entity.ImportReportEntity;
import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.entity.SourceEntity;
import io.telltale.catalog.query.RuleCounts;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.report.VendorRepository;
import io.telltale.detection.vendor.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the report of an import from what the catalog has of the source afterwards, so that rules that were not touched
 * count as those that were.
 */
final class ReportWriter {
    /** Reports of one source that are kept. */
    private static final int KEPT = 10;

    private final SourceEntity source;

    ReportWriter(SourceEntity source) {
        this.source = source;
    }

    ImportReportEntity write(VendorRepository repository, RuleImport.Outcome outcome, Instant began) {
        var report = new ImportReportEntity();
        report.source = source;
        report.commitId = repository.commit();
        report.imported = began;
        report.files = repository.reading().files();
        report.rules = repository.reading().rules().size();
        report.added = outcome.added();
        report.revised = outcome.revised();
        report.unchanged = outcome.unchanged();
        report.removed = outcome.removed();
        var counts = RuleCounts.ofSource(source);
        report.cloudtrailRules = (int) counts.cloudtrail().rules();
        report.runnable = (int) counts.cloudtrail().runnable();
        report.waiting = (int) counts.cloudtrail().waiting();
        report.notRunnable = (int) counts.cloudtrail().notRunnable();
        report.constructs = counts.unsupported().stream()
                .map(c -> new ImportReportEntity.Construct(c.construct(), (int) c.rules()))
                .toList();
        report.errors = errors(repository, outcome.repeated());
        report.durationMillis = Duration.between(began, Instant.now()).toMillis();
        report.persist();
        forget();
        return report;
    }

    private List<ImportReportEntity.FileError> errors(VendorRepository repository, List<Rule> repeated) {
        var errors = new ArrayList<ImportReportEntity.FileError>();
        repository
                .reading()
                .problems()
                .forEach(p -> errors.add(new ImportReportEntity.FileError(
                        p.position().file(), p.position().line(), p.message())));
        repeated.forEach(rule -> errors.add(new ImportReportEntity.FileError(
                rule.path(), 1, "left out: another rule of the repository has the id " + rule.id())));
        RuleEntity.<RuleEntity>list(
                        "source = ?1 and logType = ?2 and removed is null and failure.file is not null and status <> '"
                                + Rule.DEPRECATED + "'",
                        source,
                        Pipeline.CLOUDTRAIL)
                .forEach(rule -> errors.add(new ImportReportEntity.FileError(
                        rule.failure.file(), rule.failure.line(), rule.failure.message())));
        errors.sort(Comparator.comparing(ImportReportEntity.FileError::file)
                .thenComparingInt(ImportReportEntity.FileError::line));
        return errors;
    }

    private void forget() {
        List<ImportReportEntity> old = ImportReportEntity.<ImportReportEntity>find(
                        "source = ?1 order by id desc", source)
                .list();
        old.stream().skip(KEPT).forEach(ImportReportEntity::delete);
    }
}

package io.telltale.catalog.query;

import io.telltale.catalog.SourceSettings;
import io.telltale.catalog.entity.ImportReportEntity;
import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.entity.SourceEntity;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SourceView;
import io.telltale.detection.vendor.VendorFormat;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads where vendors' rules come from and what their imports brought. */
public final class SourceQuery {
    private final SourceSettings settings;
    private final List<VendorFormat> vendors;

    SourceQuery(SourceSettings settings, List<VendorFormat> vendors) {
        this.settings = settings;
        this.vendors = vendors;
    }

    List<SourceView> sources() {
        return vendors.stream()
                .sorted(Comparator.comparing(VendorFormat::title))
                .map(this::view)
                .toList();
    }

    Optional<SourceView> source(String vendor) {
        return vendors.stream()
                .filter(format -> format.vendor().equals(vendor))
                .findFirst()
                .map(this::view);
    }

    static Optional<SourceReport> report(String vendor) {
        return lastReport(vendor).map(SourceQuery::view);
    }

    private static Optional<ImportReportEntity> lastReport(String vendor) {
        return SourceEntity.named(vendor, SourceEntity.REPOSITORY).flatMap(ImportReportEntity::last);
    }

    private SourceView view(VendorFormat format) {
        String vendor = format.vendor();
        Optional<SourceSettings.Repository> repository =
                Optional.ofNullable(settings.sources().get(vendor));
        Optional<ImportReportEntity> report = lastReport(vendor);
        RuleCounts counts = RuleCounts.ofVendor(vendor);
        return new SourceView(
                vendor,
                format.title(),
                repository.map(SourceSettings.Repository::address).orElse(""),
                repository.map(SourceSettings.Repository::branch).orElse(""),
                repository.map(SourceSettings.Repository::licence).orElse(""),
                report.map(r -> r.commitId).orElse(""),
                report.map(r -> r.imported.toString()).orElse(""),
                report.map(r -> r.files).orElse(0),
                report.map(r -> r.rules).orElse(0),
                RuleEntity.count("vendor.slug = ?1 and removed is null", vendor),
                RuleEntity.count("vendor.slug = ?1 and removed is not null", vendor),
                counts.cloudtrail(),
                counts.unsupported(),
                report.map(r -> r.errors.size()).orElse(0));
    }

    /** A stored report as it is shown. */
    public static SourceReport view(ImportReportEntity report) {
        Map<String, Integer> unsupported = new LinkedHashMap<>();
        report.constructs.forEach(c -> unsupported.put(c.construct(), c.rules()));
        return new SourceReport(
                report.source.vendor.slug,
                report.commitId,
                report.imported.toString(),
                report.durationMillis,
                report.files,
                report.rules,
                report.added,
                report.revised,
                report.unchanged,
                report.removed,
                new SourceView.CloudTrailRules(
                        report.cloudtrailRules, report.runnable, report.waiting, report.notRunnable),
                unsupported,
                report.errors.stream()
                        .map(e -> new SourceReport.FileError(e.file(), e.line(), e.message()))
                        .toList());
    }
}

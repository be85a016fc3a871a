package io.telltale.api.command;

import io.quarkus.runtime.QuarkusApplication;
import io.telltale.catalog.SourceService;
import io.telltale.catalog.SourceService.ImportProgress;
import io.telltale.catalog.view.SourceReport;
import io.telltale.detection.report.RepositoryReport;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The application while it imports one checkout: takes a vendor, a folder and a format, prints the report, and ends. */
public final class CheckoutImport implements QuarkusApplication {
    private final SourceService sources;

    CheckoutImport(SourceService sources) {
        this.sources = sources;
    }

    @Override
    public int run(String... arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        ReportFormat format = ReportFormat.valueOf(arguments[2]);
        SourceReport report = sources.importCheckout(arguments[0], Path.of(arguments[1]), ImportProgress.IGNORED);
        print(out, report, format);
        return 0;
    }

    /** Writes the report, for people with what changed in the catalog. */
    static void print(PrintWriter out, SourceReport report, ReportFormat format) {
        RepositoryReports.print(out, report(report), format);
        if (format == ReportFormat.table) {
            out.printf(
                    "%nIn the catalog: %d added, %d revised, %d unchanged, %d removed, in %.1f s%n",
                    report.added(),
                    report.revised(),
                    report.unchanged(),
                    report.removed(),
                    report.durationMillis() / 1000.0);
        }
    }

    private static RepositoryReport report(SourceReport report) {
        return new RepositoryReport(
                report.vendor(),
                report.commit(),
                report.files(),
                report.rules(),
                new RepositoryReport.CloudTrail(
                        (int) report.cloudtrail().rules(),
                        (int) report.cloudtrail().runnable(),
                        (int) report.cloudtrail().waiting(),
                        (int) report.cloudtrail().notRunnable()),
                report.unsupported(),
                report.errors().stream()
                        .map(e -> new RepositoryReport.FileError(e.file(), e.line(), e.message()))
                        .toList());
    }
}

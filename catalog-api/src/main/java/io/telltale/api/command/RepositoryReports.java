package io.telltale.api.command;

import io.telltale.detection.report.RepositoryReport;
import java.io.PrintWriter;

/** Writes the report on a vendor's repository for a terminal or a program. */
final class RepositoryReports {
    private RepositoryReports() {}

    static void print(PrintWriter out, RepositoryReport report, ReportFormat format) {
        if (format == ReportFormat.json) {
            out.println(Json.line(report));
            out.flush();
            return;
        }
        RepositoryReport.CloudTrail cloudtrail = report.cloudtrail();
        out.printf(
                "%s%s: %d files, %d rules%n",
                report.vendor(),
                report.commit().isEmpty() ? "" : " at " + report.commit(),
                report.files(),
                report.rules());
        out.printf(
                "CloudTrail: %d rules, %d runnable, %d waiting for a parameter, %d not runnable%n",
                cloudtrail.rules(), cloudtrail.runnable(), cloudtrail.waiting(), cloudtrail.notRunnable());
        if (!report.unsupported().isEmpty()) {
            out.printf("%n%8s  %s%n", "RULES", "KEPT FROM RUNNING BY");
            report.unsupported().forEach((construct, rules) -> out.printf("%8d  %s%n", rules, construct));
        }
        if (!report.errors().isEmpty()) {
            out.printf("%nErrors: %d%n", report.errors().size());
            report.errors().forEach(e -> out.printf("%s:%d: %s%n", e.file(), e.line(), e.message()));
        }
        out.flush();
    }
}

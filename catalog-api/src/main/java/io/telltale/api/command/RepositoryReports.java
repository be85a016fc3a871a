package io.telltale.api.command;

import io.telltale.detection.report.KeptRules;
import io.telltale.detection.report.RepositoryReport;
import java.io.PrintWriter;
import java.util.Map;

/** Writes the report on a vendor's repository for a terminal or a program. */
final class RepositoryReports {
    private RepositoryReports() {}

    /** The report, and each rule that does not run with what keeps it. */
    static void print(PrintWriter out, RepositoryReport report, KeptRules kept, ReportFormat format) {
        if (format == ReportFormat.json) {
            Map<String, Object> answer = Json.members(report);
            answer.putAll(Json.members(kept));
            out.println(Json.line(answer));
            out.flush();
            return;
        }
        print(out, report, format);
        if (!kept.notRunnable().isEmpty()) {
            out.printf("%nNot runnable: %d%n", kept.notRunnable().size());
            kept.notRunnable()
                    .forEach(r -> out.printf(
                            "%s:%d:%d: %s: %s%n",
                            r.file(), r.line(), r.column(), r.title(), String.join(", ", r.constructs())));
        }
        if (!kept.waiting().isEmpty()) {
            out.printf("%nWaiting for a parameter: %d%n", kept.waiting().size());
            kept.waiting()
                    .forEach(r -> out.printf("%s: %s: %s%n", r.file(), r.title(), String.join(", ", r.parameters())));
        }
        out.flush();
    }

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

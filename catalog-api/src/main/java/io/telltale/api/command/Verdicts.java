package io.telltale.api.command;

import io.telltale.catalog.view.RunView;
import io.telltale.catalog.view.VerdictView;
import java.io.PrintWriter;
import java.util.List;

/** Writes verdicts for a terminal, as a table. */
public final class Verdicts {
    private static final int TITLE_WIDTH = 64;

    private Verdicts() {}

    /** The verdicts, one a line, under their headings. */
    static void print(PrintWriter out, List<VerdictView> verdicts) {
        int width = verdicts.stream()
                .mapToInt(v -> Math.min(TITLE_WIDTH, v.title().length()))
                .max()
                .orElse(10);
        String row = "%-8s  %-" + width + "s  %-23s  %8s  %s%n";
        out.printf(row, "VENDOR", "RULE", "VERDICT", "FINDINGS", "REASON");
        for (VerdictView v : verdicts) {
            String title = v.title().length() > TITLE_WIDTH ? v.title().substring(0, TITLE_WIDTH - 1) + "…" : v.title();
            out.printf(row, v.vendor(), title, v.verdict(), v.findings(), v.reason());
        }
        out.flush();
    }

    /** The verdicts of a run of the catalog, and its counts. */
    public static void print(PrintWriter out, List<VerdictView> verdicts, RunView run) {
        print(out, verdicts);
        out.printf(
                "%d events, %d lost; %d rules, %d fired, %d findings%n",
                run.events(), run.lost(), run.rules(), run.fired(), run.findings());
    }
}

package io.telltale.detection.engine;

import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.List;

/** Prints an explanation as lines, with places in the rule's file. */
public final class ExplanationText {
    private static final int RUNS_SHOWN = 10;

    private final SourceText body;
    private final List<String> lines = new ArrayList<>();

    private ExplanationText(SourceText body) {
        this.body = body;
    }

    /** The lines; {@code body}: the rule's text, which the spans point into. */
    public static List<String> of(Explanation explanation, SourceText body) {
        var text = new ExplanationText(body);
        text.print(explanation);
        return List.copyOf(text.lines);
    }

    private void print(Explanation explanation) {
        lines.add(explanation.fired() ? "fired" : "not fired");
        explanation.window().ifPresent(w -> lines.add("run " + window(w)));
        print(explanation.stages(), "", "");
        if (!explanation.trigger().isEmpty()) {
            lines.add("");
            lines.add("trigger: " + explanation.trigger());
        }
        if (!explanation.runs().isEmpty()) {
            lines.add("");
            lines.add("runs");
            explanation.runs().stream()
                    .limit(RUNS_SHOWN)
                    .forEach(run -> lines.add("  " + window(run.window()) + ": " + run.outcome()));
            if (explanation.runs().size() > RUNS_SHOWN) {
                lines.add("  … and " + (explanation.runs().size() - RUNS_SHOWN) + " more");
            }
        }
    }

    private static String window(Explanation.Window window) {
        return "at " + window.at() + ", over events from " + window.from() + " up to, without, " + window.until();
    }

    private void print(List<Explanation.StageExplanation> stages, String number, String indent) {
        int last = 0;
        for (Explanation.StageExplanation stage : stages) {
            String here = number + ++last;
            lines.add("");
            lines.add(indent + here + " " + stage.text());
            lines.add(indent + "  at " + body.at(stage.span().start()) + ": " + RowText.counted(stage.rowsIn(), "row")
                    + " in, " + stage.rowsOut() + " out");
            for (Explanation.Condition condition : stage.conditions()) {
                if (!condition.row().isEmpty()) {
                    lines.add(indent + "  of " + condition.row());
                }
                print(condition, indent + "  ");
            }
            stage.rows().forEach(row -> lines.add(indent + "  - " + row));
            int input = 0;
            for (List<Explanation.StageExplanation> inner : stage.inputs()) {
                print(inner, here + "." + (stage.inputs().size() > 1 ? ++input + "." : ""), indent + "    ");
            }
        }
    }

    private void print(Explanation.Condition condition, String indent) {
        var line = new StringBuilder(indent).append(condition.outcome()).append("  ");
        line.append(condition.children().isEmpty() ? condition.text() : condition.kind());
        if (condition.children().isEmpty()) {
            line.append("  found ").append(condition.found());
        }
        if (condition.firstFailed()) {
            line.append("  <- the first that failed, at ")
                    .append(body.at(condition.span().start()));
        }
        lines.add(line.toString());
        condition.children().forEach(child -> print(child, indent + "  "));
    }
}

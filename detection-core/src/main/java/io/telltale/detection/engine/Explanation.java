package io.telltale.detection.engine;

import io.telltale.detection.text.Span;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a rule fired on given events, or why it did not.
 *
 * @param fired whether any row came through
 * @param window for a scheduled rule, the run that is told: the first that fires, else the one that came furthest
 * @param stages the pipeline's stages in order, up to the one that let no row through
 * @param trigger where the rule asks for a number of rows: that number, and how many there were; else empty
 * @param runs of a scheduled rule, in the order of time, those that fired and those that findings before them held back
 */
public record Explanation(
        boolean fired, Optional<Window> window, List<StageExplanation> stages, String trigger, List<Run> runs) {
    public Explanation {
        stages = List.copyOf(stages);
        runs = List.copyOf(runs);
    }

    /** Of a rule that looks at events as they come. */
    public Explanation(boolean fired, List<StageExplanation> stages) {
        this(fired, Optional.empty(), stages, "", List.of());
    }

    /** A run at a time, over the events with {@code from <= time < until}. */
    public record Window(Instant at, Instant from, Instant until) {
        boolean holds(Row row) {
            return row.time() >= from.toEpochMilli() && row.time() < until.toEpochMilli();
        }
    }

    /** A run, and in words what came of it. */
    public record Run(Window window, boolean fired, String outcome) {}

    /**
     * One stage.
     *
     * @param text the stage in the printable form
     * @param rowsIn rows that entered
     * @param rowsOut rows that left
     * @param conditions for a filter, its tree on each row that entered (on the first few, those that it lets through
     *     before the others, and of these those that come nearest); for windows that none left, on the fullest ones
     * @param rows for other stages, the rows that left (the first few), printed: their columns, and how many events of
     *     which time stand behind them; where none left, how far they came
     * @param inputs the stages of the other pipelines of events that the stage draws on
     */
    public record StageExplanation(
            String kind,
            String text,
            Span span,
            int rowsIn,
            int rowsOut,
            List<Condition> conditions,
            List<String> rows,
            List<List<StageExplanation>> inputs) {
        public StageExplanation {
            conditions = List.copyOf(conditions);
            rows = List.copyOf(rows);
            inputs = inputs.stream().map(List::copyOf).toList();
        }

        /** Of a stage that draws on its own pipeline alone. */
        public StageExplanation(
                String kind,
                String text,
                Span span,
                int rowsIn,
                int rowsOut,
                List<Condition> conditions,
                List<String> rows) {
            this(kind, text, span, rowsIn, rowsOut, conditions, rows, List.of());
        }
    }

    /**
     * A node of a condition.
     *
     * @param kind {@code and}, {@code or}, {@code not}, {@code if}, {@code any}, {@code all}, or a predicate's kind
     * @param text the node in the printable form
     * @param outcome {@code true}, {@code false}, {@code unknown} or {@code error}
     * @param wanted the value compared with, printed; empty where there is none
     * @param found the value found, printed
     * @param firstFailed whether this is the first predicate that kept its row out
     * @param row for a whole condition, the row that it was asked of, printed, where that is no event; else empty
     */
    public record Condition(
            String kind,
            String text,
            Span span,
            String outcome,
            String wanted,
            String found,
            boolean firstFailed,
            List<Condition> children,
            String row) {
        public Condition {
            children = List.copyOf(children);
        }

        /** A node within a condition. */
        public Condition(
                String kind,
                String text,
                Span span,
                String outcome,
                String wanted,
                String found,
                boolean firstFailed,
                List<Condition> children) {
            this(kind, text, span, outcome, wanted, found, firstFailed, children, "");
        }

        Condition of(String asked) {
            return new Condition(kind, text, span, outcome, wanted, found, firstFailed, children, asked);
        }
    }
}

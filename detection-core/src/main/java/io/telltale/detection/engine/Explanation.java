package io.telltale.detection.engine;

import io.telltale.detection.text.Span;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a rule fired on given events, or why it did not.
 *
 * @param fired whether any row came through
 * @param window for a scheduled rule, the run that is explained: the first that fires, else the one that came furthest
 * @param stages the pipeline's stages in order, up to the one that let no row through
 */
public record Explanation(boolean fired, Optional<Window> window, List<StageExplanation> stages) {
    public Explanation {
        stages = List.copyOf(stages);
    }

    /** Of a rule that looks at events as they come. */
    public Explanation(boolean fired, List<StageExplanation> stages) {
        this(fired, Optional.empty(), stages);
    }

    Explanation at(Window told) {
        return new Explanation(fired, Optional.of(told), stages);
    }

    /** A run at a time, over the events with {@code from <= time < until}. */
    public record Window(Instant at, Instant from, Instant until) {}

    /**
     * One stage.
     *
     * @param text the stage in the printable form
     * @param rowsIn rows that entered
     * @param rowsOut rows that left
     * @param conditions for a filter, its tree on each row that entered (on the first few)
     * @param rows for other stages, the rows that left (the first few), printed: their columns and how many events stand
     *     behind them; for a threshold, windows or a sequence that none left, how far its
     *     keys came
     */
    public record StageExplanation(
            String kind,
            String text,
            Span span,
            int rowsIn,
            int rowsOut,
            List<Condition> conditions,
            List<String> rows) {
        public StageExplanation {
            conditions = List.copyOf(conditions);
            rows = List.copyOf(rows);
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
     */
    public record Condition(
            String kind,
            String text,
            Span span,
            String outcome,
            String wanted,
            String found,
            boolean firstFailed,
            List<Condition> children) {
        public Condition {
            children = List.copyOf(children);
        }
    }
}

package io.telltale.detection.engine;

import io.telltale.detection.text.Span;
import java.util.List;

/**
 * Why a rule fired on given events, or why it did not.
 *
 * @param fired whether any row came through
 * @param stages the pipeline's stages in order, up to the one that let no row through
 */
public record Explanation(boolean fired, List<StageExplanation> stages) {
    public Explanation {
        stages = List.copyOf(stages);
    }

    /**
     * One stage.
     *
     * @param text the stage in the printable form
     * @param rowsIn rows that entered
     * @param rowsOut rows that left
     * @param conditions for a filter, its tree on each row that entered (on the first few)
     * @param rows for other stages, the rows that left (the first few), printed
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

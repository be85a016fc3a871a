package io.telltale.detection.engine;

/**
 * Bounds of a run; a rule that meets one fails with its name.
 *
 * @param rowsPerRule rows that the stateful stages of one rule may hold
 * @param findingsPerRule findings that one rule may give; the count in its verdict goes on, the findings stop
 */
public record Limits(int rowsPerRule, int findingsPerRule) {
    public static final Limits DEFAULT = new Limits(1_000_000, 100_000);
}

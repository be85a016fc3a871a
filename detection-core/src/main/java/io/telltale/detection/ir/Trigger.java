package io.telltale.detection.ir;

/**
 * How many rows a run must give: their number compared ({@code GT}, {@code LT}, {@code EQ}, …) with a count.
 *
 * @param negated whether the comparison must not hold
 */
public record Trigger(TestKind comparison, long count, boolean negated) {
    /** Any row is a finding. */
    public static final Trigger ANY_ROW = new Trigger(TestKind.GT, 0);

    public Trigger {
        if (!comparison.isOrdering() && comparison != TestKind.EQ) {
            throw new IllegalArgumentException("a trigger compares counts, not " + comparison);
        }
    }

    /** A comparison that must hold. */
    public Trigger(TestKind comparison, long count) {
        this(comparison, count, false);
    }

    public boolean met(long rows) {
        return compares(rows) != negated;
    }

    private boolean compares(long rows) {
        return switch (comparison) {
            case GT -> rows > count;
            case GE -> rows >= count;
            case LT -> rows < count;
            case LE -> rows <= count;
            default -> rows == count;
        };
    }
}

package io.telltale.detection.ir;

import java.time.Duration;

/**
 * When a scheduled rule runs: at every multiple of {@code every} since 1970 (UTC), over the events with
 * {@code run - from <= time < run - until}.
 */
public record Schedule(Duration every, Duration from, Duration until) {
    public Schedule {
        if (every.isZero() || every.isNegative() || from.compareTo(until) <= 0) {
            throw new IllegalArgumentException("schedule every " + every + " from " + from + " until " + until);
        }
    }

    /** Every {@code every}, over the last {@code lookBack}. */
    public static Schedule every(Duration every, Duration lookBack) {
        return new Schedule(every, lookBack, Duration.ZERO);
    }
}

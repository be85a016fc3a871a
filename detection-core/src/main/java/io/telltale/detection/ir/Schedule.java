package io.telltale.detection.ir;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a scheduled rule runs: at every multiple of {@code every} since 1970 (UTC), over the events with
 * {@code run - from <= time < run - until}.
 *
 * @param settling columns by which a finding settles what later runs look at: they pass over the rows with equal values in
 *     them up to the finding's time. Absent where each run looks at its whole look-back
 * @param pause how long behind a run that gave findings the rule does not run
 */
public record Schedule(Duration every, Duration from, Duration until, Optional<List<String>> settling, Duration pause) {
    public Schedule {
        settling = settling.map(List::copyOf);
        if (pause.isNegative()) {
            throw new IllegalArgumentException("a pause of " + pause);
        }
        if (every.isZero() || every.isNegative() || from.compareTo(until) <= 0) {
            throw new IllegalArgumentException("schedule every " + every + " from " + from + " until " + until);
        }
    }

    /** A schedule whose runs each look at their whole look-back. */
    public Schedule(Duration every, Duration from, Duration until) {
        this(every, from, until, Optional.empty(), Duration.ZERO);
    }

    /** The same times, with findings that settle rows by the given columns. */
    public Schedule settling(List<String> columns) {
        return new Schedule(every, from, until, Optional.of(columns), pause);
    }

    /** The same times, but for those that lie less than so long behind a run that gave findings. */
    public Schedule pausing(Duration behindFindings) {
        return new Schedule(every, from, until, settling, behindFindings);
    }

    /** Every {@code every}, over the last {@code lookBack}. */
    public static Schedule every(Duration every, Duration lookBack) {
        return new Schedule(every, lookBack, Duration.ZERO);
    }
}

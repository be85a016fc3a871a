package io.telltale.detection.vendor;

import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Value;
import java.time.Duration;
import java.util.Optional;

/**
 * When a correlation rule runs: so often as it says, over its look-back, a quarter of an hour where it says none. A cron line
 * is followed by the longest step that meets all its runs; one that comes less than once a month by the look-back.
 */
final class PantherSchedule {
    private static final long DEFAULT_LOOKBACK = 15;
    private static final long MOST_MINUTES = 60L * 24 * 366;

    private PantherSchedule() {}

    /** Reads {@code Schedule} and {@code LookbackWindowMinutes}. */
    static Schedule of(Value.ObjectOf detection) {
        Value.ObjectOf schedule = Metadata.object(detection, "Schedule");
        Duration lookback =
                minutes(detection.get("LookbackWindowMinutes")).orElse(Duration.ofMinutes(DEFAULT_LOOKBACK));
        return minutes(schedule.get("RateMinutes"))
                .or(() -> Cron.parse(Metadata.text(schedule, "CronExpression")).flatMap(Cron::every))
                .map(every -> Schedule.every(every, lookback))
                .orElseGet(() -> Schedule.every(lookback, lookback));
    }

    private static Optional<Duration> minutes(Value value) {
        return value instanceof Value.Int minutes && minutes.value() > 0
                ? Optional.of(Duration.ofMinutes(Math.min(minutes.value(), MOST_MINUTES)))
                : Optional.empty();
    }
}

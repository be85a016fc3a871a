package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.RuleSource;
import java.time.Duration;
import java.util.Optional;

/**
 * When a scheduled query runs: its file's {@code Schedule} says how often, its conditions on time over which events.
 *
 * @see <a href="https://docs.panther.com/search/scheduled-searches">scheduled searches</a>
 */
final class QuerySchedule {
    private static final long MOST_MINUTES = 60L * 24 * 366;

    private QuerySchedule() {}

    static Detection complete(Detection detection, RuleSource source, LookBack lookBack) {
        Optional<Schedule> schedule = every(source.document()).flatMap(lookBack::schedule);
        return schedule.map(s -> detection.with(s, Trigger.ANY_ROW)).orElse(detection);
    }

    private static Optional<Duration> every(Value.ObjectOf document) {
        if (!document.get("AnalysisType").asText().equals("scheduled_query")
                || !(document.get("Schedule") instanceof Value.ObjectOf schedule)) {
            return Optional.empty();
        }
        return schedule.get("RateMinutes") instanceof Value.Int minutes && minutes.value() > 0
                ? Optional.of(Duration.ofMinutes(Math.min(minutes.value(), MOST_MINUTES)))
                : Optional.empty();
    }
}

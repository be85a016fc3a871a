package io.telltale.detection.vendor;

import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schedule of a saved search: a cron line that repeats evenly, and the window that it looks at. */
final class SplunkSchedule {
    private static final Pattern AGO = Pattern.compile("-(\\d{0,5})([a-z]+)(@[a-z]+\\d?)?");

    private SplunkSchedule() {}

    /** Reads {@code cron_schedule}, {@code earliest_time} and {@code latest_time}; empty where it says something else. */
    static Optional<Schedule> of(Value scheduling) {
        if (!(scheduling instanceof Value.ObjectOf object)) {
            return Optional.empty();
        }
        Optional<Duration> every = every(object.get("cron_schedule").asText());
        Optional<Duration> from = ago(object.get("earliest_time").asText());
        Optional<Duration> until = beginning(object.get("latest_time").asText(), every);
        if (every.isEmpty() || from.isEmpty() || until.isEmpty() || from.get().compareTo(until.get()) <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Schedule(every.get(), from.get(), until.get()));
    }

    /** How often a cron line comes; where its runs lie unevenly, so often that none is left out. */
    private static Optional<Duration> every(String cron) {
        return Cron.parse(cron).flatMap(Cron::every);
    }

    /** The end of a window; the beginning of a step that runs come in, or of a shorter one, is the run's own time. */
    private static Optional<Duration> beginning(String text, Optional<Duration> every) {
        Optional<Duration> unit = text.startsWith("@") ? ago("-1" + text.substring(1)) : Optional.empty();
        return unit.isPresent()
                ? unit.filter(u -> every.isPresent() && u.compareTo(every.get()) <= 0)
                        .map(u -> Duration.ZERO)
                : ago(text);
    }

    private static Optional<Duration> ago(String text) {
        if (text.equals("now") || text.isEmpty()) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = AGO.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = matcher.group(1).isEmpty() ? 1 : Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s", "sec", "secs", "second", "seconds" -> Optional.of(Duration.ofSeconds(count));
            case "m", "min", "mins", "minute", "minutes" -> Optional.of(Duration.ofMinutes(count));
            case "h", "hr", "hrs", "hour", "hours" -> Optional.of(Duration.ofHours(count));
            case "d", "day", "days" -> Optional.of(Duration.ofDays(count));
            case "w", "week", "weeks" -> Optional.of(Duration.ofDays(7 * count));
            case "mon", "month", "months" -> Optional.of(Duration.ofDays(31 * count));
            default -> Optional.empty();
        };
    }
}

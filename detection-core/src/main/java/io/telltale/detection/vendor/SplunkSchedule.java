package io.telltale.detection.vendor;

import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schedule of a saved search: a cron line that repeats evenly, and the window that it looks at. */
final class SplunkSchedule {
    private static final Pattern AGO = Pattern.compile("-(\\d{1,5})([smhdw])(@[a-z]+)?");
    private static final Pattern STEP = Pattern.compile("\\*/(\\d{1,2})");

    private SplunkSchedule() {}

    /** Reads {@code cron_schedule}, {@code earliest_time} and {@code latest_time}; empty where it says something else. */
    static Optional<Schedule> of(Value scheduling) {
        if (!(scheduling instanceof Value.ObjectOf object)) {
            return Optional.empty();
        }
        Optional<Duration> every = every(object.get("cron_schedule").asText());
        Optional<Duration> from = ago(object.get("earliest_time").asText());
        Optional<Duration> until = ago(object.get("latest_time").asText());
        if (every.isEmpty() || from.isEmpty() || until.isEmpty() || from.get().compareTo(until.get()) <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Schedule(every.get(), from.get(), until.get()));
    }

    /** How often a cron line comes: every so many minutes or hours, or once an hour, a day or a week. */
    private static Optional<Duration> every(String cron) {
        String[] parts = cron.strip().split("\\s+", -1);
        if (parts.length != 5 || !parts[2].equals("*") || !parts[3].equals("*")) {
            return Optional.empty();
        }
        boolean anyDay = parts[4].equals("*");
        if (parts[1].equals("*") && anyDay) {
            Matcher minutes = STEP.matcher(parts[0]);
            return parts[0].equals("*")
                    ? Optional.of(Duration.ofMinutes(1))
                    : minutes.matches()
                            ? Optional.of(Duration.ofMinutes(Integer.parseInt(minutes.group(1))))
                                    .filter(d -> !d.isZero())
                            : isNumber(parts[0]) ? Optional.of(Duration.ofHours(1)) : Optional.empty();
        }
        Matcher hours = STEP.matcher(parts[1]);
        if (hours.matches() && anyDay) {
            return Optional.of(Duration.ofHours(Integer.parseInt(hours.group(1))))
                    .filter(d -> !d.isZero());
        }
        return isNumber(parts[0]) && isNumber(parts[1])
                ? Optional.of(Duration.ofDays(anyDay ? 1 : 7))
                : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
    }

    private static Optional<Duration> ago(String text) {
        if (text.equals("now") || text.isEmpty()) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = AGO.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    default -> Duration.ofDays(7 * count);
                });
    }
}

package io.telltale.detection.language.snowflake;

import java.time.Duration;
import java.util.Optional;

/** How often a line of cron comes, where it comes evenly: so many minutes or hours, a day, a week. */
final class CronLine {
    private static final int MOST_HOURS = 24;

    private CronLine() {}

    static Optional<Duration> every(String line) {
        String[] parts = line.strip().split("\\s+", -1);
        if (parts.length != 5 || !isAny(parts[3])) {
            return Optional.empty();
        }
        boolean anyDay = isAny(parts[2]) && isAny(parts[4]);
        if (!anyDay) {
            return isAny(parts[2]) ? Optional.of(Duration.ofDays(parts[4].length() == 1 ? 7 : 1)) : Optional.of(Duration.ofDays(1));
        }
        Optional<Integer> minutes = step(parts[0]);
        if (isAny(parts[1]) && minutes.isPresent()) {
            return Optional.of(Duration.ofMinutes(minutes.get()));
        }
        if (isAny(parts[1])) {
            return Optional.of(Duration.ofHours(1).dividedBy(parts[0].split(",", -1).length));
        }
        Optional<Integer> hours = step(parts[1]);
        if (hours.isPresent()) {
            return Optional.of(Duration.ofHours(hours.get()));
        }
        int times = parts[1].split(",", -1).length;
        return Optional.of(Duration.ofHours(Math.max(1, MOST_HOURS / times)));
    }

    private static boolean isAny(String part) {
        return part.equals("*") || part.equals("?");
    }

    /** The number of {@code * / n}; 1 for a star. */
    private static Optional<Integer> step(String part) {
        if (isAny(part)) {
            return Optional.of(1);
        }
        if (!part.matches("[*0]/\\d{1,2}")) {
            return Optional.empty();
        }
        int step = Integer.parseInt(part.substring(2));
        return step > 0 ? Optional.of(step) : Optional.empty();
    }
}

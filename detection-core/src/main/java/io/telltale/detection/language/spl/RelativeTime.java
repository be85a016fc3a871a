package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splunk's relative times, {@code -1d@d+8h}: steps from a time and snaps back to the beginning of a unit, as written. */
final class RelativeTime {
    private static final Pattern STEP = Pattern.compile("([+-]\\d*)([a-z]+)|@([a-z]+)([0-7]?)");

    private RelativeTime() {}

    /** The time that a modifier leads to from a time; null where it is none. */
    static Value from(Value time, Value modifier) {
        Optional<ZonedDateTime> start = Numbers.of(time).flatMap(SplTime::utc);
        if (start.isEmpty() || modifier.isAbsent()) {
            return Values.NULL;
        }
        ZonedDateTime at = start.get();
        String text = modifier.asText().strip();
        Matcher matcher = STEP.matcher(text);
        int end = 0;
        try {
            while (end < text.length() && matcher.find(end) && matcher.start() == end) {
                at = matcher.group(1) != null
                        ? move(at, matcher.group(1), matcher.group(2))
                        : snap(at, matcher.group(3), matcher.group(4));
                end = matcher.end();
            }
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            return Values.NULL;
        }
        return end == text.length() ? SplTime.seconds(at.toInstant()) : Values.NULL;
    }

    static boolean isOne(String modifier) {
        return !from(Values.of(0), Values.of(modifier)).isAbsent();
    }

    /** How far before now a relative time can lie, snapping included; empty where it is no relative time of the past. */
    static Optional<Duration> reach(String modifier) {
        Instant now = Instant.parse("2026-03-31T00:00:00Z");
        return Numbers.of(from(Values.of(now.getEpochSecond()), Values.of(modifier)))
                .map(then -> Duration.ofSeconds(now.getEpochSecond() - then.longValue()))
                .filter(d -> !d.isNegative())
                .map(d -> {
                    int at = modifier.indexOf('@');
                    return at < 0 ? d : d.plus(snapped(modifier.substring(at + 1)));
                })
                .filter(d -> !d.isZero());
    }

    private static Duration snapped(String unit) {
        String name = unit.replaceAll("[0-9].*", "").replaceAll("[+-].*", "");
        return switch (name) {
            case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(1);
            case "m", "min", "mins", "minute", "minutes" -> Duration.ofMinutes(1);
            case "h", "hr", "hrs", "hour", "hours" -> Duration.ofHours(1);
            case "d", "day", "days" -> Duration.ofDays(1);
            case "w", "week", "weeks" -> Duration.ofDays(7);
            case "mon", "month", "months" -> Duration.ofDays(31);
            default -> Duration.ofDays(366);
        };
    }

    private static ZonedDateTime move(ZonedDateTime at, String sign, String unit) {
        int count = sign.length() == 1 ? 1 : Integer.parseInt(sign.substring(1));
        long amount = sign.charAt(0) == '-' ? -count : count;
        return at.plus(unit.startsWith("q") ? 3 * amount : amount, TimeSpan.unit(unit));
    }

    private static ZonedDateTime snap(ZonedDateTime at, String unit, String weekday) {
        if (unit.equals("w") || unit.equals("week")) {
            int day = weekday.isEmpty() ? 0 : Integer.parseInt(weekday) % 7;
            return at.truncatedTo(ChronoUnit.DAYS)
                    .with(TemporalAdjusters.previousOrSame(day == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(day)));
        }
        ChronoUnit chrono = TimeSpan.unit(unit);
        if (unit.startsWith("q")) {
            return at.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).withMonth((at.getMonthValue() - 1) / 3 * 3 + 1);
        }
        return switch (chrono) {
            case MONTHS -> at.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            case YEARS -> at.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
            default -> at.truncatedTo(chrono);
        };
    }
}

package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Elasticsearch's date math: {@code now} or a date followed by {@code ||}, then steps such as {@code -1d} and {@code /d}, in UTC. */
public final class EcsDateMath {
    private static final Pattern STEP = Pattern.compile("([+-])(\\d{1,6})([yMwdhHms])|/([yMwdhHms])");

    private EcsDateMath() {}

    /** Whether the text depends on the time of the run. */
    public static boolean isRelative(String text) {
        return text.equals("now") || text.startsWith("now-") || text.startsWith("now+") || text.startsWith("now/");
    }

    /** The time, of a rounded one or one with parts left out the first instant; null where the text is none. */
    public static Value time(String text, Instant now) {
        return time(text, now, false);
    }

    /**
     * The time; null where the text is none.
     *
     * @param last whether rounding, and parts that are left out, stand for the last millisecond instead of the first
     */
    public static Value time(String text, Instant now, boolean last) {
        try {
            int bars = text.indexOf("||");
            boolean relative = isRelative(text);
            Instant start = relative ? now : date(bars < 0 ? text : text.substring(0, bars), last);
            String steps = relative ? text.substring(3) : bars < 0 ? "" : text.substring(bars + 2);
            return Values.of(apply(start, steps, last));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return Values.NULL;
        }
    }

    private static Instant date(String text, boolean last) {
        if (text.indexOf('T') < 0) {
            LocalDate first =
                    LocalDate.parse(text.length() == 4 ? text + "-01-01" : text.length() == 7 ? text + "-01" : text);
            String unit = text.length() == 4 ? "y" : text.length() == 7 ? "M" : "d";
            ZonedDateTime start = first.atStartOfDay(ZoneOffset.UTC);
            return (last ? step(start, 1, unit).minus(Duration.ofMillis(1)) : start).toInstant();
        }
        Instant start = OffsetDateTime.parse(text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)") ? text : text + "Z")
                .toInstant();
        return last && text.indexOf('.') < 0 ? start.plusMillis(999) : start;
    }

    private static Instant apply(Instant start, String steps, boolean last) {
        ZonedDateTime time = start.atZone(ZoneOffset.UTC);
        Matcher matcher = STEP.matcher(steps);
        int at = 0;
        while (at < steps.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new DateTimeException("not date math: " + steps);
            }
            at = matcher.end();
            String unit = matcher.group(4);
            if (unit == null) {
                int sign = matcher.group(1).equals("-") ? -1 : 1;
                time = step(time, sign * Integer.parseInt(matcher.group(2)), matcher.group(3));
            } else {
                ZonedDateTime first = floor(time, unit);
                time = last ? step(first, 1, unit).minus(Duration.ofMillis(1)) : first;
            }
        }
        return time.toInstant();
    }

    private static ZonedDateTime step(ZonedDateTime time, int amount, String unit) {
        return switch (unit) {
            case "y" -> time.plus(Period.ofYears(amount));
            case "M" -> time.plus(Period.ofMonths(amount));
            case "w" -> time.plus(Period.ofWeeks(amount));
            case "d" -> time.plus(Period.ofDays(amount));
            case "m" -> time.plus(Duration.ofMinutes(amount));
            case "s" -> time.plus(Duration.ofSeconds(amount));
            default -> time.plus(Duration.ofHours(amount));
        };
    }

    private static ZonedDateTime floor(ZonedDateTime time, String unit) {
        return switch (unit) {
            case "y" -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
            case "M" -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            case "w" ->
                time.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY));
            case "d" -> time.truncatedTo(ChronoUnit.DAYS);
            case "m" -> time.truncatedTo(ChronoUnit.MINUTES);
            case "s" -> time.truncatedTo(ChronoUnit.SECONDS);
            default -> time.truncatedTo(ChronoUnit.HOURS);
        };
    }
}

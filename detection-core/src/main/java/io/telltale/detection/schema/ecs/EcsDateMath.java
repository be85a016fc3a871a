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
    private static final Pattern MILLISECONDS = Pattern.compile("-?\\d{5,18}");
    private static final Pattern HOUR = Pattern.compile("(.*T\\d\\d)(Z|[+-]\\d\\d:?\\d\\d)?");
    private static final Pattern MINUTE = Pattern.compile("(.*T\\d\\d:\\d\\d)(Z|[+-]\\d\\d:?\\d\\d)?");
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

    /** A date of ISO 8601 with parts left out from the end, or milliseconds since 1970. */
    private static Instant date(String text, boolean last) {
        if (MILLISECONDS.matcher(text).matches()) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        if (text.indexOf('T') < 0) {
            LocalDate first =
                    LocalDate.parse(text.length() == 4 ? text + "-01-01" : text.length() == 7 ? text + "-01" : text);
            String unit = text.length() == 4 ? "y" : text.length() == 7 ? "M" : "d";
            ZonedDateTime start = first.atStartOfDay(ZoneOffset.UTC);
            return (last ? step(start, 1, unit).minus(Duration.ofMillis(1)) : start).toInstant();
        }
        Matcher hour = HOUR.matcher(text);
        String time = hour.matches() ? hour.group(1) + ":00" + text.substring(hour.end(1)) : text;
        boolean minutes = MINUTE.matcher(time).matches();
        Instant start = OffsetDateTime.parse(time.matches(".*(Z|[+-]\\d\\d:?\\d\\d)") ? time : time + "Z")
                .toInstant();
        Duration open = hour.matches()
                ? Duration.ofHours(1)
                : minutes ? Duration.ofMinutes(1) : Duration.ofSeconds(text.indexOf('.') < 0 ? 1 : 0);
        return last && !open.isZero() ? start.plus(open).minusMillis(1) : start;
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

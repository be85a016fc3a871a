package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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

    /** The time; null where the text is none. */
    public static Value time(String text, Instant now) {
        try {
            int bars = text.indexOf("||");
            boolean relative = isRelative(text);
            Instant start = relative ? now : date(bars < 0 ? text : text.substring(0, bars));
            String steps = relative ? text.substring(3) : bars < 0 ? "" : text.substring(bars + 2);
            return Values.of(apply(start, steps));
        } catch (DateTimeException | ArithmeticException e) {
            return Values.NULL;
        }
    }

    private static Instant date(String text) {
        if (text.length() == 4) {
            return LocalDate.of(Integer.parseInt(text), 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        if (text.length() == 7) {
            return LocalDate.parse(text + "-01").atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        return java.time.OffsetDateTime.parse(text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)") ? text : text + "Z")
                .toInstant();
    }

    private static Instant apply(Instant start, String steps) {
        ZonedDateTime time = start.atZone(ZoneOffset.UTC);
        Matcher matcher = STEP.matcher(steps);
        int at = 0;
        while (at < steps.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new DateTimeException("not date math: " + steps);
            }
            at = matcher.end();
            time = matcher.group(4) == null
                    ? step(
                            time,
                            (matcher.group(1).equals("-") ? -1 : 1) * Integer.parseInt(matcher.group(2)),
                            matcher.group(3))
                    : floor(time, matcher.group(4));
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

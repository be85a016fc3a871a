package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and computes Kusto's dates and time spans; all dates are UTC unless they say otherwise. */
final class KustoTime {
    private static final Pattern SPAN =
            Pattern.compile("(-)?(?:(\\d{1,9})\\.)?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,7}))?)?");
    private static final Pattern WITH_UNIT = Pattern.compile("(-?\\d{1,12}(?:\\.\\d{1,9})?) ?([a-z]+)");
    private static final Pattern DAYS = Pattern.compile("-?\\d{1,7}");

    private KustoTime() {}

    static Optional<Duration> unit(String unit) {
        return Optional.ofNullable(
                switch (unit) {
                    case "d", "day", "days" -> Duration.ofDays(1);
                    case "h", "hr", "hrs", "hour", "hours" -> Duration.ofHours(1);
                    case "m", "min", "minute", "minutes" -> Duration.ofMinutes(1);
                    case "s", "sec", "second", "seconds" -> Duration.ofSeconds(1);
                    case "ms", "milli", "millis", "millisecond", "milliseconds" -> Duration.ofMillis(1);
                    case "microsecond", "microseconds", "micros" -> Duration.ofNanos(1000);
                    case "tick", "ticks" -> Duration.ofNanos(100);
                    default -> null;
                });
    }

    static Value times(Duration unit, double factor) {
        double nanos = (unit.toSeconds() * 1e9 + unit.toNanosPart()) * factor;
        if (Math.abs(nanos) < 9e18) {
            return Values.of(Duration.ofNanos(Math.round(nanos)));
        }
        double seconds = nanos / 1e9;
        return Math.abs(seconds) < 1e14 ? Values.of(Duration.ofSeconds((long) seconds)) : Values.NULL;
    }

    static Optional<Value> timespan(String text) {
        Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            if (above(span.group(3), 23) || above(span.group(4), 59) || above(span.group(5), 59)) {
                return Optional.empty();
            }
            Duration duration = Duration.ofDays(span.group(2) == null ? 0 : Long.parseLong(span.group(2)))
                    .plusHours(Long.parseLong(span.group(3)))
                    .plusMinutes(Long.parseLong(span.group(4)))
                    .plusSeconds(span.group(5) == null ? 0 : Long.parseLong(span.group(5)));
            if (span.group(6) != null) {
                duration = duration.plusNanos(Long.parseLong((span.group(6) + "0000000").substring(0, 7)) * 100);
            }
            return Optional.of(Values.of(span.group(1) == null ? duration : duration.negated()));
        }
        Matcher unit = WITH_UNIT.matcher(text);
        if (unit.matches()) {
            return unit(unit.group(2)).map(length -> times(length, Double.parseDouble(unit.group(1))));
        }
        return DAYS.matcher(text).matches()
                ? Optional.of(Values.of(Duration.ofDays(Long.parseLong(text))))
                : Optional.empty();
    }

    private static boolean above(@Nullable String digits, int most) {
        return digits != null && Integer.parseInt(digits) > most;
    }

    static Optional<Value> datetime(String text) {
        return KustoDateTexts.read(text);
    }

    /** The largest multiple of the size, counted from Kusto's first day, that is not after the time. */
    static Value bin(Instant time, Duration size) {
        long step = nanos(size);
        if (step <= 0) {
            return Values.NULL;
        }
        // Days divide the distance between 0001-01-01 and 1970-01-01 evenly; weeks do not.
        var origin = LocalDate.of(1, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
        var distance = java.math.BigInteger.valueOf(time.getEpochSecond() - origin.getEpochSecond())
                .multiply(java.math.BigInteger.valueOf(1_000_000_000L))
                .add(java.math.BigInteger.valueOf(time.getNano()));
        long remainder = distance.mod(java.math.BigInteger.valueOf(step)).longValueExact();
        return Values.of(time.minusNanos(remainder));
    }

    /** The length in nanoseconds, at most what 64 bits hold. */
    static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Kusto's text of a time span: {@code [-][d.]hh:mm:ss[.fffffff]}. */
    static String text(Duration duration) {
        Duration size = duration.abs();
        var out = new StringBuilder(duration.isNegative() ? "-" : "");
        if (size.toDays() > 0) {
            out.append(size.toDays()).append('.');
        }
        out.append(two(size.toHoursPart()))
                .append(':')
                .append(two(size.toMinutesPart()))
                .append(':')
                .append(two(size.toSecondsPart()));
        int ticks = size.toNanosPart() / 100;
        if (ticks > 0) {
            String digits = Integer.toString(10_000_000 + ticks).substring(1);
            out.append('.').append(digits);
        }
        return out.toString();
    }

    /** Kusto's text of a date: ISO 8601 with seven decimals. */
    static String text(Instant time) {
        var at = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        String ticks = Integer.toString(10_000_000 + at.getNano() / 100).substring(1);
        return at.toLocalDate() + "T" + two(at.getHour()) + ":" + two(at.getMinute()) + ":" + two(at.getSecond()) + "."
                + ticks + "Z";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}

package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Times as Snowflake reads and writes them; all are of UTC, in which Panther keeps its logs.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/date-time-input-output">formats</a>
 */
final class Times {
    private static final int LONGEST = 64;
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("H:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);
    /** An offset with or without colon or minutes, or Z. */
    private static final String ZONE = "[xxx][xx][X]";

    private static final List<DateTimeFormatter> WITH_TIME =
            List.of(formatter("uuuu-M-d", true), formatter("uuuu-M-d", false), formatter("M/d/uuuu", false));
    private static final List<DateTimeFormatter> DAYS = List.of(
            DateTimeFormatter.ofPattern("uuuu-M-d", Locale.ROOT),
            DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT),
            DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.ENGLISH));

    private Times() {}

    private static DateTimeFormatter formatter(String day, boolean letter) {
        return new DateTimeFormatterBuilder()
                .appendPattern(day + (letter ? "'T'" : " "))
                .append(TIME)
                .optionalStart()
                .appendPattern("[ ]" + ZONE)
                .optionalEnd()
                .toFormatter(Locale.ROOT);
    }

    /** The time that a text says, a date meaning its first moment; a text of digits counts from 1970. */
    static Optional<Instant> parse(String given) {
        String text = given.strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        if (text.length() <= 19 && text.chars().allMatch(Character::isDigit)) {
            return counted(Long.parseLong(text));
        }
        for (DateTimeFormatter format : WITH_TIME) {
            try {
                var parsed = format.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
                return Optional.of(
                        parsed instanceof OffsetDateTime offset
                                ? offset.toInstant()
                                : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                // The next format may fit.
            }
        }
        for (DateTimeFormatter format : DAYS) {
            try {
                return Optional.of(LocalDate.parse(text, format).atStartOfDay().toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                // The next format may fit.
            }
        }
        return Optional.empty();
    }

    /** A number of seconds, milliseconds, microseconds or nanoseconds since 1970, by its size. */
    static Optional<Instant> counted(long number) {
        long size = number == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(number);
        try {
            if (size < 31_536_000_000L) {
                return Optional.of(Instant.ofEpochSecond(number));
            }
            if (size < 31_536_000_000_000L) {
                return Optional.of(Instant.ofEpochMilli(number));
            }
            long unit = size < 31_536_000_000_000_000L ? 1_000_000L : 1_000_000_000L;
            return Optional.of(Instant.ofEpochSecond(
                    Math.floorDiv(number, unit), Math.floorMod(number, unit) * (1_000_000_000L / unit)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A value as a time; empty where it is none. */
    static Optional<Instant> of(Value value) {
        if (value instanceof Value.Time time) {
            return Optional.of(time.value());
        }
        if (value instanceof Value.Int number) {
            return counted(number.value());
        }
        return value instanceof Value.Text text ? parse(text.value()) : Optional.empty();
    }

    /** A value's text, times in Snowflake's own form. */
    static String text(Value value) {
        return value instanceof Value.Time time ? TEXT.format(time.value()) : value.asText();
    }

    static String date(Instant time) {
        return DATE.format(time);
    }
}

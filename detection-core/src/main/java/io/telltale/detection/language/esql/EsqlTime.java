package io.telltale.detection.language.esql;

import static io.telltale.detection.language.esql.EsqlFunctions.add;
import static io.telltale.detection.language.esql.EsqlFunctions.each;
import static io.telltale.detection.language.esql.EsqlFunctions.single;
import static io.telltale.detection.language.esql.EsqlFunctions.text;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** ES|QL's functions over times, all in UTC, and its spans: a duration, or a number of months. */
final class EsqlTime {
    private static final Map<String, ChronoUnit> UNITS = Map.ofEntries(
            Map.entry("year", ChronoUnit.YEARS),
            Map.entry("years", ChronoUnit.YEARS),
            Map.entry("yy", ChronoUnit.YEARS),
            Map.entry("yyyy", ChronoUnit.YEARS),
            Map.entry("month", ChronoUnit.MONTHS),
            Map.entry("months", ChronoUnit.MONTHS),
            Map.entry("mm", ChronoUnit.MONTHS),
            Map.entry("m", ChronoUnit.MONTHS),
            Map.entry("week", ChronoUnit.WEEKS),
            Map.entry("weeks", ChronoUnit.WEEKS),
            Map.entry("wk", ChronoUnit.WEEKS),
            Map.entry("ww", ChronoUnit.WEEKS),
            Map.entry("dayofyear", ChronoUnit.DAYS),
            Map.entry("dy", ChronoUnit.DAYS),
            Map.entry("y", ChronoUnit.DAYS),
            Map.entry("weekday", ChronoUnit.DAYS),
            Map.entry("weekdays", ChronoUnit.DAYS),
            Map.entry("dw", ChronoUnit.DAYS),
            Map.entry("day", ChronoUnit.DAYS),
            Map.entry("days", ChronoUnit.DAYS),
            Map.entry("dd", ChronoUnit.DAYS),
            Map.entry("d", ChronoUnit.DAYS),
            Map.entry("hour", ChronoUnit.HOURS),
            Map.entry("hours", ChronoUnit.HOURS),
            Map.entry("hh", ChronoUnit.HOURS),
            Map.entry("minute", ChronoUnit.MINUTES),
            Map.entry("minutes", ChronoUnit.MINUTES),
            Map.entry("mi", ChronoUnit.MINUTES),
            Map.entry("n", ChronoUnit.MINUTES),
            Map.entry("second", ChronoUnit.SECONDS),
            Map.entry("seconds", ChronoUnit.SECONDS),
            Map.entry("ss", ChronoUnit.SECONDS),
            Map.entry("s", ChronoUnit.SECONDS),
            Map.entry("millisecond", ChronoUnit.MILLIS),
            Map.entry("milliseconds", ChronoUnit.MILLIS),
            Map.entry("ms", ChronoUnit.MILLIS),
            Map.entry("microsecond", ChronoUnit.MICROS),
            Map.entry("microseconds", ChronoUnit.MICROS),
            Map.entry("mcs", ChronoUnit.MICROS),
            Map.entry("nanosecond", ChronoUnit.NANOS),
            Map.entry("nanoseconds", ChronoUnit.NANOS),
            Map.entry("ns", ChronoUnit.NANOS));
    /** The functions that read one part of a time. */
    private static final Map<ChronoField, String> PARTS = Map.of(
            ChronoField.YEAR, "year",
            ChronoField.MONTH_OF_YEAR, "month",
            ChronoField.DAY_OF_MONTH, "day",
            ChronoField.HOUR_OF_DAY, "hour");

    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private EsqlTime() {}

    static void addTo(Map<String, EsqlFunctions.Shape> table) {
        add(
                table,
                new EsqlFunctions.Shape(
                        0,
                        0,
                        FunctionEntry.of("esql:now", (a, context) -> Values.of(context.now()))
                                .readingClock()));
        add(table, each("to_datetime", EsqlNumbers::time));
        add(table, single(2, 2, "date_trunc", a -> truncated(span(a.get(0)), a.get(1))));
        add(table, each("to_dateperiod", EsqlTime::span));
        add(table, each("to_timeduration", EsqlTime::span));
        for (ChronoField field : PARTS.keySet()) {
            add(
                    table,
                    single(
                            1,
                            1,
                            PARTS.get(field),
                            a -> zoned(a.get(0))
                                    .map(t -> Values.of(t.getLong(field)))
                                    .orElse(Values.NULL)));
        }
        add(table, single(3, 3, "date_diff", EsqlTime::difference));
        add(table, single(2, 2, "date_extract", EsqlTime::extract));
        add(
                table,
                single(
                        1,
                        1,
                        "day_name",
                        a -> zoned(a.get(0))
                                .map(t -> Values.of(t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)))
                                .orElse(Values.NULL)));
        add(
                table,
                single(
                        1,
                        1,
                        "month_name",
                        a -> zoned(a.get(0))
                                .map(t -> Values.of(t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)))
                                .orElse(Values.NULL)));
    }

    /** A span of months, which has no fixed length. */
    static Value months(long number) {
        return Values.objectOf(Map.of("months", Values.of(number)));
    }

    static Optional<Long> months(Value span) {
        return span instanceof Value.ObjectOf object
                        && object.members().size() == 1
                        && object.get("months") instanceof Value.Int number
                ? Optional.of(number.value())
                : Optional.empty();
    }

    static Optional<ZonedDateTime> zoned(Value value) {
        return !(value instanceof Value.Int) && EsqlNumbers.time(value) instanceof Value.Time time
                ? Optional.of(time.value().atZone(ZoneOffset.UTC))
                : Optional.empty();
    }

    /** A time, or a text that is one, and a span added, or the span taken away; or two spans; empty for other arguments. */
    static Optional<Value> shifted(List<Value> a, int sign) {
        boolean turned = sign > 0 && isSpan(a.get(0)) && !isSpan(a.get(1));
        Value time = a.get(turned ? 1 : 0);
        Value span = a.get(turned ? 0 : 1);
        if (!isSpan(span)) {
            return Optional.empty();
        }
        try {
            if (isSpan(time)) {
                return Optional.of(spans(
                        Math.addExact(wholeMonths(time), sign * wholeMonths(span)),
                        rest(time).plus(rest(span).multipliedBy(sign))));
            }
            return Optional.of(
                    zoned(time).isEmpty()
                            ? Values.NULL
                            : Values.of(zoned(time)
                                    .get()
                                    .plusMonths(sign * wholeMonths(span))
                                    .plus(rest(span).multipliedBy(sign))
                                    .toInstant()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.of(Values.NULL);
        }
    }

    private static boolean isSpan(Value value) {
        return value instanceof Value.Span
                || (value instanceof Value.ObjectOf object && object.get("months") instanceof Value.Int);
    }

    /** A span of months and what is beside them. */
    private static Value spans(long months, Duration rest) {
        if (months == 0) {
            return Values.of(rest);
        }
        return rest.isZero()
                ? months(months)
                : Values.objectOf(Map.of("months", Values.of(months), "rest", Values.of(rest)));
    }

    private static long wholeMonths(Value span) {
        return span instanceof Value.ObjectOf object && object.get("months") instanceof Value.Int number
                ? number.value()
                : 0;
    }

    private static Duration rest(Value span) {
        Value rest = span instanceof Value.ObjectOf object ? object.get("rest") : span;
        return rest instanceof Value.Span duration ? duration.value() : Duration.ZERO;
    }

    /** A span that is written as a text; other values as they are. */
    static Value span(Value value) {
        return value instanceof Value.Text text
                ? EsqlLiteralParser.span(text.value()).orElse(Values.NULL)
                : value;
    }

    /** As ES|QL writes a time. */
    static String iso(Instant time) {
        return ISO.format(time);
    }

    /** Spans of one week begin on a Monday, of months with the year; all others are counted from 1970. */
    static Value truncated(Value span, Value value) {
        Optional<ZonedDateTime> time = zoned(value);
        if (time.isEmpty()) {
            return Values.NULL;
        }
        Optional<Long> months = months(span);
        if (months.isPresent() && months.get() > 0) {
            ZonedDateTime at = time.get();
            // Periods of several months are counted from the year 1.
            long since = (at.getYear() - 1) * 12L + at.getMonthValue() - 1;
            long first = Math.floorDiv(since, months.get()) * months.get();
            return Values.of(ZonedDateTime.of(
                            (int) Math.floorDiv(first, 12) + 1,
                            (int) Math.floorMod(first, 12L) + 1,
                            1,
                            0,
                            0,
                            0,
                            0,
                            ZoneOffset.UTC)
                    .toInstant());
        }
        if (!(span instanceof Value.Span duration) || duration.value().toMillis() <= 0) {
            return Values.NULL;
        }
        if (duration.value().equals(Duration.ofDays(7))) {
            return Values.of(time.get()
                    .truncatedTo(ChronoUnit.DAYS)
                    .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                    .toInstant());
        }
        long millis = time.get().toInstant().toEpochMilli();
        return Values.of(Instant.ofEpochMilli(
                millis - Math.floorMod(millis, duration.value().toMillis())));
    }

    /** Whole units from the second argument to the third, cut towards zero; null where no integer holds them. */
    private static Value difference(List<Value> a) {
        ChronoUnit unit = UNITS.get(text(a, 0).toLowerCase(Locale.ROOT));
        Optional<ZonedDateTime> from = zoned(a.get(1));
        Optional<ZonedDateTime> to = zoned(a.get(2));
        boolean quarters =
                List.of("quarter", "quarters", "qq", "q").contains(text(a, 0).toLowerCase(Locale.ROOT));
        if (from.isEmpty() || to.isEmpty() || (unit == null && !quarters)) {
            return Values.NULL;
        }
        try {
            return Values.of(
                    (long) Math.toIntExact((quarters ? IsoFields.QUARTER_YEARS : unit).between(from.get(), to.get())));
        } catch (ArithmeticException e) {
            return Values.NULL;
        }
    }

    private static Value extract(List<Value> a) {
        Optional<ZonedDateTime> time = zoned(a.get(1));
        try {
            return time.isEmpty()
                    ? Values.NULL
                    : Values.of(
                            time.get().getLong(ChronoField.valueOf(text(a, 0).toUpperCase(Locale.ROOT))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Values.NULL;
        }
    }
}

package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Functions of times. Weeks begin on Monday, which is day 1 of them; Sunday is day 0.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions-date-time">date and time functions</a>
 */
final class TimeFunctions {
    private TimeFunctions() {}

    static void fill(Functions.Table table) {
        table.hidden(FunctionEntry.of("snowflake:current_timestamp", (a, context) -> Values.of(context.now()))
                .readingClock());
        table.hidden(FunctionEntry.of(
                        "snowflake:current_date",
                        (a, context) -> Values.of(context.now().truncatedTo(ChronoUnit.DAYS)))
                .readingClock());
        table.hidden("dateadd", a -> added(unit(a.get(0)), a.get(1), a.get(2)));
        table.hidden("datediff", a -> difference(unit(a.get(0)), a.get(1), a.get(2)));
        table.hidden("date_trunc", a -> truncated(unit(a.get(0)), a.get(1)));
        table.hidden("date_part", a -> part(unit(a.get(0)), a.get(1)));
        table.hidden("last_day", a -> lastDay(a.size() > 1 ? unit(a.get(1)) : "month", a.get(0)));
        table.hidden("time_slice", TimeFunctions::slice);
        table.hidden("add_interval", a -> moved(a, 1));
        table.hidden("subtract_interval", a -> moved(a, -1));
        table.hidden("add_days", a -> added("day", a.get(1), a.get(0)));
        table.hidden("subtract_days", a -> added("day", negated(a.get(1)), a.get(0)));
        table.hidden("days_between", a -> difference("day", a.get(1), a.get(0)));
        table.hidden(casting("to_timestamp", false, Function.identity()));
        table.hidden(casting("try_to_timestamp", true, Function.identity()));
        table.hidden(casting("to_date", false, time -> time.truncatedTo(ChronoUnit.DAYS)));
        table.hidden(casting("try_to_date", true, time -> time.truncatedTo(ChronoUnit.DAYS)));
        table.hidden(
                "date_text",
                a -> Times.of(a.get(0)).map(t -> Values.of(Times.date(t))).orElse(Values.NULL));
        table.strict(
                "dayname",
                1,
                1,
                Type.TEXT,
                a -> at(a.get(0), t -> Values.of(t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH))));
        table.strict(
                "monthname",
                1,
                1,
                Type.TEXT,
                a -> at(a.get(0), t -> Values.of(t.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH))));
        for (String part : List.of(
                "year",
                "month",
                "day",
                "hour",
                "minute",
                "second",
                "quarter",
                "week",
                "weekiso",
                "dayofweek",
                "dayofweekiso",
                "dayofyear",
                "dayofmonth",
                "weekofyear",
                "yearofweek",
                "yearofweekiso")) {
            table.strict(part, 1, 1, Type.NUMBER, a -> part(unit(Values.of(part)), a.get(0)));
        }
        table.strict("add_months", 2, 2, Type.TIME, a -> added("month", a.get(1), a.get(0)));
        table.strict("months_between", 2, 2, Type.NUMBER, a -> difference("month", a.get(1), a.get(0)));
        table.strict("next_day", 2, 2, Type.DATE, a -> weekday(a, true));
        table.strict("previous_day", 2, 2, Type.DATE, a -> weekday(a, false));
        table.strict("date_from_parts datefromparts", 3, 3, Type.DATE, TimeFunctions::fromParts);
        table.strict("convert_timezone", 2, 3, Type.TIME, TimeFunctions::converted);
    }

    private static String unit(Value written) {
        return TimeUnits.unit(written.asText()).map(TimeUnits.Unit::name).orElse("");
    }

    private static Value negated(Value number) {
        return Numbers.compute(Values.of(0), number, Math::subtractExact, (x, y) -> x - y);
    }

    private static FunctionEntry casting(String name, boolean lenient, Function<Instant, Instant> after) {
        return FunctionEntry.transparent("snowflake:" + name, (a, context) -> {
            if (a.stream().anyMatch(Value::isAbsent)) {
                return Values.NULL;
            }
            Optional<Instant> time = a.size() > 1 ? written(a.get(0), a.get(1)) : Times.of(a.get(0));
            return time.map(t -> Values.of(after.apply(t)))
                    .orElse(
                            lenient
                                    ? Values.NULL
                                    : Values.failure("Timestamp '" + Times.text(a.get(0)) + "' is not recognized"));
        });
    }

    /** A time by a format, or a number by its scale: how many decimals of seconds it counts. */
    private static Optional<Instant> written(Value value, Value how) {
        if (how instanceof Value.Int scale && scale.value() >= 0 && scale.value() <= 9) {
            Value number = Numbers.of(value);
            if (number instanceof Value.Int whole) {
                long perSecond = (long) Math.pow(10, (double) scale.value());
                return Optional.of(Instant.ofEpochSecond(
                        Math.floorDiv(whole.value(), perSecond),
                        Math.floorMod(whole.value(), perSecond) * (1_000_000_000L / perSecond)));
            }
            return Optional.empty();
        }
        return value instanceof Value.Time || how.asText().equalsIgnoreCase("auto")
                ? Times.of(value)
                : TimeFormat.parse(value.asText(), how.asText());
    }

    private static Value at(Value value, Function<ZonedDateTime, Value> function) {
        try {
            return Times.of(value)
                    .map(t -> function.apply(t.atZone(ZoneOffset.UTC)))
                    .orElseGet(() -> Values.failure("Timestamp '" + Times.text(value) + "' is not recognized"));
        } catch (DateTimeException | ArithmeticException e) {
            return Values.failure("a time out of range");
        }
    }

    private static Value added(String unit, Value amount, Value value) {
        Value number = Numbers.of(amount);
        Optional<TimeUnits.Unit> known = TimeUnits.unit(unit);
        if (number instanceof Value.Failure
                || known.isEmpty()
                || known.get().chrono().isEmpty()) {
            return number instanceof Value.Failure ? number : Values.failure("no unit " + unit);
        }
        long whole = Math.round(Numbers.decimal(number));
        return at(
                value,
                t -> Values.of(t.plus(
                                Math.multiplyExact(whole, known.get().factor()),
                                known.get().chrono().get())
                        .toInstant()));
    }

    private static Value moved(List<Value> a, int sign) {
        return Times.of(a.get(0))
                .flatMap(t -> Intervals.add(t, a.get(1).asText(), sign))
                .map(Values::of)
                .orElseGet(() -> Values.failure("Timestamp '" + Times.text(a.get(0)) + "' is not recognized"));
    }

    /** How many boundaries of a unit lie between two times. */
    private static Value difference(String unit, Value from, Value to) {
        Optional<TimeUnits.Unit> known = TimeUnits.unit(unit);
        if (known.isEmpty() || known.get().chrono().isEmpty()) {
            return Values.failure("no unit " + unit);
        }
        Value a = truncated(unit, from);
        Value b = truncated(unit, to);
        if (Functions.failure(a, b).isPresent()) {
            return Functions.failure(a, b).get();
        }
        return at(
                a,
                x -> at(
                        b,
                        y -> Values.of(known.get().chrono().get().between(x, y)
                                / known.get().factor())));
    }

    private static Value truncated(String unit, Value value) {
        return at(value, t -> switch (unit) {
            case "year" -> day(t.withDayOfYear(1));
            case "quarter" -> day(t.with(IsoFields.DAY_OF_QUARTER, 1));
            case "month" -> day(t.withDayOfMonth(1));
            case "week" -> day(t.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
            case "day" -> day(t);
            case "hour" -> Values.of(t.truncatedTo(ChronoUnit.HOURS).toInstant());
            case "minute" -> Values.of(t.truncatedTo(ChronoUnit.MINUTES).toInstant());
            case "second" -> Values.of(t.truncatedTo(ChronoUnit.SECONDS).toInstant());
            case "millisecond" -> Values.of(t.truncatedTo(ChronoUnit.MILLIS).toInstant());
            case "microsecond" -> Values.of(t.truncatedTo(ChronoUnit.MICROS).toInstant());
            case "nanosecond" -> Values.of(t.toInstant());
            default -> Values.failure("no unit " + unit);
        });
    }

    private static Value day(ZonedDateTime time) {
        return Values.of(time.truncatedTo(ChronoUnit.DAYS).toInstant());
    }

    private static Value part(String part, Value value) {
        return at(value, t -> switch (part) {
            case "year" -> Values.of(t.getYear());
            case "quarter" -> Values.of(t.get(IsoFields.QUARTER_OF_YEAR));
            case "month" -> Values.of(t.getMonthValue());
            case "week", "weekiso" -> Values.of(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case "yearofweek", "yearofweekiso" -> Values.of(t.get(IsoFields.WEEK_BASED_YEAR));
            case "day" -> Values.of(t.getDayOfMonth());
            case "dayofyear" -> Values.of(t.getDayOfYear());
            case "dayofweek" -> Values.of(t.getDayOfWeek().getValue() % 7);
            case "dayofweekiso" -> Values.of(t.getDayOfWeek().getValue());
            case "hour" -> Values.of(t.getHour());
            case "minute" -> Values.of(t.getMinute());
            case "second" -> Values.of(t.getSecond());
            case "millisecond" -> Values.of(t.get(ChronoField.MILLI_OF_SECOND));
            case "microsecond" -> Values.of(t.get(ChronoField.MICRO_OF_SECOND));
            case "nanosecond" -> Values.of(t.getNano());
            case "epoch_second" -> Values.of(t.toEpochSecond());
            case "epoch_millisecond" -> Values.of(t.toInstant().toEpochMilli());
            case "epoch_microsecond" ->
                Values.of(Math.addExact(Math.multiplyExact(t.toEpochSecond(), 1_000_000L), t.getNano() / 1000));
            case "epoch_nanosecond" ->
                Values.of(Math.addExact(Math.multiplyExact(t.toEpochSecond(), 1_000_000_000L), t.getNano()));
            default -> Values.failure("no part " + part);
        });
    }

    private static Value lastDay(String unit, Value value) {
        return at(value, t -> switch (unit) {
            case "year" -> day(t.with(TemporalAdjusters.lastDayOfYear()));
            case "quarter" ->
                day(t.with(IsoFields.DAY_OF_QUARTER, 1).plusMonths(3).minusDays(1));
            case "week" -> day(t.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY)));
            case "month" -> day(t.with(TemporalAdjusters.lastDayOfMonth()));
            default -> Values.failure("no unit " + unit);
        });
    }

    /** The begin, or the end, of the slice of a length, counted from 1970, that a time lies in. */
    private static Value slice(List<Value> a) {
        Optional<TimeUnits.Unit> unit = TimeUnits.unit(a.get(2).asText());
        boolean end = a.size() > 3 && a.get(3).asText().equalsIgnoreCase("end");
        if (!(a.get(1) instanceof Value.Int length)
                || length.value() < 1
                || unit.isEmpty()
                || unit.get().chrono().isEmpty()) {
            return Values.failure(
                    "no slice of " + a.get(1).asText() + " " + a.get(2).asText());
        }
        ChronoUnit chrono = unit.get().chrono().get();
        long size = length.value() * unit.get().factor();
        return at(a.get(0), t -> {
            ZonedDateTime origin = Instant.EPOCH.atZone(ZoneOffset.UTC);
            if (chrono == ChronoUnit.WEEKS) {
                origin = origin.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            }
            long units = chrono == ChronoUnit.MONTHS || chrono == ChronoUnit.YEARS
                    ? chrono.between(origin, t.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS))
                    : Math.floorDiv(
                            Duration.between(origin, t).toMillis(),
                            chrono.getDuration().toMillis());
            long first = Math.floorDiv(units, size) * size;
            return Values.of(origin.plus(first + (end ? size : 0), chrono).toInstant());
        });
    }

    private static Value weekday(List<Value> a, boolean next) {
        String wanted = a.get(1).asText().toLowerCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (wanted.length() >= 2 && day.name().toLowerCase(Locale.ROOT).startsWith(wanted)) {
                return at(
                        a.get(0),
                        t -> day(t.with(next ? TemporalAdjusters.next(day) : TemporalAdjusters.previous(day))));
            }
        }
        return Values.failure("no day of the week " + wanted);
    }

    private static Value fromParts(List<Value> a) {
        try {
            return Values.of(
                    ZonedDateTime.of((int) Numbers.decimal(Numbers.of(a.get(0))), 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
                            .plusMonths((long) Numbers.decimal(Numbers.of(a.get(1))) - 1)
                            .plusDays((long) Numbers.decimal(Numbers.of(a.get(2))) - 1)
                            .toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return Values.failure("a date out of range");
        }
    }

    /** A time of UTC, or of the first zone, as the clock of another zone shows it. */
    private static Value converted(List<Value> a) {
        try {
            ZoneId from = a.size() > 2 ? ZoneId.of(a.get(0).asText()) : ZoneOffset.UTC;
            ZoneId to = ZoneId.of(a.get(a.size() - 2).asText());
            return at(
                    a.get(a.size() - 1),
                    t -> Values.of(t.withZoneSameLocal(from)
                            .withZoneSameInstant(to)
                            .withZoneSameLocal(ZoneOffset.UTC)
                            .toInstant()));
        } catch (DateTimeException e) {
            return Values.failure("no time zone of that name");
        }
    }
}

package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoNumbers.total;
import static io.telltale.detection.language.kusto.KustoValues.text;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Functions over dates and time spans, all of them in UTC. */
final class KustoDates {
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "year", ChronoUnit.YEARS,
            "month", ChronoUnit.MONTHS,
            "week", ChronoUnit.WEEKS,
            "day", ChronoUnit.DAYS,
            "hour", ChronoUnit.HOURS,
            "minute", ChronoUnit.MINUTES,
            "second", ChronoUnit.SECONDS,
            "millisecond", ChronoUnit.MILLIS,
            "microsecond", ChronoUnit.MICROS,
            "nanosecond", ChronoUnit.NANOS);

    private static final Map<String, ToLongFunction<OffsetDateTime>> PARTS = Map.ofEntries(
            Map.entry("year", OffsetDateTime::getYear),
            Map.entry("quarter", at -> at.get(IsoFields.QUARTER_OF_YEAR)),
            Map.entry("month", OffsetDateTime::getMonthValue),
            Map.entry("week_of_year", at -> at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
            Map.entry("day", OffsetDateTime::getDayOfMonth),
            Map.entry("dayofyear", OffsetDateTime::getDayOfYear),
            Map.entry("hour", OffsetDateTime::getHour),
            Map.entry("minute", OffsetDateTime::getMinute),
            Map.entry("second", OffsetDateTime::getSecond),
            Map.entry("millisecond", at -> at.getNano() / 1_000_000),
            Map.entry("microsecond", at -> at.getNano() / 1_000),
            Map.entry("nanosecond", OffsetDateTime::getNano));

    private KustoDates() {}

    static void addTo(List<FunctionEntry> all) {
        all.add(FunctionEntry.of(
                        "kusto:ago",
                        (in, context) -> total(() -> KustoNumbers.sum(Values.of(context.now()), in.get(0), -1)))
                .readingClock());
        all.add(FunctionEntry.of(
                        "kusto:now",
                        (in, context) -> in.isEmpty()
                                ? Values.of(context.now())
                                : total(() -> KustoNumbers.sum(Values.of(context.now()), in.get(0), 1)))
                .readingClock());
        for (Period period : Period.values()) {
            String name = period.name().toLowerCase(Locale.ROOT);
            add(all, "startof" + name, (in, context) -> total(() -> border(in, period, false)));
            add(all, "endof" + name, (in, context) -> total(() -> border(in, period, true)));
        }
        add(all, "hourofday", (in, context) -> part("hour", in.get(0)));
        add(all, "dayofmonth", (in, context) -> part("day", in.get(0)));
        add(all, "dayofyear", (in, context) -> part("dayofyear", in.get(0)));
        add(all, "week_of_year", (in, context) -> part("week_of_year", in.get(0)));
        add(all, "getmonth", (in, context) -> part("month", in.get(0)));
        add(all, "getyear", (in, context) -> part("year", in.get(0)));
        add(all, "datetime_part", (in, context) -> part(text(in.get(0)).toLowerCase(Locale.ROOT), in.get(1)));
        add(
                all,
                "dayofweek",
                (in, context) -> in.get(0) instanceof Value.Time time
                        ? Values.of(Duration.ofDays(at(time).getDayOfWeek().getValue() % 7))
                        : Values.NULL);
        add(all, "datetime_diff", (in, context) -> total(() -> difference(in)));
        add(all, "datetime_add", (in, context) -> total(() -> moved(in)));
        add(all, "make_datetime", (in, context) -> total(() -> made(in)));
        add(all, "make_timespan", (in, context) -> total(() -> span(in)));
        add(all, "unixtime_seconds_todatetime", (in, context) -> unix(in.get(0), 1));
        add(all, "unixtime_milliseconds_todatetime", (in, context) -> unix(in.get(0), 1_000));
        add(all, "unixtime_microseconds_todatetime", (in, context) -> unix(in.get(0), 1_000_000));
        add(all, "unixtime_nanoseconds_todatetime", (in, context) -> unix(in.get(0), 1_000_000_000));
        add(
                all,
                "format_datetime",
                (in, context) -> in.get(0) instanceof Value.Time time
                        ? Values.of(KustoFormats.datetime(at(time), text(in.get(1))))
                        : Values.EMPTY_TEXT);
        add(
                all,
                "format_timespan",
                (in, context) -> in.get(0) instanceof Value.Span span
                        ? Values.of(KustoFormats.timespan(span.value(), text(in.get(1))))
                        : Values.EMPTY_TEXT);
        add(all, "datetime_utc_to_local", (in, context) -> zoned(in, true));
        add(all, "datetime_local_to_utc", (in, context) -> zoned(in, false));
    }

    private static OffsetDateTime at(Value.Time time) {
        return time.value().atOffset(ZoneOffset.UTC);
    }

    private enum Period {
        DAY,
        WEEK,
        MONTH,
        YEAR
    }

    /** The start, or the last tick, of the period a date is in, moved by so many periods. Weeks start on Sunday. */
    private static Value border(List<Value> in, Period period, boolean end) {
        if (!(in.get(0) instanceof Value.Time time)) {
            return Values.NULL;
        }
        long offset = in.size() > 1 && in.get(1) instanceof Value.Int number ? number.value() : 0;
        long by = end ? offset + 1 : offset;
        OffsetDateTime day = at(time).truncatedTo(ChronoUnit.DAYS);
        OffsetDateTime start = switch (period) {
            case DAY -> day.plusDays(by);
            case WEEK ->
                day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY)).plusWeeks(by);
            case MONTH -> day.withDayOfMonth(1).plusMonths(by);
            case YEAR -> day.withDayOfYear(1).plusYears(by);
        };
        Instant instant = start.toInstant();
        return Values.of(end ? instant.minusNanos(100) : instant);
    }

    private static Value part(String part, Value value) {
        ToLongFunction<OffsetDateTime> reader = PARTS.get(part);
        if (reader == null) {
            return Values.failure("datetime_part: unknown part " + part);
        }
        return value instanceof Value.Time time ? Values.of(reader.applyAsLong(at(time))) : Values.NULL;
    }

    /** How many borders of the unit lie between two dates: first minus second. */
    private static Value difference(List<Value> in) {
        String name = text(in.get(0)).toLowerCase(Locale.ROOT);
        if (!(in.get(1) instanceof Value.Time first) || !(in.get(2) instanceof Value.Time second)) {
            return Values.NULL;
        }
        OffsetDateTime one = at(first);
        OffsetDateTime other = at(second);
        long months = (one.getYear() - other.getYear()) * 12L + one.getMonthValue() - other.getMonthValue();
        switch (name) {
            case "year" -> {
                return Values.of((long) one.getYear() - other.getYear());
            }
            case "quarter" -> {
                long quarters = (one.getYear() - other.getYear()) * 4L
                        + one.get(IsoFields.QUARTER_OF_YEAR)
                        - other.get(IsoFields.QUARTER_OF_YEAR);
                return Values.of(quarters);
            }
            case "month" -> {
                return Values.of(months);
            }
            case "week" -> {
                return Values.of(ChronoUnit.DAYS.between(sunday(other), sunday(one)) / 7);
            }
            default -> {
                ChronoUnit unit = UNITS.get(name);
                return unit == null
                        ? Values.failure("datetime_diff: unknown period " + name)
                        : Values.of(unit.between(other.truncatedTo(unit), one.truncatedTo(unit)));
            }
        }
    }

    private static OffsetDateTime sunday(OffsetDateTime at) {
        return at.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
    }

    private static Value moved(List<Value> in) {
        String name = text(in.get(0)).toLowerCase(Locale.ROOT);
        if (!(in.get(1) instanceof Value.Int amount) || !(in.get(2) instanceof Value.Time time)) {
            return Values.NULL;
        }
        if (name.equals("quarter")) {
            return Values.of(
                    at(time).plusMonths(Math.multiplyExact(3, amount.value())).toInstant());
        }
        ChronoUnit unit = UNITS.get(name);
        return unit == null
                ? Values.failure("datetime_add: unknown period " + name)
                : Values.of(at(time).plus(amount.value(), unit).toInstant());
    }

    private static long number(List<Value> in, int at, long otherwise) {
        return in.size() > at && in.get(at) instanceof Value.Int number ? number.value() : otherwise;
    }

    private static Value made(List<Value> in) {
        if (in.size() == 1) {
            return KustoValues.toDatetime(in.get(0));
        }
        if (!in.stream().allMatch(KustoValues::isNumber)) {
            return Values.NULL;
        }
        double second = in.size() > 5 ? KustoValues.number(in.get(5)) : 0;
        LocalDateTime start = LocalDateTime.of(
                Math.toIntExact(number(in, 0, 1)),
                Math.toIntExact(number(in, 1, 1)),
                Math.toIntExact(number(in, 2, 1)),
                Math.toIntExact(number(in, 3, 0)),
                Math.toIntExact(number(in, 4, 0)));
        if (second < 0 || second >= 60) {
            return Values.NULL;
        }
        return Values.of(start.plusNanos(Math.round(second * 1e9)).toInstant(ZoneOffset.UTC));
    }

    /** {@code make_timespan(hour, minute [, second])} or {@code (day, hour, minute, second)}. */
    private static Value span(List<Value> in) {
        if (!in.stream().allMatch(KustoValues::isNumber)) {
            return Values.NULL;
        }
        int first = in.size() == 4 ? 1 : 0;
        double second = in.size() > first + 2 ? KustoValues.number(in.get(first + 2)) : 0;
        return Values.of(Duration.ofDays(first == 1 ? number(in, 0, 0) : 0)
                .plusHours(number(in, first, 0))
                .plusMinutes(number(in, first + 1, 0))
                .plusNanos(Math.round(second * 1e9)));
    }

    private static Value unix(Value value, long perSecond) {
        return total(() -> {
            if (value instanceof Value.Int number) {
                long seconds = Math.floorDiv(number.value(), perSecond);
                long rest = Math.floorMod(number.value(), perSecond);
                return Values.of(Instant.ofEpochSecond(seconds, rest * (1_000_000_000 / perSecond)));
            }
            if (value instanceof Value.Decimal number && Double.isFinite(number.value())) {
                return Values.of(Instant.EPOCH.plusNanos(Math.round(number.value() / perSecond * 1e9)));
            }
            return Values.NULL;
        });
    }

    /** A time that the zone's clocks leave out is read with the offset that holds behind the gap. */
    private static Instant fromLocal(LocalDateTime local, ZoneId zone) {
        var transition = zone.getRules().getTransition(local);
        return transition != null && transition.isGap()
                ? local.toInstant(transition.getOffsetAfter())
                : local.atZone(zone).toInstant();
    }

    private static Value zoned(List<Value> in, boolean toLocal) {
        if (!(in.get(0) instanceof Value.Time time)) {
            return Values.NULL;
        }
        try {
            ZoneId zone = ZoneId.of(text(in.get(1)));
            return Values.of(
                    toLocal
                            ? time.value().atZone(zone).toLocalDateTime().toInstant(ZoneOffset.UTC)
                            : fromLocal(at(time).toLocalDateTime(), zone));
        } catch (DateTimeException e) {
            return Values.NULL;
        }
    }
}

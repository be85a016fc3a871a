package io.telltale.detection.language.snowflake;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Names of units and parts of times.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions-date-time#supported-date-and-time-parts">parts</a>
 */
final class TimeUnits {
    /** A unit: a multiple of a standard one, or a part that no time can be moved by. */
    record Unit(String name, Optional<ChronoUnit> chrono, int factor) {}

    private static final Map<String, Unit> BY_NAME = byName();

    private static Map<String, Unit> byName() {
        var units = new HashMap<String, Unit>();
        add(units, "year", ChronoUnit.YEARS, 1, "year", "y", "yy", "yyy", "yyyy", "yr", "years", "yrs");
        add(units, "quarter", ChronoUnit.MONTHS, 3, "quarter", "q", "qtr", "qtrs", "quarters");
        add(units, "month", ChronoUnit.MONTHS, 1, "month", "mm", "mon", "mons", "months");
        add(units, "week", ChronoUnit.WEEKS, 1, "week", "w", "wk", "weekofyear", "woy", "wy", "weeks");
        add(units, "day", ChronoUnit.DAYS, 1, "day", "d", "dd", "days", "dayofmonth");
        add(units, "hour", ChronoUnit.HOURS, 1, "hour", "h", "hh", "hr", "hours", "hrs");
        add(units, "minute", ChronoUnit.MINUTES, 1, "minute", "m", "mi", "min", "minutes", "mins");
        add(units, "second", ChronoUnit.SECONDS, 1, "second", "s", "sec", "seconds", "secs");
        add(units, "millisecond", ChronoUnit.MILLIS, 1, "millisecond", "ms", "msec", "milliseconds");
        add(units, "microsecond", ChronoUnit.MICROS, 1, "microsecond", "us", "usec", "microseconds");
        add(
                units,
                "nanosecond",
                ChronoUnit.NANOS,
                1,
                "nanosecond",
                "ns",
                "nsec",
                "nanosec",
                "nsecond",
                "nanoseconds",
                "nanosecs");
        for (String part :
                List.of("dayofweek", "dayofweekiso", "dayofyear", "weekiso", "yearofweek", "yearofweekiso")) {
            units.put(part, new Unit(part, Optional.empty(), 1));
        }
        alias(units, "dayofweek", "weekday", "dow", "dw");
        alias(units, "dayofweekiso", "weekday_iso", "dow_iso", "dw_iso", "dayofweek_iso");
        alias(units, "dayofyear", "yearday", "doy", "dy");
        alias(units, "weekiso", "week_iso", "weekofyeariso", "weekofyear_iso");
        for (String part : List.of("epoch_second", "epoch_millisecond", "epoch_microsecond", "epoch_nanosecond")) {
            units.put(part, new Unit(part, Optional.empty(), 1));
        }
        alias(units, "epoch_second", "epoch", "epoch_seconds");
        alias(units, "epoch_millisecond", "epoch_milliseconds");
        alias(units, "epoch_microsecond", "epoch_microseconds");
        alias(units, "epoch_nanosecond", "epoch_nanoseconds");
        return Map.copyOf(units);
    }

    private TimeUnits() {}

    private static void add(Map<String, Unit> units, String name, ChronoUnit unit, int factor, String... names) {
        for (String each : names) {
            units.put(each, new Unit(name, Optional.of(unit), factor));
        }
    }

    private static void alias(Map<String, Unit> units, String name, String... names) {
        for (String each : names) {
            units.put(each, units.get(name));
        }
    }

    static Optional<Unit> unit(String written) {
        return Optional.ofNullable(BY_NAME.get(written.toLowerCase(Locale.ROOT)));
    }

    /** At least as long as so many of a unit ever are. */
    static Duration longest(ChronoUnit unit, long amount) {
        long days = unit == ChronoUnit.YEARS ? 366 : unit == ChronoUnit.MONTHS ? 31 : 0;
        long bounded = Math.max(-1_000_000_000L, Math.min(1_000_000_000L, amount));
        return days > 0 ? Duration.ofDays(days * bounded) : unit.getDuration().multipliedBy(bounded);
    }
}

package io.telltale.detection.language.python;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The modules datetime, dateutil.parser and time. The local time zone is UTC; now is the event's time. */
final class DatetimeModule {
    private static final List<String> UNITS =
            List.of("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks");
    private static final long[] MICROS = {
        86_400_000_000L, 1_000_000, 1, 1000, 60_000_000, 3_600_000_000L, 604_800_000_000L
    };

    private DatetimeModule() {}

    static Map<String, Object> names(Interpreter interpreter) {
        var names = new HashMap<String, Object>();
        names.put("datetime", type("datetime", DatetimeModule::moment));
        names.put(
                "date",
                type(
                        "date",
                        a -> new Day(Moment.date(
                                a.integer(0, "year", 0), a.integer(1, "month", 0), a.integer(2, "day", 0)))));
        names.put("time", type("time", a -> {
            try {
                return new Day.Time(LocalTime.of(
                        (int) a.integer(0, "hour", 0),
                        (int) a.integer(1, "minute", 0),
                        (int) a.integer(2, "second", 0),
                        (int) a.integer(3, "microsecond", 0) * 1000));
            } catch (DateTimeException e) {
                throw Moment.outOfRange(e);
            }
        }));
        names.put("timedelta", type("timedelta", DatetimeModule::timedelta));
        names.put("timezone", type("timezone", a -> {
            if (a.get(0) instanceof Duration span && Math.abs(span.toSeconds()) <= 18 * 3600) {
                var zone = Moment.Zone.of(ZoneOffset.ofTotalSeconds((int) span.toSeconds()));
                return a.size() > 1 ? new Moment.Zone(zone.offset(), a.text(1)) : zone;
            }
            throw Py.error(
                    "TypeError", "timezone() argument 1 must be datetime.timedelta, not " + Py.typeName(a.get(0)));
        }));
        names.put("tzinfo", Typing.type("tzinfo"));
        names.put("UTC", Moment.Zone.UTC);
        names.put("MINYEAR", 1L);
        names.put("MAXYEAR", 9999L);
        return names;
    }

    private static Py.BuiltinType type(String name, java.util.function.Function<Arguments, Object> made) {
        return new Py.BuiltinType(name, (values, named) -> made.apply(new Arguments(name, values, named)));
    }

    private static Optional<Moment.Zone> zone(Object value) {
        return value instanceof Moment.Zone zone ? Optional.of(zone) : Optional.empty();
    }

    private static Object moment(Arguments a) {
        Moment.date(a.integer(0, "year", 0), a.integer(1, "month", 0), a.integer(2, "day", 0));
        try {
            return new Moment(
                    LocalDateTime.of(
                            (int) a.integer(0, "year", 0),
                            (int) a.integer(1, "month", 0),
                            (int) a.integer(2, "day", 0),
                            (int) a.integer(3, "hour", 0),
                            (int) a.integer(4, "minute", 0),
                            (int) a.integer(5, "second", 0),
                            (int) a.integer(6, "microsecond", 0) * 1000),
                    zone(a.get(7, "tzinfo", Py.None.NONE)));
        } catch (DateTimeException e) {
            throw Moment.outOfRange(e);
        }
    }

    private static Object timedelta(Arguments a) {
        BigDecimal micros = BigDecimal.ZERO;
        for (int i = 0; i < UNITS.size(); i++) {
            Object value = a.get(i, UNITS.get(i), 0L);
            if (!Equality.isNumber(value)) {
                throw Py.error(
                        "TypeError",
                        "unsupported type for timedelta " + UNITS.get(i) + " component: " + Py.typeName(value));
            }
            if (value instanceof Double number && !Double.isFinite(number)) {
                throw Py.error("ValueError", "cannot convert float NaN to integer");
            }
            BigDecimal amount =
                    value instanceof Double number ? new BigDecimal(number) : new BigDecimal(Equality.integer(value));
            micros = micros.add(amount.multiply(BigDecimal.valueOf(MICROS[i])));
        }
        return Moment.span(micros.setScale(0, RoundingMode.HALF_EVEN).toBigInteger());
    }

    /** The class methods of {@code datetime.datetime}. */
    static Optional<Object> ofDatetime(Interpreter interpreter, String name) {
        LocalDateTime utc = interpreter.present();
        return switch (name) {
            case "now" ->
                Members.method(name, a -> {
                    Optional<Moment.Zone> zone = zone(a.get(0, "tz", Py.None.NONE));
                    return new Moment(
                            zone.map(z -> utc.plusSeconds(z.offset().getTotalSeconds()))
                                    .orElse(utc),
                            zone);
                });
            case "today", "utcnow" -> Members.method(name, a -> Moment.naive(utc));
            case "fromisoformat" -> Members.method(name, a -> IsoTime.parse(a.text(0)));
            case "strptime" -> Members.method(name, a -> TimeFormat.parse(strptime(a, 0), strptime(a, 1)));
            case "fromtimestamp" ->
                Members.method(name, a -> Moment.ofEpoch(seconds(a.get(0)), zone(a.get(1, "tz", Py.None.NONE))));
            case "utcfromtimestamp" -> Members.method(name, a -> Moment.ofEpoch(seconds(a.get(0)), Optional.empty()));
            case "combine" ->
                Members.method(name, a -> Moment.naive(((Day) a.get(0)).date().atTime(((Day.Time) a.get(1)).time())));
            case "min" -> Optional.of(Moment.naive(LocalDateTime.of(1, 1, 1, 0, 0)));
            case "max" -> Optional.of(Moment.naive(LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)));
            default -> Optional.empty();
        };
    }

    private static String strptime(Arguments a, int index) {
        if (a.get(index) instanceof String text) {
            return text;
        }
        throw Py.error(
                "TypeError", "strptime() argument " + (index + 1) + " must be str, not " + Py.typeName(a.get(index)));
    }

    private static double seconds(Object value) {
        if (!Equality.isNumber(value)) {
            throw Py.error("TypeError", "'" + Py.typeName(value) + "' object cannot be interpreted as an integer");
        }
        return Equality.number(value);
    }

    static Optional<Object> ofDate(Interpreter interpreter, String name) {
        return switch (name) {
            case "today" ->
                Members.method(name, a -> new Day(interpreter.present().toLocalDate()));
            case "fromisoformat" ->
                Members.method(
                        name, a -> new Day(IsoTime.parse(a.text(0)).time().toLocalDate()));
            case "fromtimestamp" ->
                Members.method(
                        name,
                        a -> new Day(Moment.ofEpoch(seconds(a.get(0)), Optional.empty())
                                .time()
                                .toLocalDate()));
            default -> Optional.empty();
        };
    }

    static Map<String, Object> parser(Interpreter interpreter) {
        return Map.of(
                "parse",
                        Modules.function("parse", a -> {
                            if (!(a.get(0) instanceof String text)) {
                                throw Py.error(
                                        "TypeError",
                                        "Parser must be a string or character stream, not " + Py.typeName(a.get(0)));
                            }
                            return LooseTime.parse(text, interpreter.present());
                        }),
                "isoparse", Modules.function("isoparse", a -> IsoTime.parse(a.text(0))),
                "ParserError", Exceptions.of("ParserError"));
    }

    static Map<String, Object> time(Interpreter interpreter) {
        var names = new HashMap<String, Object>();
        names.put(
                "time",
                Modules.function(
                        "time", a -> Moment.naive(interpreter.present()).timestamp()));
        names.put("sleep", Modules.function("sleep", a -> Py.None.NONE));
        names.put("gmtime", Modules.function("gmtime", a -> at(a, interpreter)));
        names.put("localtime", Modules.function("localtime", a -> at(a, interpreter)));
        names.put("strftime", Modules.function("strftime", a -> {
            Object given = a.get(1, new StructTime(interpreter.present(), 0));
            return Moment.naive(struct(given).time()).format(a.text(0));
        }));
        names.put("strptime", Modules.function("strptime", a -> {
            Moment parsed = TimeFormat.parse(a.text(0), Text.str(a.get(1, "format", "%a %b %d %H:%M:%S %Y")));
            return new StructTime(parsed.time(), -1);
        }));
        names.put("struct_time", Typing.type("struct_time"));
        names.put("mktime", Modules.function("mktime", a -> {
            return Moment.naive(struct(a.get(0)).time()).timestamp();
        }));
        return names;
    }

    private static Object at(Arguments a, Interpreter interpreter) {
        return a.get(0, Py.None.NONE) == Py.None.NONE
                ? new StructTime(interpreter.present().withNano(0), 0)
                : new StructTime(
                        Moment.ofEpoch(Math.floor(seconds(a.get(0))), Optional.empty())
                                .time(),
                        0);
    }

    /** The module calendar, as far as it is run here. */
    static Map<String, Object> calendar() {
        return Map.of("timegm", Modules.function("timegm", a ->
                (long) Moment.naive(struct(a.get(0)).time()).timestamp()));
    }

    private static StructTime struct(Object value) {
        if (value instanceof StructTime time) {
            return time;
        }
        throw Py.error("TypeError", "Tuple or struct_time argument required");
    }
}

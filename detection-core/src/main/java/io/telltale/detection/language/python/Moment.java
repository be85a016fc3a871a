package io.telltale.detection.language.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A datetime of Python's datetime module, exact to the microsecond; without a zone it is naive. */
record Moment(LocalDateTime time, Optional<Zone> zone) implements Py.NamedType, Py.Formattable {
    private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);

    /** A fixed offset from UTC. */
    record Zone(ZoneOffset offset, String name) implements Py.NamedType {
        static final Zone UTC = new Zone(ZoneOffset.UTC, "UTC");

        static Zone of(ZoneOffset offset) {
            return offset.equals(ZoneOffset.UTC) ? UTC : new Zone(offset, "UTC" + iso(offset));
        }

        @Override
        public String typeName() {
            return "timezone";
        }

        @Override
        public Optional<Object> attribute(String name) {
            return switch (name) {
                case "utcoffset" -> Members.method(name, a -> Duration.ofSeconds(offset.getTotalSeconds()));
                case "tzname" -> Members.method(name, a -> this.name);
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<String> shown() {
            String of = repr(Duration.ofSeconds(offset.getTotalSeconds()));
            boolean isNamed = !name.equals("UTC" + iso(offset));
            return Optional.of(
                    equals(UTC)
                            ? "datetime.timezone.utc"
                            : "datetime.timezone(" + of + (isNamed ? ", " + Text.repr(name) : "") + ")");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    Moment {
        time = time.truncatedTo(ChronoUnit.MICROS);
    }

    static Moment naive(LocalDateTime time) {
        return new Moment(time, Optional.empty());
    }

    /** The moment so many seconds after the epoch; naive, and UTC's, without a zone. */
    static Moment ofEpoch(double seconds, Optional<Zone> zone) {
        if (Double.isNaN(seconds) || Math.abs(seconds) > 2.5e11) {
            throw Py.error("ValueError", "year is out of range");
        }
        BigDecimal micros = new BigDecimal(seconds).movePointRight(6).setScale(0, RoundingMode.HALF_EVEN);
        LocalDateTime utc =
                LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(micros.longValue(), ChronoUnit.MICROS);
        return new Moment(
                zone.map(z -> utc.plusSeconds(z.offset().getTotalSeconds())).orElse(utc), zone);
    }

    private LocalDateTime utc() {
        return zone.map(z -> time.minusSeconds(z.offset().getTotalSeconds())).orElse(time);
    }

    double timestamp() {
        LocalDateTime utc = utc();
        return BigDecimal.valueOf(utc.toEpochSecond(ZoneOffset.UTC))
                .add(BigDecimal.valueOf(utc.get(ChronoField.NANO_OF_SECOND), 9))
                .doubleValue();
    }

    static String iso(ZoneOffset offset) {
        int seconds = Math.abs(offset.getTotalSeconds());
        String sign = offset.getTotalSeconds() < 0 ? "-" : "+";
        String text = String.format(Locale.ROOT, "%s%02d:%02d", sign, seconds / 3600, seconds / 60 % 60);
        return seconds % 60 == 0 ? text : text + String.format(Locale.ROOT, ":%02d", seconds % 60);
    }

    String iso(String separator, String precision) {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", time.getYear(), time.getMonthValue(), time.getDayOfMonth())
                + separator
                + iso(time.toLocalTime(), precision)
                + zone.map(z -> iso(z.offset())).orElse("");
    }

    static String iso(LocalTime time, String precision) {
        int micros = time.getNano() / 1000;
        String seconds =
                String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        return switch (precision) {
            case "hours" -> seconds.substring(0, 2);
            case "minutes" -> seconds.substring(0, 5);
            case "seconds" -> seconds;
            case "milliseconds" -> seconds + String.format(Locale.ROOT, ".%03d", micros / 1000);
            case "microseconds" -> seconds + String.format(Locale.ROOT, ".%06d", micros);
            default -> micros == 0 ? seconds : seconds + String.format(Locale.ROOT, ".%06d", micros);
        };
    }

    @Override
    public String format(String pattern) {
        return TimeFormat.format(time, zone, pattern);
    }

    @Override
    public String typeName() {
        return "datetime";
    }

    @Override
    public Optional<String> shown() {
        String date = time.getYear() + ", " + time.getMonthValue() + ", " + time.getDayOfMonth();
        String of = zone.flatMap(Zone::shown).map(z -> ", tzinfo=" + z).orElse("");
        return Optional.of("datetime.datetime(" + date + ", " + parts(time.toLocalTime()) + of + ")");
    }

    /** A time of day as the arguments that make it. */
    static String parts(LocalTime time) {
        int micros = time.getNano() / 1000;
        String seconds = time.getSecond() == 0 && micros == 0 ? "" : ", " + time.getSecond();
        return time.getHour() + ", " + time.getMinute() + seconds + (micros == 0 ? "" : ", " + micros);
    }

    @Override
    public String toString() {
        return iso(" ", "auto");
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "hour" -> Optional.of((long) time.getHour());
            case "minute" -> Optional.of((long) time.getMinute());
            case "second" -> Optional.of((long) time.getSecond());
            case "microsecond" -> Optional.of((long) time.getNano() / 1000);
            case "tzinfo" -> Optional.of(zone.isPresent() ? zone.get() : Py.None.NONE);
            case "timestamp" -> Members.method(name, a -> timestamp());
            case "date" -> Members.method(name, a -> new Day(time.toLocalDate()));
            case "timetz", "time" -> Members.method(name, a -> new Day.Time(time.toLocalTime()));
            case "isoformat" ->
                Members.method(name, a -> iso(Text.str(a.get(0, "sep", "T")), Text.str(a.get(1, "timespec", "auto"))));
            case "astimezone" -> Members.method(name, a -> moved(a.get(0, "tz", Zone.UTC)));
            case "utcoffset" ->
                Members.method(
                        name,
                        a -> zone.isPresent()
                                ? Duration.ofSeconds(zone.get().offset().getTotalSeconds())
                                : Py.None.NONE);
            case "tzname" ->
                Members.method(name, a -> zone.isPresent() ? zone.get().name() : Py.None.NONE);
            case "replace" -> Members.method(name, this::replaced);
            case "timetuple", "utctimetuple" ->
                Members.method(
                        name,
                        a -> new StructTime(
                                name.startsWith("utc") ? utc() : time,
                                name.startsWith("utc") || zone.isPresent() ? 0 : -1));
            default -> Day.attribute(time.toLocalDate(), name, this::format);
        };
    }

    private Object moved(Object to) {
        Zone target = to instanceof Zone given ? given : Zone.UTC;
        return new Moment(utc().plusSeconds(target.offset().getTotalSeconds()), Optional.of(target));
    }

    private Object replaced(Arguments a) {
        try {
            LocalDateTime replaced = LocalDateTime.of(
                    (int) a.integer(0, "year", time.getYear()),
                    (int) a.integer(1, "month", time.getMonthValue()),
                    (int) a.integer(2, "day", time.getDayOfMonth()),
                    (int) a.integer(3, "hour", time.getHour()),
                    (int) a.integer(4, "minute", time.getMinute()),
                    (int) a.integer(5, "second", time.getSecond()),
                    (int) a.integer(6, "microsecond", time.getNano() / 1000) * 1000);
            Object tz = a.named("tzinfo", Py.Singleton.NOT_IMPLEMENTED);
            return new Moment(
                    replaced,
                    tz == Py.Singleton.NOT_IMPLEMENTED
                            ? zone
                            : tz instanceof Zone given ? Optional.of(given) : Optional.empty());
        } catch (DateTimeException e) {
            throw outOfRange(e);
        }
    }

    /** CPython's words for a part that no date has. */
    static Raised outOfRange(DateTimeException e) {
        String message = String.valueOf(e.getMessage());
        Map<String, String> words = Map.of(
                "MonthOfYear", "month must be in 1..12",
                "DayOfMonth", "day is out of range for month",
                "HourOfDay", "hour must be in 0..23",
                "MinuteOfHour", "minute must be in 0..59",
                "SecondOfMinute", "second must be in 0..59",
                "NanoOfSecond", "microsecond must be in 0..999999");
        return Py.error(
                "ValueError",
                words.entrySet().stream()
                        .filter(w -> message.contains(w.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(message.contains("Year") ? "year is out of range" : "day is out of range for month"));
    }

    static BigInteger micros(Duration span) {
        return BigInteger.valueOf(span.toSeconds()).multiply(MICROS).add(BigInteger.valueOf(span.toNanosPart() / 1000));
    }

    static Duration span(BigInteger micros) {
        BigInteger[] parts = Arithmetic.floor(micros, MICROS);
        if (parts[0].abs().bitLength() > 46) {
            throw Py.error("OverflowError", "days out of range; must have magnitude <= 999999999");
        }
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue() * 1000);
    }

    /** How two dates, datetimes or timedeltas are ordered; empty for other objects. */
    static Optional<Integer> order(Object a, Object b) {
        if (a instanceof Moment x && b instanceof Moment y) {
            if (x.zone().isPresent() != y.zone().isPresent()) {
                throw Py.error("TypeError", "can't compare offset-naive and offset-aware datetimes");
            }
            return Optional.of(x.utc().compareTo(y.utc()));
        }
        if (a instanceof Day x && b instanceof Day y) {
            return Optional.of(x.date().compareTo(y.date()));
        }
        if (a instanceof Day.Time x && b instanceof Day.Time y) {
            return Optional.of(x.time().compareTo(y.time()));
        }
        if (a instanceof Address x && b instanceof Address y) {
            return Optional.of(x.compareTo(y));
        }
        return a instanceof Duration x && b instanceof Duration y ? Optional.of(x.compareTo(y)) : Optional.empty();
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof Moment moment
                && zone.isPresent() == moment.zone.isPresent()
                && utc().equals(moment.utc());
    }

    @Override
    public int hashCode() {
        return utc().hashCode();
    }

    /** The answer of an operator on dates, datetimes and timedeltas; empty where these have none. */
    static Optional<Object> combine(String operator, Object a, Object b) {
        boolean plus = operator.equals("+");
        boolean minus = operator.equals("-");
        try {
            if (b instanceof Duration span && (plus || minus)) {
                Duration change = plus ? span : span.negated();
                if (a instanceof Moment moment) {
                    return Optional.of(checked(new Moment(moment.time().plus(change), moment.zone())));
                }
                if (a instanceof Day day) {
                    return Optional.of(new Day(day.date().plusDays(Math.floorDiv(change.toSeconds(), 86_400L))));
                }
                return a instanceof Duration x ? Optional.of(x.plus(change)) : Optional.empty();
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw Py.error("OverflowError", "date value out of range");
        }
        if (a instanceof Duration && plus && (b instanceof Moment || b instanceof Day)) {
            return combine(operator, b, a);
        }
        if (a instanceof Moment x && b instanceof Moment y && minus) {
            if (x.zone().isPresent() != y.zone().isPresent()) {
                throw Py.error("TypeError", "can't subtract offset-naive and offset-aware datetimes");
            }
            return Optional.of(Duration.between(y.utc(), x.utc()));
        }
        if (a instanceof Day x && b instanceof Day y && minus) {
            return Optional.of(Duration.ofDays(ChronoUnit.DAYS.between(y.date(), x.date())));
        }
        return a instanceof Duration || b instanceof Duration ? scaled(operator, a, b) : Optional.empty();
    }

    private static Moment checked(Moment moment) {
        if (moment.time().getYear() < 1 || moment.time().getYear() > 9999) {
            throw Py.error("OverflowError", "date value out of range");
        }
        return moment;
    }

    private static Optional<Object> scaled(String operator, Object a, Object b) {
        if (operator.equals("*")) {
            Object factor = a instanceof Duration ? b : a;
            Duration span = a instanceof Duration x ? x : (Duration) b;
            return Equality.isNumber(factor) ? Optional.of(times(span, factor)) : Optional.empty();
        }
        if (!(a instanceof Duration span) || !List.of("/", "//", "%").contains(operator)) {
            return Optional.empty();
        }
        if (b instanceof Duration other) {
            if (other.isZero()) {
                throw Py.error("ZeroDivisionError", "division by zero");
            }
            BigInteger[] whole = Arithmetic.floor(micros(span), micros(other));
            return Optional.of(
                    switch (operator) {
                        case "/" -> micros(span).doubleValue() / micros(other).doubleValue();
                        case "//" -> Equality.narrowed(whole[0]);
                        default -> span(whole[1]);
                    });
        }
        if (!Equality.isNumber(b) || operator.equals("%")) {
            return Optional.empty();
        }
        if (Equality.number(b) == 0) {
            throw Py.error("ZeroDivisionError", "division by zero");
        }
        if (operator.equals("//")) {
            return Equality.isInteger(b)
                    ? Optional.of(span(Arithmetic.floor(micros(span), Equality.integer(b))[0]))
                    : Optional.empty();
        }
        return Optional.of(times(span, 1 / Equality.number(b)));
    }

    private static Duration times(Duration span, Object factor) {
        if (factor instanceof Double number) {
            BigDecimal micros = new BigDecimal(micros(span)).multiply(new BigDecimal(number));
            return span(micros.setScale(0, RoundingMode.HALF_EVEN).toBigInteger());
        }
        return span(micros(span).multiply(Equality.integer(factor)));
    }

    /** How {@code str} writes a timedelta. */
    static String text(Duration span) {
        long days = Math.floorDiv(span.toSeconds(), 86_400L);
        long seconds = Math.floorMod(span.toSeconds(), 86_400L);
        String clock = String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
        int micros = span.toNanosPart() / 1000;
        String fraction = micros == 0 ? "" : String.format(Locale.ROOT, ".%06d", micros);
        return (days == 0 ? "" : days + " day" + (Math.abs(days) == 1 ? "" : "s") + ", ") + clock + fraction;
    }

    static String repr(Duration span) {
        var parts = new java.util.ArrayList<String>();
        long days = Math.floorDiv(span.toSeconds(), 86_400L);
        long seconds = Math.floorMod(span.toSeconds(), 86_400L);
        if (days != 0) {
            parts.add("days=" + days);
        }
        if (seconds != 0) {
            parts.add("seconds=" + seconds);
        }
        if (span.toNanosPart() >= 1000) {
            parts.add("microseconds=" + span.toNanosPart() / 1000);
        }
        return "datetime.timedelta(" + (parts.isEmpty() ? "0" : String.join(", ", parts)) + ")";
    }

    /** The class attributes of timedelta. */
    static Optional<Object> ofTimedelta(String name) {
        long days = 999_999_999L;
        return switch (name) {
            case "max" -> Optional.of(Duration.ofDays(days + 1).minusNanos(1000));
            case "min" -> Optional.of(Duration.ofDays(-days));
            case "resolution" -> Optional.of(Duration.ofNanos(1000));
            default -> Optional.empty();
        };
    }

    /** The attributes of a timedelta. */
    static Optional<Object> attribute(Duration span, String name) {
        return switch (name) {
            case "total_seconds" -> Members.method(name, a -> micros(span).doubleValue() / 1e6);
            case "days" -> Optional.of(Math.floorDiv(span.toSeconds(), 86_400L));
            case "seconds" -> Optional.of(Math.floorMod(span.toSeconds(), 86_400L));
            case "microseconds" -> Optional.of(span.toNanosPart() / 1000L);
            default -> Optional.empty();
        };
    }

    static LocalDate date(long year, long month, long day) {
        try {
            if (year < 1 || year > 9999) {
                throw Py.error("ValueError", "year " + year + " is out of range");
            }
            return LocalDate.of((int) year, (int) month, (int) day);
        } catch (DateTimeException e) {
            throw outOfRange(e);
        }
    }
}

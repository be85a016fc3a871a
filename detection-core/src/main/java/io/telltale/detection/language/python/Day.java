package io.telltale.detection.language.python;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A date of Python's datetime module. */
record Day(LocalDate date) implements Py.NamedType, Py.Formattable {
    /** A time of day. */
    record Time(LocalTime time) implements Py.NamedType {
        @Override
        public String typeName() {
            return "time";
        }

        @Override
        public Optional<Object> attribute(String name) {
            return switch (name) {
                case "hour" -> Optional.of((long) time.getHour());
                case "minute" -> Optional.of((long) time.getMinute());
                case "second" -> Optional.of((long) time.getSecond());
                case "microsecond" -> Optional.of((long) time.getNano() / 1000);
                case "isoformat" -> Members.method(name, a -> toString());
                case "strftime" ->
                    Members.method(
                            name,
                            a -> TimeFormat.format(time.atDate(LocalDate.of(1900, 1, 1)), Optional.empty(), a.text(0)));
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<String> shown() {
            return Optional.of("datetime.time(" + Moment.parts(time) + ")");
        }

        @Override
        public String toString() {
            return Moment.iso(time, "auto");
        }
    }

    @Override
    public String typeName() {
        return "date";
    }

    @Override
    public String format(String pattern) {
        return TimeFormat.format(date.atStartOfDay(), Optional.empty(), pattern);
    }

    @Override
    public Optional<String> shown() {
        return Optional.of(
                "datetime.date(" + date.getYear() + ", " + date.getMonthValue() + ", " + date.getDayOfMonth() + ")");
    }

    @Override
    public String toString() {
        return date.toString();
    }

    @Override
    public Optional<Object> attribute(String name) {
        return name.equals("isoformat") ? Members.method(name, a -> toString()) : attribute(date, name, this::format);
    }

    /** What dates and datetimes share. */
    static Optional<Object> attribute(LocalDate date, String name, Function<String, String> format) {
        return switch (name) {
            case "year" -> Optional.of((long) date.getYear());
            case "month" -> Optional.of((long) date.getMonthValue());
            case "day" -> Optional.of((long) date.getDayOfMonth());
            case "weekday" -> Members.method(name, a -> date.getDayOfWeek().getValue() - 1L);
            case "isoweekday" ->
                Members.method(name, a -> (long) date.getDayOfWeek().getValue());
            case "toordinal" -> Members.method(name, a -> date.toEpochDay() + 719_163L);
            case "strftime" -> Members.method(name, a -> format.apply(a.text(0)));
            case "ctime" -> Members.method(name, a -> format.apply("%c"));
            case "isocalendar" ->
                Members.method(
                        name,
                        a -> new Py.Tuple(List.of(
                                (long) date.get(IsoFields.WEEK_BASED_YEAR),
                                (long) date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
                                (long) date.getDayOfWeek().getValue())));
            default -> Optional.empty();
        };
    }
}

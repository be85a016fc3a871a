package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Lengths of time such as {@code 5m} and {@code 1mon}, and the steps of that length that times are put into. */
final class TimeSpan {
    private TimeSpan() {}

    /** A length of time such as {@code 5m} or {@code 1d} in seconds; months and longer have no fixed length. */
    static Optional<Long> seconds(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        String unit = lower.substring(digits);
        if (digits > 8 || unit.startsWith("mon") || unit.startsWith("q") || unit.startsWith("y")) {
            return Optional.empty();
        }
        try {
            long count = digits == 0 ? 1 : Long.parseLong(lower.substring(0, digits));
            return count == 0 || unit.isEmpty()
                    ? Optional.empty()
                    : Optional.of(count * unit(unit).getDuration().toSeconds());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A length of months, quarters or years in months; empty for others. */
    static Optional<Integer> months(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        int count = digits == 0 ? 1 : digits > 3 ? 0 : Integer.parseInt(text.substring(0, digits));
        int width = switch (text.substring(digits)) {
            case "mon", "month", "months" -> count;
            case "q", "qtr", "qtrs", "quarter", "quarters" -> count * 3;
            case "y", "yr", "yrs", "year", "years" -> count * 12;
            default -> 0;
        };
        return width == 0 ? Optional.empty() : Optional.of(width);
    }

    /** The first instant of the run of so many months, counted from January, that a time falls in. */
    static Value binMonths(Value time, Value months) {
        int width = Numbers.of(months).orElse(1.0).intValue();
        return Numbers.of(time)
                .flatMap(SplTime::utc)
                .map(t -> {
                    int month = t.getYear() * 12 + t.getMonthValue() - 1;
                    int first = Math.floorDiv(month, width) * width;
                    return SplTime.seconds(ZonedDateTime.of(first / 12, first % 12 + 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
                            .toInstant());
                })
                .orElse(time);
    }

    /** The beginning of the step of that width that a number falls in, where one step begins at a start. */
    static Value bin(Value value, Value span, Value start) {
        Optional<Double> number = Numbers.of(value);
        Optional<Double> width = Numbers.of(span);
        if (number.isEmpty() || width.isEmpty()) {
            return value;
        }
        double first = Numbers.of(start).orElse(0.0);
        return Numbers.value(Math.floor((number.get() - first) / width.get()) * width.get() + first);
    }

    /** The step that a number falls in, from its first to its last, where each is a factor longer than the one before. */
    static Value binByFactor(Value value, Value factor, Value start) {
        Optional<Double> number = Numbers.of(value).filter(n -> n > 0);
        if (number.isEmpty()) {
            return value;
        }
        double base = Numbers.of(factor).orElse(10.0);
        double first = Numbers.of(start).orElse(1.0);
        double step = Math.floor(Math.log(number.get() / first) / Math.log(base) + 1e-9);
        return Values.of(Numbers.value(first * Math.pow(base, step)).asText() + "-"
                + Numbers.value(first * Math.pow(base, step + 1)).asText());
    }

    static ChronoUnit unit(String name) {
        return switch (name) {
            case "s", "sec", "secs", "second", "seconds" -> ChronoUnit.SECONDS;
            case "m", "min", "mins", "minute", "minutes" -> ChronoUnit.MINUTES;
            case "h", "hr", "hrs", "hour", "hours" -> ChronoUnit.HOURS;
            case "d", "day", "days" -> ChronoUnit.DAYS;
            case "w", "week", "weeks" -> ChronoUnit.WEEKS;
            case "mon", "month", "months", "q", "qtr", "qtrs", "quarter", "quarters" -> ChronoUnit.MONTHS;
            case "y", "yr", "yrs", "year", "years" -> ChronoUnit.YEARS;
            default -> throw new IllegalArgumentException("unit " + name);
        };
    }
}

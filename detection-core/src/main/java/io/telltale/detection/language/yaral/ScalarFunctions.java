package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** What lowering needs of values beside the functions that rules call: reading fields, numbers, windows of time. */
final class ScalarFunctions {
    private static final String PREFIX = YaralLanguage.SLUG + ":";

    /** The first argument that has a value. */
    static final String FIRST = PREFIX + "first_of";
    /** Seconds since 1970 of a time written as a text; 0 where it is none. */
    static final String SECONDS = PREFIX + "seconds";
    /** The text where it is an address, else nothing. */
    static final String ADDRESS = PREFIX + "address";
    /** The text where it is no address, else nothing. */
    static final String HOSTNAME = PREFIX + "hostname";
    /** A number: 0 for nothing, nothing for what is none. */
    static final String NUMBER = PREFIX + "number";
    /** The value as text, the empty text for nothing. */
    static final String KEY = PREFIX + "key";
    /** The elements of a list; one empty text for an empty one. */
    static final String ELEMENTS = PREFIX + "elements";
    /** The event's time. */
    static final String TIME = PREFIX + "time";
    /** Which window of a length a time lies in, counted from 1970. */
    static final String WINDOW = PREFIX + "window";
    /** That window and its two neighbours. */
    static final String WINDOWS = PREFIX + "windows";
    /** Whether two times lie less than a length apart; the first may be that of an event that is not there. */
    static final String NEAR = PREFIX + "near";
    /** Whether the second time is not before the first, and at most a length after it. */
    static final String FOLLOWS = PREFIX + "follows";

    /** Whether two values are different events. */
    static final String OTHER = PREFIX + "other";

    static final String ADD = PREFIX + "add";
    static final String SUBTRACT = PREFIX + "subtract";
    static final String MULTIPLY = PREFIX + "multiply";
    static final String DIVIDE = PREFIX + "divide";
    static final String REMAINDER = PREFIX + "remainder";

    private ScalarFunctions() {}

    static List<FunctionEntry> functions() {
        var entries = new ArrayList<FunctionEntry>();
        entries.add(FunctionEntry.transparent(
                FIRST,
                (a, c) -> a.stream()
                        .filter(v -> !v.isAbsent() && !v.equals(Values.EMPTY_TEXT))
                        .findFirst()
                        .orElse(Values.MISSING)));
        entries.add(FunctionEntry.transparent(
                SECONDS,
                (a, c) -> time(a.get(0)) instanceof Value.Time time
                        ? Values.of(time.value().getEpochSecond())
                        : Values.of(0)));
        entries.add(FunctionEntry.transparent(ADDRESS, (a, c) -> isAddress(a.get(0)) ? a.get(0) : Values.MISSING));
        entries.add(FunctionEntry.transparent(HOSTNAME, (a, c) -> isAddress(a.get(0)) ? Values.MISSING : a.get(0)));
        entries.add(FunctionEntry.transparent(NUMBER, (a, c) -> number(a.get(0))));
        entries.add(FunctionEntry.transparent(KEY, (a, c) -> Values.of(a.get(0).asText())));
        entries.add(FunctionEntry.transparent(ELEMENTS, (a, c) -> {
            List<Value> elements = elements(a.get(0));
            return Values.listOf(elements.isEmpty() ? List.of(Values.EMPTY_TEXT) : elements);
        }));
        entries.add(FunctionEntry.transparent(TIME, (a, c) -> time(a.get(0))));
        entries.add(FunctionEntry.of(WINDOW, (a, c) -> window(a, 0)));
        entries.add(FunctionEntry.of(
                WINDOWS,
                (a, c) -> window(a, 0).isAbsent()
                        ? Values.MISSING
                        : Values.listOf(List.of(window(a, -1), window(a, 0), window(a, 1)))));
        entries.add(FunctionEntry.of(NEAR, (a, c) -> {
            Value between = between(a);
            return between instanceof Value.Span span && a.get(2) instanceof Value.Span length
                    ? Values.of(span.value().abs().compareTo(length.value()) < 0)
                    : Values.of(a.get(0).isAbsent());
        }));
        entries.add(FunctionEntry.of(FOLLOWS, (a, c) -> {
            Value between = between(a);
            return between instanceof Value.Span span && a.get(2) instanceof Value.Span length
                    ? Values.of(!span.value().isNegative() && span.value().compareTo(length.value()) <= 0)
                    : Values.FALSE;
        }));
        entries.add(FunctionEntry.of(OTHER, (a, c) -> Values.of(!a.get(0).equals(a.get(1)))));
        entries.add(arithmetic(ADD, Math::addExact, Double::sum));
        entries.add(arithmetic(SUBTRACT, Math::subtractExact, (x, y) -> x - y));
        entries.add(arithmetic(MULTIPLY, Math::multiplyExact, (x, y) -> x * y));
        entries.add(FunctionEntry.of(DIVIDE, (a, c) -> {
            double divisor = decimal(a.get(1));
            return divisor == 0 ? Values.MISSING : number(decimal(a.get(0)) / divisor);
        }));
        entries.add(FunctionEntry.of(REMAINDER, (a, c) -> {
            double divisor = decimal(a.get(1));
            return divisor == 0 ? Values.MISSING : number(decimal(a.get(0)) % divisor);
        }));
        return entries;
    }

    /** Numbers of both kinds. */
    private interface Whole {
        long of(long left, long right);
    }

    private interface Decimal {
        double of(double left, double right);
    }

    private static FunctionEntry arithmetic(String name, Whole whole, Decimal decimal) {
        return FunctionEntry.of(name, (a, c) -> {
            Value left = number(a.get(0));
            Value right = number(a.get(1));
            if (left instanceof Value.Int x && right instanceof Value.Int y) {
                try {
                    return Values.of(whole.of(x.value(), y.value()));
                } catch (ArithmeticException e) {
                    return Values.of(decimal.of(decimal(left), decimal(right)));
                }
            }
            return Values.of(decimal.of(decimal(left), decimal(right)));
        });
    }

    private static Value between(List<Value> arguments) {
        return arguments.get(0) instanceof Value.Time first && arguments.get(1) instanceof Value.Time second
                ? Values.of(Duration.between(first.value(), second.value()))
                : Values.MISSING;
    }

    private static Value window(List<Value> arguments, int offset) {
        if (arguments.get(0) instanceof Value.Time time && arguments.get(1) instanceof Value.Span length) {
            return Values.of(
                    Math.floorDiv(time.value().toEpochMilli(), length.value().toMillis()) + offset);
        }
        return Values.MISSING;
    }

    private static Value time(Value value) {
        if (value instanceof Value.Time) {
            return value;
        }
        try {
            return value instanceof Value.Text text ? Values.of(Instant.parse(text.value())) : Values.MISSING;
        } catch (DateTimeParseException e) {
            return Values.MISSING;
        }
    }

    static boolean isAddress(Value value) {
        String text = value.asText();
        return text.matches("\\d{1,3}(\\.\\d{1,3}){3}") || (text.indexOf(':') >= 0 && text.matches("[0-9A-Fa-f:.%]+"));
    }

    /** A list's elements without absent ones; a value that is no list by itself. */
    static List<Value> elements(Value value) {
        if (value instanceof Value.ListOf list) {
            return list.elements().stream().filter(v -> !v.isAbsent()).toList();
        }
        return value.isAbsent() ? List.of() : List.of(value);
    }

    static Value number(Value value) {
        if (value instanceof Value.Int || value instanceof Value.Decimal) {
            return value;
        }
        if (value.isAbsent()) {
            return Values.of(0);
        }
        if (value instanceof Value.Bool bool) {
            return Values.of(bool.value() ? 1 : 0);
        }
        String text = value.asText().strip();
        try {
            return text.isEmpty() ? Values.of(0) : Values.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            try {
                return Values.of(Double.parseDouble(text));
            } catch (NumberFormatException f) {
                return Values.MISSING;
            }
        }
    }

    /** A number, whole where it has no fraction. */
    static Value number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Values.of((long) value) : Values.of(value);
    }

    static double decimal(Value value) {
        Value number = number(value);
        return number instanceof Value.Int whole
                ? whole.value()
                : number instanceof Value.Decimal decimal ? decimal.value() : 0;
    }
}

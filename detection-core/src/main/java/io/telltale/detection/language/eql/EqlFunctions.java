package io.telltale.detection.language.eql;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsFunctions;
import java.math.BigInteger;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The table of EQL's functions. One with an absent argument answers null; a field of several values gives its first. A
 * function that compares texts comes in two forms, the second, with a tilde, without regard to case.
 */
final class EqlFunctions {
    private static final int ANY = 1000;
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    /** Functions that are lowered to tests by patterns and networks. */
    private static final Set<String> BY_PATTERN = Set.of("cidrMatch", "wildcard", "match");

    private record Shape(int least, int most, FunctionEntry entry) {}

    private static final Map<String, Shape> FUNCTIONS = table();

    private EqlFunctions() {}

    private static Map<String, Shape> table() {
        var table = new TreeMap<String, Shape>();
        arithmetic(table);
        add(table, 1, 1, "length", a -> Values.of((long) text(a, 0).length()));
        add(table, 1, 1, "string", a -> Values.of(text(a, 0)));
        add(table, 1, ANY, "concat", a -> {
            var out = new StringBuilder();
            a.forEach(v -> out.append(text(v)));
            return Values.of(out.toString());
        });
        add(table, 2, 3, "substring", EqlFunctions::substring);
        // A base of null stands for the default one.
        table.put(
                "number",
                new Shape(
                        1,
                        2,
                        FunctionEntry.of(
                                "eql:number", (a, context) -> first(a.get(0)).isAbsent() ? Values.NULL : number(a))));
        predicate(table, "startsWith", TestKind.STARTS_WITH, String::startsWith);
        predicate(table, "endsWith", TestKind.ENDS_WITH, String::endsWith);
        predicate(
                table, "stringContains", TestKind.CONTAINS, (text, piece) -> !piece.isEmpty() && text.contains(piece));
        for (boolean cased : new boolean[] {true, false}) {
            String tilde = cased ? "" : "~";
            add(table, 2, 3, "indexOf" + tilde, a -> indexOf(a, cased));
            add(table, 3, 4, "between" + tilde, a -> between(a, cased));
        }
        return java.util.Collections.unmodifiableMap(table);
    }

    private static void add(
            Map<String, Shape> table, int least, int most, String name, Function<List<Value>, Value> body) {
        table.put(name, new Shape(least, most, FunctionEntry.of("eql:" + name, onPresent(body))));
    }

    private static void predicate(
            Map<String, Shape> table, String name, TestKind kind, BiFunction<String, String, Boolean> test) {
        for (boolean cased : new boolean[] {true, false}) {
            FunctionEntry.Body body =
                    onPresent(a -> Values.of(test.apply(fold(text(a, 0), cased), fold(text(a, 1), cased))));
            String full = name + (cased ? "" : "~");
            table.put(
                    full, new Shape(2, 2, FunctionEntry.of("eql:" + full, body).as(kind, 0, 1, cased)));
        }
    }

    private static void arithmetic(Map<String, Shape> table) {
        add(table, 2, 2, "add", a -> arithmetic('+', a));
        add(table, 2, 2, "subtract", a -> arithmetic('-', a));
        add(table, 2, 2, "multiply", a -> arithmetic('*', a));
        add(table, 2, 2, "divide", a -> arithmetic('/', a));
        add(table, 2, 2, "modulo", a -> arithmetic('%', a));
    }

    /** The name as the documentation writes it, whatever its case; another name as it is. */
    static String canonical(String name) {
        for (String known : BY_PATTERN) {
            if (known.equalsIgnoreCase(name)) {
                return known;
            }
        }
        for (String known : FUNCTIONS.keySet()) {
            if (known.equalsIgnoreCase(name)) {
                return known;
            }
        }
        return name;
    }

    /** Whether there is a function of that name, its tilde included, for so many arguments. */
    static boolean takes(String name, int arguments) {
        Shape shape = FUNCTIONS.get(name);
        return shape != null && arguments >= shape.least() && arguments <= shape.most();
    }

    /** The functions that a query can call. */
    static Set<String> names() {
        var names = new java.util.TreeSet<>(FUNCTIONS.keySet());
        names.addAll(BY_PATTERN);
        return names;
    }

    static List<FunctionEntry> entries() {
        var entries = new ArrayList<>(EcsFunctions.entries());
        FUNCTIONS.values().forEach(shape -> entries.add(shape.entry()));
        entries.add(FunctionEntry.transparent("eql:first", (a, context) -> first(a.get(0))));
        entries.add(FunctionEntry.transparent(
                "eql:key", (a, context) -> first(a.get(0)).isAbsent() ? Values.EMPTY_TEXT : first(a.get(0))));
        return entries;
    }

    private static Value first(Value value) {
        if (value instanceof Value.ListOf list) {
            return list.elements().stream()
                    .filter(v -> !v.isAbsent())
                    .findFirst()
                    .orElse(Values.NULL);
        }
        return value.isAbsent() ? Values.NULL : value;
    }

    private static FunctionEntry.Body onPresent(Function<List<Value>, Value> body) {
        return (arguments, context) -> {
            List<Value> firsts = arguments.stream().map(EqlFunctions::first).toList();
            return firsts.stream().anyMatch(Value::isAbsent) ? Values.NULL : body.apply(firsts);
        };
    }

    private static String text(List<Value> arguments, int index) {
        return text(arguments.get(index));
    }

    /** A value as a script writes it: a time with its milliseconds. */
    private static String text(Value value) {
        return value instanceof Value.Time time ? ISO.format(time.value()) : value.asText();
    }

    private static String fold(String text, boolean cased) {
        return cased ? text : text.toLowerCase(Locale.ROOT);
    }

    private static long whole(List<Value> arguments, int index, long fallback) {
        return index < arguments.size() && arguments.get(index) instanceof Value.Int number ? number.value() : fallback;
    }

    /** From a start to an end that is outside, both counted from zero, negative from the text's end. */
    private static Value substring(List<Value> a) {
        String text = text(a, 0);
        long start = whole(a, 1, 0);
        long end = whole(a, 2, text.length());
        long from = Math.max(0, start < 0 ? start + text.length() : start);
        long to = Math.min(text.length(), end < 0 ? end + text.length() : end);
        return Values.of(from >= to ? "" : text.substring((int) from, (int) to));
    }

    /** Null where the text does not occur, or the start lies behind the end. */
    private static Value indexOf(List<Value> a, boolean cased) {
        String text = fold(text(a, 0), cased);
        long start = Math.max(0, whole(a, 2, 0));
        if (start > text.length()) {
            return Values.NULL;
        }
        int found = text.indexOf(fold(text(a, 1), cased), (int) start);
        return found < 0 ? Values.NULL : Values.of((long) found);
    }

    /** The empty text where one of the sides does not occur. */
    private static Value between(List<Value> a, boolean cased) {
        String text = text(a, 0);
        String folded = fold(text, cased);
        String left = fold(text(a, 1), cased);
        String right = fold(text(a, 2), cased);
        boolean greedy = a.size() == 4 && a.get(3).equals(Values.TRUE);
        int start = folded.indexOf(left);
        int from = start + left.length();
        int end = start < 0 ? -1 : greedy ? folded.lastIndexOf(right) : folded.indexOf(right, from);
        return Values.of(end < from ? "" : text.substring(from, end));
    }

    private static Value number(List<Value> a) {
        Value value = first(a.get(0));
        if (!(value instanceof Value.Text)) {
            return value instanceof Value.Int || value instanceof Value.Decimal ? value : Values.NULL;
        }
        String text = value.asText().strip();
        int base = (int) whole(a, 1, 10);
        try {
            if (text.startsWith("0x") && (a.size() == 1 || a.get(1).isAbsent() || base == 16)) {
                return Values.of(new BigInteger(text.substring(2), 16).longValueExact());
            }
            return base == 10 && text.matches(".*[.eE].*")
                    ? Values.of(Double.parseDouble(text))
                    : Values.of(new BigInteger(text, base).longValueExact());
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Values.NULL;
        }
    }

    private static Optional<Double> real(Value value) {
        return value instanceof Value.Int number
                ? Optional.of((double) number.value())
                : value instanceof Value.Decimal decimal ? Optional.of(decimal.value()) : Optional.empty();
    }

    private static Value arithmetic(char operator, List<Value> a) {
        try {
            if (a.get(0) instanceof Value.Int x && a.get(1) instanceof Value.Int y) {
                return Values.of(
                        switch (operator) {
                            case '+' -> Math.addExact(x.value(), y.value());
                            case '-' -> Math.subtractExact(x.value(), y.value());
                            case '*' -> Math.multiplyExact(x.value(), y.value());
                            case '/' -> x.value() / y.value();
                            default -> x.value() % y.value();
                        });
            }
        } catch (ArithmeticException e) {
            return Values.NULL;
        }
        Optional<Double> x = real(a.get(0));
        Optional<Double> y = real(a.get(1));
        if (x.isEmpty() || y.isEmpty()) {
            return Values.NULL;
        }
        double result = switch (operator) {
            case '+' -> x.get() + y.get();
            case '-' -> x.get() - y.get();
            case '*' -> x.get() * y.get();
            case '/' -> x.get() / y.get();
            default -> x.get() % y.get();
        };
        return Double.isFinite(result) ? Values.of(result) : Values.NULL;
    }
}

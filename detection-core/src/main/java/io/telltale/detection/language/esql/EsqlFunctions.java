package io.telltale.detection.language.esql;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsFunctions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** ES|QL's functions; one that works on single values answers null for an absent value and for several values. */
final class EsqlFunctions {
    private static final int ANY = 1000;

    private record Shape(int least, int most, FunctionEntry entry) {}

    private static final Map<String, Shape> FUNCTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("coalesce", shape(1, ANY, "coalesce", EsqlFunctions::coalesce)),
            Map.entry("concat", single(2, ANY, "concat", a -> Values.of(joined(a)))),
            Map.entry(
                    "starts_with",
                    predicate(
                            "starts_with", TestKind.STARTS_WITH, a -> text(a, 0).startsWith(text(a, 1)))),
            Map.entry(
                    "ends_with",
                    predicate("ends_with", TestKind.ENDS_WITH, a -> text(a, 0).endsWith(text(a, 1)))),
            Map.entry(
                    "contains",
                    predicate("contains", TestKind.CONTAINS, a -> text(a, 0).contains(text(a, 1)))),
            Map.entry(
                    "to_lower",
                    transparent("to_lower", a -> Values.of(text(a, 0).toLowerCase(Locale.ROOT)))),
            Map.entry(
                    "to_upper",
                    transparent("to_upper", a -> Values.of(text(a, 0).toUpperCase(Locale.ROOT)))),
            Map.entry("to_string", transparent("to_string", a -> Values.of(text(a, 0)))),
            Map.entry("to_keyword", transparent("to_keyword", a -> Values.of(text(a, 0)))),
            Map.entry("to_ip", transparent("to_ip", a -> a.get(0))),
            Map.entry("to_datetime", transparent("to_datetime", a -> EcsFunctions.time(a.get(0)))),
            Map.entry("trim", transparent("trim", a -> Values.of(text(a, 0).strip()))),
            Map.entry(
                    "length",
                    single(
                            1,
                            1,
                            "length",
                            a -> Values.of((long)
                                    text(a, 0).codePointCount(0, text(a, 0).length())))),
            Map.entry("now", new Shape(0, 0, FunctionEntry.of("esql:now", (a, context) -> Values.of(context.now())))),
            Map.entry("date_trunc", single(2, 2, "date_trunc", EsqlFunctions::dateTrunc)),
            Map.entry("mv_count", shape(1, 1, "mv_count", a -> {
                int size = EsqlAggregates.elements(a.get(0)).size();
                return size == 0 ? Values.NULL : Values.of((long) size);
            })),
            Map.entry(
                    "mv_dedupe",
                    shape(
                            1,
                            1,
                            "mv_dedupe",
                            a -> EsqlAggregates.several(new LinkedHashSet<>(EsqlAggregates.elements(a.get(0)))))),
            Map.entry(
                    "mv_first",
                    shape(
                            1,
                            1,
                            "mv_first",
                            a -> EsqlAggregates.elements(a.get(0)).stream()
                                    .findFirst()
                                    .orElse(Values.NULL))),
            Map.entry("mv_concat", shape(2, 2, "mv_concat", a -> {
                List<Value> elements = EsqlAggregates.elements(a.get(0));
                return elements.isEmpty() || a.get(1).isAbsent()
                        ? Values.NULL
                        : Values.of(elements.stream().map(Value::asText).collect(Collectors.joining(text(a, 1))));
            })),
            Map.entry("add", single(2, 2, "add", a -> arithmetic('+', a))),
            Map.entry("subtract", single(2, 2, "subtract", a -> arithmetic('-', a))),
            Map.entry("multiply", single(2, 2, "multiply", a -> arithmetic('*', a))),
            Map.entry("divide", single(2, 2, "divide", a -> arithmetic('/', a))),
            Map.entry("modulo", single(2, 2, "modulo", a -> arithmetic('%', a)))));

    private EsqlFunctions() {}

    static boolean takes(String function, int arguments) {
        Shape shape = FUNCTIONS.get(function);
        return shape != null && arguments >= shape.least() && arguments <= shape.most();
    }

    static List<FunctionEntry> entries() {
        var entries = new ArrayList<>(EcsFunctions.entries());
        FUNCTIONS.values().forEach(shape -> entries.add(shape.entry()));
        return entries;
    }

    private static Shape shape(int least, int most, String name, Function<List<Value>, Value> body) {
        return new Shape(least, most, FunctionEntry.of("esql:" + name, (a, context) -> body.apply(a)));
    }

    private static FunctionEntry.Body onSingles(Function<List<Value>, Value> body) {
        return (arguments, context) -> arguments.stream().anyMatch(v -> v.isAbsent() || v instanceof Value.ListOf)
                ? Values.NULL
                : body.apply(arguments);
    }

    private static Shape single(int least, int most, String name, Function<List<Value>, Value> body) {
        return new Shape(least, most, FunctionEntry.of("esql:" + name, onSingles(body)));
    }

    private static Shape transparent(String name, Function<List<Value>, Value> body) {
        return new Shape(1, 1, FunctionEntry.transparent("esql:" + name, onSingles(body)));
    }

    private static Shape predicate(String name, TestKind kind, java.util.function.Predicate<List<Value>> test) {
        return new Shape(
                2,
                2,
                FunctionEntry.of("esql:" + name, onSingles(a -> Values.of(test.test(a))))
                        .as(kind, 0, 1, true));
    }

    private static String text(List<Value> arguments, int index) {
        return arguments.get(index).asText();
    }

    private static String joined(List<Value> values) {
        return values.stream().map(Value::asText).collect(Collectors.joining());
    }

    private static Value coalesce(List<Value> values) {
        return values.stream().filter(v -> !v.isAbsent()).findFirst().orElse(Values.NULL);
    }

    private static Value dateTrunc(List<Value> a) {
        Value time = EcsFunctions.time(a.get(1));
        if (!(a.get(0) instanceof Value.Span span)
                || !(time instanceof Value.Time at)
                || span.value().toMillis() <= 0) {
            return Values.NULL;
        }
        long millis = at.value().toEpochMilli();
        // Weeks begin on a Monday; 1970-01-05 was the first.
        long offset =
                span.value().equals(Duration.ofDays(7)) ? Duration.ofDays(4).toMillis() : 0;
        return Values.of(Instant.ofEpochMilli(
                millis - Math.floorMod(millis - offset, span.value().toMillis())));
    }

    private static Value arithmetic(char operator, List<Value> a) {
        Value left = a.get(0);
        Value right = a.get(1);
        try {
            if (left instanceof Value.Time time && right instanceof Value.Span span) {
                return Values.of(
                        operator == '-'
                                ? time.value().minus(span.value())
                                : time.value().plus(span.value()));
            }
            if (left instanceof Value.Int x && right instanceof Value.Int y) {
                return switch (operator) {
                    case '+' -> Values.of(Math.addExact(x.value(), y.value()));
                    case '-' -> Values.of(Math.subtractExact(x.value(), y.value()));
                    case '*' -> Values.of(Math.multiplyExact(x.value(), y.value()));
                    case '/' -> Values.of(x.value() / y.value());
                    default -> Values.of(x.value() % y.value());
                };
            }
        } catch (ArithmeticException | java.time.DateTimeException e) {
            // Elasticsearch answers null with a warning where a number cannot hold the result.
            return Values.NULL;
        }
        double x = EsqlAggregates.number(left);
        double y = EsqlAggregates.number(right);
        double result = switch (operator) {
            case '+' -> x + y;
            case '-' -> x - y;
            case '*' -> x * y;
            case '/' -> x / y;
            default -> x % y;
        };
        return Double.isFinite(result) ? Values.of(result) : Values.NULL;
    }
}

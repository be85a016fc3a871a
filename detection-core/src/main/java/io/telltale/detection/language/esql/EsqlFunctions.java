package io.telltale.detection.language.esql;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The table of ES|QL's functions. One that works on single values answers null for an absent value and for several values,
 * as Elasticsearch does with a warning.
 */
final class EsqlFunctions {
    static final int ANY = 1000;

    /** How many arguments a function takes, and what it does. */
    record Shape(int least, int most, FunctionEntry entry) {}

    /** Entries behind operators and commands, which no query can call. */
    private static final Set<String> OPERATORS =
            Set.of("add", "subtract", "multiply", "divide", "modulo", "value", "grok", "dissect");

    private static final Map<String, Shape> FUNCTIONS = table();

    private EsqlFunctions() {}

    private static Map<String, Shape> table() {
        var table = new TreeMap<String, Shape>();
        EsqlText.addTo(table);
        EsqlEncodings.addTo(table);
        EsqlNumbers.addTo(table);
        EsqlTrigonometry.addTo(table);
        EsqlTime.addTo(table);
        EsqlBuckets.addTo(table);
        EsqlMultivalues.addTo(table);
        EsqlPatterns.addTo(table);
        add(
                table,
                new Shape(
                        1,
                        1,
                        FunctionEntry.transparent(
                                "esql:value",
                                (a, context) -> EsqlAggregates.several(EsqlAggregates.elements(a.get(0))))));
        add(
                table,
                shape(
                        1,
                        ANY,
                        "coalesce",
                        a -> a.stream().filter(v -> !v.isAbsent()).findFirst().orElse(Values.NULL)));
        return java.util.Collections.unmodifiableMap(table);
    }

    static boolean takes(String function, int arguments) {
        if (OPERATORS.contains(function)) {
            return false;
        }
        Shape shape = FUNCTIONS.get(function);
        return shape != null && arguments >= shape.least() && arguments <= shape.most();
    }

    /** Whether a query can call such a function. */
    static boolean knows(String function) {
        return FUNCTIONS.containsKey(function) && !OPERATORS.contains(function);
    }

    static List<FunctionEntry> entries() {
        var entries = new ArrayList<>(EcsFunctions.entries());
        FUNCTIONS.values().forEach(shape -> entries.add(shape.entry()));
        return entries;
    }

    /** The functions that a query can call. */
    static Set<String> names() {
        var names = new TreeSet<>(FUNCTIONS.keySet());
        names.removeAll(OPERATORS);
        return names;
    }

    static void add(Map<String, Shape> table, Shape shape) {
        String name = shape.entry().name();
        table.put(name.substring(name.indexOf(':') + 1), shape);
    }

    static Shape shape(int least, int most, String name, Function<List<Value>, Value> body) {
        return new Shape(least, most, FunctionEntry.of("esql:" + name, (a, context) -> body.apply(a)));
    }

    private static FunctionEntry.Body onSingles(Function<List<Value>, Value> body) {
        return (arguments, context) -> {
            List<Value> singles = singles(arguments);
            return singles.isEmpty() && !arguments.isEmpty() ? Values.NULL : body.apply(singles);
        };
    }

    /** The arguments with lists of one taken out of them; empty where one is absent or several values. */
    static List<Value> singles(List<Value> arguments) {
        var singles = new ArrayList<Value>();
        for (Value argument : arguments) {
            Value single =
                    argument instanceof Value.ListOf list && list.elements().size() == 1
                            ? list.elements().get(0)
                            : argument;
            if (single.isAbsent() || single instanceof Value.ListOf) {
                return List.of();
            }
            singles.add(single);
        }
        return singles;
    }

    static Shape single(int least, int most, String name, Function<List<Value>, Value> body) {
        return new Shape(least, most, FunctionEntry.of("esql:" + name, onSingles(body)));
    }

    /** Whether a function, by its name in the registry, has several values where its argument has. */
    static boolean keepsSeveral(String function) {
        Shape shape = FUNCTIONS.get(function.substring(function.indexOf(':') + 1));
        return function.equals("esql:coalesce")
                || (shape != null && shape.entry().transparent());
    }

    /** A function of one value, applied to each of several; analysis looks through it. */
    static Shape each(String name, Function<Value, Value> body) {
        return new Shape(1, 1, FunctionEntry.transparent("esql:" + name, (a, context) -> overEach(a.get(0), body)));
    }

    private static Value overEach(Value value, Function<Value, Value> body) {
        if (value instanceof Value.ListOf list) {
            return EsqlAggregates.several(list.elements().stream()
                    .filter(v -> !v.isAbsent())
                    .map(body)
                    .filter(v -> !v.isAbsent())
                    .toList());
        }
        return value.isAbsent() ? Values.NULL : body.apply(value);
    }

    static Shape predicate(String name, TestKind kind, java.util.function.Predicate<List<Value>> test) {
        return new Shape(
                2,
                2,
                FunctionEntry.of("esql:" + name, onSingles(a -> Values.of(test.test(a))))
                        .as(kind, 0, 1, true));
    }

    static String text(List<Value> arguments, int index) {
        return arguments.get(index).asText();
    }

    /** The whole number of an argument; the fallback where there is none. */
    static long whole(List<Value> arguments, int index, long fallback) {
        return index < arguments.size() && arguments.get(index) instanceof Value.Int number ? number.value() : fallback;
    }
}

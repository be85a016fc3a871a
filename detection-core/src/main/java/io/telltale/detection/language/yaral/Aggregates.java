package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The aggregates of the outcome section. Each takes the elements of a repeated field one by one and passes over what is
 * absent. Arrays hold 25 elements at the most, the earliest.
 */
final class Aggregates {
    private static final int MOST_ELEMENTS = 25;
    private static final Map<String, Supplier<AggregateEntry.Accumulator>> TABLE = table();

    private Aggregates() {}

    static Set<String> names() {
        return TABLE.keySet();
    }

    static boolean contains(String name) {
        return TABLE.containsKey(name);
    }

    static String fullName(String name) {
        return YaralLanguage.SLUG + ":" + name;
    }

    /** The function that aggregates over one value, in a rule whose every event is a detection. */
    static String ofOne(String name) {
        return YaralLanguage.SLUG + ":one_" + name;
    }

    static List<AggregateEntry> aggregates() {
        var entries = new ArrayList<AggregateEntry>();
        TABLE.forEach((name, start) -> entries.add(new AggregateEntry(fullName(name), start)));
        return entries;
    }

    static List<FunctionEntry> functions() {
        var entries = new ArrayList<FunctionEntry>();
        TABLE.forEach((name, start) -> entries.add(FunctionEntry.of(ofOne(name), (arguments, context) -> {
            AggregateEntry.Accumulator accumulator = start.get();
            accumulator.add(arguments, 0);
            return accumulator.result();
        })));
        return entries;
    }

    private static Map<String, Supplier<AggregateEntry.Accumulator>> table() {
        var table = new LinkedHashMap<String, Supplier<AggregateEntry.Accumulator>>();
        table.put("count", () -> new Elements(elements -> Values.of(elements.size())));
        table.put("count_distinct", Different::new);
        table.put("sum", () -> new Elements(elements -> ScalarFunctions.number(sum(elements))));
        table.put(
                "avg",
                () -> new Elements(
                        elements -> elements.isEmpty() ? Values.of(0) : Values.of(sum(elements) / elements.size())));
        table.put("stddev", () -> new Elements(Aggregates::deviation));
        table.put(
                "max",
                () -> new Elements(elements -> ScalarFunctions.number(elements.stream()
                        .mapToDouble(ScalarFunctions::decimal)
                        .max()
                        .orElse(0))));
        table.put(
                "min",
                () -> new Elements(elements -> ScalarFunctions.number(elements.stream()
                        .mapToDouble(ScalarFunctions::decimal)
                        .min()
                        .orElse(0))));
        table.put("earliest", table.get("min"));
        table.put("latest", table.get("max"));
        table.put(
                "array",
                () -> new Elements(
                        elements -> Values.listOf(elements.subList(0, Math.min(MOST_ELEMENTS, elements.size())))));
        table.put(
                "array_distinct",
                () -> new Elements(elements -> Values.listOf(new LinkedHashSet<>(elements)
                        .stream().limit(MOST_ELEMENTS).toList())));
        return table;
    }

    private static double sum(List<Value> elements) {
        return elements.stream().mapToDouble(ScalarFunctions::decimal).sum();
    }

    /** The standard deviation of the numbers as a whole population. */
    private static Value deviation(List<Value> elements) {
        double mean = elements.isEmpty() ? 0 : sum(elements) / elements.size();
        double squares = elements.stream()
                .mapToDouble(ScalarFunctions::decimal)
                .map(n -> (n - mean) * (n - mean))
                .sum();
        return Values.of(elements.isEmpty() ? 0 : Math.sqrt(squares / elements.size()));
    }

    private static final class Elements implements AggregateEntry.Accumulator {
        private final Function<List<Value>, Value> result;
        private final List<Value> elements = new ArrayList<>();

        Elements(Function<List<Value>, Value> result) {
            this.result = result;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            elements.addAll(ScalarFunctions.elements(arguments.get(0)));
        }

        @Override
        public Value result() {
            return result.apply(elements);
        }
    }

    private static final class Different implements AggregateEntry.Accumulator {
        private final LinkedHashSet<Value> elements = new LinkedHashSet<>();

        @Override
        public void add(List<Value> arguments, long time) {
            elements.addAll(ScalarFunctions.elements(arguments.get(0)));
        }

        @Override
        public Value result() {
            return Values.of(elements.size());
        }
    }
}

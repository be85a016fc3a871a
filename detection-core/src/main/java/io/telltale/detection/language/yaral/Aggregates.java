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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The aggregates of the outcome section. Each takes the elements of a repeated field one by one and passes over what is
 * absent. Arrays hold 25 elements at the most, the earliest.
 */
final class Aggregates {
    private static final int MOST_ELEMENTS = 25;
    private static final Map<String, Entry> TABLE = table();

    private Aggregates() {}

    /**
     * An aggregate of the table.
     *
     * @param least arguments at the least
     * @param most arguments at the most
     */
    private record Entry(int least, int most, Supplier<AggregateEntry.Accumulator> start) {}

    static Set<String> names() {
        return TABLE.keySet();
    }

    static boolean contains(String name) {
        return TABLE.containsKey(name);
    }

    static int leastArguments(String name) {
        return entry(name).least();
    }

    static int mostArguments(String name) {
        return entry(name).most();
    }

    private static Entry entry(String name) {
        Entry entry = TABLE.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no aggregate " + name);
        }
        return entry;
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
        TABLE.forEach((name, entry) -> entries.add(new AggregateEntry(fullName(name), entry.start())));
        return entries;
    }

    static List<FunctionEntry> functions() {
        var entries = new ArrayList<FunctionEntry>();
        TABLE.forEach((name, entry) -> entries.add(FunctionEntry.of(ofOne(name), (arguments, context) -> {
            AggregateEntry.Accumulator accumulator = entry.start().get();
            accumulator.add(arguments, 0);
            return accumulator.result();
        })));
        return entries;
    }

    private static Map<String, Entry> table() {
        var table = new LinkedHashMap<String, Entry>();
        table.put("count", of(elements -> Values.of(elements.size())));
        table.put("count_distinct", new Entry(1, 1, Different::new));
        table.put("sum", of(elements -> ScalarFunctions.number(sum(elements))));
        table.put("avg", of(elements -> Values.of(average(elements))));
        table.put("stddev", of(elements -> Values.of(Math.sqrt(variance(elements)))));
        table.put("max", of(elements -> ScalarFunctions.number(greatest(elements))));
        table.put("min", of(elements -> ScalarFunctions.number(least(elements))));
        table.put("earliest", of(elements -> ScalarFunctions.number(least(elements))));
        table.put("latest", of(elements -> ScalarFunctions.number(greatest(elements))));
        table.put("array", of(elements -> Values.listOf(first(elements))));
        table.put("array_distinct", of(elements -> Values.listOf(first(List.copyOf(new LinkedHashSet<>(elements))))));
        table.put("window.avg", ofNumbers(elements -> Values.of(average(elements))));
        table.put("window.median", ofNumbers(Aggregates::median));
        table.put(
                "window.range",
                ofNumbers(
                        elements -> Values.listOf(List.of(Values.of(least(elements)), Values.of(greatest(elements))))));
        table.put("window.stddev", of(elements -> Values.of(Math.sqrt(variance(elements)))));
        table.put("window.variance", of(elements -> Values.of(variance(elements))));
        table.put("window.mode", of(Aggregates::mode));
        table.put("window.first", new Entry(2, 2, () -> new Edge(-1)));
        table.put("window.last", new Entry(2, 2, () -> new Edge(1)));
        return table;
    }

    private static Entry of(Function<List<Value>, Value> result) {
        return new Entry(1, 1, () -> new Elements(result));
    }

    /** Over numbers, without zeros where a second argument says so. */
    private static Entry ofNumbers(Function<List<Value>, Value> result) {
        return new Entry(1, 2, () -> new Elements(result));
    }

    private static List<Value> first(List<Value> elements) {
        return elements.subList(0, Math.min(MOST_ELEMENTS, elements.size()));
    }

    private static double least(List<Value> elements) {
        return elements.stream().mapToDouble(ScalarFunctions::decimal).min().orElse(0);
    }

    private static double greatest(List<Value> elements) {
        return elements.stream().mapToDouble(ScalarFunctions::decimal).max().orElse(0);
    }

    private static double average(List<Value> elements) {
        return elements.isEmpty() ? 0 : sum(elements) / elements.size();
    }

    private static double sum(List<Value> elements) {
        return elements.stream().mapToDouble(ScalarFunctions::decimal).sum();
    }

    /** The variance of the numbers as a sample; 0 of one or none. */
    private static double variance(List<Value> elements) {
        double mean = average(elements);
        double squares = elements.stream()
                .mapToDouble(ScalarFunctions::decimal)
                .map(n -> (n - mean) * (n - mean))
                .sum();
        return elements.size() < 2 ? 0 : squares / (elements.size() - 1);
    }

    /** The number in the middle; of two the lesser. */
    private static Value median(List<Value> elements) {
        List<Double> sorted =
                elements.stream().map(ScalarFunctions::decimal).sorted().toList();
        return ScalarFunctions.number(sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) / 2));
    }

    /** The text that occurs most; of several the earliest. */
    private static Value mode(List<Value> elements) {
        var counts = new LinkedHashMap<String, Integer>();
        elements.forEach(element -> counts.merge(element.asText(), 1, Integer::sum));
        String most = "";
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            if (count.getValue() > counts.getOrDefault(most, 0)) {
                most = count.getKey();
            }
        }
        return Values.of(most);
    }

    private static final class Elements implements AggregateEntry.Accumulator {
        private final Function<List<Value>, Value> result;
        private final List<Value> elements = new ArrayList<>();

        Elements(Function<List<Value>, Value> result) {
            this.result = result;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            boolean withoutZeros = arguments.size() > 1 && Library.isTrue(arguments.get(1));
            ScalarFunctions.elements(arguments.get(0)).stream()
                    .filter(element -> !withoutZeros || ScalarFunctions.decimal(element) != 0)
                    .forEach(elements::add);
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

    /** The second argument where the first is least, or greatest; the earliest of several. */
    private static final class Edge implements AggregateEntry.Accumulator {
        private final int sign;
        private Optional<Double> edge = Optional.empty();
        private Value value = Values.EMPTY_TEXT;

        Edge(int sign) {
            this.sign = sign;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            double sorted = sign * ScalarFunctions.decimal(arguments.get(0));
            if (edge.isEmpty() || sorted > edge.get()) {
                edge = Optional.of(sorted);
                value = Values.of(arguments.get(1).asText());
            }
        }

        @Override
        public Value result() {
            return value;
        }
    }
}

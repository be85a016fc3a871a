package io.telltale.detection.language.esql;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The table of ES|QL's aggregate functions; absent values are left out and every value of a field of several counts. */
final class EsqlAggregates {
    private static final Map<String, Function<List<Value>, Value>> OVER_VALUES = new TreeMap<>(Map.ofEntries(
            Map.entry("count_distinct", values -> Values.of((long) new LinkedHashSet<>(values).size())),
            Map.entry("values", values -> several(new LinkedHashSet<>(values))),
            Map.entry("min", values -> extreme(values, -1)),
            Map.entry("max", values -> extreme(values, 1)),
            Map.entry("sum", EsqlAggregates::sum),
            Map.entry("avg", values -> values.isEmpty() ? Values.NULL : Values.of(total(values) / values.size())),
            Map.entry("median", EsqlAggregates::median),
            Map.entry("median_absolute_deviation", EsqlAggregates::medianAbsoluteDeviation),
            Map.entry("variance", values -> values.isEmpty() ? Values.NULL : Values.of(variance(values))),
            Map.entry("std_dev", values -> values.isEmpty() ? Values.NULL : Values.of(Math.sqrt(variance(values)))),
            Map.entry("present", values -> Values.of(!values.isEmpty())),
            Map.entry("absent", values -> Values.of(values.isEmpty()))));

    private EsqlAggregates() {}

    static boolean takes(String function, int arguments) {
        return switch (function) {
            case "count" -> arguments <= 1;
            case "count_distinct" -> arguments == 1 || arguments == 2;
            case "percentile", "weighted_avg" -> arguments == 2;
            case "first", "last" -> arguments == 1 || arguments == 2;
            case "top" -> arguments >= 2 && arguments <= 4;
            default -> OVER_VALUES.containsKey(function) && arguments == 1;
        };
    }

    static boolean isAggregate(String function) {
        return names().contains(function);
    }

    /** The names of the table. */
    static Set<String> names() {
        var names = new TreeSet<>(OVER_VALUES.keySet());
        names.addAll(Set.of("count", "percentile", "first", "last", "top", "weighted_avg"));
        return names;
    }

    static List<AggregateEntry> entries() {
        var entries = new ArrayList<>(EcsFunctions.aggregates());
        entries.add(new AggregateEntry("esql:count", Count::new));
        entries.add(new AggregateEntry("esql:first", () -> new EsqlOrdered.Edge(-1)));
        entries.add(new AggregateEntry("esql:last", () -> new EsqlOrdered.Edge(1)));
        entries.add(new AggregateEntry("esql:top", EsqlOrdered.Top::new));
        entries.add(new AggregateEntry("esql:weighted_avg", EsqlOrdered.WeightedAverage::new));
        entries.add(new AggregateEntry("esql:percentile", EsqlOrdered.Percentile::new));
        OVER_VALUES.forEach(
                (name, function) -> entries.add(new AggregateEntry("esql:" + name, () -> new All(function))));
        return entries;
    }

    private static final class Count implements AggregateEntry.Accumulator {
        private long count;

        @Override
        public void add(List<Value> arguments, long time) {
            count += arguments.isEmpty() ? 1 : elements(arguments.get(0)).size();
        }

        @Override
        public Value result() {
            return Values.of(count);
        }
    }

    private static final class All implements AggregateEntry.Accumulator {
        private final Function<List<Value>, Value> function;
        private final List<Value> values = new ArrayList<>();

        All(Function<List<Value>, Value> function) {
            this.function = function;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            values.addAll(elements(arguments.get(0)));
        }

        @Override
        public Value result() {
            return function.apply(values);
        }
    }

    static List<Value> elements(Value value) {
        if (value instanceof Value.ListOf list) {
            return list.elements().stream().filter(v -> !v.isAbsent()).toList();
        }
        return value.isAbsent() || value instanceof Value.Failure ? List.of() : List.of(value);
    }

    /** Null for none, the value itself for one, else a list. */
    static Value several(Iterable<Value> values) {
        var all = new ArrayList<Value>();
        values.forEach(all::add);
        return all.isEmpty() ? Values.NULL : all.size() == 1 ? all.get(0) : Values.listOf(all);
    }

    static double number(Value value) {
        return value instanceof Value.Int number
                ? number.value()
                : value instanceof Value.Decimal decimal ? decimal.value() : Double.NaN;
    }

    static double total(List<Value> values) {
        return values.stream()
                .mapToDouble(EsqlAggregates::number)
                .filter(n -> !Double.isNaN(n))
                .sum();
    }

    static Value sum(List<Value> values) {
        if (values.isEmpty()) {
            return Values.NULL;
        }
        if (!values.stream().allMatch(Value.Int.class::isInstance)) {
            return Values.of(total(values));
        }
        try {
            return Values.of(
                    values.stream().mapToLong(v -> ((Value.Int) v).value()).reduce(0, Math::addExact));
        } catch (ArithmeticException e) {
            // Elasticsearch answers null with a warning where a number cannot hold the sum.
            return Values.NULL;
        }
    }

    static Value extreme(List<Value> values, int sign) {
        Value best = Values.NULL;
        for (Value value : values) {
            if (best.isAbsent() || compare(value, best) * sign > 0) {
                best = value;
            }
        }
        return best;
    }

    static int compare(Value a, Value b) {
        double x = number(a);
        double y = number(b);
        if (!Double.isNaN(x) && !Double.isNaN(y)) {
            return Double.compare(x, y);
        }
        if (a instanceof Value.Time left && b instanceof Value.Time right) {
            return left.value().compareTo(right.value());
        }
        return a.asText().compareTo(b.asText());
    }

    static double[] numbers(List<Value> values) {
        return values.stream()
                .mapToDouble(EsqlAggregates::number)
                .filter(n -> !Double.isNaN(n))
                .sorted()
                .toArray();
    }

    static Value median(List<Value> values) {
        return percentile(numbers(values), 50);
    }

    static Value medianAbsoluteDeviation(List<Value> values) {
        double[] numbers = numbers(values);
        if (!(percentile(numbers, 50) instanceof Value.Decimal median)) {
            return Values.NULL;
        }
        double[] distances = Arrays.stream(numbers)
                .map(n -> Math.abs(n - median.value()))
                .sorted()
                .toArray();
        return percentile(distances, 50);
    }

    /** Of numbers in order, interpolated between the two nearest; null of none. */
    static Value percentile(double[] numbers, double percent) {
        if (numbers.length == 0 || percent < 0 || percent > 100) {
            return Values.NULL;
        }
        double place = percent / 100 * (numbers.length - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return Values.of(numbers[below] + (numbers[above] - numbers[below]) * (place - below));
    }

    private static double variance(List<Value> values) {
        double mean = total(values) / values.size();
        return values.stream()
                        .mapToDouble(v -> (number(v) - mean) * (number(v) - mean))
                        .sum()
                / values.size();
    }
}

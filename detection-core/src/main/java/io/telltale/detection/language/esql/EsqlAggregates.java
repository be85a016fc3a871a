package io.telltale.detection.language.esql;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsFunctions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** ES|QL's aggregate functions; absent values are left out and every value of a field of several counts. */
final class EsqlAggregates {
    private static final Map<String, Function<List<Value>, Value>> OVER_VALUES = Map.of(
            "count_distinct", values -> Values.of((long) new LinkedHashSet<>(values).size()),
            "values", values -> several(new LinkedHashSet<>(values)),
            "min", values -> extreme(values, -1),
            "max", values -> extreme(values, 1),
            "sum", EsqlAggregates::sum,
            "avg", values -> values.isEmpty() ? Values.NULL : Values.of(total(values) / values.size()));

    private EsqlAggregates() {}

    static boolean takes(String function, int arguments) {
        return function.equals("count") ? arguments <= 1 : OVER_VALUES.containsKey(function) && arguments == 1;
    }

    static List<AggregateEntry> entries() {
        var entries = new ArrayList<>(EcsFunctions.aggregates());
        entries.add(new AggregateEntry("esql:count", Count::new));
        new TreeMap<>(OVER_VALUES)
                .forEach((name, function) -> entries.add(new AggregateEntry("esql:" + name, () -> new All(function))));
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

    private static double total(List<Value> values) {
        return values.stream()
                .mapToDouble(EsqlAggregates::number)
                .filter(n -> !Double.isNaN(n))
                .sum();
    }

    private static Value sum(List<Value> values) {
        if (values.isEmpty()) {
            return Values.NULL;
        }
        double total = total(values);
        return values.stream().allMatch(Value.Int.class::isInstance) ? Values.of((long) total) : Values.of(total);
    }

    private static Value extreme(List<Value> values, int sign) {
        Value best = Values.NULL;
        for (Value value : values) {
            if (best.isAbsent() || compare(value, best) * sign > 0) {
                best = value;
            }
        }
        return best;
    }

    private static int compare(Value a, Value b) {
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
}

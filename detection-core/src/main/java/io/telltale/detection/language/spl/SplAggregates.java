package io.telltale.detection.language.spl;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The aggregate functions of {@code stats}; a field of several values counts with each of them. */
final class SplAggregates {
    static final Map<String, String> ALIASES = Map.of("c", "count", "distinct_count", "dc", "mean", "avg");
    static final Set<String> NAMES = Set.of(
            "count",
            "dc",
            "values",
            "list",
            "min",
            "max",
            "sum",
            "avg",
            "range",
            "stdev",
            "earliest",
            "latest",
            "first",
            "last");

    /** Values that {@code list} keeps at the most. */
    private static final int LIST_LIMIT = 100;

    private SplAggregates() {}

    static List<AggregateEntry> entries() {
        return List.of(
                new AggregateEntry("spl:count", Count::new),
                gathering("dc", texts -> Values.of(new LinkedHashSet<>(texts(texts)).size())),
                gathering(
                        "values",
                        values -> several(new TreeSet<>(texts(values))
                                .stream().map(Values::of).toList())),
                gathering("list", values -> several(values.subList(0, Math.min(values.size(), LIST_LIMIT)))),
                gathering("min", values -> values.stream().min(order(values)).orElse(Values.NULL)),
                gathering("max", values -> values.stream().max(order(values)).orElse(Values.NULL)),
                numeric("sum", numbers -> numbers.stream().mapToDouble(d -> d).sum()),
                numeric("avg", numbers -> numbers.stream().mapToDouble(d -> d).sum() / numbers.size()),
                numeric(
                        "range",
                        numbers -> numbers.stream().mapToDouble(d -> d).max().orElse(0)
                                - numbers.stream().mapToDouble(d -> d).min().orElse(0)),
                numeric("stdev", SplAggregates::deviation),
                gathering("first", values -> values.isEmpty() ? Values.NULL : values.get(0)),
                gathering("last", values -> values.isEmpty() ? Values.NULL : values.get(values.size() - 1)),
                new AggregateEntry("spl:earliest", () -> new ByTime(true)),
                new AggregateEntry("spl:latest", () -> new ByTime(false)));
    }

    private static AggregateEntry gathering(String name, Function<List<Value>, Value> result) {
        return new AggregateEntry("spl:" + name, () -> new Gathering(result));
    }

    private static AggregateEntry numeric(String name, Function<List<Double>, Double> result) {
        return gathering(name, values -> {
            List<Double> numbers =
                    values.stream().map(Numbers::of).flatMap(Optional::stream).toList();
            return numbers.isEmpty() ? Values.NULL : Numbers.value(result.apply(numbers));
        });
    }

    private static double deviation(List<Double> numbers) {
        double mean = numbers.stream().mapToDouble(d -> d).average().orElse(0);
        double squares =
                numbers.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
        return numbers.size() < 2 ? 0 : Math.sqrt(squares / (numbers.size() - 1));
    }

    private static List<String> texts(List<Value> values) {
        return values.stream().map(Value::asText).toList();
    }

    private static Value several(List<Value> values) {
        return values.isEmpty() ? Values.NULL : values.size() == 1 ? values.get(0) : Values.listOf(values);
    }

    /** As numbers where all are numbers, else as text. */
    private static Comparator<Value> order(List<Value> values) {
        return values.stream().allMatch(v -> Numbers.of(v).isPresent())
                ? Comparator.comparing(v -> Numbers.of(v).orElse(0.0))
                : Comparator.comparing(Value::asText);
    }

    private static List<Value> parts(List<Value> arguments) {
        if (arguments.isEmpty() || arguments.get(0).isAbsent()) {
            return List.of();
        }
        return arguments.get(0) instanceof Value.ListOf list
                ? list.elements().stream().filter(v -> !v.isAbsent()).toList()
                : List.of(arguments.get(0));
    }

    private static final class Count implements AggregateEntry.Accumulator {
        private long count;

        @Override
        public void add(List<Value> arguments, long time) {
            count += arguments.isEmpty() ? 1 : parts(arguments).size();
        }

        @Override
        public Value result() {
            return Values.of(count);
        }
    }

    private static final class Gathering implements AggregateEntry.Accumulator {
        private final List<Value> values = new ArrayList<>();
        private final Function<List<Value>, Value> result;

        Gathering(Function<List<Value>, Value> result) {
            this.result = result;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            values.addAll(parts(arguments));
        }

        @Override
        public Value result() {
            return result.apply(values);
        }
    }

    private static final class ByTime implements AggregateEntry.Accumulator {
        private final boolean earliest;
        private Value value = Values.NULL;
        private long at;

        ByTime(boolean earliest) {
            this.earliest = earliest;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            if (parts(arguments).isEmpty()) {
                return;
            }
            if (value.isAbsent() || (earliest ? time < at : time > at)) {
                value = arguments.get(0);
                at = time;
            }
        }

        @Override
        public Value result() {
            return value;
        }
    }
}

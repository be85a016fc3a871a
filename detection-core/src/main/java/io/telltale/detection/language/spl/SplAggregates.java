package io.telltale.detection.language.spl;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The aggregate functions of {@code stats} and its kin; a field of several values counts with each of them. */
final class SplAggregates {
    private static final Map<String, String> ALIASES = Map.of(
            "c", "count",
            "distinct_count", "dc",
            "estdc", "dc",
            "mean", "avg");
    /** The functions that a rule may call, by the heading that Splunk's documentation lists them under. */
    static final Map<String, String> TABLE = table();

    private static final Pattern PERCENTILE =
            Pattern.compile("(p|perc|percentile|exactperc|upperperc)(\\d{1,2}(\\.\\d+)?|100)");
    /** Values that {@code list} keeps at the most. */
    private static final int LIST_LIMIT = 100;

    private SplAggregates() {}

    /** An aggregate as a rule names it: its own name, and the percentile where it has one. */
    record Called(String name, Optional<Double> percentile) {}

    /** What a name in a rule means; empty where it is not supported. */
    static Optional<Called> called(String written) {
        String name = ALIASES.getOrDefault(written, written);
        Matcher matcher = PERCENTILE.matcher(written);
        if (matcher.matches()) {
            return Optional.of(new Called("perc", Optional.of(Double.parseDouble(matcher.group(2)))));
        }
        return TABLE.containsKey(name) ? Optional.of(new Called(name, Optional.empty())) : Optional.empty();
    }

    private static Map<String, String> table() {
        var out = new LinkedHashMap<String, String>();
        for (String name : List.of(
                "avg", "count", "dc", "max", "median", "min", "mode", "range", "stdev", "stdevp", "sum", "sumsq", "var",
                "varp")) {
            out.put(name, "aggregate");
        }
        List.of("first", "last").forEach(n -> out.put(n, "event order"));
        List.of("list", "values").forEach(n -> out.put(n, "multivalue"));
        List.of("earliest", "earliest_time", "latest", "latest_time", "rate").forEach(n -> out.put(n, "time"));
        return java.util.Collections.unmodifiableMap(out);
    }

    static List<AggregateEntry> entries() {
        return List.of(
                new AggregateEntry("spl:count", Count::new),
                gathering("dc", texts -> Values.of(new LinkedHashSet<>(texts(texts)).size())),
                gathering("values", values -> Parts.ofTexts(List.copyOf(new TreeSet<>(texts(values))))),
                gathering("list", values -> Parts.several(values.subList(0, Math.min(values.size(), LIST_LIMIT)))),
                gathering("rows", Values::listOf),
                gathering("min", values -> values.stream().min(Numbers::compare).orElse(Values.NULL)),
                gathering("max", values -> values.stream().max(Numbers::compare).orElse(Values.NULL)),
                gathering("mode", SplAggregates::mode),
                numeric("sum", SplAggregates::sum),
                numeric(
                        "sumsq",
                        numbers -> numbers.stream().mapToDouble(d -> d * d).sum()),
                numeric("avg", numbers -> sum(numbers) / numbers.size()),
                numeric("range", numbers -> numbers.get(numbers.size() - 1) - numbers.get(0)),
                // Of an even number of values, the higher of the two in the middle.
                numeric("median", numbers -> numbers.get(numbers.size() / 2)),
                numeric("stdev", numbers -> Math.sqrt(variance(numbers, 1))),
                numeric("stdevp", numbers -> Math.sqrt(variance(numbers, 0))),
                numeric("var", numbers -> variance(numbers, 1)),
                numeric("varp", numbers -> variance(numbers, 0)),
                gathering("first", values -> values.isEmpty() ? Values.NULL : values.get(0)),
                gathering("last", values -> values.isEmpty() ? Values.NULL : values.get(values.size() - 1)),
                new AggregateEntry("spl:perc", Percentile::new),
                new AggregateEntry("spl:earliest", () -> new ByTime(true, false)),
                new AggregateEntry("spl:latest", () -> new ByTime(false, false)),
                new AggregateEntry("spl:earliest_time", () -> new ByTime(true, true)),
                new AggregateEntry("spl:latest_time", () -> new ByTime(false, true)),
                new AggregateEntry("spl:rate", Rate::new),
                new AggregateEntry("spl:members", Members::new),
                new AggregateEntry("spl:columns", Series.Columns::new),
                new AggregateEntry("spl:leading", Series.Leading::new),
                new AggregateEntry("spl:transaction", Transactions::new));
    }

    private static AggregateEntry gathering(String name, Function<List<Value>, Value> result) {
        return new AggregateEntry("spl:" + name, () -> new Gathering(result));
    }

    /** Over the values that are numbers, in order; null where there is none. */
    private static AggregateEntry numeric(String name, Function<List<Double>, Double> result) {
        return gathering(name, values -> {
            List<Double> numbers = values.stream()
                    .map(Numbers::of)
                    .flatMap(Optional::stream)
                    .sorted()
                    .toList();
            return numbers.isEmpty() ? Values.NULL : Numbers.value(result.apply(numbers));
        });
    }

    private static double sum(List<Double> numbers) {
        return numbers.stream().mapToDouble(d -> d).sum();
    }

    private static double variance(List<Double> numbers, int lost) {
        double mean = numbers.stream().mapToDouble(d -> d).average().orElse(0);
        double squares =
                numbers.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
        return numbers.size() <= lost ? 0 : squares / (numbers.size() - lost);
    }

    private static Value mode(List<Value> values) {
        var counts = new LinkedHashMap<String, Integer>();
        values.forEach(v -> counts.merge(v.asText(), 1, Integer::sum));
        int most = counts.values().stream().mapToInt(n -> n).max().orElse(0);
        return values.stream()
                .filter(v -> counts.get(v.asText()) == most)
                .findFirst()
                .orElse(Values.NULL);
    }

    private static List<String> texts(List<Value> values) {
        return values.stream().map(Value::asText).toList();
    }

    private static List<Value> parts(List<Value> arguments) {
        return arguments.isEmpty() ? List.of() : Parts.of(arguments.get(0));
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

    /** By the nearest rank. */
    private static final class Percentile implements AggregateEntry.Accumulator {
        private final List<Double> numbers = new ArrayList<>();
        private double percentile;

        @Override
        public void add(List<Value> arguments, long time) {
            Parts.of(arguments.get(0)).forEach(v -> Numbers.of(v).ifPresent(numbers::add));
            percentile = Numbers.of(arguments.get(1)).orElse(0.0);
        }

        @Override
        public Value result() {
            if (numbers.isEmpty()) {
                return Values.NULL;
            }
            List<Double> sorted = numbers.stream().sorted().toList();
            int rank = (int) Math.ceil(percentile / 100 * sorted.size());
            return Numbers.value(sorted.get(Math.max(0, rank - 1)));
        }
    }

    /** The value, or the time, of the oldest or the newest row that has a value, by the second argument where one is given. */
    private static final class ByTime implements AggregateEntry.Accumulator {
        private final boolean earliest;
        private final boolean givesTime;
        private Value value = Values.NULL;
        private long at;

        ByTime(boolean earliest, boolean givesTime) {
            this.earliest = earliest;
            this.givesTime = givesTime;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            Optional<Long> own = arguments.size() > 1
                    ? Numbers.of(arguments.get(1)).map(seconds -> Math.round(seconds * 1000))
                    : Optional.of(time);
            if (parts(arguments).isEmpty() || own.isEmpty()) {
                return;
            }
            if (value.isAbsent() || (earliest ? own.get() < at : own.get() > at)) {
                value = arguments.get(0);
                at = own.get();
            }
        }

        @Override
        public Value result() {
            return givesTime && !value.isAbsent() ? Numbers.value(at / 1000.0) : value;
        }
    }

    /** The growth of a counter, by the second. */
    private static final class Rate implements AggregateEntry.Accumulator {
        private final ByTime first = new ByTime(true, false);
        private final ByTime last = new ByTime(false, false);

        @Override
        public void add(List<Value> arguments, long time) {
            first.add(arguments, time);
            last.add(arguments, time);
        }

        @Override
        public Value result() {
            Optional<Double> from = Numbers.of(first.value);
            Optional<Double> to = Numbers.of(last.value);
            return from.isEmpty() || to.isEmpty() || last.at == first.at
                    ? Values.NULL
                    : Numbers.value((to.get() - from.get()) * 1000 / (last.at - first.at));
        }
    }

    /** The values of each leaf below an object, by its path: what {@code values(a.*)} of an open event gives. */
    private static final class Members implements AggregateEntry.Accumulator {
        private final Map<String, List<Value>> values = new LinkedHashMap<>();

        @Override
        public void add(List<Value> arguments, long time) {
            Leaves.of(arguments.get(0))
                    .forEach((path, value) ->
                            values.computeIfAbsent(path, p -> new ArrayList<>()).addAll(Parts.of(value)));
        }

        @Override
        public Value result() {
            var out = new LinkedHashMap<String, Value>();
            values.forEach((path, several) -> out.put(path, Parts.ofTexts(List.copyOf(new TreeSet<>(texts(several))))));
            return out.isEmpty() ? Values.NULL : Values.objectOf(out);
        }
    }
}

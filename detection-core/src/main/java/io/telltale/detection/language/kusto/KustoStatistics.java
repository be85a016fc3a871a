package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoAggregates.entry;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.AggregateEntry.Accumulator;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Aggregates that keep all values of a group: percentiles, deviations, bags, bits. */
final class KustoStatistics {
    private KustoStatistics() {}

    static List<AggregateEntry> entries() {
        return List.of(
                entry("percentile", Percentile::new),
                entry("percentilew", () -> new Weighted(false)),
                entry("percentiles_array", () -> new Weighted(true)),
                entry("covariance", () -> new Covariance(true)),
                entry("covariancep", () -> new Covariance(false)),
                entry("stdev", () -> new Deviation(true, true)),
                entry("stdevp", () -> new Deviation(true, false)),
                entry("variance", () -> new Deviation(false, true)),
                entry("variancep", () -> new Deviation(false, false)),
                entry("make_bag", Bag::new),
                entry("make_list_with_nulls", Everything::new),
                entry("binary_all_and", () -> new Bits((a, b) -> a & b)),
                entry("binary_all_or", () -> new Bits((a, b) -> a | b)),
                entry("binary_all_xor", () -> new Bits((a, b) -> a ^ b)));
    }

    /** The value at the nearest rank: Kusto's own is an estimate that comes close to it. */
    private static final class Percentile implements Accumulator {
        private final List<Value> values = new ArrayList<>();
        private double at;

        @Override
        public void add(List<Value> arguments, long time) {
            if (KustoValues.isNumber(arguments.get(1))) {
                at = KustoValues.number(arguments.get(1));
            }
            if (!arguments.get(0).isAbsent()) {
                values.add(arguments.get(0));
            }
        }

        @Override
        public Value result() {
            return percentile(values, Values.of(at));
        }
    }

    /** The value at the nearest rank of those that are not null. */
    static Value percentile(List<Value> values, Value at) {
        if (values.isEmpty() || !KustoValues.isNumber(at)) {
            return Values.NULL;
        }
        List<Value> sorted = new ArrayList<>(values);
        sorted.sort(KustoValues::compare);
        int rank = (int) Math.ceil(KustoValues.number(at) / 100 * sorted.size());
        return sorted.get(Math.max(0, Math.min(sorted.size() - 1, rank - 1)));
    }

    /** The values at the nearest ranks where each value counts as often as its weight says; one value, or a list. */
    private static final class Weighted implements Accumulator {
        private record Item(Value value, double weight) {}

        private final boolean list;
        private final List<Item> items = new ArrayList<>();
        private List<Value> places = List.of();

        Weighted(boolean list) {
            this.list = list;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            places = List.copyOf(arguments.subList(2, arguments.size()));
            if (!arguments.get(0).isAbsent() && KustoValues.isNumber(arguments.get(1))) {
                items.add(new Item(arguments.get(0), KustoValues.number(arguments.get(1))));
            }
        }

        @Override
        public Value result() {
            items.sort((a, b) -> KustoValues.compare(a.value(), b.value()));
            double total = items.stream().mapToDouble(Item::weight).sum();
            var found = new ArrayList<Value>();
            for (Value place : places) {
                List<Value> all = place instanceof Value.ListOf several ? several.elements() : List.of(place);
                all.forEach(one -> found.add(at(one, total)));
            }
            return list ? Values.listOf(found) : found.isEmpty() ? Values.NULL : found.get(0);
        }

        private Value at(Value place, double total) {
            double wanted = KustoValues.isNumber(place) ? KustoValues.number(place) / 100 * total : 0;
            double before = 0;
            for (Item item : items) {
                before += item.weight();
                if (before >= wanted && before > 0) {
                    return item.value();
                }
            }
            return items.isEmpty() ? Values.NULL : items.get(items.size() - 1).value();
        }
    }

    /** The covariance of two numbers, of a sample or of all. */
    private static final class Covariance implements Accumulator {
        private final boolean sample;
        private long count;
        private double meanX;
        private double meanY;
        private double products;

        Covariance(boolean sample) {
            this.sample = sample;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            if (KustoValues.isNumber(arguments.get(0)) && KustoValues.isNumber(arguments.get(1))) {
                double awayX = KustoValues.number(arguments.get(0)) - meanX;
                count++;
                meanX += awayX / count;
                meanY += (KustoValues.number(arguments.get(1)) - meanY) / count;
                products += awayX * (KustoValues.number(arguments.get(1)) - meanY);
            }
        }

        @Override
        public Value result() {
            return Values.of(count <= 1 ? 0 : products / (sample ? count - 1 : count));
        }
    }

    /** Welford's running mean and sum of squares; of one value a sample has the variance 0. */
    private static final class Deviation implements Accumulator {
        private final boolean root;
        private final boolean sample;
        private long count;
        private double mean;
        private double squares;

        Deviation(boolean root, boolean sample) {
            this.root = root;
            this.sample = sample;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            if (KustoValues.isNumber(arguments.get(0))) {
                double value = KustoValues.number(arguments.get(0));
                double away = value - mean;
                mean += away / ++count;
                squares += away * (value - mean);
            }
        }

        @Override
        public Value result() {
            double variance = count <= 1 ? 0 : squares / (sample ? count - 1 : count);
            return Values.of(root ? Math.sqrt(variance) : variance);
        }
    }

    /** The members of all bags; of those with one key one stays: any, says Kusto; here the first. */
    private static final class Bag implements Accumulator {
        private final LinkedHashMap<String, Value> members = new LinkedHashMap<>();

        @Override
        public void add(List<Value> arguments, long time) {
            if (arguments.get(0) instanceof Value.ObjectOf bag) {
                bag.members().forEach(members::putIfAbsent);
            }
        }

        @Override
        public Value result() {
            return Values.objectOf(members);
        }
    }

    private static final class Everything implements Accumulator {
        private final List<Value> values = new ArrayList<>();

        @Override
        public void add(List<Value> arguments, long time) {
            values.add(arguments.get(0).isAbsent() ? Values.NULL : arguments.get(0));
        }

        @Override
        public Value result() {
            return Values.listOf(values);
        }
    }

    private interface Operation {
        long of(long one, long other);
    }

    private static final class Bits implements Accumulator {
        private final Operation operation;
        private Value result = Values.NULL;

        Bits(Operation operation) {
            this.operation = operation;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            if (arguments.get(0) instanceof Value.Int number) {
                result = result instanceof Value.Int before
                        ? Values.of(operation.of(before.value(), number.value()))
                        : number;
            }
        }

        @Override
        public Value result() {
            return result;
        }
    }
}

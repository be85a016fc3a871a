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
            if (values.isEmpty()) {
                return Values.NULL;
            }
            values.sort(KustoValues::compare);
            int rank = (int) Math.ceil(at / 100 * values.size());
            return values.get(Math.max(0, Math.min(values.size() - 1, rank - 1)));
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
            if (count == 0) {
                return Values.NULL;
            }
            double variance = count == 1 ? 0 : squares / (sample ? count - 1 : count);
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

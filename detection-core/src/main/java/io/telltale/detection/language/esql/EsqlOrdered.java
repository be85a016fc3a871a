package io.telltale.detection.language.esql;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** ES|QL's aggregate functions that depend on an order: {@code FIRST}, {@code LAST}, {@code TOP}, {@code PERCENTILE}. */
final class EsqlOrdered {
    private EsqlOrdered() {}

    /** The value of the row whose sort key is the least, or the greatest; without a key, of the earliest or latest row. */
    static final class Edge implements AggregateEntry.Accumulator {
        private final int sign;
        private Value value = Values.NULL;
        private Value key = Values.NULL;

        Edge(int sign) {
            this.sign = sign;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            Value own = arguments.size() > 1 ? arguments.get(1) : Values.of(time);
            if (!own.isAbsent() && (key.isAbsent() || EsqlAggregates.compare(own, key) * sign > 0)) {
                key = own;
                value = arguments.get(0).isAbsent() ? Values.NULL : arguments.get(0);
            }
        }

        @Override
        public Value result() {
            return value;
        }
    }

    /** The least values, or the greatest where the order says so, as many as asked for, or what another field has beside them. */
    static final class Top implements AggregateEntry.Accumulator {
        private record Entry(Value key, Value value) {}

        private final List<Entry> entries = new ArrayList<>();
        private long limit;
        private boolean descending;

        @Override
        public void add(List<Value> arguments, long time) {
            for (Value key : EsqlAggregates.elements(arguments.get(0))) {
                entries.add(new Entry(key, arguments.size() > 3 ? arguments.get(3) : key));
            }
            limit = EsqlFunctions.whole(arguments, 1, 0);
            descending = arguments.size() > 2 && arguments.get(2).asText().equalsIgnoreCase("desc");
        }

        @Override
        public Value result() {
            Comparator<Entry> order = (a, b) -> EsqlAggregates.compare(a.key(), b.key());
            entries.sort(descending ? order.reversed() : order);
            return EsqlAggregates.several(
                    entries.stream().limit(Math.max(0, limit)).map(Entry::value).toList());
        }
    }

    /** The mean of values that weigh as another field says; null where all weights together are nothing. */
    static final class WeightedAverage implements AggregateEntry.Accumulator {
        private double sum;
        private double weights;

        @Override
        public void add(List<Value> arguments, long time) {
            double value = EsqlAggregates.number(arguments.get(0));
            double weight = EsqlAggregates.number(arguments.get(1));
            if (Double.isFinite(value) && Double.isFinite(weight)) {
                sum += value * weight;
                weights += weight;
            }
        }

        @Override
        public Value result() {
            return weights == 0 ? Values.NULL : Values.of(sum / weights);
        }
    }

    static final class Percentile implements AggregateEntry.Accumulator {
        private final List<Value> values = new ArrayList<>();
        private double percent;

        @Override
        public void add(List<Value> arguments, long time) {
            values.addAll(EsqlAggregates.elements(arguments.get(0)));
            percent = EsqlAggregates.number(arguments.get(1));
        }

        @Override
        public Value result() {
            return EsqlAggregates.percentile(EsqlAggregates.numbers(values), percent);
        }
    }
}

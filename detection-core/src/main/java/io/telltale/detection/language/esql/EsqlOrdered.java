package io.telltale.detection.language.esql;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
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

    /** The most or least values, as many as asked for. */
    static final class Top implements AggregateEntry.Accumulator {
        private final List<Value> values = new ArrayList<>();
        private long limit;
        private boolean ascending;

        @Override
        public void add(List<Value> arguments, long time) {
            values.addAll(EsqlAggregates.elements(arguments.get(0)));
            limit = EsqlFunctions.whole(arguments, 1, 0);
            ascending = arguments.size() > 2 && arguments.get(2).asText().equalsIgnoreCase("asc");
        }

        @Override
        public Value result() {
            values.sort(ascending ? EsqlAggregates::compare : (a, b) -> EsqlAggregates.compare(b, a));
            return EsqlAggregates.several(values.subList(0, (int) Math.max(0, Math.min(limit, values.size()))));
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
            double[] numbers = values.stream()
                    .mapToDouble(EsqlAggregates::number)
                    .filter(n -> !Double.isNaN(n))
                    .sorted()
                    .toArray();
            return EsqlAggregates.percentile(numbers, percent);
        }
    }
}

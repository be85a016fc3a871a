package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoAggregates.entry;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.AggregateEntry.Accumulator;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Duration;
import java.util.List;

/** What the window functions compute over the rows in their order; each result is that of the last row added. */
final class KustoRunning {
    private KustoRunning() {}

    static List<AggregateEntry> entries() {
        return List.of(
                entry("row_number", RowNumber::new),
                entry("row_cumsum", CumulativeSum::new),
                entry("row_rank_dense", () -> new Rank(true)),
                entry("row_rank_min", () -> new Rank(false)),
                entry("row_window_session", Session::new),
                entry("prev", Before::new));
    }

    private static boolean restarts(List<Value> arguments, int at) {
        return arguments.size() > at && arguments.get(at).equals(Values.TRUE);
    }

    /** {@code row_number([start [, restart]])}. */
    private static final class RowNumber implements Accumulator {
        private long number;
        private boolean started;

        @Override
        public void add(List<Value> arguments, long time) {
            long start = !arguments.isEmpty() && arguments.get(0) instanceof Value.Int given ? given.value() : 1;
            number = !started || restarts(arguments, 1) ? start : number + 1;
            started = true;
        }

        @Override
        public Value result() {
            return Values.of(number);
        }
    }

    /** {@code row_cumsum(term [, restart])}. */
    private static final class CumulativeSum implements Accumulator {
        private Value sum = Values.NULL;

        @Override
        public void add(List<Value> arguments, long time) {
            Value term = arguments.get(0);
            if (restarts(arguments, 1)) {
                sum = Values.NULL;
            }
            if (!term.isAbsent()) {
                Value before = sum;
                sum = before.isAbsent() ? term : KustoNumbers.total(() -> KustoNumbers.sum(before, term, 1));
            }
        }

        @Override
        public Value result() {
            return sum;
        }
    }

    /** {@code row_rank_dense(term [, restart])} and {@code row_rank_min}: equal neighbours have one rank. */
    private static final class Rank implements Accumulator {
        private final boolean dense;
        private Value last = Values.MISSING;
        private long rank;
        private long rows;

        Rank(boolean dense) {
            this.dense = dense;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            if (restarts(arguments, 1)) {
                rank = 0;
                rows = 0;
            }
            rows++;
            if (rank == 0 || !arguments.get(0).equals(last)) {
                rank = dense ? rank + 1 : rows;
            }
            last = arguments.get(0);
        }

        @Override
        public Value result() {
            return Values.of(rank);
        }
    }

    /** {@code row_window_session(time, most from first, most between neighbours [, restart])}: when the session began. */
    private static final class Session implements Accumulator {
        private Value start = Values.NULL;
        private Value last = Values.NULL;

        @Override
        public void add(List<Value> arguments, long time) {
            if (!(arguments.get(0) instanceof Value.Time now)) {
                start = Values.NULL;
                last = Values.NULL;
                return;
            }
            boolean goes = start instanceof Value.Time first
                    && last instanceof Value.Time before
                    && within(first, now, arguments.get(1))
                    && within(before, now, arguments.get(2))
                    && !restarts(arguments, 3);
            start = goes ? start : now;
            last = now;
        }

        private static boolean within(Value.Time from, Value.Time to, Value most) {
            return most instanceof Value.Span span
                    && Duration.between(from.value(), to.value()).compareTo(span.value()) <= 0;
        }

        @Override
        public Value result() {
            return start;
        }
    }

    /** The value of the row so many rows before, of those that the window holds; missing where there are fewer. */
    private static final class Before implements Accumulator {
        private Value first = Values.MISSING;
        private long rows;
        private long wanted;

        @Override
        public void add(List<Value> arguments, long time) {
            wanted = arguments.get(1) instanceof Value.Int number ? number.value() : 1;
            if (rows++ == 0) {
                first = arguments.get(0).isAbsent() ? Values.NULL : arguments.get(0);
            }
        }

        @Override
        public Value result() {
            return rows > 0 && rows >= wanted ? first : Values.MISSING;
        }
    }
}

package io.telltale.detection.ir;

import java.util.List;
import java.util.function.Supplier;

/**
 * An aggregate function of the registry.
 *
 * @param name {@code language:function}
 * @param start makes the accumulator of one group
 */
public record AggregateEntry(String name, Supplier<Accumulator> start) {
    /** An aggregate that counts rows, whatever its arguments are. */
    public static AggregateEntry countingRows(String name) {
        return new AggregateEntry(name, RowCount::new);
    }

    /** Gathers the rows of one group, in the order the pipeline gives them. */
    public interface Accumulator {
        /** Takes one row's arguments; {@code time} is that row's event time in milliseconds since 1970. */
        void add(List<Value> arguments, long time);

        Value result();
    }

    private static final class RowCount implements Accumulator {
        private long count;

        @Override
        public void add(List<Value> arguments, long time) {
            count++;
        }

        @Override
        public Value result() {
            return Values.of(count);
        }
    }
}

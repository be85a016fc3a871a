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

    /** Gathers the rows of one group, in the order the pipeline gives them. */
    public interface Accumulator {
        /** Takes one row's arguments; {@code time} is that row's event time in milliseconds since 1970. */
        void add(List<Value> arguments, long time);

        Value result();
    }
}

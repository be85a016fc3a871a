package io.telltale.detection.language.python;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts the different texts that {@code unique} answers on the matches of a group; what is no text is not counted. */
final class UniqueTexts implements AggregateEntry.Accumulator {
    static final AggregateEntry ENTRY = new AggregateEntry("python:unique", UniqueTexts::new);

    private final Set<String> seen = new HashSet<>();

    @Override
    public void add(List<Value> arguments, long time) {
        if (arguments.get(0) instanceof Value.Text text) {
            seen.add(text.value());
        }
    }

    @Override
    public Value result() {
        return Values.of(seen.size());
    }
}

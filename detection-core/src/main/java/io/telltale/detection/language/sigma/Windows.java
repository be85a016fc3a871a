package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The aggregates of correlations. The first argument of each is the window's length in milliseconds; its two ends both
 * count. Each answers for the best window of the group, wherever it lies.
 */
final class Windows {
    /** The most events in a window. */
    static final String EVENTS = SigmaLanguage.SLUG + ":events_within";
    /** The most different texts of the second argument in a window. */
    static final String VALUES = SigmaLanguage.SLUG + ":values_within";
    /** The most of the conditions, from the second argument on, that events of a window meet. */
    static final String RULES = SigmaLanguage.SLUG + ":rules_within";
    /** How many of the conditions, from the second argument on, events of a window meet one after the other. */
    static final String SEQUENCE = SigmaLanguage.SLUG + ":sequence_within";

    private Windows() {}

    static List<AggregateEntry> aggregates() {
        return List.of(
                new AggregateEntry(EVENTS, Events::new),
                new AggregateEntry(VALUES, Different::new),
                new AggregateEntry(RULES, Different::new),
                new AggregateEntry(SEQUENCE, Sequence::new));
    }

    private record Entry(long time, List<Value> arguments) {}

    /** Keeps a group's rows until all are there, since a log need not be in the order of its times. */
    private abstract static class InTime implements AggregateEntry.Accumulator {
        private final List<Entry> entries = new ArrayList<>();

        @Override
        public void add(List<Value> arguments, long time) {
            entries.add(new Entry(time, arguments));
        }

        @Override
        public Value result() {
            entries.sort(Comparator.comparingLong(Entry::time));
            long best = 0;
            for (Entry entry : entries) {
                long length = entry.arguments().get(0) instanceof Value.Int millis ? millis.value() : 0;
                best = Math.max(best, next(entry, length));
            }
            return Values.of(best);
        }

        /** What the window that ends with this entry counts. */
        abstract long next(Entry entry, long length);
    }

    private static final class Events extends InTime {
        private final Deque<Long> window = new ArrayDeque<>();

        @Override
        long next(Entry entry, long length) {
            window.addLast(entry.time());
            while (entry.time() - window.getFirst() > length) {
                window.removeFirst();
            }
            return window.size();
        }
    }

    /** Counts different things in a window: the texts of a value, or the numbers of the conditions met. */
    private static final class Different extends InTime {
        private final Deque<Map.Entry<Long, String>> window = new ArrayDeque<>();
        private final Map<String, Integer> counts = new HashMap<>();

        @Override
        long next(Entry entry, long length) {
            for (int i = 1; i < entry.arguments().size(); i++) {
                thing(entry.arguments().get(i), i).ifPresent(thing -> {
                    window.addLast(Map.entry(entry.time(), thing));
                    counts.merge(thing, 1, Integer::sum);
                });
            }
            while (!window.isEmpty() && entry.time() - window.getFirst().getKey() > length) {
                counts.computeIfPresent(
                        window.removeFirst().getValue(), (thing, count) -> count > 1 ? count - 1 : null);
            }
            return counts.size();
        }

        private static Optional<String> thing(Value value, int index) {
            if (value instanceof Value.Bool bool) {
                return bool.value() ? Optional.of(Integer.toString(index)) : Optional.empty();
            }
            return value.isAbsent() ? Optional.empty() : Optional.of(value.asText());
        }
    }

    private static final class Sequence extends InTime {
        /** For each number of conditions met in order, when the latest such sequence began. */
        private final Map<Integer, Long> began = new HashMap<>();

        @Override
        long next(Entry entry, long length) {
            int best = 0;
            // From the last condition down, so that one event is not two steps.
            for (int step = entry.arguments().size() - 1; step >= 1; step--) {
                if (!Values.TRUE.equals(entry.arguments().get(step))) {
                    continue;
                }
                Long start = step == 1 ? Long.valueOf(entry.time()) : began.get(step - 1);
                if (start != null && entry.time() - start <= length) {
                    began.merge(step, start, Math::max);
                    best = Math.max(best, step);
                }
            }
            return best;
        }
    }
}

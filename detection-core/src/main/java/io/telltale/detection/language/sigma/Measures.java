package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What correlations and the old aggregation pipe measure of a window's events, which come in the order of time. */
final class Measures {
    /** How many events. */
    static final String EVENTS = SigmaLanguage.SLUG + ":events";
    /** How many different combinations of the arguments; events without one of them do not count. */
    static final String VALUES = SigmaLanguage.SLUG + ":values";
    /** How many of the conditions some event meets. */
    static final String RULES = SigmaLanguage.SLUG + ":rules";
    /** How many of the conditions events meet one after the other, in the order of the conditions. */
    static final String SEQUENCE = SigmaLanguage.SLUG + ":sequence";
    /** Whether some event meets the condition. */
    static final String ANY = SigmaLanguage.SLUG + ":any";

    static final String SUM = SigmaLanguage.SLUG + ":sum";
    static final String AVERAGE = SigmaLanguage.SLUG + ":avg";
    static final String LEAST = SigmaLanguage.SLUG + ":min";
    static final String MOST = SigmaLanguage.SLUG + ":max";
    /**
     * The value below which the given percentage of the numbers lies, interpolated between the two nearest; the first
     * argument is the percentage.
     */
    static final String PERCENTILE = SigmaLanguage.SLUG + ":percentile";

    private Measures() {}

    static List<AggregateEntry> aggregates() {
        return List.of(
                AggregateEntry.countingRows(EVENTS),
                new AggregateEntry(VALUES, Different::new),
                new AggregateEntry(RULES, Rules::new),
                new AggregateEntry(SEQUENCE, Sequence::new),
                new AggregateEntry(ANY, Any::new),
                numeric(SUM, numbers -> sum(numbers)),
                numeric(AVERAGE, numbers -> sum(numbers) / numbers.size()),
                numeric(
                        LEAST,
                        numbers -> numbers.stream().mapToDouble(n -> n).min().orElse(0)),
                numeric(
                        MOST,
                        numbers -> numbers.stream().mapToDouble(n -> n).max().orElse(0)),
                new AggregateEntry(PERCENTILE, Percentile::new));
    }

    private static AggregateEntry numeric(String name, Function<List<Double>, Double> measure) {
        return new AggregateEntry(name, () -> new Numbers(0) {
            @Override
            double of(List<Double> numbers) {
                return measure.apply(numbers);
            }
        });
    }

    private static double sum(List<Double> numbers) {
        return numbers.stream().mapToDouble(n -> n).sum();
    }

    private static final class Different implements AggregateEntry.Accumulator {
        private final Set<List<String>> seen = new HashSet<>();

        @Override
        public void add(List<Value> arguments, long time) {
            if (arguments.stream().noneMatch(Value::isAbsent)) {
                seen.add(arguments.stream().map(Value::asText).toList());
            }
        }

        @Override
        public Value result() {
            return Values.of(seen.size());
        }
    }

    private static final class Rules implements AggregateEntry.Accumulator {
        private final Set<Integer> met = new HashSet<>();

        @Override
        public void add(List<Value> arguments, long time) {
            for (int i = 0; i < arguments.size(); i++) {
                if (Values.TRUE.equals(arguments.get(i))) {
                    met.add(i);
                }
            }
        }

        @Override
        public Value result() {
            return Values.of(met.size());
        }
    }

    private static final class Sequence implements AggregateEntry.Accumulator {
        /** For each condition, the longest sequence that ends with it. */
        private final List<Integer> lengths = new ArrayList<>();

        @Override
        public void add(List<Value> arguments, long time) {
            while (lengths.size() < arguments.size()) {
                lengths.add(0);
            }
            // From the last condition down, so that one event is not two steps.
            for (int step = arguments.size() - 1; step >= 0; step--) {
                if (Values.TRUE.equals(arguments.get(step))) {
                    int before = lengths.subList(0, step).stream()
                            .mapToInt(length -> length)
                            .max()
                            .orElse(0);
                    lengths.set(step, Math.max(lengths.get(step), before + 1));
                }
            }
        }

        @Override
        public Value result() {
            return Values.of(lengths.stream().mapToInt(length -> length).max().orElse(0));
        }
    }

    private static final class Any implements AggregateEntry.Accumulator {
        private boolean met;

        @Override
        public void add(List<Value> arguments, long time) {
            met = met || Values.TRUE.equals(arguments.get(0));
        }

        @Override
        public Value result() {
            return Values.of(met);
        }
    }

    /** Gathers what reads as a number; null where nothing does. */
    private abstract static class Numbers implements AggregateEntry.Accumulator {
        private final int argument;
        private final List<Double> numbers = new ArrayList<>();

        Numbers(int argument) {
            this.argument = argument;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            Value value = arguments.get(argument);
            if (value instanceof Value.Int || value instanceof Value.Decimal || value instanceof Value.Text) {
                try {
                    numbers.add(Double.parseDouble(value.asText()));
                } catch (NumberFormatException e) {
                    // What is no number does not count.
                }
            }
        }

        @Override
        public Value result() {
            return numbers.isEmpty() ? Values.NULL : Values.of(of(numbers));
        }

        abstract double of(List<Double> numbers);
    }

    private static final class Percentile extends Numbers {
        private double percentage;

        Percentile() {
            super(1);
        }

        @Override
        public void add(List<Value> arguments, long time) {
            percentage = Double.parseDouble(arguments.get(0).asText());
            super.add(arguments, time);
        }

        @Override
        double of(List<Double> numbers) {
            List<Double> sorted = numbers.stream().sorted().toList();
            double place = percentage / 100 * (sorted.size() - 1);
            int below = (int) Math.floor(place);
            int above = (int) Math.ceil(place);
            return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
        }
    }
}

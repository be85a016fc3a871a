package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.AggregateEntry.Accumulator;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The aggregate functions; all but {@code COUNT(*)} pass over null.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions-aggregation">aggregate functions</a>
 */
final class Aggregates {
    /**
     * An aggregate as queries call it.
     *
     * @param type what it gives; UNKNOWN for the type of its first argument
     * @param ordered whether {@code WITHIN GROUP} may order its rows
     */
    record Shape(String entry, int least, int most, Type type, boolean ordered, Supplier<Accumulator> start) {}

    private static final int MOST_ELEMENTS = 1_000_000;

    /** As queries call them. */
    static final Map<String, Shape> SHAPES = shapes();

    private static Map<String, Shape> shapes() {
        var shapes = new TreeMap<String, Shape>();
        add(shapes, "count", 0, 100, Type.NUMBER, false, Count::new);
        add(shapes, "count_if", 1, 1, Type.NUMBER, false, CountIf::new);
        add(shapes, "sum", 1, 1, Type.NUMBER, false, () -> new Sum(false));
        add(shapes, "avg", 1, 1, Type.NUMBER, false, () -> new Sum(true));
        add(shapes, "min", 1, 1, Type.UNKNOWN, false, () -> new Extreme(-1, false));
        add(shapes, "max", 1, 1, Type.UNKNOWN, false, () -> new Extreme(1, false));
        add(shapes, "min_by", 2, 2, Type.UNKNOWN, false, () -> new Extreme(-1, true));
        add(shapes, "max_by", 2, 2, Type.UNKNOWN, false, () -> new Extreme(1, true));
        add(shapes, "any_value", 1, 1, Type.UNKNOWN, false, Any::new);
        add(shapes, "array_agg arrayagg", 1, 1, Type.ARRAY, true, Elements::new);
        add(shapes, "array_unique_agg", 1, 1, Type.ARRAY, false, () -> new Distinct(new Elements()));
        add(shapes, "listagg string_agg", 1, 2, Type.TEXT, true, Texts::new);
        add(shapes, "approx_count_distinct hll", 1, 100, Type.NUMBER, false, () -> new Distinct(new Count()));
        add(shapes, "median", 1, 1, Type.NUMBER, false, () -> new Percentile(true, true));
        add(shapes, "percentile_cont", 1, 1, Type.NUMBER, true, () -> new Percentile(true, false));
        add(shapes, "percentile_disc", 1, 1, Type.NUMBER, true, () -> new Percentile(false, false));
        add(shapes, "approx_percentile", 2, 2, Type.NUMBER, false, () -> new Percentile(true, false));
        add(shapes, "stddev stddev_samp", 1, 1, Type.NUMBER, false, () -> new Deviation(1, true));
        add(shapes, "stddev_pop", 1, 1, Type.NUMBER, false, () -> new Deviation(0, true));
        add(shapes, "variance var_samp variance_samp", 1, 1, Type.NUMBER, false, () -> new Deviation(1, false));
        add(shapes, "var_pop variance_pop", 1, 1, Type.NUMBER, false, () -> new Deviation(0, false));
        add(shapes, "boolor_agg", 1, 1, Type.BOOLEAN, false, () -> new Truths((yes, no) -> yes > 0));
        add(shapes, "booland_agg", 1, 1, Type.BOOLEAN, false, () -> new Truths((yes, no) -> no == 0));
        add(shapes, "boolxor_agg", 1, 1, Type.BOOLEAN, false, () -> new Truths((yes, no) -> yes == 1));
        add(shapes, "mode", 1, 1, Type.UNKNOWN, false, Mode::new);
        add(shapes, "object_agg", 2, 2, Type.OBJECT, false, Members::new);
        return Collections.unmodifiableMap(shapes);
    }

    private Aggregates() {}

    private static void add(
            Map<String, Shape> shapes,
            String names,
            int least,
            int most,
            Type type,
            boolean ordered,
            Supplier<Accumulator> start) {
        String[] all = names.split(" ", -1);
        for (String name : all) {
            shapes.put(name, new Shape("snowflake:" + all[0], least, most, type, ordered, start));
        }
    }

    static Optional<Shape> find(String name) {
        return Optional.ofNullable(SHAPES.get(name));
    }

    /** Each function, over all values and over each value once, and the functions of windows. */
    static List<AggregateEntry> entries() {
        var all = new LinkedHashMap<String, AggregateEntry>();
        for (Shape shape : SHAPES.values()) {
            all.put(shape.entry(), new AggregateEntry(shape.entry(), () -> ordered(shape, false)));
            String distinct = shape.entry() + "_distinct";
            all.put(distinct, new AggregateEntry(distinct, () -> ordered(shape, true)));
        }
        all.put(WindowFunctions.ENTRY, new AggregateEntry(WindowFunctions.ENTRY, WindowFunctions::new));
        all.put("snowflake:rows", new AggregateEntry("snowflake:rows", Count::new));
        return List.copyOf(all.values());
    }

    /** An accumulator by its entry's name. */
    static Accumulator start(String entry, boolean distinct) {
        return SHAPES.values().stream()
                .filter(shape -> shape.entry().equals(entry))
                .findFirst()
                .map(shape -> ordered(shape, distinct))
                .orElseGet(Count::new);
    }

    private static Accumulator ordered(Shape shape, boolean distinct) {
        Accumulator plain = shape.start().get();
        Accumulator once = distinct ? new Distinct(plain) : plain;
        return shape.ordered() ? new Ordered(once) : once;
    }

    /** Takes each combination of arguments once. */
    private static final class Distinct implements Accumulator {
        private final Accumulator inner;
        private final Set<List<Value>> seen = new HashSet<>();

        Distinct(Accumulator inner) {
            this.inner = inner;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            if (arguments.stream().noneMatch(Value::isAbsent) && seen.add(List.copyOf(arguments))) {
                inner.add(arguments, time);
            }
        }

        @Override
        public Value result() {
            return inner.result();
        }
    }

    /** Gives its rows on in an order: the first argument is how each of the last ones is ordered, none for the rows' order. */
    private static final class Ordered implements Accumulator {
        private record Row(List<Value> arguments, List<Value> keys, long time) {}

        private final Accumulator inner;
        private final List<Row> rows = new ArrayList<>();
        private List<Value> directions = List.of();

        Ordered(Accumulator inner) {
            this.inner = inner;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            directions = Functions.elements(arguments.get(0));
            int keys = directions.size();
            List<Value> rest = arguments.subList(1, arguments.size());
            List<Value> values = Functions.copy(rest.subList(0, rest.size() - keys));
            if (keys == 0) {
                inner.add(values, time);
            } else if (rows.size() < MOST_ELEMENTS) {
                rows.add(new Row(values, Functions.copy(rest.subList(rest.size() - keys, rest.size())), time));
            }
        }

        @Override
        public Value result() {
            rows.sort((a, b) -> Directions.compare(a.keys(), b.keys(), directions));
            rows.forEach(row -> inner.add(row.arguments(), row.time()));
            rows.clear();
            return inner.result();
        }
    }

    private static final class Count implements Accumulator {
        private long rows;

        @Override
        public void add(List<Value> arguments, long time) {
            if (arguments.stream().noneMatch(Value::isAbsent)) {
                rows++;
            }
        }

        @Override
        public Value result() {
            return Values.of(rows);
        }
    }

    private static final class CountIf implements Accumulator {
        private long rows;

        @Override
        public void add(List<Value> arguments, long time) {
            rows += arguments.get(0).equals(Values.TRUE) ? 1 : 0;
        }

        @Override
        public Value result() {
            return Values.of(rows);
        }
    }

    private static final class Sum implements Accumulator {
        private final boolean average;
        private Value sum = Values.of(0);
        private long rows;

        Sum(boolean average) {
            this.average = average;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            Value value = arguments.get(0);
            if (!value.isAbsent() && !(sum instanceof Value.Failure)) {
                sum = value instanceof Value.Failure ? value : Numbers.compute(sum, value, Math::addExact, Double::sum);
                rows++;
            }
        }

        @Override
        public Value result() {
            if (rows == 0) {
                return Values.NULL;
            }
            return average ? Numbers.divide(sum, Values.of(rows)) : sum;
        }
    }

    /** The least or greatest value; or, of the row with the least or greatest second argument, the first. */
    private static final class Extreme implements Accumulator {
        private final int sign;
        private final boolean other;
        private Value best = Values.NULL;
        private Value chosen = Values.NULL;

        Extreme(int sign, boolean other) {
            this.sign = sign;
            this.other = other;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            Value value = arguments.get(other ? 1 : 0);
            if (!value.isAbsent() && (best.isAbsent() || Order.compare(value, best) * sign > 0)) {
                best = value;
                chosen = arguments.get(0);
            }
        }

        @Override
        public Value result() {
            return chosen;
        }
    }

    private static final class Any implements Accumulator {
        private Value first = Values.NULL;

        @Override
        public void add(List<Value> arguments, long time) {
            if (first.isAbsent()) {
                first = arguments.get(0);
            }
        }

        @Override
        public Value result() {
            return first;
        }
    }

    private static final class Elements implements Accumulator {
        private final List<Value> elements = new ArrayList<>();

        @Override
        public void add(List<Value> arguments, long time) {
            if (!arguments.get(0).isAbsent() && elements.size() < MOST_ELEMENTS) {
                elements.add(arguments.get(0));
            }
        }

        @Override
        public Value result() {
            return Values.listOf(elements);
        }
    }

    private static final class Texts implements Accumulator {
        private final StringBuilder text = new StringBuilder();
        private boolean begun;

        @Override
        public void add(List<Value> arguments, long time) {
            if (arguments.get(0).isAbsent() || text.length() > MOST_ELEMENTS) {
                return;
            }
            if (begun && arguments.size() > 1) {
                text.append(arguments.get(1).asText());
            }
            begun = true;
            text.append(Times.text(arguments.get(0)));
        }

        @Override
        public Value result() {
            return Values.of(text.toString());
        }
    }

    /** A value so far along the ordered values; its first argument, or else its second, says how far. */
    private static final class Percentile implements Accumulator {
        private final boolean between;
        private final boolean middle;
        private final List<Double> values = new ArrayList<>();
        private double part = 0.5;

        Percentile(boolean between, boolean middle) {
            this.between = between;
            this.middle = middle;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            Numbers.tried(arguments.get(0)).ifPresent(value -> {
                if (values.size() < MOST_ELEMENTS) {
                    values.add(value);
                }
            });
            if (!middle && arguments.size() > 1) {
                part = Numbers.tried(arguments.get(1)).orElse(0.5);
            }
        }

        @Override
        public Value result() {
            if (values.isEmpty()) {
                return Values.NULL;
            }
            values.sort(Double::compare);
            double place = Math.max(0, Math.min(1, part)) * (values.size() - 1);
            if (!between) {
                int index = (int) Math.ceil(Math.max(0, Math.min(1, part)) * values.size()) - 1;
                return Numbers.plain(values.get(Math.max(0, index)));
            }
            int low = (int) Math.floor(place);
            int high = (int) Math.ceil(place);
            return Numbers.plain(values.get(low) + (values.get(high) - values.get(low)) * (place - low));
        }
    }

    private static final class Deviation implements Accumulator {
        private final int less;
        private final boolean root;
        private long count;
        private double mean;
        private double squares;

        Deviation(int less, boolean root) {
            this.less = less;
            this.root = root;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            Numbers.tried(arguments.get(0)).ifPresent(value -> {
                count++;
                double distance = value - mean;
                mean += distance / count;
                squares += distance * (value - mean);
            });
        }

        @Override
        public Value result() {
            if (count <= less) {
                return Values.NULL;
            }
            double variance = squares / (count - less);
            return Numbers.plain(root ? Math.sqrt(variance) : variance);
        }
    }

    private static final class Truths implements Accumulator {
        /** What the numbers of true and of false values give. */
        interface Verdict {
            boolean of(long yes, long no);
        }

        private final Verdict verdict;
        private long yes;
        private long no;

        Truths(Verdict verdict) {
            this.verdict = verdict;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            if (arguments.get(0) instanceof Value.Bool bool) {
                yes += bool.value() ? 1 : 0;
                no += bool.value() ? 0 : 1;
            }
        }

        @Override
        public Value result() {
            return yes + no == 0 ? Values.NULL : Values.of(verdict.of(yes, no));
        }
    }

    private static final class Mode implements Accumulator {
        private final Map<Value, Integer> counts = new LinkedHashMap<>();

        @Override
        public void add(List<Value> arguments, long time) {
            if (!arguments.get(0).isAbsent()) {
                counts.merge(arguments.get(0), 1, Integer::sum);
            }
        }

        @Override
        public Value result() {
            Value best = Values.NULL;
            for (Map.Entry<Value, Integer> entry : counts.entrySet()) {
                if (best.isAbsent() || entry.getValue() > counts.getOrDefault(best, 0)) {
                    best = entry.getKey();
                }
            }
            return best;
        }
    }

    private static final class Members implements Accumulator {
        private final Map<String, Value> members = new HashMap<>();

        @Override
        public void add(List<Value> arguments, long time) {
            if (!arguments.get(0).isAbsent() && !arguments.get(1).isAbsent()) {
                members.put(Times.text(arguments.get(0)), arguments.get(1));
            }
        }

        @Override
        public Value result() {
            return Values.objectOf(new TreeMap<>(members));
        }
    }
}

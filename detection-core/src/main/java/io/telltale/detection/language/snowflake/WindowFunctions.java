package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.AggregateEntry.Accumulator;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Computes a function of a window for all rows of a partition at once: gathers them, orders them, and answers the list of
 * what each row gets, in the order in which the rows came. The first argument says which function, over which frame; then
 * come the function's own arguments, then the keys of the order.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions-window">window functions</a>
 */
final class WindowFunctions implements Accumulator {
    static final String ENTRY = "snowflake:over";

    /** Steps that the frames of one partition may take together. */
    private static final long MOST_STEPS = 50_000_000;

    /** A function of windows only: how many arguments it takes, and what it gives; no type means its first argument's. */
    record Shape(int least, int most, Optional<Type> type) {}

    /** As queries call them. */
    static final Map<String, Shape> SHAPES = Collections.unmodifiableMap(new TreeMap<>(Map.ofEntries(
            Map.entry("row_number", new Shape(0, 0, Optional.of(Type.NUMBER))),
            Map.entry("rank", new Shape(0, 0, Optional.of(Type.NUMBER))),
            Map.entry("dense_rank", new Shape(0, 0, Optional.of(Type.NUMBER))),
            Map.entry("percent_rank", new Shape(0, 0, Optional.of(Type.NUMBER))),
            Map.entry("cume_dist", new Shape(0, 0, Optional.of(Type.NUMBER))),
            Map.entry("ntile", new Shape(1, 1, Optional.of(Type.NUMBER))),
            Map.entry("lag", new Shape(1, 3, Optional.empty())),
            Map.entry("lead", new Shape(1, 3, Optional.empty())),
            Map.entry("first_value", new Shape(1, 1, Optional.empty())),
            Map.entry("last_value", new Shape(1, 1, Optional.empty())),
            Map.entry("nth_value", new Shape(2, 2, Optional.empty())),
            Map.entry("ratio_to_report", new Shape(1, 1, Optional.of(Type.NUMBER))),
            Map.entry("conditional_change_event", new Shape(1, 1, Optional.of(Type.NUMBER))),
            Map.entry("conditional_true_event", new Shape(1, 1, Optional.of(Type.NUMBER))))));

    /**
     * What a window is told.
     *
     * @param entry of an aggregate, its entry; else empty
     * @param order how each key of the order is ordered
     */
    private record Spec(
            String function,
            String entry,
            boolean distinct,
            boolean ignoreNulls,
            boolean range,
            long from,
            long to,
            List<Value> order) {}

    private record Row(int number, List<Value> arguments, List<Value> keys, long time) {}

    private final List<Row> rows = new ArrayList<>();
    private Optional<Spec> spec = Optional.empty();

    static boolean isRanking(String function) {
        return SHAPES.containsKey(function);
    }

    /** The constant that tells a window what it is. */
    static Value spec(
            String function, String entry, boolean distinct, boolean ignoreNulls, Syntax.Frame frame, Value order) {
        var members = new java.util.LinkedHashMap<String, Value>();
        members.put("function", Values.of(function));
        if (!entry.isEmpty()) {
            members.put("aggregate", Values.of(entry));
        }
        if (distinct) {
            members.put("distinct", Values.TRUE);
        }
        if (ignoreNulls) {
            members.put("ignoreNulls", Values.TRUE);
        }
        members.put(frame.range() ? "range" : "rows", Values.listOf(List.of(bound(frame.from()), bound(frame.to()))));
        members.put("order", order);
        return Values.objectOf(members);
    }

    private static Value bound(long offset) {
        return Math.abs(offset) == Syntax.Frame.UNBOUNDED ? Values.of("unbounded") : Values.of(offset);
    }

    private static Spec read(Value value) {
        Value.ObjectOf object = (Value.ObjectOf) value;
        boolean range = object.get("range") instanceof Value.ListOf;
        List<Value> bounds = Functions.elements(object.get(range ? "range" : "rows"));
        return new Spec(
                object.get("function").asText(),
                object.get("aggregate").asText(),
                object.get("distinct").equals(Values.TRUE),
                object.get("ignoreNulls").equals(Values.TRUE),
                range,
                bounds.get(0) instanceof Value.Int from ? from.value() : -Syntax.Frame.UNBOUNDED,
                bounds.get(1) instanceof Value.Int to ? to.value() : Syntax.Frame.UNBOUNDED,
                Functions.elements(object.get("order")));
    }

    @Override
    public void add(List<Value> arguments, long time) {
        if (spec.isEmpty()) {
            spec = Optional.of(read(arguments.get(0)));
        }
        int keys = spec.get().order().size();
        int values = arguments.size() - keys;
        rows.add(new Row(
                rows.size(),
                Functions.copy(arguments.subList(1, values)),
                Functions.copy(arguments.subList(values, arguments.size())),
                time));
    }

    @Override
    public Value result() {
        if (spec.isEmpty()) {
            return Values.listOf(List.of());
        }
        var sorted = new ArrayList<>(rows);
        sorted.sort((a, b) -> Directions.compare(a.keys(), b.keys(), spec.get().order()));
        List<Value> results = new Partition(spec.get(), sorted).compute();
        var inOrder = new ArrayList<Value>(Collections.nCopies(rows.size(), Values.NULL));
        for (int i = 0; i < sorted.size(); i++) {
            inOrder.set(sorted.get(i).number(), results.get(i));
        }
        return Values.listOf(inOrder);
    }

    /** The ordered rows of a partition. */
    private static final class Partition {
        private final Spec spec;
        private final List<Row> rows;
        private final int size;
        private long steps;

        Partition(Spec spec, List<Row> rows) {
            this.spec = spec;
            this.rows = rows;
            this.size = rows.size();
        }

        List<Value> compute() {
            return switch (spec.function()) {
                case "row_number", "rank", "dense_rank", "percent_rank", "cume_dist" -> ranks();
                case "ntile" -> tiles();
                case "lag" -> neighbours(-1);
                case "lead" -> neighbours(1);
                case "first_value", "last_value", "nth_value" -> nth();
                case "ratio_to_report" -> ratios();
                case "conditional_change_event", "conditional_true_event" -> changes();
                default -> aggregates();
            };
        }

        private boolean arePeers(int a, int b) {
            return Directions.compare(rows.get(a).keys(), rows.get(b).keys(), spec.order()) == 0;
        }

        private Value argument(int row, int index) {
            List<Value> arguments = rows.get(row).arguments();
            return index < arguments.size() ? arguments.get(index) : Values.MISSING;
        }

        private List<Value> ranks() {
            var out = new ArrayList<Value>();
            int first = 0;
            int distinct = 0;
            for (int i = 0; i < size; i++) {
                if (i == 0 || !arePeers(i - 1, i)) {
                    first = i;
                    distinct++;
                }
                out.add(
                        switch (spec.function()) {
                            case "row_number" -> Values.of(i + 1);
                            case "rank" -> Values.of(first + 1);
                            case "dense_rank" -> Values.of(distinct);
                            case "percent_rank" ->
                                size == 1 ? Values.of(0) : Numbers.plain((double) first / (size - 1));
                            default -> Numbers.plain((double) (lastPeer(i) + 1) / size);
                        });
            }
            return out;
        }

        private int lastPeer(int row) {
            int last = row;
            while (last + 1 < size && arePeers(row, last + 1)) {
                last++;
                steps++;
                if (steps > MOST_STEPS) {
                    return last;
                }
            }
            return last;
        }

        private List<Value> tiles() {
            var out = new ArrayList<Value>();
            for (int i = 0; i < size; i++) {
                long tiles = Math.max(1, (long) Numbers.tried(argument(i, 0)).orElse(1));
                long small = size / tiles;
                long large = size % tiles;
                long inLarge = large * (small + 1);
                out.add(Values.of(
                        i < inLarge ? i / (small + 1) + 1 : large + (small == 0 ? 0 : (i - inLarge) / small) + 1));
            }
            return out;
        }

        private List<Value> neighbours(int direction) {
            var out = new ArrayList<Value>();
            for (int i = 0; i < size; i++) {
                long offset = argument(i, 1) instanceof Value.Int given ? given.value() : 1;
                long place = neighbour(i, offset * direction);
                Value otherwise = argument(i, 2) instanceof Value.Missing ? Values.NULL : argument(i, 2);
                out.add(place < 0 || place >= size ? otherwise : argument((int) place, 0));
            }
            return out;
        }

        private long neighbour(int row, long offset) {
            if (!spec.ignoreNulls()) {
                return row + offset;
            }
            long place = row;
            for (long left = Math.abs(offset); left > 0; ) {
                place += Long.signum(offset);
                if (place < 0 || place >= size || steps++ > MOST_STEPS) {
                    return -1;
                }
                left -= argument((int) place, 0).isAbsent() ? 0 : 1;
            }
            return place;
        }

        private List<Value> nth() {
            var out = new ArrayList<Value>();
            for (int i = 0; i < size; i++) {
                int start = start(i);
                int end = end(i);
                boolean last = spec.function().equals("last_value");
                long wanted = spec.function().equals("nth_value")
                        ? (long) Numbers.tried(argument(i, 1)).orElse(1)
                        : 1;
                Value found = Values.NULL;
                for (int place = last ? end : start; place >= start && place <= end; place += last ? -1 : 1) {
                    boolean counts = !spec.ignoreNulls() || !argument(place, 0).isAbsent();
                    if (counts && --wanted == 0) {
                        found = argument(place, 0);
                        break;
                    }
                    if (steps++ > MOST_STEPS) {
                        found = Values.failure("windows of too many rows");
                        break;
                    }
                }
                out.add(found);
            }
            return out;
        }

        private List<Value> ratios() {
            double sum = rows.stream()
                    .mapToDouble(row -> Numbers.tried(row.arguments().get(0)).orElse(0))
                    .sum();
            return rows.stream()
                    .map(row -> row.arguments().get(0).isAbsent() || sum == 0
                            ? Values.NULL
                            : Numbers.plain(
                                    Numbers.tried(row.arguments().get(0)).orElse(0) / sum))
                    .toList();
        }

        private List<Value> changes() {
            var out = new ArrayList<Value>();
            long events = 0;
            for (int i = 0; i < size; i++) {
                Value value = argument(i, 0);
                boolean happens = spec.function().equals("conditional_true_event")
                        ? value.equals(Values.TRUE)
                        : i > 0
                                && !value.isAbsent()
                                && !argument(i - 1, 0).isAbsent()
                                && Order.compare(value, argument(i - 1, 0)) != 0;
                events += happens ? 1 : 0;
                out.add(Values.of(events));
            }
            return out;
        }

        private List<Value> aggregates() {
            var out = new ArrayList<Value>();
            boolean growing = spec.from() == -Syntax.Frame.UNBOUNDED;
            Accumulator soFar = fresh();
            int taken = 0;
            for (int i = 0; i < size; i++) {
                int end = end(i);
                if (growing) {
                    for (; taken <= end; taken++) {
                        soFar.add(rows.get(taken).arguments(), rows.get(taken).time());
                    }
                    boolean same = i > 0 && end == end(i - 1);
                    out.add(same ? out.get(i - 1) : soFar.result());
                    continue;
                }
                Accumulator frame = fresh();
                int start = start(i);
                steps += Math.max(0, end - start + 1);
                if (steps > MOST_STEPS) {
                    out.add(Values.failure("windows of too many rows"));
                    continue;
                }
                for (int place = start; place <= end; place++) {
                    frame.add(rows.get(place).arguments(), rows.get(place).time());
                }
                out.add(frame.result());
            }
            return out;
        }

        private Accumulator fresh() {
            return Aggregates.start(spec.entry(), spec.distinct());
        }

        /** The first row of a row's frame. */
        private int start(int row) {
            if (spec.from() == -Syntax.Frame.UNBOUNDED) {
                return 0;
            }
            if (!spec.range()) {
                return (int) Math.max(0, Math.min(size, row + spec.from()));
            }
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (distance(row, middle) < spec.from()) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /** The last row of a row's frame; before the first where there is none. */
        private int end(int row) {
            if (spec.to() == Syntax.Frame.UNBOUNDED) {
                return size - 1;
            }
            if (!spec.range()) {
                return (int) Math.max(-1, Math.min(size - 1, row + spec.to()));
            }
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                boolean inside = spec.to() == 0
                        ? Directions.compare(
                                        rows.get(middle).keys(), rows.get(row).keys(), spec.order())
                                <= 0
                        : distance(row, middle) <= spec.to();
                if (inside) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }

        /** How far another row lies behind a row, by the first key of the order; times in milliseconds. */
        private double distance(int row, int other) {
            if (spec.order().isEmpty()) {
                return 0;
            }
            Value a = rows.get(row).keys().get(0);
            Value b = rows.get(other).keys().get(0);
            boolean descending = spec.order().get(0).asText().startsWith("desc");
            if (a.isAbsent() || b.isAbsent()) {
                return a.isAbsent() == b.isAbsent() ? 0 : other < row ? -Double.MAX_VALUE : Double.MAX_VALUE;
            }
            double between = measure(b) - measure(a);
            return descending ? -between : between;
        }

        private static double measure(Value value) {
            return value instanceof Value.Time time
                    ? time.value().toEpochMilli()
                    : Numbers.tried(value).orElse(0);
        }
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.AggregateEntry.Accumulator;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The aggregate functions; all but count pass over null. */
final class KustoAggregates {
    /**
     * An aggregate as a query calls it.
     *
     * @param entry what computes it, without the language's prefix
     * @param conditional whether its last argument is a condition
     * @param prefix what its column is called when it is given no name
     */
    record Shape(String entry, boolean conditional, String prefix) {}

    /** Sets and lists hold this many elements at the most, as Kusto's do. */
    private static final int MOST_ELEMENTS = 1_048_576;

    static final Map<String, Shape> SHAPES = Map.ofEntries(
            Map.entry("count", new Shape("count", false, "count")),
            Map.entry("countif", new Shape("count", true, "countif")),
            Map.entry("dcount", new Shape("dcount", false, "dcount")),
            Map.entry("count_distinct", new Shape("dcount", false, "count_distinct")),
            Map.entry("dcountif", new Shape("dcount", true, "dcountif")),
            Map.entry("sum", new Shape("sum", false, "sum")),
            Map.entry("sumif", new Shape("sum", true, "sumif")),
            Map.entry("avg", new Shape("avg", false, "avg")),
            Map.entry("avgif", new Shape("avg", true, "avgif")),
            Map.entry("min", new Shape("min", false, "min")),
            Map.entry("minif", new Shape("min", true, "minif")),
            Map.entry("max", new Shape("max", false, "max")),
            Map.entry("maxif", new Shape("max", true, "maxif")),
            Map.entry("make_set", new Shape("make_set", false, "set")),
            Map.entry("makeset", new Shape("make_set", false, "set")),
            Map.entry("make_set_if", new Shape("make_set", true, "set")),
            Map.entry("make_list", new Shape("make_list", false, "list")),
            Map.entry("makelist", new Shape("make_list", false, "list")),
            Map.entry("make_list_if", new Shape("make_list", true, "list")),
            Map.entry("take_any", new Shape("take_any", false, "any")),
            Map.entry("any", new Shape("any", false, "any")),
            Map.entry("take_anyif", new Shape("take_any", true, "any")),
            Map.entry("anyif", new Shape("any", true, "anyif")),
            Map.entry("arg_max", new Shape("arg_max", false, "max")),
            Map.entry("arg_min", new Shape("arg_min", false, "min")),
            Map.entry("count_distinctif", new Shape("dcount", true, "count_distinctif")),
            Map.entry("min_if", new Shape("min", true, "minif")),
            Map.entry("make_bag", new Shape("make_bag", false, "bag")),
            Map.entry("make_dictionary", new Shape("make_bag", false, "dictionary")),
            Map.entry("make_bag_if", new Shape("make_bag", true, "bag")),
            Map.entry("make_list_with_nulls", new Shape("make_list_with_nulls", false, "list")),
            Map.entry("percentile", new Shape("percentile", false, "percentile")),
            Map.entry("percentiles", new Shape("percentile", false, "percentile")),
            Map.entry("stdev", new Shape("stdev", false, "stdev")),
            Map.entry("stdevif", new Shape("stdev", true, "stdevif")),
            Map.entry("stdevp", new Shape("stdevp", false, "stdevp")),
            Map.entry("variance", new Shape("variance", false, "variance")),
            Map.entry("varianceif", new Shape("variance", true, "varianceif")),
            Map.entry("variancep", new Shape("variancep", false, "variancep")),
            Map.entry("variancepif", new Shape("variancep", true, "variancepif")),
            Map.entry("percentilew", new Shape("percentilew", false, "percentile")),
            Map.entry("percentilesw", new Shape("percentilew", false, "percentile")),
            Map.entry("percentiles_array", new Shape("percentiles_array", false, "percentile")),
            Map.entry("percentilesw_array", new Shape("percentilesw_array", false, "percentile")),
            Map.entry("covariance", new Shape("covariance", false, "covariance")),
            Map.entry("covarianceif", new Shape("covariance", true, "covarianceif")),
            Map.entry("covariancep", new Shape("covariancep", false, "covariancep")),
            Map.entry("covariancepif", new Shape("covariancep", true, "covariancepif")),
            Map.entry("hll", new Shape("hll", false, "hll")),
            Map.entry("hll_if", new Shape("hll", true, "hll_if")),
            Map.entry("hll_merge", new Shape("hll_merge", false, "hll_merge")),
            Map.entry("tdigest", new Shape("tdigest", false, "tdigest")),
            Map.entry("tdigest_merge", new Shape("tdigest_merge", false, "merge_tdigests")),
            Map.entry("merge_tdigest", new Shape("tdigest_merge", false, "merge_tdigests")),
            Map.entry("binary_all_and", new Shape("binary_all_and", false, "binary_all_and")),
            Map.entry("binary_all_or", new Shape("binary_all_or", false, "binary_all_or")),
            Map.entry("binary_all_xor", new Shape("binary_all_xor", false, "binary_all_xor")));

    /** Aggregates that are known and have no meaning here. */
    static final Set<String> KNOWN = Set.of("buildschema");

    private KustoAggregates() {}

    static boolean isAggregate(String function) {
        return SHAPES.containsKey(function);
    }

    static Optional<Shape> shape(String function) {
        return Optional.ofNullable(SHAPES.get(function));
    }

    static List<AggregateEntry> entries() {
        var all = new ArrayList<>(List.of(
                entry("count", Count::new),
                entry("dcount", Distinct::new),
                entry("sum", () -> new Sum(false)),
                entry("avg", () -> new Sum(true)),
                entry("min", () -> new Extreme(-1, false)),
                entry("max", () -> new Extreme(1, false)),
                entry("arg_min", () -> new Extreme(-1, true)),
                entry("arg_max", () -> new Extreme(1, true)),
                entry("take_any", () -> new Any(true)),
                entry("first", () -> new Any(false)),
                entry("make_set", () -> new Elements(new LinkedHashSet<>(), true)),
                entry("make_list", () -> new Elements(new ArrayList<>(), false)),
                // A sketch is all that it stands for here, so that what is read from it is exact.
                entry("hll", () -> new Elements(new LinkedHashSet<>(), false)),
                entry("hll_merge", () -> new Elements(new LinkedHashSet<>(), true)),
                entry("tdigest", () -> new Elements(new ArrayList<>(), false)),
                entry("tdigest_merge", () -> new Elements(new ArrayList<>(), true))));
        all.addAll(KustoStatistics.entries());
        all.addAll(KustoRunning.entries());
        return List.copyOf(all);
    }

    static AggregateEntry entry(String name, Supplier<Accumulator> start) {
        return new AggregateEntry("kusto:" + name, start);
    }

    private static final class Count implements Accumulator {
        private long rows;

        @Override
        public void add(List<Value> arguments, long time) {
            rows++;
        }

        @Override
        public Value result() {
            return Values.of(rows);
        }
    }

    private static final class Distinct implements Accumulator {
        private final LinkedHashSet<Value> seen = new LinkedHashSet<>();

        @Override
        public void add(List<Value> arguments, long time) {
            if (!arguments.get(0).isAbsent()) {
                seen.add(arguments.get(0));
            }
        }

        @Override
        public Value result() {
            return Values.of((long) seen.size());
        }
    }

    private static final class Sum implements Accumulator {
        private final boolean average;
        private long whole;
        private double decimal;
        private Value spans = Values.of(Duration.ZERO);
        private long rows;
        private boolean decimals;
        private boolean durations;

        Sum(boolean average) {
            this.average = average;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            Value value = arguments.get(0);
            if (value instanceof Value.Int number) {
                whole += number.value();
                decimal += number.value();
                rows++;
            } else if (value instanceof Value.Decimal number) {
                decimals = true;
                decimal += number.value();
                rows++;
            } else if (value instanceof Value.Span span) {
                durations = true;
                Value before = spans;
                spans = KustoNumbers.total(() -> KustoNumbers.sum(before, span, 1));
                rows++;
            }
        }

        @Override
        public Value result() {
            if (average && rows == 0) {
                return Values.NULL;
            }
            if (durations) {
                return average && spans instanceof Value.Span total
                        ? Values.of(total.value().dividedBy(rows))
                        : spans;
            }
            if (average) {
                return Values.of(decimal / rows);
            }
            return decimals ? Values.of(decimal) : Values.of(whole);
        }
    }

    /** The smallest or largest first argument; or, of the row that has it, the second. */
    private static final class Extreme implements Accumulator {
        private final int sign;
        private final boolean other;
        private Value best = Values.NULL;
        private Value chosen = Values.NULL;
        private boolean first = true;

        Extreme(int sign, boolean other) {
            this.sign = sign;
            this.other = other;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            Value value = arguments.get(0);
            boolean better = !value.isAbsent() && (best.isAbsent() || KustoValues.compare(value, best) * sign > 0);
            // Where no row has a value to compare by, the first one is taken.
            if (better || first) {
                best = value;
                chosen = other ? arguments.get(1) : value;
                first = false;
            }
        }

        @Override
        public Value result() {
            return chosen;
        }
    }

    /** The first row's value, or the first that is neither null nor the empty text. */
    private static final class Any implements Accumulator {
        private final boolean choosy;
        private Value first = Values.NULL;
        private boolean taken;

        Any(boolean choosy) {
            this.choosy = choosy;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            Value value = arguments.get(0);
            boolean better = choosy && KustoValues.text(first).isEmpty();
            if (!taken || (better && !KustoValues.text(value).isEmpty())) {
                first = value;
                taken = true;
            }
        }

        @Override
        public Value result() {
            return first;
        }
    }

    /** A set, to which a list brings its elements, or a list; the second argument says how many elements it may have. */
    private static final class Elements implements Accumulator {
        private final Collection<Value> elements;
        private final boolean flat;

        Elements(Collection<Value> elements, boolean flat) {
            this.elements = elements;
            this.flat = flat;
        }

        @Override
        public void add(List<Value> arguments, long time) {
            long most = arguments.size() > 1 && arguments.get(1) instanceof Value.Int number
                    ? Math.min(number.value(), MOST_ELEMENTS)
                    : MOST_ELEMENTS;
            if (flat && arguments.get(0) instanceof Value.ListOf list) {
                list.elements().forEach(element -> add(element, most));
            } else {
                add(arguments.get(0), most);
            }
        }

        private void add(Value element, long most) {
            if (!element.isAbsent() && elements.size() < most) {
                elements.add(element);
            }
        }

        @Override
        public Value result() {
            return Values.listOf(List.copyOf(elements));
        }
    }
}

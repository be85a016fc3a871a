package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoValues.isNumber;
import static io.telltale.detection.language.kusto.KustoValues.number;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** Functions over series, which are lists of numbers; what is no number, or not there, gives null in its place. */
final class KustoSeries {
    private static final int MOST = 1_048_576;

    private static final Map<String, DoubleUnaryOperator> EACH = Map.of(
            "exp", Math::exp,
            "log", Math::log,
            "sin", Math::sin,
            "cos", Math::cos,
            "tan", Math::tan,
            "asin", Math::asin,
            "acos", Math::acos,
            "atan", Math::atan,
            "floor", Math::floor,
            "ceiling", Math::ceil);

    interface Pair {
        Value of(Value one, Value other);
    }

    private KustoSeries() {}

    static void addTo(List<FunctionEntry> all) {
        EACH.forEach((name, operator) -> add(all, "series_" + name, (in, context) -> each(in.get(0), operator)));
        add(all, "series_abs", (in, context) -> mapped(in.get(0), value -> KustoNumbers.absolute(value)));
        add(
                all,
                "series_sign",
                (in, context) -> mapped(in.get(0), value -> Values.of((long) Math.signum(number(value)))));
        pairs(all, "add", (a, b) -> KustoNumbers.sum(a, b, 1));
        pairs(all, "subtract", (a, b) -> KustoNumbers.sum(a, b, -1));
        pairs(all, "multiply", KustoNumbers::product);
        pairs(all, "divide", (a, b) -> Values.of(number(a) / number(b)));
        pairs(all, "pow", (a, b) -> Values.of(Math.pow(number(a), number(b))));
        pairs(all, "greater", (a, b) -> Values.of(number(a) > number(b)));
        pairs(all, "greater_equals", (a, b) -> Values.of(number(a) >= number(b)));
        pairs(all, "less", (a, b) -> Values.of(number(a) < number(b)));
        pairs(all, "less_equals", (a, b) -> Values.of(number(a) <= number(b)));
        pairs(all, "equals", (a, b) -> Values.of(number(a) == number(b)));
        pairs(all, "not_equals", (a, b) -> Values.of(number(a) != number(b)));
        add(all, "series_sum", (in, context) -> folded(in.get(0), Values.of(0L), (a, b) -> KustoNumbers.sum(a, b, 1)));
        add(all, "series_product", (in, context) -> folded(in.get(0), Values.of(1L), KustoNumbers::product));
        add(all, "series_dot_product", (in, context) -> dot(in.get(0), in.get(1)));
        add(all, "series_magnitude", (in, context) -> root(dot(in.get(0), in.get(0))));
        add(all, "series_cosine_similarity", (in, context) -> cosine(in.get(0), in.get(1)));
        KustoSeriesStatistics.addTo(all);
        KustoDecompositions.addTo(all);
        add(all, "series_fill_const", (in, context) -> KustoSeriesFills.constant(in));
        add(all, "series_fill_forward", (in, context) -> KustoSeriesFills.from(in, false));
        add(all, "series_fill_backward", (in, context) -> KustoSeriesFills.from(in, true));
        add(all, "series_fill_linear", (in, context) -> KustoSeriesFills.linear(in));
        add(all, "series_fir", (in, context) -> finite(in));
        add(all, "series_iir", (in, context) -> infinite(in));
        add(all, "made_series", (in, context) -> made(in));
    }

    private static void pairs(List<FunctionEntry> all, String name, Pair pair) {
        add(all, "series_" + name, (in, context) -> paired(in.get(0), in.get(1), pair));
    }

    private interface Mapping {
        Value of(Value value);
    }

    private static Value mapped(Value series, Mapping mapping) {
        return series instanceof Value.ListOf list
                ? Values.listOf(list.elements().stream()
                        .map(value -> isNumber(value) ? mapping.of(value) : Values.NULL)
                        .toList())
                : Values.NULL;
    }

    private static Value each(Value series, DoubleUnaryOperator operator) {
        return mapped(series, value -> {
            double result = operator.applyAsDouble(number(value));
            return Double.isNaN(result) ? Values.NULL : Values.of(result);
        });
    }

    /** The operation on each place of two series, or of a series and a number that stands for one of its like. */
    private static Value paired(Value one, Value other, Pair pair) {
        if (!(one instanceof Value.ListOf) && !(other instanceof Value.ListOf)) {
            return Values.NULL;
        }
        int size = Math.max(size(one), size(other));
        var out = new ArrayList<Value>();
        for (int i = 0; i < size; i++) {
            Value a = at(one, i);
            Value b = at(other, i);
            out.add(isNumber(a) && isNumber(b) ? pair.of(a, b) : Values.NULL);
        }
        return Values.listOf(out);
    }

    private static int size(Value series) {
        return series instanceof Value.ListOf list ? list.elements().size() : 0;
    }

    static Value at(Value series, int index) {
        if (!(series instanceof Value.ListOf list)) {
            return series;
        }
        return index < list.elements().size() ? list.elements().get(index) : Values.NULL;
    }

    static Value folded(Value series, Value start, Pair pair) {
        Value result = start;
        for (int i = 0; i < size(series); i++) {
            Value next = at(series, i);
            if (!isNumber(next)) {
                return Values.NULL;
            }
            result = pair.of(result, next);
        }
        return series instanceof Value.ListOf ? result : Values.NULL;
    }

    private static Value dot(Value one, Value other) {
        return folded(paired(one, other, KustoNumbers::product), Values.of(0L), (a, b) -> KustoNumbers.sum(a, b, 1));
    }

    private static Value root(Value value) {
        return isNumber(value) ? Values.of(Math.sqrt(number(value))) : Values.NULL;
    }

    private static Value cosine(Value one, Value other) {
        Value product = dot(one, other);
        Value lengths = KustoNumbers.product(root(dot(one, one)), root(dot(other, other)));
        return isNumber(product) && isNumber(lengths) ? Values.of(number(product) / number(lengths)) : Values.NULL;
    }

    /** {@code series_fir(series, filter [, normalize [, center]])}; what is before the series counts as 0. */
    private static Value finite(List<Value> in) {
        double[] x = KustoSeriesStatistics.numbers(in.get(0));
        double[] filter = KustoSeriesStatistics.numbers(in.get(1));
        double sum = 0;
        boolean negative = false;
        for (double one : filter) {
            sum += one;
            negative |= one < 0;
        }
        boolean told = in.size() > 2 && in.get(2) instanceof Value.Bool;
        boolean normalize = told ? in.get(2).equals(Values.TRUE) : !negative;
        if (x.length == 0 || filter.length == 0 || (normalize && negative)) {
            return Values.NULL;
        }
        int ahead = in.size() > 3 && in.get(3).equals(Values.TRUE) ? filter.length / 2 : 0;
        var out = new ArrayList<Value>();
        for (int i = 0; i < x.length; i++) {
            double total = 0;
            for (int k = 0; k < filter.length; k++) {
                int from = i + ahead - k;
                total += from >= 0 && from < x.length ? filter[k] * x[from] : 0;
            }
            out.add(Values.of(normalize ? total / sum : total));
        }
        return Values.listOf(out);
    }

    /** {@code series_iir(series, numerators, denominators)}, by its recursive formula. */
    private static Value infinite(List<Value> in) {
        double[] x = KustoSeriesStatistics.numbers(in.get(0));
        double[] b = KustoSeriesStatistics.numbers(in.get(1));
        double[] a = KustoSeriesStatistics.numbers(in.get(2));
        if (x.length == 0 || a.length == 0 || a[0] == 0) {
            return Values.NULL;
        }
        double[] y = new double[x.length];
        var out = new ArrayList<Value>();
        for (int i = 0; i < x.length; i++) {
            double total = 0;
            for (int k = 0; k < b.length && k <= i; k++) {
                total += b[k] * x[i - k];
            }
            for (int k = 1; k < a.length && k <= i; k++) {
                total -= a[k] * y[i - k];
            }
            y[i] = total / a[0];
            out.add(Values.of(y[i]));
        }
        return Values.listOf(out);
    }

    /**
     * A series of {@code make-series}: from the start, or the first place that there is, up to before the end, or the last
     * place. Arguments: the places, the values there, start, end, step, and what stands where there is no value; without
     * that, the places themselves.
     */
    private static Value made(List<Value> in) {
        var found = new TreeMap<Value, Value>(KustoValues::compare);
        for (int i = 0; i < size(in.get(0)); i++) {
            if (!at(in.get(0), i).isAbsent()) {
                found.put(at(in.get(0), i), at(in.get(1), i));
            }
        }
        Value at = !in.get(2).isAbsent() ? in.get(2) : found.isEmpty() ? Values.NULL : found.firstKey();
        Value end = in.get(3);
        Value last = found.isEmpty() ? Values.NULL : found.lastKey();
        var out = new ArrayList<Value>();
        while (!at.isAbsent() && out.size() < MOST) {
            boolean over = end.isAbsent()
                    ? last.isAbsent() || KustoValues.compare(at, last) > 0
                    : KustoValues.compare(at, end) >= 0;
            Value next = KustoNumbers.sum(at, in.get(4), 1);
            if (over || next.isAbsent() || KustoValues.compare(next, at) <= 0) {
                break;
            }
            Value there = found.getOrDefault(at, Values.MISSING);
            out.add(in.size() < 6 ? at : there instanceof Value.Missing ? in.get(5) : there);
            at = next;
        }
        return Values.listOf(
                out.stream().map(one -> one.isAbsent() ? Values.NULL : one).toList());
    }
}

package io.telltale.detection.language.esql;

import static io.telltale.detection.language.esql.EsqlAggregates.elements;
import static io.telltale.detection.language.esql.EsqlAggregates.several;
import static io.telltale.detection.language.esql.EsqlFunctions.add;
import static io.telltale.detection.language.esql.EsqlFunctions.shape;
import static io.telltale.detection.language.esql.EsqlFunctions.whole;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** ES|QL's functions over fields of several values. None is null, one is the value itself. */
final class EsqlMultivalues {
    private EsqlMultivalues() {}

    static void addTo(Map<String, EsqlFunctions.Shape> table) {
        add(table, over("mv_count", v -> Values.of((long) v.size())));
        add(table, over("mv_dedupe", v -> several(new LinkedHashSet<>(v))));
        add(table, over("mv_first", v -> v.get(0)));
        add(table, over("mv_last", v -> v.get(v.size() - 1)));
        add(table, over("mv_min", v -> EsqlAggregates.extreme(v, -1)));
        add(table, over("mv_max", v -> EsqlAggregates.extreme(v, 1)));
        add(table, over("mv_sum", EsqlAggregates::sum));
        add(table, over("mv_avg", v -> Values.of(EsqlAggregates.total(v) / v.size())));
        add(table, over("mv_median", EsqlMultivalues::median));
        add(table, over("mv_median_absolute_deviation", EsqlMultivalues::medianAbsoluteDeviation));
        add(table, shape(2, 2, "mv_percentile", EsqlMultivalues::percentile));
        add(table, shape(2, 2, "mv_pseries_weighted_sum", EsqlMultivalues::weightedSum));
        add(table, shape(2, 2, "mv_append", EsqlMultivalues::append));
        add(table, shape(2, 2, "mv_union", EsqlMultivalues::union));
        add(
                table,
                shape(
                        2,
                        2,
                        "mv_intersects",
                        a -> Values.of(!Collections.disjoint(elements(a.get(0)), new HashSet<>(elements(a.get(1)))))));
        add(
                table,
                shape(
                        2,
                        2,
                        "mv_contains",
                        a -> Values.of(new HashSet<>(elements(a.get(0))).containsAll(elements(a.get(1))))));
        add(table, shape(2, 2, "mv_intersection", a -> common(a, true)));
        add(table, shape(2, 2, "mv_difference", a -> common(a, false)));
        add(table, shape(2, 3, "mv_slice", EsqlMultivalues::slice));
        add(table, shape(1, 2, "mv_sort", EsqlMultivalues::sort));
        add(table, shape(2, 3, "mv_zip", EsqlMultivalues::zip));
    }

    private static EsqlFunctions.Shape over(String name, Function<List<Value>, Value> body) {
        return shape(1, 1, name, a -> {
            List<Value> values = elements(a.get(0));
            return values.isEmpty() ? Values.NULL : body.apply(values);
        });
    }

    /** Null where either side is. */
    private static Value append(List<Value> a) {
        List<Value> left = elements(a.get(0));
        List<Value> right = elements(a.get(1));
        if (left.isEmpty() || right.isEmpty()) {
            return Values.NULL;
        }
        var all = new ArrayList<>(left);
        all.addAll(right);
        return several(all);
    }

    private static Value union(List<Value> a) {
        var all = new LinkedHashSet<>(elements(a.get(0)));
        all.addAll(elements(a.get(1)));
        return several(all);
    }

    private static Value percentile(List<Value> a) {
        List<Value> values = elements(a.get(0));
        return wholeOf(
                values, EsqlAggregates.percentile(EsqlAggregates.numbers(values), EsqlAggregates.number(a.get(1))));
    }

    private static Value median(List<Value> values) {
        return wholeOf(values, EsqlAggregates.median(values));
    }

    private static Value medianAbsoluteDeviation(List<Value> values) {
        if (!areWhole(values) || !(median(values) instanceof Value.Int median)) {
            return EsqlAggregates.medianAbsoluteDeviation(values);
        }
        return median(values.stream()
                .map(v -> Values.of(Math.abs(((Value.Int) v).value() - median.value())))
                .toList());
    }

    private static boolean areWhole(List<Value> values) {
        return values.stream().allMatch(Value.Int.class::isInstance);
    }

    /** What is computed of whole numbers is whole, rounded down. */
    private static Value wholeOf(List<Value> values, Value result) {
        return areWhole(values) && result instanceof Value.Decimal decimal
                ? Values.of((long) Math.floor(decimal.value()))
                : result;
    }

    /** Each value divided by its place, counted from one, to the power of the second argument. */
    private static Value weightedSum(List<Value> a) {
        List<Value> values = elements(a.get(0));
        double power = EsqlAggregates.number(a.get(1));
        double sum = 0;
        for (int i = 0; i < values.size(); i++) {
            sum += EsqlAggregates.number(values.get(i)) / Math.pow(i + 1, power);
        }
        return values.isEmpty() || !Double.isFinite(sum) ? Values.NULL : Values.of(sum);
    }

    /** The values of the first that the second has, or that it does not have. */
    private static Value common(List<Value> a, boolean inBoth) {
        var second = new HashSet<>(elements(a.get(1)));
        var kept = new LinkedHashSet<>(elements(a.get(0)));
        kept.removeIf(v -> second.contains(v) != inBoth);
        return several(kept);
    }

    /** From a position counted from zero, negative from the end, to another of the same sign, which is inside. */
    private static Value slice(List<Value> a) {
        List<Value> values = elements(a.get(0));
        int size = values.size();
        long start = whole(a, 1, 0);
        long end = whole(a, 2, start);
        long from = Math.max(0, start < 0 ? start + size : start);
        long to = Math.min(size - 1L, end < 0 ? end + size : end);
        return start > end || (start < 0 && end >= 0) || from > to
                ? Values.NULL
                : several(values.subList((int) from, (int) to + 1));
    }

    private static Value sort(List<Value> a) {
        var values = new ArrayList<>(elements(a.get(0)));
        boolean descending = a.size() == 2 && a.get(1).asText().equalsIgnoreCase("desc");
        values.sort(descending ? (x, y) -> EsqlAggregates.compare(y, x) : EsqlAggregates::compare);
        return several(values);
    }

    private static Value zip(List<Value> a) {
        List<Value> left = elements(a.get(0));
        List<Value> right = elements(a.get(1));
        String delimiter = a.size() == 3 ? a.get(2).asText() : ",";
        var all = new ArrayList<Value>();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            if (i >= left.size() || i >= right.size()) {
                all.add(i < left.size() ? left.get(i) : right.get(i));
            } else {
                all.add(Values.of(
                        left.get(i).asText() + delimiter + right.get(i).asText()));
            }
        }
        return several(all);
    }
}

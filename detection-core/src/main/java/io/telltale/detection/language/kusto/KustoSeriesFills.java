package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Functions that fill the gaps of a series: the places that hold null, or what the caller says stands for it. */
final class KustoSeriesFills {
    private KustoSeriesFills() {}

    private static Value argument(List<Value> in, int at, Value otherwise) {
        return in.size() > at ? in.get(at) : otherwise;
    }

    private static boolean isGap(Value value, Value placeholder) {
        return value.isAbsent() || (!placeholder.isAbsent() && KustoValues.same(value, placeholder));
    }

    /** {@code series_fill_const(series, constant [, placeholder])}. */
    static Value constant(List<Value> in) {
        if (!(in.get(0) instanceof Value.ListOf list)) {
            return Values.NULL;
        }
        Value placeholder = argument(in, 2, Values.NULL);
        return Values.listOf(list.elements().stream()
                .map(value -> isGap(value, placeholder) ? in.get(1) : value)
                .toList());
    }

    /** {@code series_fill_forward(series [, placeholder])}, or backward: a gap takes the value before it, or behind it. */
    static Value from(List<Value> in, boolean backward) {
        if (!(in.get(0) instanceof Value.ListOf list)) {
            return Values.NULL;
        }
        Value placeholder = argument(in, 1, Values.NULL);
        var filled = new ArrayList<>(list.elements());
        if (backward) {
            Collections.reverse(filled);
        }
        for (int i = 1; i < filled.size(); i++) {
            if (isGap(filled.get(i), placeholder)) {
                filled.set(i, filled.get(i - 1));
            }
        }
        if (backward) {
            Collections.reverse(filled);
        }
        return Values.listOf(filled);
    }

    /** {@code series_fill_linear(series [, placeholder [, edges [, constant]]])}; whole numbers stay whole. */
    static Value linear(List<Value> in) {
        if (!(in.get(0) instanceof Value.ListOf list)) {
            return Values.NULL;
        }
        Value placeholder = argument(in, 1, Values.NULL);
        if (!list.elements().stream().allMatch(value -> isGap(value, placeholder) || KustoValues.isNumber(value))) {
            return Values.NULL;
        }
        boolean edges = !argument(in, 2, Values.TRUE).equals(Values.FALSE);
        var filled = new ArrayList<>(list.elements());
        boolean whole = filled.stream().allMatch(value -> isGap(value, placeholder) || value instanceof Value.Int);
        int before = -1;
        for (int i = 0; i < filled.size(); i++) {
            if (isGap(filled.get(i), placeholder)) {
                continue;
            }
            for (int gap = before + 1; gap < i; gap++) {
                if (before >= 0) {
                    filled.set(gap, between(filled, before, i, gap, whole));
                } else if (edges) {
                    filled.set(gap, filled.get(i));
                }
            }
            before = i;
        }
        if (before < 0) {
            return Values.listOf(Collections.nCopies(filled.size(), argument(in, 3, Values.of(0L))));
        }
        for (int gap = before + 1; edges && gap < filled.size(); gap++) {
            filled.set(gap, filled.get(before));
        }
        return Values.listOf(filled);
    }

    private static Value between(List<Value> series, int from, int to, int at, boolean whole) {
        double start = KustoValues.number(series.get(from));
        double value = start + (KustoValues.number(series.get(to)) - start) * (at - from) / (to - from);
        return whole ? Values.of((long) value) : Values.of(value);
    }
}

package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/** Functions over lists as sets, and over sketches, which are here the sets and lists that they stand for. */
final class KustoSets {
    private KustoSets() {}

    static void addTo(List<FunctionEntry> all) {
        add(
                all,
                "set_has_element",
                (in, context) -> in.get(0) instanceof Value.ListOf list
                        ? Values.of(list.elements().stream().anyMatch(element -> KustoValues.same(element, in.get(1))))
                        : Values.NULL);
        add(all, "set_union", (in, context) -> set(in, Set.UNION));
        add(all, "set_intersect", (in, context) -> set(in, Set.INTERSECT));
        add(all, "set_difference", (in, context) -> set(in, Set.DIFFERENCE));
        add(
                all,
                "set_equals",
                (in, context) -> Values.of(
                        new LinkedHashSet<>(elements(in.get(0))).equals(new LinkedHashSet<>(elements(in.get(1))))));
        add(all, "hll_merge", (in, context) -> set(in, Set.UNION));
        add(all, "merge_tdigest", (in, context) -> KustoLists.concatenated(in));
        add(
                all,
                "dcount_hll",
                (in, context) -> Values.of((long) elements(in.get(0)).size()));
        add(all, "percentile_tdigest", (in, context) -> KustoStatistics.percentile(elements(in.get(0)), in.get(1)));
        add(
                all,
                "percentiles_array_tdigest",
                (in, context) -> Values.listOf(in.subList(1, in.size()).stream()
                        .flatMap(at -> at instanceof Value.ListOf several ? several.elements().stream() : Stream.of(at))
                        .map(at -> KustoStatistics.percentile(elements(in.get(0)), at))
                        .toList()));
        add(all, "jaccard_index", (in, context) -> jaccard(in));
    }

    private static List<Value> elements(Value value) {
        return value instanceof Value.ListOf list ? list.elements() : List.of();
    }

    private enum Set {
        UNION,
        INTERSECT,
        DIFFERENCE
    }

    private static Value set(List<Value> in, Set kind) {
        if (!in.stream().allMatch(one -> one instanceof Value.ListOf)) {
            return Values.NULL;
        }
        var result = new LinkedHashSet<>(elements(in.get(0)));
        for (Value other : in.subList(1, in.size())) {
            switch (kind) {
                case UNION -> result.addAll(elements(other));
                case INTERSECT -> result.retainAll(elements(other));
                default -> elements(other).forEach(result::remove);
            }
        }
        return Values.listOf(List.copyOf(result));
    }

    private static Value jaccard(List<Value> in) {
        var union = new LinkedHashSet<>(elements(in.get(0)));
        var common = new LinkedHashSet<>(elements(in.get(0)));
        union.addAll(elements(in.get(1)));
        common.retainAll(elements(in.get(1)));
        return union.isEmpty() ? Values.NULL : Values.of((double) common.size() / union.size());
    }
}

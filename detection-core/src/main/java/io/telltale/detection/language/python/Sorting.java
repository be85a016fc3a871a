package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sorts as {@code sorted} does: stable, by what {@code <} says. */
final class Sorting {
    private Sorting() {}

    static List<Object> sorted(List<Object> items, Arguments a, Interpreter interpreter) {
        Object key = a.named("key", Py.None.NONE);
        Function<Object, Object> by = key == Py.None.NONE
                ? item -> item
                : item -> interpreter.expressions().calls().call(key, List.of(item), Map.of());
        var sorted = new ArrayList<>(items);
        sort(sorted, by, Py.truthy(a.named("reverse", false)), interpreter.budget());
        return sorted;
    }

    private record Keyed(Object key, Object item) {}

    /** Sorts the list itself. */
    static void sort(List<Object> items, Function<Object, Object> by, boolean reverse, Budget budget) {
        budget.make(items.size());
        List<Keyed> keyed = new ArrayList<>();
        items.forEach(item -> keyed.add(new Keyed(by.apply(item), item)));
        List<Keyed> merged = merge(keyed, reverse, budget);
        for (int i = 0; i < items.size(); i++) {
            items.set(i, merged.get(i).item());
        }
    }

    private static List<Keyed> merge(List<Keyed> items, boolean reverse, Budget budget) {
        if (items.size() < 2) {
            return items;
        }
        int middle = items.size() / 2;
        List<Keyed> left = merge(items.subList(0, middle), reverse, budget);
        List<Keyed> right = merge(items.subList(middle, items.size()), reverse, budget);
        var out = new ArrayList<Keyed>(items.size());
        int i = 0;
        int j = 0;
        while (i < left.size() && j < right.size()) {
            Object a = left.get(i).key();
            Object b = right.get(j).key();
            boolean isRightFirst = reverse ? Order.holds("<", a, b, budget) : Order.holds("<", b, a, budget);
            out.add(isRightFirst ? right.get(j++) : left.get(i++));
        }
        out.addAll(left.subList(i, left.size()));
        out.addAll(right.subList(j, right.size()));
        return out;
    }
}

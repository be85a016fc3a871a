package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How alike two sequences are: {@code difflib.SequenceMatcher}, after its documentation: twice the elements of the
 * matching blocks over the elements of both. A block is the longest run that both hold, the earliest of several; then the
 * same on its left and on its right.
 */
record SequenceMatcher(List<Object> a, List<Object> b, Budget budget) implements Py.NamedType {
    /** From this length on, an element that is more than one in a hundred of the second sequence is too popular to start a block. */
    private static final int POPULAR_FROM = 200;

    static Object type(Interpreter interpreter) {
        return new Py.BuiltinType("SequenceMatcher", (values, named) -> {
            var given = new Arguments("SequenceMatcher", values, named);
            Iteration iteration = interpreter.expressions().iteration();
            return new SequenceMatcher(
                    iteration.list(given.get(1, "a", "")), iteration.list(given.get(2, "b", "")), interpreter.budget());
        });
    }

    @Override
    public String typeName() {
        return "SequenceMatcher";
    }

    @Override
    public Optional<Object> attribute(String name) {
        return name.equals("ratio") ? Members.method(name, arguments -> ratio()) : Optional.empty();
    }

    private double ratio() {
        int length = a.size() + b.size();
        return length == 0 ? 1.0 : 2.0 * matches(0, a.size(), 0, b.size(), places()) / length;
    }

    private Map<Object, List<Integer>> places() {
        var places = new HashMap<Object, List<Integer>>();
        for (int j = 0; j < b.size(); j++) {
            places.computeIfAbsent(Equality.key(b.get(j)), k -> new ArrayList<>())
                    .add(j);
        }
        if (b.size() >= POPULAR_FROM) {
            places.values().removeIf(p -> p.size() > b.size() / 100 + 1);
        }
        return places;
    }

    private int matches(int aFrom, int aTo, int bFrom, int bTo, Map<Object, List<Integer>> places) {
        if (aFrom >= aTo || bFrom >= bTo) {
            return 0;
        }
        int bestA = aFrom;
        int bestB = bFrom;
        int best = 0;
        Map<Integer, Integer> lengths = new HashMap<>();
        for (int i = aFrom; i < aTo; i++) {
            Map<Integer, Integer> next = new HashMap<>();
            for (int j : places.getOrDefault(Equality.key(a.get(i)), List.of())) {
                budget.step();
                if (j >= bFrom && j < bTo) {
                    int length = lengths.getOrDefault(j - 1, 0) + 1;
                    next.put(j, length);
                    if (length > best) {
                        best = length;
                        bestA = i - length + 1;
                        bestB = j - length + 1;
                    }
                }
            }
            lengths = next;
        }
        while (bestA > aFrom && bestB > bFrom && Equality.equal(a.get(bestA - 1), b.get(bestB - 1))) {
            bestA--;
            bestB--;
            best++;
        }
        while (bestA + best < aTo && bestB + best < bTo && Equality.equal(a.get(bestA + best), b.get(bestB + best))) {
            best++;
        }
        if (best == 0) {
            return 0;
        }
        return best
                + matches(aFrom, bestA, bFrom, bestB, places)
                + matches(bestA + best, aTo, bestB + best, bTo, places);
    }
}

package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The module itertools. */
final class ItertoolsModule {
    private ItertoolsModule() {}

    static Map<String, Object> names(Interpreter interpreter) {
        var names = new HashMap<String, Object>();
        Iteration iteration = interpreter.expressions().iteration();
        Budget budget = interpreter.budget();
        names.put("chain", new Py.BuiltinType("chain", (values, named) -> chained(interpreter, new Py.Tuple(values))));
        names.put("islice", Modules.function("islice", a -> slice(a, iteration)));
        names.put("product", Modules.function("product", a -> Py.list(product(a, iteration, budget))));
        names.put("combinations", Modules.function("combinations", a -> {
            var out = new ArrayList<Object>();
            choose(iteration.list(a.get(0)), (int) a.integer(1, "r", 0), 0, new ArrayList<>(), out, budget);
            return Py.list(out);
        }));
        names.put("count", Modules.function("count", a -> {
            Object[] next = {a.get(0, "start", 0L)};
            Object step = a.get(1, "step", 1L);
            return asking("count", () -> {
                Object given = next[0];
                next[0] = interpreter.expressions().operators().binary("+", given, step);
                return given;
            });
        }));
        names.put("repeat", Modules.function("repeat", a -> {
            long[] left = {a.has(1, "times") ? a.integer(1, "times", 0) : Long.MAX_VALUE};
            return asking("repeat", () -> {
                budget.step();
                if (left[0]-- <= 0) {
                    throw Py.error("StopIteration", List.of());
                }
                return a.get(0);
            });
        }));
        names.put("zip_longest", Modules.function("zip_longest", a -> longest(a, iteration, budget)));
        names.put("takewhile", Modules.function("takewhile", a -> until(a, interpreter, true)));
        names.put("dropwhile", Modules.function("dropwhile", a -> until(a, interpreter, false)));
        names.put("groupby", Modules.function("groupby", a -> groups(a, interpreter)));
        names.put("accumulate", Modules.function("accumulate", a -> {
            var sums = new ArrayList<Object>();
            for (Object item : iteration.list(a.get(0))) {
                Object before = sums.isEmpty() ? Py.None.NONE : sums.get(sums.size() - 1);
                sums.add(
                        sums.isEmpty()
                                ? item
                                : a.size() > 1
                                        ? interpreter
                                                .expressions()
                                                .calls()
                                                .call(a.get(1), List.of(before, item), Map.of())
                                        : interpreter.expressions().operators().binary("+", before, item));
            }
            return Py.list(sums);
        }));
        choosing(names, interpreter);
        return names;
    }

    /** Those that go through their elements with a second one beside, or several times. */
    private static void choosing(Map<String, Object> names, Interpreter interpreter) {
        Iteration iteration = interpreter.expressions().iteration();
        Budget budget = interpreter.budget();
        names.put("permutations", Modules.function("permutations", a -> {
            List<Object> items = iteration.list(a.get(0));
            int size = a.has(1, "r") && a.get(1, "r", 0L) != Py.None.NONE ? (int) a.integer(1, "r", 0) : items.size();
            var out = new ArrayList<Object>();
            permute(items, size, new ArrayList<>(), out, budget);
            return Py.list(out);
        }));
        names.put("combinations_with_replacement", Modules.function("combinations_with_replacement", a -> {
            var out = new ArrayList<Object>();
            repeat(iteration.list(a.get(0)), (int) a.integer(1, "r", 0), 0, new ArrayList<>(), out, budget);
            return Py.list(out);
        }));
        names.put("starmap", Modules.function("starmap", a -> {
            Iterator<Object> rows = iteration.iterator(a.get(1));
            return asking(
                    "starmap",
                    () -> interpreter
                            .expressions()
                            .calls()
                            .call(a.get(0), iteration.list(next(rows, budget)), Map.of()));
        }));
        names.put("pairwise", Modules.function("pairwise", a -> {
            List<Object> items = iteration.list(a.get(0));
            var out = new ArrayList<Object>();
            for (int i = 0; i + 1 < items.size(); i++) {
                out.add(new Py.Tuple(List.of(items.get(i), items.get(i + 1))));
            }
            return Py.list(out);
        }));
        names.put("compress", Modules.function("compress", a -> {
            Iterator<Object> items = iteration.iterator(a.get(0));
            Iterator<Object> chosen = iteration.iterator(a.get(1));
            return asking("compress", () -> {
                Object item = next(items, budget);
                while (!Py.truthy(next(chosen, budget))) {
                    item = next(items, budget);
                }
                return item;
            });
        }));
        names.put("filterfalse", Modules.function("filterfalse", a -> {
            Iterator<Object> items = iteration.iterator(a.get(1));
            return asking("filterfalse", () -> {
                Object item = next(items, budget);
                while (holds(a.get(0), item, interpreter)) {
                    item = next(items, budget);
                }
                return item;
            });
        }));
        names.put("cycle", Modules.function("cycle", a -> {
            List<Object> items = iteration.list(a.get(0));
            int[] at = {0};
            return asking("cycle", () -> {
                budget.step();
                if (items.isEmpty()) {
                    throw Py.error("StopIteration", List.of());
                }
                return items.get(at[0]++ % items.size());
            });
        }));
        names.put("tee", Modules.function("tee", a -> {
            List<Object> items = iteration.list(a.get(0));
            var copies = new ArrayList<Object>();
            for (long i = a.integer(1, "n", 2); i > 0; i--) {
                copies.add(new Py.IteratorObject("tee", items.iterator()));
            }
            return new Py.Tuple(copies);
        }));
    }

    private static boolean holds(Object test, Object item, Interpreter interpreter) {
        return Py.truthy(
                test == Py.None.NONE ? item : interpreter.expressions().calls().call(test, List.of(item), Map.of()));
    }

    private static Object next(Iterator<Object> items, Budget budget) {
        budget.step();
        if (!items.hasNext()) {
            throw Py.error("StopIteration", List.of());
        }
        return items.next();
    }

    private static void permute(List<Object> items, int size, List<Integer> chosen, List<Object> out, Budget budget) {
        if (chosen.size() == size) {
            budget.make(size + 1L);
            out.add(new Py.Tuple(chosen.stream().map(items::get).toList()));
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            budget.step();
            if (!chosen.contains(i)) {
                chosen.add(i);
                permute(items, size, chosen, out, budget);
                chosen.remove(chosen.size() - 1);
            }
        }
    }

    private static void repeat(
            List<Object> items, int size, int from, List<Object> chosen, List<Object> out, Budget budget) {
        if (chosen.size() == size) {
            budget.make(size + 1L);
            out.add(new Py.Tuple(List.copyOf(chosen)));
            return;
        }
        for (int i = from; i < items.size(); i++) {
            budget.step();
            chosen.add(items.get(i));
            repeat(items, size, i, chosen, out, budget);
            chosen.remove(chosen.size() - 1);
        }
    }

    private static Py.IteratorObject asking(String type, Supplier<Object> source) {
        return new Py.IteratorObject(type, new Iteration.Asking(source, "StopIteration"));
    }

    static Object chained(Interpreter interpreter, Object iterables) {
        Iteration iteration = interpreter.expressions().iteration();
        Iterator<Object> outer = iteration.iterator(iterables);
        List<Iterator<Object>> current = new ArrayList<>();
        return asking("chain", () -> {
            while (current.isEmpty() || !current.get(0).hasNext()) {
                interpreter.budget().step();
                if (!outer.hasNext()) {
                    throw Py.error("StopIteration", List.of());
                }
                current.clear();
                current.add(iteration.iterator(outer.next()));
            }
            return current.get(0).next();
        });
    }

    private static Object slice(Arguments a, Iteration iteration) {
        Iterator<Object> items = iteration.iterator(a.get(0));
        boolean hasStart = a.size() > 2;
        long start = hasStart && a.get(1) != Py.None.NONE ? a.integer(1, 0) : 0;
        Object stopAt = hasStart ? a.get(2) : a.get(1);
        long stop = stopAt == Py.None.NONE ? Long.MAX_VALUE : (Long) stopAt;
        long step = a.integer(3, 1);
        var taken = new ArrayList<Object>();
        for (long i = 0; i < stop && items.hasNext(); i++) {
            Object item = items.next();
            if (i >= start && (i - start) % step == 0) {
                taken.add(item);
            }
        }
        return Py.list(taken);
    }

    private static List<Object> product(Arguments a, Iteration iteration, Budget budget) {
        List<List<Object>> rows = List.of(List.of());
        for (long i = 0;
                i
                        < a.named().entrySet().stream()
                                .filter(e -> e.getKey().equals("repeat"))
                                .map(e -> (Long) e.getValue())
                                .findFirst()
                                .orElse(1L);
                i++) {
            for (Object each : a.values()) {
                var next = new ArrayList<List<Object>>();
                List<Object> items = iteration.list(each);
                for (List<Object> row : rows) {
                    for (Object item : items) {
                        budget.make(row.size() + 1L);
                        var longer = new ArrayList<>(row);
                        longer.add(item);
                        next.add(longer);
                    }
                }
                rows = next;
            }
        }
        var out = new ArrayList<Object>();
        rows.forEach(row -> out.add(new Py.Tuple(row)));
        return out;
    }

    private static void choose(
            List<Object> items, int size, int from, List<Object> chosen, List<Object> out, Budget budget) {
        if (chosen.size() == size) {
            budget.make(size + 1L);
            out.add(new Py.Tuple(List.copyOf(chosen)));
            return;
        }
        for (int i = from; i < items.size(); i++) {
            budget.step();
            chosen.add(items.get(i));
            choose(items, size, i + 1, chosen, out, budget);
            chosen.remove(chosen.size() - 1);
        }
    }

    private static Object longest(Arguments a, Iteration iteration, Budget budget) {
        List<List<Object>> columns = a.values().stream().map(iteration::list).toList();
        int rows = columns.stream().mapToInt(List::size).max().orElse(0);
        Object fill = a.named("fillvalue", Py.None.NONE);
        var out = new ArrayList<Object>();
        for (int i = 0; i < rows; i++) {
            budget.make(columns.size());
            int at = i;
            out.add(new Py.Tuple(
                    columns.stream().map(c -> at < c.size() ? c.get(at) : fill).toList()));
        }
        return Py.list(out);
    }

    private static Object until(Arguments a, Interpreter interpreter, boolean take) {
        Iterator<Object> items = interpreter.expressions().iteration().iterator(a.get(1));
        boolean[] begun = {false};
        return asking(take ? "takewhile" : "dropwhile", () -> {
            Object item = next(items, interpreter.budget());
            while (!begun[0] && !take && holds(a.get(0), item, interpreter)) {
                item = next(items, interpreter.budget());
            }
            begun[0] = begun[0] || !take || !holds(a.get(0), item, interpreter);
            if (take && begun[0]) {
                throw Py.error("StopIteration", List.of());
            }
            return item;
        });
    }

    private static Object groups(Arguments a, Interpreter interpreter) {
        Object key = a.get(1, "key", Py.None.NONE);
        var groups = new ArrayList<Object>();
        Object last = Py.Singleton.NOT_IMPLEMENTED;
        List<Object> current = new ArrayList<>();
        for (Object item : interpreter.expressions().iteration().list(a.get(0))) {
            Object by = key == Py.None.NONE
                    ? item
                    : interpreter.expressions().calls().call(key, List.of(item), Map.of());
            if (groups.isEmpty() || !Equality.equal(by, last)) {
                current = new ArrayList<>();
                groups.add(new Py.Tuple(List.of(by, Py.list(current))));
                last = by;
            }
            current.add(item);
        }
        return Py.list(groups);
    }
}

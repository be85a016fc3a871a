package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The methods of {@code list}, {@code tuple} and {@code deque}. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class ListMethods {
    /** Each of them; a method that is not among them is not found. */
    static final Set<String> NAMES = Set.of(
            "append",
            "appendleft",
            "as_list",
            "clear",
            "copy",
            "count",
            "extend",
            "index",
            "insert",
            "pop",
            "popleft",
            "remove",
            "reverse",
            "sort");

    /** Those that a tuple has. */
    static final Set<String> OF_TUPLES = Set.of("count", "index");

    private final Interpreter interpreter;
    private final Expressions expressions;

    ListMethods(Interpreter interpreter, Expressions expressions) {
        this.interpreter = interpreter;
        this.expressions = expressions;
    }

    Optional<Object> find(Py.Tuple tuple, String name) {
        if (!OF_TUPLES.contains(name)) {
            return Optional.empty();
        }
        return switch (name) {
            case "index" -> Members.method(name, a -> index(tuple.items(), a, "tuple.index(x): x not in tuple"));
            case "count" -> Members.method(name, a -> count(tuple.items(), a.get(0)));
            default -> Optional.empty();
        };
    }

    Optional<Object> find(Py.ListObject list, String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        Budget budget = interpreter.budget();
        switch (name) {
            case "index":
                return Members.method(name, a -> index(list.items(), a, Text.repr(a.get(0)) + " is not in list"));
            case "count":
                return Members.method(name, a -> count(list.items(), a.get(0)));
            case "copy":
                return Members.method(name, a -> {
                    budget.make(list.items().size());
                    return list.frozen ? EventValues.mutable(list, budget, 0) : Py.list(new ArrayList<>(list.items()));
                });
            case "as_list":
                return list.frozen ? Members.method(name, a -> EventValues.mutable(list, budget, 0)) : Optional.empty();
            default:
                return list.frozen ? Optional.empty() : changing(list, name, budget);
        }
    }

    private Optional<Object> changing(Py.ListObject list, String name, Budget budget) {
        return switch (name) {
            case "append" ->
                Members.method(name, a -> {
                    budget.make(1);
                    list.edit().add(a.most(1).get(0));
                    return Py.None.NONE;
                });
            case "appendleft" ->
                Members.method(name, a -> {
                    budget.make(1);
                    list.edit().add(0, a.get(0));
                    return Py.None.NONE;
                });
            case "extend" ->
                Members.method(name, a -> {
                    list.edit().addAll(expressions.iteration().list(a.get(0)));
                    return Py.None.NONE;
                });
            case "insert" ->
                Members.method(name, a -> {
                    budget.make(1);
                    long size = list.items().size();
                    long at = a.integer(0, 0);
                    list.edit().add((int) Math.max(0, Math.min(size, at < 0 ? at + size : at)), a.get(1));
                    return Py.None.NONE;
                });
            case "pop", "popleft" ->
                Members.method(name, a -> {
                    if (list.items().isEmpty()) {
                        throw Py.error("IndexError", "pop from empty list");
                    }
                    Object place = a.get(0, name.equals("pop") ? -1L : 0L);
                    int at = expressions
                            .subscripts()
                            .position(list, place, list.items().size(), "pop");
                    return list.edit().remove(at);
                });
            case "remove" ->
                Members.method(name, a -> {
                    Object at = index(
                            list.items(),
                            new Arguments(name, List.of(a.get(0)), a.named()),
                            "list.remove(x): x not in list");
                    list.edit().remove((int) (long) (Long) at);
                    return Py.None.NONE;
                });
            case "sort" ->
                Members.method(name, a -> {
                    var sorted = Sorting.sorted(list.items(), a, interpreter);
                    List<Object> items = list.edit();
                    items.clear();
                    items.addAll(sorted);
                    return Py.None.NONE;
                });
            case "reverse" ->
                Members.method(name, a -> {
                    Collections.reverse(list.edit());
                    return Py.None.NONE;
                });
            case "clear" ->
                Members.method(name, a -> {
                    list.edit().clear();
                    return Py.None.NONE;
                });
            default -> Optional.empty();
        };
    }

    private Object index(List<Object> items, Arguments a, String refusal) {
        long size = items.size();
        long from = a.integer(1, 0);
        long to = a.integer(2, size);
        from = Math.max(0, from < 0 ? from + size : from);
        to = Math.min(size, to < 0 ? to + size : to);
        for (long i = from; i < to; i++) {
            interpreter.budget().step();
            if (Equality.same(items.get((int) i), a.get(0))) {
                return i;
            }
        }
        throw Py.error("ValueError", refusal);
    }

    private Object count(List<Object> items, Object wanted) {
        interpreter.budget().steps(items.size());
        return items.stream().filter(item -> Equality.same(item, wanted)).count();
    }
}

package io.telltale.detection.language.python;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The methods of {@code set} and {@code frozenset}. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class SetMethods {
    /** Each of them; a method that is not among them is not found. */
    static final Set<String> NAMES = Set.of(
            "add",
            "clear",
            "copy",
            "difference",
            "difference_update",
            "discard",
            "intersection",
            "intersection_update",
            "isdisjoint",
            "issubset",
            "issuperset",
            "pop",
            "remove",
            "symmetric_difference",
            "symmetric_difference_update",
            "union",
            "update");

    private final Interpreter interpreter;
    private final Expressions expressions;

    SetMethods(Interpreter interpreter, Expressions expressions) {
        this.interpreter = interpreter;
        this.expressions = expressions;
    }

    Optional<Object> find(Py.SetObject set, String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        switch (name) {
            case "union":
                return joined(set, name, "|");
            case "intersection":
                return joined(set, name, "&");
            case "difference":
                return joined(set, name, "-");
            case "symmetric_difference":
                return joined(set, name, "^");
            case "issubset":
                return Members.method(
                        name,
                        a -> asSet(a.get(0))
                                .items()
                                .keySet()
                                .containsAll(set.items().keySet()));
            case "issuperset":
                return Members.method(
                        name,
                        a -> set.items()
                                .keySet()
                                .containsAll(asSet(a.get(0)).items().keySet()));
            case "isdisjoint":
                return Members.method(
                        name,
                        a -> Operators.sets("&", set, asSet(a.get(0))).items().isEmpty());
            case "copy":
                return Members.method(name, a -> asSet(set));
            default:
                return set.frozen ? Optional.empty() : changing(set, name);
        }
    }

    private Optional<Object> joined(Py.SetObject set, String name, String operator) {
        return Members.method(name, a -> {
            Py.SetObject result = asSet(set);
            for (Object other : a.values()) {
                result = Operators.sets(operator, result, asSet(other));
            }
            interpreter.budget().make(result.items().size());
            return result;
        });
    }

    private Optional<Object> changing(Py.SetObject set, String name) {
        return switch (name) {
            case "add" ->
                Members.method(name, a -> {
                    interpreter.budget().make(1);
                    set.add(a.get(0));
                    return Py.None.NONE;
                });
            case "update" ->
                Members.method(name, a -> {
                    a.values()
                            .forEach(
                                    other -> expressions.iteration().list(other).forEach(set::add));
                    return Py.None.NONE;
                });
            case "discard" ->
                Members.method(name, a -> {
                    set.remove(a.get(0));
                    return Py.None.NONE;
                });
            case "remove" ->
                Members.method(name, a -> {
                    if (!set.remove(a.get(0))) {
                        throw Py.error("KeyError", List.of(a.get(0)));
                    }
                    return Py.None.NONE;
                });
            case "pop" ->
                Members.method(name, a -> {
                    if (set.items().isEmpty()) {
                        throw Py.error("KeyError", "pop from an empty set");
                    }
                    Object first = set.items().values().iterator().next();
                    set.remove(first);
                    return first;
                });
            case "clear" ->
                Members.method(name, a -> {
                    set.clear();
                    return Py.None.NONE;
                });
            case "intersection_update" -> replaced(set, name, "&");
            case "difference_update" -> replaced(set, name, "-");
            case "symmetric_difference_update" -> replaced(set, name, "^");
            default -> Optional.empty();
        };
    }

    private Optional<Object> replaced(Py.SetObject set, String name, String operator) {
        return Members.method(name, a -> {
            Py.SetObject result = asSet(set);
            for (Object other : a.values()) {
                result = Operators.sets(operator, result, asSet(other));
            }
            set.clear();
            result.items().values().forEach(set::add);
            return Py.None.NONE;
        });
    }

    private Py.SetObject asSet(Object value) {
        var set = new Py.SetObject(false);
        expressions.iteration().list(value).forEach(set::add);
        return set;
    }
}

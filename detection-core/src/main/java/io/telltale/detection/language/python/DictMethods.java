package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The methods of {@code dict} and the mappings of the collections module. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class DictMethods {
    /** Each of them; a method that is not among them is not found. */
    static final Set<String> NAMES = Set.of(
            "clear",
            "copy",
            "default_factory",
            "elements",
            "fromkeys",
            "get",
            "items",
            "keys",
            "most_common",
            "pop",
            "popitem",
            "setdefault",
            "subtract",
            "total",
            "update",
            "values");

    private final Interpreter interpreter;
    private final Expressions expressions;

    DictMethods(Interpreter interpreter, Expressions expressions) {
        this.interpreter = interpreter;
        this.expressions = expressions;
    }

    Optional<Object> find(Dict dict, String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        Budget budget = interpreter.budget();
        switch (name) {
            case "get":
                return Members.method(name, a -> {
                    if (!dict.isEvent() && !a.named().isEmpty()) {
                        throw Py.error("TypeError", dict.typeName() + ".get() takes no keyword arguments");
                    }
                    return dict.find(a.get(0)).orElse(a.most(2).get(1, "default", Py.None.NONE));
                });
            case "keys":
                return Members.method(name, a -> counted(DictView.keys(dict)));
            case "values":
                return Members.method(name, a -> counted(DictView.values(dict)));
            case "items":
                return Members.method(name, a -> counted(DictView.items(dict)));
            case "copy":
                return Members.method(name, a -> dict.isEvent() ? EventValues.mutable(dict, budget, 0) : shallow(dict));
            default:
                break;
        }
        if (dict.isEvent()) {
            return Optional.empty();
        }
        return switch (name) {
            case "update" ->
                Members.method(name, a -> {
                    if (dict.typeName().equals("Counter")) {
                        count(dict, a, 1);
                    } else {
                        update(dict, a);
                    }
                    return Py.None.NONE;
                });
            case "pop" ->
                Members.method(
                        name,
                        a -> dict.remove(a.get(0))
                                .or(() -> a.size() > 1 ? Optional.of(a.get(1)) : Optional.empty())
                                .orElseThrow(() -> Py.error("KeyError", List.of(a.get(0)))));
            case "popitem" -> Members.method(name, a -> last(dict));
            case "setdefault" ->
                Members.method(name, a -> {
                    if (dict.find(a.get(0)).isEmpty()) {
                        budget.make(1);
                        dict.put(a.get(0), a.get(1, "default", Py.None.NONE));
                    }
                    return dict.find(a.get(0)).orElse(Py.None.NONE);
                });
            case "clear" ->
                Members.method(name, a -> {
                    dict.clear();
                    return Py.None.NONE;
                });
            case "most_common", "elements", "subtract", "total" ->
                dict.typeName().equals("Counter") ? counter(dict, name) : Optional.empty();
            case "default_factory" -> dict.factory();
            case "fromkeys" -> Members.method(name, a -> fromKeys(a));
            default -> Optional.empty();
        };
    }

    private DictView counted(DictView view) {
        interpreter.budget().make(view.dict().size());
        return view;
    }

    static List<Object> items(Dict dict) {
        var items = new ArrayList<Object>();
        dict.all().forEach(e -> items.add(new Py.Tuple(List.of(e.key(), e.value()))));
        return items;
    }

    private Dict shallow(Dict dict) {
        Dict copy = Dict.of(dict.typeName(), dict.factory());
        interpreter.budget().make(dict.size());
        copy.putAll(dict);
        return copy;
    }

    Dict fromKeys(Arguments a) {
        var dict = new Dict();
        Object value = a.get(1, "value", Py.None.NONE);
        expressions.iteration().list(a.get(0)).forEach(key -> dict.put(key, value));
        return dict;
    }

    /** Puts in what a mapping, a list of pairs and the named arguments say. */
    void update(Dict dict, Arguments a) {
        if (a.most(1).size() > 0) {
            Object other = a.get(0);
            if (other instanceof Dict mapping) {
                dict.putAll(mapping);
            } else {
                pairs(dict, expressions.iteration().list(other));
            }
        }
        a.named().forEach(dict::put);
        interpreter.budget().make(dict.size());
    }

    private void pairs(Dict dict, List<Object> elements) {
        for (int i = 0; i < elements.size(); i++) {
            if (!expressions.iteration().isIterable(elements.get(i))) {
                throw Py.error(
                        "TypeError", "cannot convert dictionary update sequence element #" + i + " to a sequence");
            }
            List<Object> pair = expressions.iteration().list(elements.get(i));
            if (pair.size() != 2) {
                throw Py.error(
                        "ValueError",
                        "dictionary update sequence element #" + i + " has length " + pair.size() + "; 2 is required");
            }
            dict.put(pair.get(0), pair.get(1));
        }
    }

    private static Object last(Dict dict) {
        List<Object> keys = dict.keys();
        if (keys.isEmpty()) {
            throw Py.error("KeyError", "popitem(): dictionary is empty");
        }
        Object key = keys.get(keys.size() - 1);
        return new Py.Tuple(List.of(key, dict.remove(key).orElse(Py.None.NONE)));
    }

    /** Adds the counts of a mapping, or one for each element, times a sign. */
    void count(Dict counter, Arguments a, long sign) {
        Operators operators = expressions.operators();
        if (a.size() > 0 && a.get(0) instanceof Dict other) {
            for (Dict.Entry entry : List.copyOf(other.all())) {
                Object before = counter.find(entry.key()).orElse(0L);
                counter.put(entry.key(), operators.binary(sign > 0 ? "+" : "-", before, entry.value()));
            }
        } else if (a.size() > 0 && a.get(0) != Py.None.NONE) {
            for (Object element : expressions.iteration().list(a.get(0))) {
                counter.put(element, operators.binary("+", counter.find(element).orElse(0L), sign));
            }
        }
        a.named()
                .forEach((key, value) -> counter.put(
                        key,
                        operators.binary(sign > 0 ? "+" : "-", counter.find(key).orElse(0L), value)));
    }

    private Optional<Object> counter(Dict counter, String name) {
        return switch (name) {
            case "most_common" ->
                Members.method(name, a -> {
                    List<Object> items = items(counter);
                    Sorting.sort(items, item -> ((Py.Tuple) item).items().get(1), true, interpreter.budget());
                    long most = a.get(0, "n", Py.None.NONE) == Py.None.NONE
                            ? items.size()
                            : Math.max(0, Math.min(items.size(), a.integer(0, "n", 0)));
                    return Py.list(new ArrayList<>(items.subList(0, (int) most)));
                });
            case "elements" ->
                Members.method(name, a -> {
                    var elements = new ArrayList<Object>();
                    counter.all().forEach(e -> {
                        long times = e.value() instanceof Long number ? number : 0;
                        interpreter.budget().make(Math.max(0, times));
                        for (long i = 0; i < times; i++) {
                            elements.add(e.key());
                        }
                    });
                    return Py.list(elements);
                });
            case "subtract" ->
                Members.method(name, a -> {
                    count(counter, a, -1);
                    return Py.None.NONE;
                });
            default ->
                Members.method(
                        name,
                        a -> counter.values().stream()
                                .reduce(0L, (x, y) -> expressions.operators().binary("+", x, y)));
        };
    }

    /** A new dictionary from a constructor's arguments. */
    Dict made(Arguments a) {
        var dict = new Dict();
        update(dict, a);
        return dict;
    }
}

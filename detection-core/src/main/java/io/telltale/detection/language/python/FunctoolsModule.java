package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The module functools. Caches keep nothing: a function asked again answers anew. */
final class FunctoolsModule {
    private FunctoolsModule() {}

    static Map<String, Object> names(Interpreter interpreter) {
        var names = new HashMap<String, Object>();
        names.put("reduce", Modules.function("reduce", a -> reduce(a, interpreter)));
        names.put("partial", Modules.function("partial", a -> {
            List<Object> first = List.copyOf(a.values().subList(1, a.size()));
            return new Py.Function("partial", (values, named) -> {
                var all = new ArrayList<>(first);
                all.addAll(values);
                var allNamed = new LinkedHashMap<>(a.named());
                allNamed.putAll(named);
                return interpreter.expressions().calls().call(a.get(0), all, allNamed);
            });
        }));
        names.put(
                "wraps",
                Modules.function(
                        "wraps",
                        a -> Modules.function(
                                "wraps",
                                inner -> inner.get(0) instanceof UserFunction outer
                                                && a.get(0) instanceof UserFunction wrapped
                                        ? outer.named(wrapped)
                                        : inner.get(0))));
        names.put("cache", Modules.function("cache", a -> a.get(0)));
        names.put(
                "lru_cache",
                Modules.function(
                        "lru_cache",
                        a -> a.size() == 1 && Types.isCallable(a.get(0))
                                ? a.get(0)
                                : Modules.function("lru_cache", inner -> inner.get(0))));
        names.put(
                "cached_property",
                new Py.BuiltinType("cached_property", (values, named) -> new Py.Decorated("property", values.get(0))));
        names.put("cmp_to_key", Modules.function("cmp_to_key", a -> comparing(a.get(0), interpreter)));
        return names;
    }

    private static Object reduce(Arguments a, Interpreter interpreter) {
        Iterator<Object> items = interpreter.expressions().iteration().iterator(a.get(1));
        if (a.size() < 3 && !items.hasNext()) {
            throw Py.error("TypeError", "reduce() of empty iterable with no initial value");
        }
        Object value = a.size() > 2 ? a.get(2) : items.next();
        while (items.hasNext()) {
            value = interpreter.expressions().calls().call(a.get(0), List.of(value, items.next()), Map.of());
        }
        return value;
    }

    private static Object comparing(Object compare, Interpreter interpreter) {
        var attributes = new HashMap<String, Object>();
        var type = new ClassObject("K", List.of(), attributes);
        attributes.put("__lt__", Modules.function("__lt__", both -> {
            Object order = interpreter
                    .expressions()
                    .calls()
                    .call(
                            compare,
                            List.of(
                                    ((Instance) both.get(0)).attributes().getOrDefault("obj", Py.None.NONE),
                                    ((Instance) both.get(1)).attributes().getOrDefault("obj", Py.None.NONE)),
                            Map.of());
            return Order.holds("<", order, 0L, interpreter.budget());
        }));
        return Modules.function("K", a -> {
            var instance = new Instance(type);
            instance.set("obj", a.get(0));
            return instance;
        });
    }
}

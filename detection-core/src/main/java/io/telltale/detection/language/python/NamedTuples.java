package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code namedtuple} and {@code NamedTuple}: classes whose objects hold their values as attributes and give them in order. */
final class NamedTuples {
    private static final Map<String, String> ORDERS =
            Map.of("__lt__", "<", "__le__", "<=", "__gt__", ">", "__ge__", ">=");

    private final Interpreter interpreter;

    NamedTuples(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    /** The class that {@code namedtuple("Name", "a b", defaults=[1])} makes. */
    Object made(Arguments a) {
        String name = a.text(0);
        Iteration iteration = interpreter.expressions().iteration();
        var fields = new ArrayList<String>();
        if (a.get(1) instanceof String text) {
            fields.addAll(List.of(text.replace(',', ' ').strip().split("\\s+")));
        } else {
            iteration.list(a.get(1)).forEach(f -> fields.add(Text.str(f)));
        }
        Object given = a.named("defaults", Py.None.NONE);
        List<Object> values = given == Py.None.NONE ? List.of() : iteration.list(given);
        var defaults = new LinkedHashMap<String, Object>();
        for (int i = 0; i < values.size(); i++) {
            defaults.put(fields.get(fields.size() - values.size() + i), values.get(i));
        }
        return new ClassObject(name, List.of(), attributes(name, fields, defaults));
    }

    /** The class that classes with annotated names are derived from. */
    Object base() {
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("__name__", "NamedTuple");
        attributes.put("__init_subclass__", Modules.function("__init_subclass__", a -> {
            ClassObject type = (ClassObject) a.get(0);
            List<String> fields = DataclassModule.annotated(type);
            var defaults = new LinkedHashMap<String, Object>();
            fields.forEach(f -> Optional.ofNullable(type.attributes().get(f)).ifPresent(v -> defaults.put(f, v)));
            attributes(type.name, fields, defaults).forEach((name, value) -> {
                if (!type.attributes().containsKey(name)) {
                    type.set(name, value);
                }
            });
            return Py.None.NONE;
        }));
        return new ClassObject("NamedTuple", List.of(), attributes);
    }

    /** Whether an object is one of a class made here. */
    static boolean isOne(Object value) {
        return value instanceof Instance instance
                && instance.type.find("_fields").isPresent()
                && instance.type.find("_asdict").isPresent();
    }

    private static Py.Tuple values(Object self, List<String> fields) {
        return new Py.Tuple(fields.stream()
                .map(f -> ((Instance) self).attributes().getOrDefault(f, Py.None.NONE))
                .toList());
    }

    private Map<String, Object> attributes(String name, List<String> fields, Map<String, Object> defaults) {
        var attributes = new LinkedHashMap<String, Object>();
        Expressions expressions = interpreter.expressions();
        attributes.put("__name__", name);
        attributes.put("_fields", new Py.Tuple(List.copyOf(fields)));
        attributes.put("__init__", Modules.function("__init__", given -> fill(name, fields, defaults, given)));
        attributes.put(
                "__iter__",
                Modules.function(
                        "__iter__",
                        a -> Py.list(new ArrayList<>(values(a.get(0), fields).items()))));
        attributes.put("__len__", Modules.function("__len__", a -> (long) fields.size()));
        attributes.put(
                "__getitem__",
                Modules.function(
                        "__getitem__", a -> expressions.subscripts().item(values(a.get(0), fields), a.get(1))));
        attributes.put(
                "__eq__",
                Modules.function("__eq__", a -> Equality.equal(values(a.get(0), fields), tuple(a.get(1), fields))));
        ORDERS.forEach((method, sign) -> attributes.put(
                method,
                Modules.function(
                        method,
                        a -> expressions
                                .operators()
                                .compare(sign, values(a.get(0), fields), tuple(a.get(1), fields)))));
        attributes.put("__hash__", Modules.function("__hash__", a -> Equality.key(values(a.get(0), fields))));
        attributes.put("__repr__", Modules.function("__repr__", a -> {
            var parts = new ArrayList<String>();
            List<Object> held = values(a.get(0), fields).items();
            for (int i = 0; i < fields.size(); i++) {
                parts.add(fields.get(i) + "=" + Text.repr(held.get(i)));
            }
            return name + "(" + String.join(", ", parts) + ")";
        }));
        attributes.put("_asdict", Modules.function("_asdict", a -> {
            var dict = new Dict();
            List<Object> held = values(a.get(0), fields).items();
            for (int i = 0; i < fields.size(); i++) {
                dict.put(fields.get(i), held.get(i));
            }
            return dict;
        }));
        attributes.put("_replace", Modules.function("_replace", a -> {
            Instance self = (Instance) a.get(0);
            var all = new LinkedHashMap<>(self.attributes());
            all.putAll(a.named());
            return expressions.calls().call(self.type, List.of(), all);
        }));
        attributes.put(
                "_make",
                new Py.Decorated(
                        "classmethod",
                        Modules.function(
                                "_make",
                                a -> expressions
                                        .calls()
                                        .call(a.get(0), expressions.iteration().list(a.get(1)), Map.of()))));
        return attributes;
    }

    private static Object tuple(Object value, List<String> fields) {
        return isOne(value) ? values(value, fields) : value;
    }

    private static Object fill(String name, List<String> fields, Map<String, Object> defaults, Arguments given) {
        Instance self = (Instance) given.get(0);
        List<Object> values = given.values().subList(1, given.size());
        var missing = new ArrayList<String>();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            Object value = i < values.size() ? values.get(i) : given.named().getOrDefault(field, defaults.get(field));
            if (value == null) {
                missing.add("'" + field + "'");
            } else {
                self.set(field, value);
            }
        }
        if (!missing.isEmpty()) {
            throw Py.error("TypeError", UserFunction.missing(name + ".__new__", missing, "positional"));
        }
        if (values.size() > fields.size()) {
            throw Py.error(
                    "TypeError",
                    name + ".__new__() takes " + (fields.size() + 1) + " positional arguments but "
                            + (values.size() + 1) + " were given");
        }
        for (String unknown : given.named().keySet()) {
            if (!fields.contains(unknown)) {
                throw Py.error("TypeError", name + ".__new__() got an unexpected keyword argument '" + unknown + "'");
            }
        }
        return Py.None.NONE;
    }
}

package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The module collections. */
final class CollectionsModule {
    private CollectionsModule() {}

    static Map<String, Object> names(String module, Interpreter interpreter) {
        var methods = new DictMethods(interpreter, interpreter.expressions());
        var names = new HashMap<String, Object>();
        names.put("OrderedDict", new Py.BuiltinType("OrderedDict", (values, named) -> {
            Dict dict = Dict.of("OrderedDict", Optional.empty());
            methods.update(dict, new Arguments("OrderedDict", values, named));
            return dict;
        }));
        names.put("defaultdict", new Py.BuiltinType("defaultdict", (values, named) -> {
            Object factory = values.isEmpty() ? Py.None.NONE : values.get(0);
            Dict dict = Dict.of("defaultdict", factory == Py.None.NONE ? Optional.empty() : Optional.of(factory));
            List<Object> rest = values.isEmpty() ? values : values.subList(1, values.size());
            methods.update(dict, new Arguments("defaultdict", rest, named));
            return dict;
        }));
        names.put("Counter", new Py.BuiltinType("Counter", (values, named) -> {
            Dict dict = Dict.of("Counter", Optional.empty());
            methods.count(dict, new Arguments("Counter", values, named), 1);
            return dict;
        }));
        names.put("deque", new Py.BuiltinType("deque", (values, named) -> {
            var a = new Arguments("deque", values, named);
            if (a.has(1, "maxlen")) {
                throw Py.Stopped.notRun("deque with maxlen");
            }
            return Py.list(
                    values.isEmpty()
                            ? new ArrayList<>()
                            : new ArrayList<>(
                                    interpreter.expressions().iteration().list(values.get(0))));
        }));
        names.put("namedtuple", Modules.function("namedtuple", a -> namedTuple(a, interpreter)));
        names.put("abc", interpreter.library().module("collections.abc"));
        return names;
    }

    /** A class whose objects hold their values as attributes and give them in order. */
    private static Object namedTuple(Arguments a, Interpreter interpreter) {
        String name = a.text(0);
        var fields = new ArrayList<String>();
        if (a.get(1) instanceof String text) {
            fields.addAll(List.of(text.replace(',', ' ').strip().split("\\s+")));
        } else {
            interpreter.expressions().iteration().list(a.get(1)).forEach(f -> fields.add(Text.str(f)));
        }
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("__name__", name);
        attributes.put("_fields", new Py.Tuple(List.copyOf(fields)));
        attributes.put("__init__", Modules.function("__init__", given -> fill(name, fields, given)));
        attributes.put("__iter__", Modules.function("__iter__", self -> Py.list(values(self.get(0), fields))));
        attributes.put("__len__", Modules.function("__len__", self -> (long) fields.size()));
        attributes.put(
                "__getitem__",
                Modules.function(
                        "__getitem__",
                        self -> interpreter
                                .expressions()
                                .subscripts()
                                .item(new Py.Tuple(values(self.get(0), fields)), self.get(1))));
        attributes.put(
                "__eq__",
                Modules.function(
                        "__eq__",
                        self -> Equality.equal(
                                new Py.Tuple(values(self.get(0), fields)),
                                self.get(1) instanceof Py.Instance other && other.type.name.equals(name)
                                        ? new Py.Tuple(values(other, fields))
                                        : self.get(1))));
        attributes.put(
                "__hash__",
                Modules.function("__hash__", self -> Equality.key(new Py.Tuple(values(self.get(0), fields)))));
        attributes.put("__repr__", Modules.function("__repr__", self -> {
            var parts = new ArrayList<String>();
            for (String field : fields) {
                parts.add(field + "="
                        + Text.repr(((Py.Instance) self.get(0)).attributes().getOrDefault(field, Py.None.NONE)));
            }
            return name + "(" + String.join(", ", parts) + ")";
        }));
        attributes.put("_asdict", Modules.function("_asdict", self -> {
            var dict = new Dict();
            fields.forEach(
                    f -> dict.put(f, ((Py.Instance) self.get(0)).attributes().getOrDefault(f, Py.None.NONE)));
            return dict;
        }));
        return new Py.ClassObject(name, List.of(), attributes);
    }

    private static List<Object> values(Object self, List<String> fields) {
        var values = new ArrayList<Object>();
        fields.forEach(f -> values.add(((Py.Instance) self).attributes().getOrDefault(f, Py.None.NONE)));
        return values;
    }

    private static Object fill(String name, List<String> fields, Arguments given) {
        Py.Instance self = (Py.Instance) given.get(0);
        List<Object> values = given.values().subList(1, given.size());
        for (int i = 0; i < fields.size(); i++) {
            Object value = i < values.size() ? values.get(i) : given.named().get(fields.get(i));
            if (value == null) {
                throw Py.error(
                        "TypeError",
                        name + ".__new__() missing 1 required positional argument: '" + fields.get(i) + "'");
            }
            self.set(fields.get(i), value);
        }
        if (values.size() > fields.size()) {
            throw Py.error(
                    "TypeError",
                    name + ".__new__() takes " + (fields.size() + 1) + " positional arguments but "
                            + (values.size() + 1) + " were given");
        }
        return Py.None.NONE;
    }
}

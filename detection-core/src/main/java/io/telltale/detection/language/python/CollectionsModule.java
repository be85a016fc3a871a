package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
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
                throw Stopped.notRun("deque with maxlen");
            }
            return Py.list(
                    values.isEmpty()
                            ? new ArrayList<>()
                            : new ArrayList<>(
                                    interpreter.expressions().iteration().list(values.get(0))));
        }));
        names.put("namedtuple", Modules.function("namedtuple", new NamedTuples(interpreter)::made));
        names.put("abc", interpreter.library().module("collections.abc"));
        return names;
    }
}

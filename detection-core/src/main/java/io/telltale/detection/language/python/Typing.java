package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The module typing, whose names say something to readers only. */
final class Typing {
    private static final List<String> NAMES = List.of(
            "Any",
            "AnyStr",
            "Callable",
            "ClassVar",
            "Dict",
            "Final",
            "FrozenSet",
            "Generator",
            "Generic",
            "Iterable",
            "Iterator",
            "List",
            "Literal",
            "Mapping",
            "NoReturn",
            "Optional",
            "Pattern",
            "Sequence",
            "Set",
            "Tuple",
            "Type",
            "TypedDict",
            "Union");

    private Typing() {}

    /** A hint about types, {@code List[str]}. */
    record Hint(Object type) implements Py.Callable {
        List<Object> alternatives() {
            return type instanceof Py.Tuple tuple ? tuple.items() : List.of(type);
        }

        @Override
        public Object call(List<Object> arguments, Map<String, Object> named) {
            if (type instanceof Py.Callable callable) {
                return callable.call(arguments, named);
            }
            throw Py.error("TypeError", "'type hint' object is not callable");
        }
    }

    static Map<String, Object> names(Interpreter interpreter) {
        Builtins builtins = interpreter.library().builtins();
        var names = new HashMap<String, Object>();
        Map<String, String> builtinTypes =
                Map.of("Dict", "dict", "List", "list", "Set", "set", "FrozenSet", "frozenset", "Tuple", "tuple");
        for (String name : NAMES) {
            String builtin = builtinTypes.get(name);
            names.put(
                    name, builtin == null ? type(name) : builtins.find(builtin).orElseGet(() -> type(name)));
        }
        names.put("NamedTuple", new NamedTuples(interpreter).base());
        names.put("TYPE_CHECKING", false);
        names.put("cast", Members.method("cast", a -> a.get(1)).orElseThrow());
        return names;
    }

    /** {@code int | None}; empty where one of them is no type. */
    static Optional<Object> union(Object a, Object b) {
        boolean isUnion = isType(a) && isType(b) && !(a == Py.None.NONE && b == Py.None.NONE);
        if (!isUnion) {
            return Optional.empty();
        }
        var all = new ArrayList<Object>(a instanceof Hint hint ? hint.alternatives() : List.of(a));
        all.addAll(b instanceof Hint hint ? hint.alternatives() : List.of(b));
        return Optional.of(new Hint(new Py.Tuple(all)));
    }

    private static boolean isType(Object value) {
        return value instanceof Py.BuiltinType
                || value instanceof ClassObject
                || value instanceof Hint
                || value == Py.None.NONE;
    }

    /** A type that is only asked whether something is of it. */
    static Py.BuiltinType type(String name) {
        return new Py.BuiltinType(name, (values, named) -> {
            throw Stopped.notRun(name + "()");
        });
    }
}

package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The functions and types that a program has without importing a module. One table says which. */
final class Builtins {
    private final Interpreter interpreter;
    private final Map<String, Object> table = new HashMap<>();

    Builtins(Interpreter interpreter) {
        this.interpreter = interpreter;
        types();
        numbers();
        texts();
        new IterationBuiltins(this, interpreter).define();
        objects();
    }

    /** What a program has without importing a module, but for the exceptions. */
    Set<String> names() {
        return Set.copyOf(table.keySet());
    }

    Optional<Object> find(String name) {
        Object known = table.get(name);
        return known != null ? Optional.of(known) : Exceptions.builtin(name).map(type -> type);
    }

    void function(String name, Function<Arguments, Object> body) {
        table.put(name, new Py.Function(name, (values, named) -> body.apply(new Arguments(name, values, named))));
    }

    void type(String name, Function<Arguments, Object> body) {
        table.put(name, new Py.BuiltinType(name, (values, named) -> body.apply(new Arguments(name, values, named))));
    }

    private Iteration iteration() {
        return interpreter.expressions().iteration();
    }

    private Operators operators() {
        return interpreter.expressions().operators();
    }

    private Object call(Object function, Object... arguments) {
        return interpreter.expressions().calls().call(function, List.of(arguments), Map.of());
    }

    private List<Object> elements(Arguments a) {
        return a.most(1).size() == 0 ? List.of() : iteration().list(a.get(0));
    }

    private void types() {
        type("bool", a -> Py.truthy(a.get(0, false)));
        type("dict", a -> {
            var dict = new Dict();
            new DictMethods(interpreter, interpreter.expressions()).update(dict, a);
            return dict;
        });
        type("float", a -> Numbers.decimal(a.get(0, 0.0)));
        type("frozenset", a -> set(true, a));
        type(
                "int",
                a -> a.has(1, "base") && !(a.get(0) instanceof String)
                        ? refuse("int() can't convert non-string with explicit base")
                        : Numbers.integer(a.get(0, 0L), a.get(1, "base", 10L)));
        type("list", a -> Py.list(new ArrayList<>(elements(a))));
        type("object", a -> new Instance(new ClassObject("object", List.of(), Map.of())));
        type("set", a -> set(false, a));
        type(
                "str",
                a -> a.get(0, "object", "") instanceof Py.Bytes bytes && a.has(1, "encoding")
                        ? BytesMethods.decode(bytes, Text.str(a.get(1, "encoding", "utf-8")), "strict")
                        : interpreter.budget().text(Text.str(a.get(0, "object", ""))));
        type("tuple", a -> new Py.Tuple(List.copyOf(elements(a))));
        type("bytes", a -> {
            Object value = a.get(0, new Py.Bytes(""));
            if (value instanceof String text) {
                return BytesMethods.encode(text, Text.str(a.get(1, "encoding", "utf-8")), "strict");
            }
            if (value instanceof Py.Bytes) {
                return value;
            }
            var out = new StringBuilder();
            iteration().list(value).forEach(b -> out.append((char) ((Long) b & 0xff)));
            return new Py.Bytes(out.toString());
        });
        type("type", a -> typeOf(a.get(0)));
        type("property", a -> new Py.Decorated("property", a.get(0)));
        type("staticmethod", a -> new Py.Decorated("staticmethod", a.get(0)));
        type("classmethod", a -> new Py.Decorated("classmethod", a.get(0)));
        table.put("NotImplemented", Py.Singleton.NOT_IMPLEMENTED);
        table.put("Ellipsis", Py.Singleton.ELLIPSIS);
        table.put("__debug__", true);
    }

    private static Object refuse(String message) {
        throw Py.error("TypeError", message);
    }

    private Object set(boolean frozen, Arguments a) {
        var set = new Py.SetObject(frozen);
        elements(a).forEach(set::add);
        return set;
    }

    Object typeOf(Object value) {
        if (value instanceof Instance instance) {
            return instance.type;
        }
        if (value instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        String name = Py.typeName(value);
        return find(name).filter(t -> t instanceof Py.BuiltinType).orElseGet(() -> Typing.type(name));
    }

    private void numbers() {
        function("abs", a -> {
            Object value = a.get(0);
            if (value instanceof Double number) {
                return Math.abs(number);
            }
            if (value instanceof java.time.Duration span) {
                return span.abs();
            }
            if (!Equality.isNumber(value)) {
                return refuse("bad operand type for abs(): '" + Py.typeName(value) + "'");
            }
            return Equality.narrowed(Equality.integer(value).abs());
        });
        function("divmod", a -> {
            Object x = a.get(0);
            Object y = a.get(1);
            boolean isSpan = x instanceof java.time.Duration && y instanceof java.time.Duration;
            if (!isSpan && !(Equality.isNumber(x) && Equality.isNumber(y))) {
                return refuse("unsupported operand type(s) for divmod(): '" + Py.typeName(x) + "' and '"
                        + Py.typeName(y) + "'");
            }
            return new Py.Tuple(
                    List.of(operators().binary("//", x, y), operators().binary("%", x, y)));
        });
        function("pow", a -> {
            if (a.size() < 3) {
                return operators().binary("**", a.get(0), a.get(1));
            }
            var modulus = Equality.integer(a.get(2));
            if (modulus.signum() == 0) {
                throw Py.error("ValueError", "pow() 3rd argument cannot be 0");
            }
            return Equality.narrowed(Equality.integer(a.get(0)).modPow(Equality.integer(a.get(1)), modulus));
        });
        function("round", a -> Numbers.round(a.required(0, "number"), a.get(1, "ndigits", Py.None.NONE)));
        function("sum", a -> {
            Object sum = a.get(1, "start", 0L);
            if (sum instanceof String) {
                return refuse("sum() can't sum strings [use ''.join(seq) instead]");
            }
            for (Iterator<Object> each = iteration().iterator(a.get(0)); each.hasNext(); ) {
                interpreter.budget().step();
                sum = operators().binary("+", sum, each.next());
            }
            return sum;
        });
        function("min", a -> extreme("min", a));
        function("max", a -> extreme("max", a));
        function("hex", a -> Formatting.format(whole(a), "#x"));
        function("oct", a -> Formatting.format(whole(a), "#o"));
        function("bin", a -> Formatting.format(whole(a), "#b"));
        function("hash", a -> (long) Equality.key(a.get(0)).hashCode());
    }

    private static Object whole(Arguments a) {
        return Equality.isInteger(a.get(0)) || a.get(0) instanceof Boolean
                ? a.get(0)
                : refuse("'" + Py.typeName(a.get(0)) + "' object cannot be interpreted as an integer");
    }

    private Object extreme(String name, Arguments a) {
        List<Object> items = a.size() == 1 ? iteration().list(a.get(0)) : a.values();
        if (items.isEmpty()) {
            if (a.named().containsKey("default")) {
                return a.named("default", Py.None.NONE);
            }
            if (a.size() == 0) {
                return refuse(name + " expected at least 1 argument, got 0");
            }
            throw Py.error("ValueError", name + "() arg is an empty sequence");
        }
        Object key = a.named("key", Py.None.NONE);
        Object best = items.get(0);
        Object bestKey = key == Py.None.NONE ? best : call(key, best);
        for (Object item : items.subList(1, items.size())) {
            Object itemKey = key == Py.None.NONE ? item : call(key, item);
            if (Order.holds(name.equals("max") ? ">" : "<", itemKey, bestKey, interpreter.budget())) {
                best = item;
                bestKey = itemKey;
            }
        }
        return best;
    }

    private void texts() {
        function("ascii", a -> interpreter.budget().text(Text.ascii(a.get(0))));
        function("chr", a -> {
            long point = a.integer(0, 0);
            if (point < 0 || point > Character.MAX_CODE_POINT) {
                throw Py.error("ValueError", "chr() arg not in range(0x110000)");
            }
            return new String(Character.toChars((int) point));
        });
        function("format", a -> interpreter.budget().text(Formatting.format(a.get(0), Text.str(a.get(1, "")))));
        function("ord", a -> {
            String text = a.get(0) instanceof Py.Bytes bytes ? bytes.latin1() : Text.str(a.get(0));
            if (!(a.get(0) instanceof String) && !(a.get(0) instanceof Py.Bytes)) {
                return refuse("ord() expected string of length 1, but " + Py.typeName(a.get(0)) + " found");
            }
            if (Characters.length(text) != 1) {
                return refuse("ord() expected a character, but string of length " + Characters.length(text) + " found");
            }
            return (long) text.codePointAt(0);
        });
        function("repr", a -> interpreter.budget().text(Text.repr(a.get(0))));
        function("print", a -> Py.None.NONE);
    }

    private void objects() {
        function("callable", a -> Types.isCallable(a.get(0)));
        function("getattr", a -> {
            Members members = interpreter.expressions().members();
            return a.size() > 2 ? members.find(a.get(0), a.text(1)).orElse(a.get(2)) : members.get(a.get(0), a.text(1));
        });
        function(
                "hasattr",
                a -> interpreter
                        .expressions()
                        .members()
                        .find(a.get(0), a.text(1))
                        .isPresent());
        function("setattr", a -> {
            if (a.get(0) instanceof Instance instance) {
                interpreter.statements().assignments().attribute(instance, a.text(1), a.get(2));
                return Py.None.NONE;
            }
            return refuse("'" + Py.typeName(a.get(0)) + "' object has no attribute '" + a.text(1) + "'");
        });
        function("isinstance", a -> Types.isInstance(a.get(0), a.get(1)));
        function("issubclass", a -> {
            if (a.get(0) instanceof ClassObject type && a.get(1) instanceof ClassObject wanted) {
                return type.isA(wanted);
            }
            if (a.get(0) instanceof ClassObject type && a.get(1) instanceof Py.Tuple several) {
                return several.items().stream().anyMatch(t -> t instanceof ClassObject c && type.isA(c));
            }
            return Types.isSubtype(a.get(0), a.get(1));
        });
        function("id", a -> (long) System.identityHashCode(a.get(0)));
        function(
                "vars",
                a -> a.get(0) instanceof Instance instance
                        ? interpreter.expressions().members().get(instance, "__dict__")
                        : refuse("vars() argument must have __dict__ attribute"));
    }
}

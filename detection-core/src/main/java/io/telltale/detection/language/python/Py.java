package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The objects that a program handles. {@code bool}, {@code int}, {@code float} and {@code str} are Java's Boolean, Long,
 * Double and String; the rest are the classes here.
 */
final class Py {
    private Py() {}

    /** Python's {@code None}. */
    enum None {
        NONE
    }

    /** Python's {@code Ellipsis}. */
    enum Ellipsis {
        ELLIPSIS
    }

    /** A list; frozen where it is a part of the event. */
    static final class ListObject {
        final List<Object> items;
        final boolean frozen;

        ListObject(List<Object> items, boolean frozen) {
            this.items = items;
            this.frozen = frozen;
        }
    }

    record Tuple(List<Object> items) {}

    /** What is hashed and compared for an object used as a key. */
    record Entry(Object key, Object value) {}

    /** A dictionary; frozen, and found without regard to case, where it is a part of the event. */
    static final class Dict {
        final Map<Object, Entry> entries;
        final boolean event;

        Dict(boolean event) {
            this.entries = new LinkedHashMap<>();
            this.event = event;
        }

        Optional<Object> find(Object key) {
            Entry entry = entries.get(key(key));
            if (entry == null && event && key instanceof String text) {
                String folded = text.toLowerCase(Locale.ROOT);
                for (Entry candidate : entries.values()) {
                    if (candidate.key() instanceof String name
                            && name.length() == text.length()
                            && name.toLowerCase(Locale.ROOT).equals(folded)) {
                        return Optional.of(candidate.value());
                    }
                }
            }
            return entry == null ? Optional.empty() : Optional.of(entry.value());
        }

        void put(Object key, Object value) {
            Object hashed = key(key);
            Entry old = entries.get(hashed);
            entries.put(hashed, new Entry(old == null ? key : old.key(), value));
        }
    }

    static final class SetObject {
        final Map<Object, Object> items = new LinkedHashMap<>();
        final boolean frozen;

        SetObject(boolean frozen) {
            this.frozen = frozen;
        }

        void add(Object item) {
            items.putIfAbsent(key(item), item);
        }
    }

    /** Something that can be called. */
    interface Callable {
        Object call(List<Object> arguments, Map<String, Object> named);
    }

    /** A function, with the name that messages call it by. */
    record Function(String name, Callable body) implements Callable {
        @Override
        public Object call(List<Object> arguments, Map<String, Object> named) {
            return body.call(arguments, named);
        }
    }

    /** A type of Python's own, callable as its constructor. */
    record BuiltinType(String name, Callable constructor) implements Callable {
        @Override
        public Object call(List<Object> arguments, Map<String, Object> named) {
            return constructor.call(arguments, named);
        }
    }

    static final class ClassObject {
        final String name;
        final Optional<ClassObject> base;
        final Map<String, Object> attributes;

        ClassObject(String name, Optional<ClassObject> base, Map<String, Object> attributes) {
            this.name = name;
            this.base = base;
            this.attributes = attributes;
        }

        boolean isA(ClassObject other) {
            return this == other || (base.isPresent() && base.get().isA(other));
        }

        Optional<Object> find(String attribute) {
            Object value = attributes.get(attribute);
            return value != null ? Optional.of(value) : base.flatMap(b -> b.find(attribute));
        }
    }

    static final class Instance {
        final ClassObject type;
        final Map<String, Object> attributes = new HashMap<>();

        Instance(ClassObject type) {
            this.type = type;
        }
    }

    record Module(String name, Map<String, Object> attributes) {}

    /** A module or a name that is not run here; using it ends the run. */
    record Opaque(String construct) {}

    /** A raised exception, an instance of one of Python's or the program's classes. */
    static final class Raised extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient Instance exception;

        Raised(Instance exception) {
            super(describe(exception), null, false, false);
            this.exception = exception;
        }

        private static String describe(Instance exception) {
            String message = Text.str(exception);
            return message.isEmpty() ? exception.type.name : exception.type.name + ": " + message;
        }
    }

    /** The end of a run that no {@code except} can stop: a budget, or what is not run here. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped(String message) {
            super(message, null, false, false);
        }

        boolean isBudget() {
            return !String.valueOf(getMessage()).startsWith("not run here");
        }
    }

    static Raised error(String type, String message) {
        var instance = new Instance(Exceptions.of(type));
        instance.attributes.put("args", new Tuple(List.of(message)));
        return new Raised(instance);
    }

    static ListObject list(List<Object> items) {
        return new ListObject(items, false);
    }

    static Object ofNullable(Optional<Object> value) {
        return value.orElse(None.NONE);
    }

    /** The key under which equal objects meet. */
    static Object key(Object value) {
        if (value instanceof String || value instanceof Long || value == None.NONE) {
            return value;
        }
        if (value instanceof Boolean bool) {
            return bool ? 1L : 0L;
        }
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 9e18 ? (Object) number.longValue() : number;
        }
        if (value instanceof Tuple tuple) {
            var keys = new ArrayList<Object>();
            tuple.items().forEach(item -> keys.add(key(item)));
            return List.of("tuple", keys);
        }
        if (value instanceof SetObject set && set.frozen) {
            return Map.of("frozenset", set.items.keySet());
        }
        if (value instanceof ListObject || value instanceof Dict || value instanceof SetObject) {
            throw error("TypeError", "unhashable type: '" + typeName(value) + "'");
        }
        return value;
    }

    static String typeName(Object value) {
        if (value == None.NONE) {
            return "NoneType";
        }
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Long) {
            return "int";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value == Ellipsis.ELLIPSIS) {
            return "ellipsis";
        }
        if (value instanceof ListObject list) {
            return list.frozen ? "ImmutableList" : "list";
        }
        if (value instanceof Dict dict) {
            return dict.event ? "ImmutableCaseInsensitiveDict" : "dict";
        }
        if (value instanceof Tuple) {
            return "tuple";
        }
        if (value instanceof SetObject set) {
            return set.frozen ? "frozenset" : "set";
        }
        if (value instanceof Instance instance) {
            return instance.type.name;
        }
        if (value instanceof ClassObject || value instanceof BuiltinType) {
            return "type";
        }
        return value instanceof Module ? "module" : "function";
    }

    static boolean truthy(Object value) {
        if (value instanceof Opaque opaque) {
            throw new Stopped("not run here: " + opaque.construct());
        }
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof Long number) {
            return number != 0;
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        if (value instanceof ListObject list) {
            return !list.items.isEmpty();
        }
        if (value instanceof Dict dict) {
            return !dict.entries.isEmpty();
        }
        if (value instanceof Tuple tuple) {
            return !tuple.items().isEmpty();
        }
        if (value instanceof SetObject set) {
            return !set.items.isEmpty();
        }
        return value != None.NONE;
    }

    static boolean equal(Object a, Object b) {
        if (a == b) {
            boolean isNaN = a instanceof Double number && number.isNaN();
            return !isNaN;
        }
        if (a instanceof String || b instanceof String) {
            return a.equals(b);
        }
        if (isNumber(a) && isNumber(b)) {
            return (a instanceof Double || b instanceof Double) ? number(a) == number(b) : key(a).equals(key(b));
        }
        if (a instanceof ListObject x && b instanceof ListObject y) {
            return equal(x.items, y.items);
        }
        if (a instanceof Tuple x && b instanceof Tuple y) {
            return equal(x.items(), y.items());
        }
        if (a instanceof ListObject x && b instanceof Tuple y) {
            return x.frozen && equal(x.items, y.items());
        }
        if (a instanceof Tuple && b instanceof ListObject) {
            return equal(b, a);
        }
        if (a instanceof SetObject x && b instanceof SetObject y) {
            return x.items.keySet().equals(y.items.keySet());
        }
        if (a instanceof Dict x && b instanceof Dict y) {
            return x.entries.size() == y.entries.size()
                    && x.entries.entrySet().stream().allMatch(e -> {
                        Entry other = y.entries.get(e.getKey());
                        return other != null && equal(e.getValue().value(), other.value());
                    });
        }
        return a.equals(b);
    }

    private static boolean equal(List<Object> a, List<Object> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static double number(Object value) {
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        return ((Number) value).doubleValue();
    }

    /** An event's value as the program sees it. */
    static Object of(Value value) {
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        if (value instanceof Value.Int number) {
            return number.value();
        }
        if (value instanceof Value.Decimal number) {
            return number.value();
        }
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.ListOf list) {
            var items = new ArrayList<Object>(list.elements().size());
            list.elements().forEach(element -> items.add(of(element)));
            return new ListObject(Collections.unmodifiableList(items), true);
        }
        if (value instanceof Value.ObjectOf object) {
            var dict = new Dict(true);
            object.members().forEach((name, member) -> {
                if (!(member instanceof Value.Missing)) {
                    dict.put(name, of(member));
                }
            });
            return dict;
        }
        return value.isAbsent() ? None.NONE : value.asText();
    }

    /** What a program answered, as a value of the intermediate representation. */
    static Value toValue(Object value) {
        if (value == None.NONE) {
            return Values.NULL;
        }
        if (value instanceof Boolean bool) {
            return Values.of((boolean) bool);
        }
        if (value instanceof Long number) {
            return Values.of((long) number);
        }
        if (value instanceof Double number) {
            return Values.of((double) number);
        }
        if (value instanceof String text) {
            return Values.of(text);
        }
        if (value instanceof ListObject list) {
            return toList(list.items);
        }
        if (value instanceof Tuple tuple) {
            return toList(tuple.items());
        }
        if (value instanceof SetObject set) {
            return toList(new ArrayList<>(set.items.values()));
        }
        if (value instanceof Dict dict) {
            var members = new LinkedHashMap<String, Value>();
            dict.entries.values().forEach(e -> members.put(Text.str(e.key()), toValue(e.value())));
            return new Value.ObjectOf(members);
        }
        return Values.of(Text.repr(value));
    }

    private static Value toList(List<Object> items) {
        return Values.listOf(items.stream().map(Py::toValue).toList());
    }
}

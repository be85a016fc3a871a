package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a program handles. {@code bool}, {@code float} and {@code str} are Java's Boolean, Double and String,
 * {@code int} is Long or, beyond 64 bits, BigInteger; mappings are {@link Dict}; the rest are the classes here.
 */
final class Py {
    private Py() {}

    /** Python's {@code None}. */
    enum None {
        NONE
    }

    /** Python's {@code Ellipsis} and {@code NotImplemented}. */
    enum Singleton {
        ELLIPSIS,
        NOT_IMPLEMENTED
    }

    /** Learns that an object that outlives one event was changed. */
    static final class Watch {
        private boolean changed;

        boolean isChanged() {
            return changed;
        }

        void change() {
            changed = true;
        }

        /** Forgets the change, which has been undone. */
        void rest() {
            changed = false;
        }
    }

    /** An object that a program can change. */
    abstract static class Mutable {
        private @Nullable Watch watch;

        /** False where it was watched already. */
        final boolean watch(Watch newWatch) {
            if (watch == newWatch) {
                return false;
            }
            watch = newWatch;
            return true;
        }

        final void changing() {
            if (watch != null) {
                watch.change();
            }
        }
    }

    /** A list; frozen where it is a part of the event. */
    static final class ListObject extends Mutable {
        private final @Nullable List<Value> source;
        private @Nullable List<Object> items;
        final boolean frozen;

        ListObject(List<Object> items) {
            this.source = null;
            this.items = items;
            this.frozen = false;
        }

        private ListObject(List<Value> source, boolean frozen) {
            this.source = source;
            this.frozen = frozen;
        }

        /** A list of the event. */
        static ListObject frozen(List<Value> source) {
            return new ListObject(source, true);
        }

        List<Object> items() {
            List<Object> made = items;
            if (made == null) {
                made = new ArrayList<>();
                for (Value element : source == null ? List.<Value>of() : source) {
                    made.add(EventValues.of(element));
                }
                items = made;
            }
            return made;
        }

        /** The items, about to be changed. */
        List<Object> edit() {
            changing();
            return items();
        }
    }

    record Tuple(List<Object> items) {}

    /** Bytes, one a character. */
    record Bytes(String latin1) {}

    static final class SetObject extends Mutable {
        private final Map<Object, Object> items = new java.util.LinkedHashMap<>();
        final boolean frozen;

        SetObject(boolean frozen) {
            this.frozen = frozen;
        }

        /** The items by the keys under which equal ones meet. */
        Map<Object, Object> items() {
            return items;
        }

        void add(Object item) {
            changing();
            items.putIfAbsent(Equality.key(item), item);
        }

        boolean remove(Object item) {
            changing();
            return items.remove(Equality.key(item)) != null;
        }

        void clear() {
            changing();
            items.clear();
        }
    }

    /** What gives its elements once: a generator, or what {@code map}, {@code zip} and their like answer. */
    static final class IteratorObject {
        final String typeName;
        final java.util.Iterator<Object> elements;

        IteratorObject(String typeName, java.util.Iterator<Object> elements) {
            this.typeName = typeName;
            this.elements = elements;
        }
    }

    /** Something that can be called. */
    interface Callable {
        Object call(List<Object> arguments, Map<String, Object> named);
    }

    /** A function of Python's own, with the name that messages call it by. */
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

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof BuiltinType type && type.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** What a decorator makes of a function of a class. */
    record Decorated(String kind, Object function, Optional<Object> setter) {
        Decorated(String kind, Object function) {
            this(kind, function, Optional.empty());
        }
    }

    record Module(String name, Map<String, Object> attributes) {}

    /** A module or a name that is not run here; using it ends the run. */
    record Opaque(String construct) {
        Stopped stopped() {
            return Stopped.notRun(construct);
        }
    }

    static Raised error(String type, String message) {
        return error(type, List.of(message));
    }

    static Raised error(String type, List<Object> arguments) {
        return new Raised(exception(Exceptions.of(type), arguments));
    }

    static Instance exception(ClassObject type, List<Object> arguments) {
        var instance = new Instance(type);
        instance.attributes().put("args", new Tuple(arguments));
        return instance;
    }

    static ListObject list(List<Object> items) {
        return new ListObject(items);
    }

    static Object ofNullable(Optional<Object> value) {
        return value.orElse(None.NONE);
    }

    static String typeName(Object value) {
        if (value == None.NONE) {
            return "NoneType";
        }
        if (value == Singleton.ELLIPSIS) {
            return "ellipsis";
        }
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (Equality.isInteger(value)) {
            return "int";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value instanceof Bytes) {
            return "bytes";
        }
        if (value instanceof ListObject list) {
            return list.frozen ? "ImmutableList" : "list";
        }
        if (value instanceof Dict dict) {
            return dict.typeName();
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
        if (value instanceof IteratorObject iterator) {
            return iterator.typeName;
        }
        if (value instanceof NamedType named) {
            return named.typeName();
        }
        return value instanceof Module ? "module" : "function";
    }

    /** An object of one of the library's modules, which says its type's name itself. */
    interface NamedType {
        String typeName();

        /** An attribute or a method of the object. */
        Optional<Object> attribute(String name);

        /** How {@code repr} writes the object, where {@code str} writes it otherwise. */
        default Optional<String> shown() {
            return Optional.empty();
        }
    }

    /** What a format specification formats as {@code strftime} does. */
    interface Formattable {
        String format(String pattern);
    }

    /** The list of a list or a tuple. */
    static List<Object> sequence(Object object) {
        return object instanceof Tuple tuple ? tuple.items() : ((ListObject) object).items();
    }

    static boolean truthy(Object value) {
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
            return !list.items().isEmpty();
        }
        if (value instanceof Dict dict) {
            return dict.size() > 0;
        }
        if (value instanceof Tuple tuple) {
            return !tuple.items().isEmpty();
        }
        if (value instanceof SetObject set) {
            return !set.items().isEmpty();
        }
        if (value instanceof Bytes bytes) {
            return !bytes.latin1().isEmpty();
        }
        if (value instanceof DictView view) {
            return view.dict().size() > 0;
        }
        if (value instanceof Instance instance) {
            return instance.ask("__bool__")
                    .or(() -> instance.ask("__len__"))
                    .map(Py::truthy)
                    .orElse(true);
        }
        if (value instanceof Opaque opaque) {
            throw opaque.stopped();
        }
        if (value instanceof java.time.Duration span) {
            return !span.isZero();
        }
        return value != None.NONE;
    }
}

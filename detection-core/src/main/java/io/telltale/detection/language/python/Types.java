package io.telltale.detection.language.python;

import java.util.Set;

/** Which objects are instances of which types. */
final class Types {
    private static final Set<String> MAPPINGS = Set.of("Mapping", "MutableMapping");
    private static final Set<String> SEQUENCES = Set.of("Sequence", "Iterable", "Collection", "Sized", "Container");

    private Types() {}

    static boolean isInstance(Object value, Object type) {
        if (type instanceof Py.Tuple tuple) {
            return tuple.items().stream().anyMatch(t -> isInstance(value, t));
        }
        if (type instanceof ClassObject wanted) {
            return value instanceof Instance instance && instance.type.isA(wanted);
        }
        if (type instanceof Typing.Hint hint) {
            return hint.alternatives().stream().anyMatch(t -> isInstance(value, t));
        }
        if (type instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        if (type == Py.None.NONE) {
            return value == Py.None.NONE;
        }
        if (!(type instanceof Py.BuiltinType builtin)) {
            throw Py.error("TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
        }
        return isInstance(value, builtin.name());
    }

    /** Whether one of Python's own types is another. */
    static boolean isSubtype(Object type, Object wanted) {
        if (wanted instanceof Py.Tuple tuple) {
            return tuple.items().stream().anyMatch(t -> isSubtype(type, t));
        }
        boolean isObject = wanted instanceof Py.BuiltinType any && any.name().equals("object");
        boolean isBool = type instanceof Py.BuiltinType own
                && own.name().equals("bool")
                && wanted instanceof Py.BuiltinType number
                && number.name().equals("int");
        return isObject || isBool || type.equals(wanted);
    }

    private static boolean isInstance(Object value, String type) {
        String own = Py.typeName(value);
        if (type.equals("tuple") && NamedTuples.isOne(value)) {
            return true;
        }
        return switch (type) {
            case "object" -> true;
            case "bool", "str", "bytes", "float", "tuple", "timedelta", "timezone", "time", "function" ->
                own.equals(type) || (type.equals("timedelta") && value instanceof java.time.Duration);
            case "int" -> Equality.isInteger(value) || value instanceof Boolean;
            case "complex", "bytearray" -> false;
            case "Number" -> Equality.isNumber(value);
            case "list" -> value instanceof Py.ListObject list && !list.frozen;
            case "ImmutableList" -> value instanceof Py.ListObject list && list.frozen;
            case "dict" -> value instanceof Dict dict && !dict.isEvent();
            case "PantherEvent", "ImmutableCaseInsensitiveDict" -> value instanceof Dict dict && dict.isEvent();
            case "OrderedDict", "defaultdict", "Counter" -> own.equals(type);
            case "set" -> value instanceof Py.SetObject set && !set.frozen;
            case "frozenset" -> value instanceof Py.SetObject set && set.frozen;
            case "Set" -> value instanceof Py.SetObject;
            case "datetime" -> value instanceof Moment;
            case "date" -> value instanceof Day || value instanceof Moment;
            case "tzinfo" -> value instanceof Moment.Zone;
            case "type" -> value instanceof ClassObject || value instanceof Py.BuiltinType;
            case "Pattern", "Match", "IPv4Address", "IPv6Address", "IPv4Network", "IPv6Network", "deque" ->
                own.equals(type);
            case "Callable" -> isCallable(value);
            case "Hashable" -> isHashable(value);
            case "MagicMock", "Mock" -> value instanceof Mock;
            case "NoneType" -> value == Py.None.NONE;
            default -> abstractType(value, type);
        };
    }

    private static boolean abstractType(Object value, String type) {
        if (MAPPINGS.contains(type)) {
            return value instanceof Dict dict && (type.equals("Mapping") || !dict.isEvent());
        }
        boolean isSequence = value instanceof Py.ListObject
                || value instanceof Py.Tuple
                || value instanceof String
                || value instanceof Py.Bytes;
        if (type.equals("Sequence")) {
            return isSequence;
        }
        if (SEQUENCES.contains(type)) {
            boolean isOnce = value instanceof Py.IteratorObject;
            return isSequence
                    || value instanceof Dict
                    || value instanceof Py.SetObject
                    || (isOnce && type.equals("Iterable"))
                    || (value instanceof Instance instance
                            && instance.special(type.equals("Sized") ? "__len__" : "__iter__")
                                    .isPresent());
        }
        throw Stopped.notRun("isinstance of " + type);
    }

    static boolean isCallable(Object value) {
        return value instanceof Py.Callable
                || value instanceof ClassObject
                || (value instanceof Instance instance
                        && instance.special("__call__").isPresent());
    }

    private static boolean isHashable(Object value) {
        try {
            Equality.key(value);
            return true;
        } catch (Raised e) {
            return false;
        }
    }
}

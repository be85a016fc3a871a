package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The module enum. The members of a class stand in its {@code __members__}; those of {@code IntEnum}, {@code StrEnum} and
 * of an Enum that is an int or a str too compare, hash and behave as their values.
 */
final class EnumModule {
    private static final String MEMBERS = "__members__";
    private static final Object AUTO = new Py.Opaque("enum.auto");
    private static final List<String> ORDERS = List.of("__lt__", "__le__", "__gt__", "__ge__");

    private EnumModule() {}

    static Map<String, Object> names(Interpreter interpreter) {
        var plain = new LinkedHashMap<String, Object>();
        plain.put("__name__", "Enum");
        plain.put("__init_subclass__", Modules.function("__init_subclass__", a -> define((ClassObject) a.get(0))));
        plain.put("__repr__", Modules.function("__repr__", a -> {
            Instance member = (Instance) a.get(0);
            return "<" + shown(member) + ": " + Text.repr(value(member)) + ">";
        }));
        plain.put("__str__", Modules.function("__str__", a -> shown((Instance) a.get(0))));
        var base = new ClassObject("Enum", List.of(), plain);
        var names = new LinkedHashMap<String, Object>();
        names.put("Enum", base);
        names.put("IntEnum", valued("IntEnum", base, interpreter));
        names.put("StrEnum", valued("StrEnum", base, interpreter));
        names.put("auto", Modules.function("auto", a -> AUTO));
        names.put("unique", Modules.function("unique", a -> a.get(0)));
        return names;
    }

    /** The members of a class of enum's, aliases among them; empty for another class. */
    static Optional<Dict> members(ClassObject type) {
        return type.find(MEMBERS).filter(m -> m instanceof Dict).map(m -> (Dict) m);
    }

    /** The members as a loop gives them. */
    static List<Object> distinct(Dict members) {
        return members.values().stream().distinct().toList();
    }

    /** The member of a value. */
    static Object ofValue(ClassObject type, Dict members, Object value) {
        return members.values().stream()
                .filter(m -> m == value || Equality.equal(value((Instance) m), value))
                .findFirst()
                .orElseThrow(() -> Py.error("ValueError", Text.repr(value) + " is not a valid " + type.name));
    }

    private static Object value(Instance member) {
        return member.attributes().getOrDefault("value", Py.None.NONE);
    }

    private static String shown(Instance member) {
        return member.type.name + "." + Text.str(member.attributes().getOrDefault("name", ""));
    }

    private static ClassObject valued(String name, ClassObject base, Interpreter interpreter) {
        var attributes = new LinkedHashMap<String, Object>(mixed(interpreter));
        attributes.put("__name__", name);
        attributes.put("__str__", Modules.function("__str__", a -> Text.str(value((Instance) a.get(0)))));
        return new ClassObject(name, List.of(base), attributes);
    }

    /** What makes a member behave as its value does. */
    static Map<String, Object> mixed(Interpreter interpreter) {
        var attributes = new LinkedHashMap<String, Object>();
        Operators operators = interpreter.expressions().operators();
        attributes.put(
                "__eq__", Modules.function("__eq__", a -> Equality.equal(value((Instance) a.get(0)), plain(a.get(1)))));
        attributes.put("__hash__", Modules.function("__hash__", a -> Equality.key(value((Instance) a.get(0)))));
        List<String> signs = List.of("<", "<=", ">", ">=");
        for (int i = 0; i < ORDERS.size(); i++) {
            String sign = signs.get(i);
            attributes.put(
                    ORDERS.get(i),
                    Modules.function(
                            ORDERS.get(i), a -> operators.compare(sign, value((Instance) a.get(0)), plain(a.get(1)))));
        }
        Map.of("__add__", "+", "__sub__", "-", "__mul__", "*")
                .forEach((name, sign) -> attributes.put(
                        name,
                        Modules.function(
                                name, a -> operators.binary(sign, value((Instance) a.get(0)), plain(a.get(1))))));
        attributes.put("__int__", Modules.function("__int__", a -> value((Instance) a.get(0))));
        attributes.put(
                "__getattr__",
                Modules.function(
                        "__getattr__",
                        a -> interpreter.expressions().members().get(value((Instance) a.get(0)), a.text(1))));
        return attributes;
    }

    private static Object plain(Object value) {
        return value instanceof Instance member && members(member.type).isPresent() ? value(member) : value;
    }

    private static Object define(ClassObject type) {
        var members = new Dict();
        long last = 0;
        boolean isText = type.bases.stream().anyMatch(base -> base.name.equals("StrEnum"));
        for (Map.Entry<String, Object> attribute :
                new ArrayList<>(type.attributes().entrySet())) {
            String name = attribute.getKey();
            Object given = attribute.getValue();
            boolean isMember = !name.startsWith("_")
                    && !(given instanceof Py.Callable)
                    && !(given instanceof Py.Decorated)
                    && !(given instanceof ClassObject);
            if (!isMember) {
                continue;
            }
            Object value = given != AUTO ? given : isText ? (Object) name.toLowerCase(java.util.Locale.ROOT) : last + 1;
            last = value instanceof Long number ? number : last;
            Optional<Object> known = members.values().stream()
                    .filter(m -> Equality.equal(value((Instance) m), value))
                    .findFirst();
            Object member = known.orElseGet(() -> {
                var made = new Instance(type);
                for (String field : List.of("name", "_name_")) {
                    made.set(field, name);
                }
                for (String field : List.of("value", "_value_")) {
                    made.set(field, value);
                }
                return made;
            });
            members.put(name, member);
            type.set(name, member);
        }
        if (members.size() > 0) {
            type.set(MEMBERS, members);
        }
        return Py.None.NONE;
    }
}

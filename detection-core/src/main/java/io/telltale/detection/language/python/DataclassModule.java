package io.telltale.detection.language.python;

import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The module dataclasses: classes whose fields are their annotated names. */
final class DataclassModule {
    private static final String FIELDS = "__dataclass_fields__";

    private final Interpreter interpreter;

    private DataclassModule(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    /** A field as {@code field()} describes it. */
    private record Field(
            Optional<Object> value, Optional<Object> factory, boolean init, boolean written, boolean compared)
            implements Py.NamedType {
        static final Field PLAIN = new Field(Optional.empty(), Optional.empty(), true, true, true);

        static Field of(Object value) {
            return value instanceof Field field
                    ? field
                    : new Field(Optional.of(value), Optional.empty(), true, true, true);
        }

        @Override
        public String typeName() {
            return "Field";
        }

        @Override
        public Optional<Object> attribute(String name) {
            return Optional.empty();
        }
    }

    static Map<String, Object> names(Interpreter interpreter) {
        var module = new DataclassModule(interpreter);
        var names = new LinkedHashMap<String, Object>();
        names.put(
                "dataclass",
                Modules.function(
                        "dataclass",
                        a -> a.size() == 1
                                ? module.made((ClassObject) a.get(0), a)
                                : Modules.function("dataclass", type -> module.made((ClassObject) type.get(0), a))));
        names.put(
                "field",
                Modules.function(
                        "field",
                        a -> new Field(
                                Optional.ofNullable(a.named().get("default")),
                                Optional.ofNullable(a.named().get("default_factory")),
                                Py.truthy(a.named("init", true)),
                                Py.truthy(a.named("repr", true)),
                                Py.truthy(a.named("compare", true)))));
        names.put("asdict", Modules.function("asdict", a -> module.plain(a.get(0))));
        names.put("astuple", Modules.function("astuple", a -> {
            Instance self = (Instance) a.get(0);
            return new Py.Tuple(values(self, fields(self.type).keySet()));
        }));
        names.put("replace", Modules.function("replace", a -> {
            Instance self = (Instance) a.get(0);
            var all = new LinkedHashMap<String, Object>();
            fields(self.type).forEach((name, field) -> {
                if (field.init()) {
                    all.put(name, self.attributes().getOrDefault(name, Py.None.NONE));
                }
            });
            all.putAll(a.named());
            return interpreter.expressions().calls().call(self.type, List.of(), all);
        }));
        names.put(
                "is_dataclass",
                Modules.function(
                        "is_dataclass",
                        a -> a.get(0) instanceof Instance self
                                ? self.type.find(FIELDS).isPresent()
                                : a.get(0) instanceof ClassObject type
                                        && type.find(FIELDS).isPresent()));
        names.put("FrozenInstanceError", Exceptions.of("FrozenInstanceError"));
        return names;
    }

    /** The annotated names of a class body, in their order. */
    static List<String> annotated(ClassObject type) {
        return type.attributes().get("__annotations__") instanceof Dict names
                ? names.keys().stream().map(Text::str).toList()
                : List.of();
    }

    private static Map<String, Field> fields(ClassObject type) {
        if (type.find(FIELDS).orElse(Py.None.NONE) instanceof Dict known) {
            var fields = new LinkedHashMap<String, Field>();
            known.all().forEach(e -> fields.put(Text.str(e.key()), (Field) e.value()));
            return fields;
        }
        throw Py.error("TypeError", "must be called with a dataclass type or instance");
    }

    private static List<Object> values(Instance self, Set<String> names) {
        return names.stream()
                .map(name -> self.attributes().getOrDefault(name, Py.None.NONE))
                .toList();
    }

    private ClassObject made(ClassObject type, Arguments options) {
        var fields = new Dict();
        for (ClassObject base : type.bases) {
            if (base.find(FIELDS).orElse(Py.None.NONE) instanceof Dict inherited) {
                fields.putAll(inherited);
            }
        }
        for (String name : annotated(type)) {
            Object value = type.attributes().get(name);
            Field field = value == null ? Field.PLAIN : Field.of(value);
            if (value instanceof Py.ListObject || value instanceof Dict || value instanceof Py.SetObject) {
                throw Py.error(
                        "ValueError",
                        "mutable default "
                                + Text.repr(interpreter.library().builtins().typeOf(value)) + " for field " + name
                                + " is not allowed: use default_factory");
            }
            field.value().ifPresent(given -> type.set(name, given));
            if (value instanceof Field && field.value().isEmpty()) {
                type.attributes().remove(name);
            }
            fields.put(name, field);
        }
        type.set(FIELDS, fields);
        Map<String, Field> all = fields(type);
        type.attributes().computeIfAbsent("__init__", name -> init(type, all));
        type.attributes().computeIfAbsent("__repr__", name -> Modules.function(name, a -> shown(a, all)));
        compared(type, all, options);
        return type;
    }

    /** An {@code __init__} that takes the fields in their order. */
    private Object init(ClassObject type, Map<String, Field> fields) {
        Frame defaults = Frame.ofModule();
        var parameters = new ArrayList<Node.ParameterNode>();
        parameters.add(new Node.ParameterNode("self", Optional.empty()));
        fields.forEach((name, field) -> {
            if (field.init()) {
                Optional<Node.Expr> otherwise = field.factory()
                        .<Object>map(made -> Py.Singleton.NOT_IMPLEMENTED)
                        .or(field::value)
                        .map(value -> {
                            defaults.bind("%" + name, value);
                            return new Node.Name("%" + name, Span.NONE);
                        });
                parameters.add(new Node.ParameterNode(name, otherwise));
            }
        });
        var made = new UserFunction(
                "__init__",
                new Node.Parameters(List.copyOf(parameters), "", List.of(), ""),
                defaults,
                Set.of(),
                interpreter,
                "",
                frame -> {
                    Instance self = (Instance) frame.find("self").orElseThrow();
                    fields.forEach((name, field) -> {
                        Object given = frame.find(name).orElse(Py.Singleton.NOT_IMPLEMENTED);
                        if (given == Py.Singleton.NOT_IMPLEMENTED
                                && field.factory().isPresent()) {
                            given = interpreter
                                    .expressions()
                                    .calls()
                                    .call(field.factory().get(), List.of(), Map.of());
                        }
                        if (given != Py.Singleton.NOT_IMPLEMENTED) {
                            self.set(name, given);
                        }
                    });
                    self.ask("__post_init__");
                    return Py.None.NONE;
                });
        made.ownedBy(type);
        return made;
    }

    private static Object shown(Arguments a, Map<String, Field> fields) {
        Instance self = (Instance) a.get(0);
        var parts = new ArrayList<String>();
        fields.forEach((name, field) -> {
            if (field.written()) {
                parts.add(name + "=" + Text.repr(self.attributes().getOrDefault(name, Py.None.NONE)));
            }
        });
        return self.type.name + "(" + String.join(", ", parts) + ")";
    }

    private void compared(ClassObject type, Map<String, Field> fields, Arguments options) {
        var names = new LinkedHashSet<String>();
        fields.forEach((name, field) -> {
            if (field.compared()) {
                names.add(name);
            }
        });
        boolean isFrozen = Py.truthy(options.named("frozen", false));
        if (Py.truthy(options.named("eq", true)) && !type.attributes().containsKey("__eq__")) {
            type.set("__eq__", Modules.function("__eq__", a -> of(type, a, "==", names)));
            if (isFrozen || Py.truthy(options.named("unsafe_hash", false))) {
                type.set(
                        "__hash__",
                        Modules.function(
                                "__hash__", a -> Equality.key(new Py.Tuple(values((Instance) a.get(0), names)))));
            } else if (!type.attributes().containsKey("__hash__")) {
                type.set("__hash__", Modules.function("__hash__", a -> {
                    throw Py.error("TypeError", "unhashable type: '" + type.name + "'");
                }));
            }
        }
        if (Py.truthy(options.named("order", false))) {
            Map.of("__lt__", "<", "__le__", "<=", "__gt__", ">", "__ge__", ">=")
                    .forEach((name, sign) -> type.set(name, Modules.function(name, a -> of(type, a, sign, names))));
        }
        if (isFrozen) {
            type.set("__setattr__", Modules.function("__setattr__", a -> {
                throw Py.error("FrozenInstanceError", "cannot assign to field '" + a.text(1) + "'");
            }));
        }
    }

    private Object of(ClassObject type, Arguments a, String sign, Set<String> names) {
        if (!(a.get(0) instanceof Instance self)
                || !(a.get(1) instanceof Instance other)
                || self.type != other.type
                || !self.type.isA(type)) {
            return Py.Singleton.NOT_IMPLEMENTED;
        }
        return interpreter
                .expressions()
                .operators()
                .compare(sign, new Py.Tuple(values(self, names)), new Py.Tuple(values(other, names)));
    }

    /** The fields as dictionaries, lists and tuples all the way down. */
    private Object plain(Object value) {
        interpreter.budget().make(1);
        if (value instanceof Instance self && self.type.find(FIELDS).isPresent()) {
            var dict = new Dict();
            fields(self.type)
                    .keySet()
                    .forEach(name -> dict.put(name, plain(self.attributes().getOrDefault(name, Py.None.NONE))));
            return dict;
        }
        if (value instanceof Py.ListObject list) {
            return Py.list(
                    new ArrayList<>(list.items().stream().map(this::plain).toList()));
        }
        if (value instanceof Py.Tuple tuple) {
            return new Py.Tuple(tuple.items().stream().map(this::plain).toList());
        }
        if (value instanceof Dict dict) {
            var made = new Dict();
            dict.all().forEach(e -> made.put(e.key(), plain(e.value())));
            return made;
        }
        return value;
    }
}

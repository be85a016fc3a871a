package io.telltale.detection.language.python;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the attributes and methods of objects. */
final class Members {
    private final Interpreter interpreter;
    private final Expressions expressions;
    private final TextMethods text;
    private final DictMethods dicts;
    private final EventMethods events;
    private final ListMethods lists;
    private final SetMethods sets;
    private final SpecialMethods special;

    Members(Interpreter interpreter, Expressions expressions) {
        this.interpreter = interpreter;
        this.expressions = expressions;
        this.text = new TextMethods(interpreter, expressions);
        this.dicts = new DictMethods(interpreter, expressions);
        this.events = new EventMethods(interpreter);
        this.lists = new ListMethods(interpreter, expressions);
        this.sets = new SetMethods(interpreter, expressions);
        this.special = new SpecialMethods(interpreter);
    }

    static Optional<Object> method(String name, Function<Arguments, Object> body) {
        return Optional.of(new Py.Function(name, (values, named) -> body.apply(new Arguments(name, values, named))));
    }

    Object get(Object object, String name) {
        Optional<Object> found = find(object, name);
        if (found.isPresent()) {
            return found.get();
        }
        if (object instanceof Py.Module module) {
            throw interpreter.program().modules().containsKey(module.name())
                    ? Py.error("AttributeError", "module '" + module.name() + "' has no attribute '" + name + "'")
                    : Stopped.notRun(module.name() + "." + name);
        }
        if (object instanceof ClassObject type) {
            throw Py.error("AttributeError", "type object '" + type.name + "' has no attribute '" + name + "'");
        }
        throw Py.error("AttributeError", "'" + Py.typeName(object) + "' object has no attribute '" + name + "'");
    }

    Optional<Object> find(Object object, String name) {
        return ofKind(object, name).or(() -> special.find(object, name));
    }

    private Optional<Object> ofKind(Object object, String name) {
        if (object instanceof String value) {
            return text.find(value, name);
        }
        if (Equality.isNumber(object)) {
            return Numbers.attribute(object, name);
        }
        if (object instanceof Dict dict) {
            return dict.isEvent() ? events.find(dict, name).or(() -> dicts.find(dict, name)) : dicts.find(dict, name);
        }
        if (object instanceof Py.ListObject list) {
            return lists.find(list, name);
        }
        if (object instanceof Py.SetObject set) {
            return sets.find(set, name);
        }
        if (object instanceof Py.Tuple tuple) {
            return lists.find(tuple, name);
        }
        if (object instanceof Py.Bytes bytes) {
            return BytesMethods.find(bytes, name);
        }
        if (object instanceof Py.Module module) {
            return Optional.ofNullable(module.attributes().get(name));
        }
        if (object instanceof Py.Opaque opaque) {
            return Optional.of(new Py.Opaque(opaque.construct()));
        }
        if (object instanceof Instance instance) {
            return ofInstance(instance, name);
        }
        if (object instanceof ClassObject type) {
            return type.find(name).map(member -> unbound(type, member)).or(() -> ofClass(type, name));
        }
        if (object instanceof Calls.Parent parent) {
            return ofParent(parent, name);
        }
        if (object instanceof Py.BuiltinType type) {
            return ofType(type, name);
        }
        if (object instanceof Duration span) {
            return Moment.attribute(span, name);
        }
        if (object instanceof Py.Decorated property && name.equals("setter")) {
            return method(name, a -> new Py.Decorated("property", property.function(), Optional.of(a.get(0))));
        }
        if (object instanceof Py.NamedType named) {
            return named.attribute(name);
        }
        if (object instanceof Py.IteratorObject iterator) {
            return ofIterator(iterator, name);
        }
        return ofFunction(object, name);
    }

    private Optional<Object> ofClass(ClassObject type, String name) {
        Optional<Object> object = interpreter.library().builtin("object");
        return switch (name) {
            case "__name__", "__qualname__" -> Optional.of(type.name);
            case "__bases__" ->
                Optional.of(
                        new Py.Tuple(type.bases.isEmpty() ? List.of(object.orElseThrow()) : List.copyOf(type.bases)));
            case "__mro__" -> {
                var order = new ArrayList<Object>(type.order());
                order.add(object.orElseThrow());
                yield Optional.of(new Py.Tuple(order));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Object> ofIterator(Py.IteratorObject iterator, String name) {
        if (name.equals("__next__")) {
            return method(name, a -> IterationBuiltins.next(iterator));
        }
        if (name.equals("__iter__")) {
            return method(name, a -> iterator);
        }
        if (!(iterator.elements instanceof Generator generator)) {
            return Optional.empty();
        }
        return switch (name) {
            case "send" -> method(name, a -> generator.send(a.get(0)));
            case "close" ->
                method(name, a -> {
                    generator.close();
                    return Py.None.NONE;
                });
            default -> Optional.empty();
        };
    }

    private static Optional<Object> ofFunction(Object object, String name) {
        if (object instanceof UserFunction function) {
            return switch (name) {
                case "__name__", "__qualname__" -> Optional.of(function.name());
                case "__doc__" -> Optional.of(function.doc().isEmpty() ? Py.None.NONE : function.doc());
                default -> Optional.empty();
            };
        }
        return object instanceof Py.Function function && name.equals("__name__")
                ? Optional.of(function.name())
                : Optional.empty();
    }

    private Optional<Object> ofInstance(Instance instance, String name) {
        Optional<Object> ofClass = instance.type.find(name);
        boolean isProperty = ofClass.isPresent()
                && ofClass.get() instanceof Py.Decorated decorated
                && decorated.kind().equals("property");
        Object own = instance.attributes().get(name);
        if (own != null && !isProperty) {
            return Optional.of(own);
        }
        if (ofClass.isPresent()) {
            return Optional.of(bound(instance, instance.type, ofClass.get()));
        }
        if (Exceptions.isException(instance.type)) {
            Optional<Object> ofException = Exceptions.attribute(instance, name);
            if (ofException.isPresent()) {
                return ofException;
            }
        }
        if (name.equals("__class__")) {
            return Optional.of(instance.type);
        }
        if (name.equals("__dict__")) {
            var dict = new Dict();
            instance.attributes().forEach(dict::put);
            return Optional.of(dict);
        }
        return instance.ask("__getattr__", name);
    }

    private Object bound(Object self, ClassObject type, Object member) {
        if (member instanceof Py.Decorated decorated) {
            return switch (decorated.kind()) {
                case "property" -> expressions.calls().call(decorated.function(), List.of(self), Map.of());
                case "classmethod" -> partial(type, decorated.function());
                default -> decorated.function();
            };
        }
        return member instanceof UserFunction || member instanceof Py.Function ? partial(self, member) : member;
    }

    private static Object unbound(ClassObject type, Object member) {
        if (member instanceof Py.Decorated decorated) {
            return decorated.kind().equals("classmethod") ? partial(type, decorated.function()) : decorated.function();
        }
        return member;
    }

    private static Object partial(Object first, Object function) {
        String name = function instanceof UserFunction own
                ? own.name()
                : function instanceof Py.Function builtin ? builtin.name() : "method";
        return new Py.Function(name, (values, named) -> {
            var all = new ArrayList<Object>(List.of(first));
            all.addAll(values);
            return ((Py.Callable) function).call(all, named);
        });
    }

    private Optional<Object> ofParent(Calls.Parent parent, String name) {
        ClassObject start = parent.self() instanceof Instance own
                ? own.type
                : parent.self() instanceof ClassObject given ? given : parent.type();
        Optional<Object> inherited = start.isA(parent.type())
                ? ClassObject.after(start.order(), parent.type(), name)
                : parent.type().inherited(name);
        if (inherited.isPresent()) {
            ClassObject type = parent.self() instanceof Instance instance ? instance.type : parent.type();
            return Optional.of(bound(parent.self(), type, inherited.get()));
        }
        if (!name.equals("__init__")) {
            return Optional.empty();
        }
        return method(name, a -> {
            if (parent.self() instanceof Instance instance && Exceptions.isException(instance.type)) {
                instance.set("args", new Py.Tuple(List.copyOf(a.values())));
            }
            return Py.None.NONE;
        });
    }

    private Optional<Object> ofType(Py.BuiltinType type, String name) {
        if (name.equals("__name__")) {
            return Optional.of(type.name());
        }
        Optional<Object> own = interpreter.library().classMember(type.name(), name);
        if (own.isPresent()) {
            return own;
        }
        boolean hasMethods =
                List.of("str", "dict", "list", "set", "bytes", "tuple").contains(type.name());
        if (!hasMethods) {
            return Optional.empty();
        }
        return Optional.of(new Py.Function(name, (values, named) -> {
            Object self = new Arguments(name, values, named).get(0);
            return expressions.calls().call(get(self, name), values.subList(1, values.size()), named);
        }));
    }
}

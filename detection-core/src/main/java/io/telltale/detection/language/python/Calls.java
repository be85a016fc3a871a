package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls functions, classes and objects that can be called. */
final class Calls {
    private final Interpreter interpreter;
    private final Expressions expressions;

    Calls(Interpreter interpreter, Expressions expressions) {
        this.interpreter = interpreter;
        this.expressions = expressions;
    }

    Object evaluate(Node.Call call, Frame frame) {
        if (call.function() instanceof Node.Name name
                && name.id().equals("super")
                && frame.find("super").isEmpty()) {
            return parent(call, frame);
        }
        Object function = expressions.evaluate(call.function(), frame);
        var arguments = new ArrayList<Object>();
        var named = new LinkedHashMap<String, Object>();
        for (Node.Argument argument : call.arguments()) {
            Object value = expressions.evaluate(argument.value(), frame);
            if (argument.name().isEmpty()) {
                arguments.add(value);
            } else if (argument.name().equals("*")) {
                arguments.addAll(expressions.iteration().list(value));
            } else if (argument.name().equals("**")) {
                unpack(value, named);
            } else {
                named.put(argument.name(), value);
            }
        }
        return call(function, arguments, named);
    }

    private static void unpack(Object value, Map<String, Object> named) {
        if (!(value instanceof Dict dict)) {
            throw Py.error("TypeError", "argument after ** must be a mapping, not " + Py.typeName(value));
        }
        for (Dict.Entry entry : dict.all()) {
            if (!(entry.key() instanceof String name)) {
                throw Py.error("TypeError", "keywords must be strings");
            }
            if (named.put(name, entry.value()) != null) {
                throw Py.error("TypeError", "got multiple values for keyword argument '" + name + "'");
            }
        }
    }

    /** {@code super()}, in a method of a class, and {@code super(Class, self)}. */
    private Object parent(Node.Call call, Frame frame) {
        Optional<Object> owner = call.arguments().isEmpty()
                ? frame.find("__class__")
                : Optional.of(expressions.evaluate(call.arguments().get(0).value(), frame));
        Optional<Object> self = call.arguments().isEmpty()
                ? frame.find("self").or(() -> frame.find("cls"))
                : Optional.of(expressions.evaluate(
                        call.arguments().get(call.arguments().size() - 1).value(), frame));
        if (owner.isPresent() && owner.get() instanceof ClassObject type && self.isPresent()) {
            return new Parent(type, self.get());
        }
        throw Py.error("RuntimeError", "super(): no arguments");
    }

    /** What {@code super()} answers: an object seen through the classes above one of its own. */
    record Parent(ClassObject type, Object self) {}

    Object call(Object function, List<Object> arguments, Map<String, Object> named) {
        if (function instanceof UserFunction own) {
            return own.call(arguments, named);
        }
        interpreter.budget().step();
        if (function instanceof Py.Callable callable) {
            return callable.call(arguments, named);
        }
        if (function instanceof ClassObject type) {
            return made(type, arguments, named);
        }
        if (function instanceof Instance instance
                && instance.special("__call__").isPresent()) {
            return instance.special("__call__").get().call(arguments, named);
        }
        if (function instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        throw Py.error("TypeError", "'" + Py.typeName(function) + "' object is not callable");
    }

    private static Object made(ClassObject type, List<Object> arguments, Map<String, Object> named) {
        Optional<Dict> members = EnumModule.members(type);
        if (members.isPresent() && arguments.size() == 1) {
            return EnumModule.ofValue(type, members.get(), arguments.get(0));
        }
        boolean isException = Exceptions.isException(type);
        var instance = isException ? Py.exception(type, List.copyOf(arguments)) : new Instance(type);
        Optional<Py.Callable> init = instance.special("__init__");
        if (init.isPresent()) {
            Object answer = init.get().call(arguments, named);
            if (answer != Py.None.NONE) {
                throw Py.error("TypeError", "__init__() should return None, not '" + Py.typeName(answer) + "'");
            }
        } else if (!isException && !(arguments.isEmpty() && named.isEmpty())) {
            throw Py.error("TypeError", type.name + "() takes no arguments");
        }
        return instance;
    }
}

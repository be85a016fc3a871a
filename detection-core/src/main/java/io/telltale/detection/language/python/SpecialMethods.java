package io.telltale.detection.language.python;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The special methods of Python's own objects, called by name: {@code "text".__contains__("x")}. */
final class SpecialMethods {
    private static final Map<String, String> COMPARISONS =
            Map.of("__eq__", "==", "__ne__", "!=", "__lt__", "<", "__le__", "<=", "__gt__", ">", "__ge__", ">=");

    private static final Map<String, String> OPERATORS =
            Map.of("__add__", "+", "__sub__", "-", "__mul__", "*", "__mod__", "%", "__or__", "|", "__and__", "&");

    /** Those that answer as a built-in function does. */
    private static final Map<String, String> FUNCTIONS =
            Map.of("__len__", "len", "__str__", "str", "__repr__", "repr", "__hash__", "hash", "__iter__", "iter");

    private final Interpreter interpreter;

    SpecialMethods(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    Optional<Object> find(Object object, String name) {
        if (!name.startsWith("__") || object instanceof Instance || object instanceof ClassObject) {
            return Optional.empty();
        }
        if (name.equals("__class__")) {
            return Optional.of(interpreter.library().builtins().typeOf(object));
        }
        boolean isContainer = new Iteration(interpreter.budget()).isIterable(object);
        Operators operators = interpreter.expressions().operators();
        if (COMPARISONS.containsKey(name)) {
            return Members.method(name, a -> operators.compare(COMPARISONS.get(name), object, a.get(0)));
        }
        if (OPERATORS.containsKey(name)) {
            return Members.method(name, a -> operators.binary(OPERATORS.get(name), object, a.get(0)));
        }
        boolean isOfContainers =
                List.of("__len__", "__iter__", "__contains__", "__getitem__").contains(name);
        if (isOfContainers && !isContainer) {
            return Optional.empty();
        }
        if (name.equals("__contains__")) {
            return Members.method(name, a -> operators.contains(object, a.get(0)));
        }
        if (name.equals("__getitem__")) {
            return Members.method(
                    name, a -> interpreter.expressions().subscripts().item(object, a.get(0)));
        }
        String function = FUNCTIONS.get(name);
        return function == null
                ? Optional.empty()
                : interpreter
                        .library()
                        .builtin(function)
                        .flatMap(called -> Members.method(
                                name, a -> interpreter.expressions().calls().call(called, List.of(object), Map.of())));
    }
}

package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs a program's statements. */
final class Statements {
    /** How a statement ends, unless it returns. */
    enum Signal {
        NEXT,
        BREAK,
        CONTINUE
    }

    /** The end of a function. */
    record Returned(Object value) {}

    private final Interpreter interpreter;
    private final Expressions expressions;
    private final Budget budget;
    private final Assignments assignments;
    private final PatternMatching patterns;
    private final Imports imports;
    private final IdentityHashMap<Node.FunctionDef, Set<String>> locals = new IdentityHashMap<>();
    private final IdentityHashMap<Node.Stmt, Boolean> yielding = new IdentityHashMap<>();

    Statements(Interpreter interpreter) {
        this.interpreter = interpreter;
        this.expressions = interpreter.expressions();
        this.budget = interpreter.budget();
        this.assignments = new Assignments(interpreter);
        this.patterns = new PatternMatching(interpreter);
        this.imports = new Imports(interpreter);
    }

    Assignments assignments() {
        return assignments;
    }

    /** Runs a function's body to its answer. */
    Object body(List<Node.Stmt> statements, Frame frame) {
        return execute(statements, frame) instanceof Returned returned ? returned.value() : Py.None.NONE;
    }

    private Object execute(List<Node.Stmt> statements, Frame frame) {
        for (Node.Stmt statement : statements) {
            Object signal = execute(statement, frame);
            if (signal != Signal.NEXT) {
                return signal;
            }
        }
        return Signal.NEXT;
    }

    Object execute(Node.Stmt statement, Frame frame) {
        budget.step();
        if (statement instanceof Node.ExprStmt expression) {
            if (!(expression.value() instanceof Node.Constant)) {
                expressions.evaluate(expression.value(), frame);
            }
        } else if (statement instanceof Node.Assign assign) {
            Object value = expressions.evaluate(assign.value(), frame);
            assign.targets().forEach(target -> assignments.assign(target, value, frame));
        } else if (statement instanceof Node.AugAssign augmented) {
            assignments.augment(augmented, frame);
        } else if (statement instanceof Node.Return returned) {
            return new Returned(
                    returned.value().isPresent()
                            ? expressions.evaluate(returned.value().get(), frame)
                            : Py.None.NONE);
        } else if (statement instanceof Node.If condition) {
            return execute(
                    expressions.isTrue(condition.condition(), frame) ? condition.body() : condition.orElse(), frame);
        } else if (statement instanceof Node.For loop) {
            return loop(loop, frame);
        } else if (statement instanceof Node.While loop) {
            return loop(loop, frame);
        } else if (statement instanceof Node.Try attempt) {
            return attempt(attempt, frame);
        } else if (statement instanceof Node.With with) {
            return with(with, 0, frame);
        } else if (statement instanceof Node.Match match) {
            return match(match, frame);
        } else if (statement instanceof Node.Raise raise) {
            throw raised(raise, frame);
        } else if (statement instanceof Node.Assert assertion) {
            check(assertion, frame);
        } else if (statement instanceof Node.Break) {
            return Signal.BREAK;
        } else if (statement instanceof Node.Continue) {
            return Signal.CONTINUE;
        } else {
            declare(statement, frame);
        }
        return Signal.NEXT;
    }

    private void declare(Node.Stmt statement, Frame frame) {
        if (statement instanceof Node.Global global) {
            frame.global(global.names());
        } else if (statement instanceof Node.Nonlocal nonlocal) {
            frame.nonlocal(nonlocal.names());
        } else if (statement instanceof Node.Delete delete) {
            delete.targets().forEach(target -> assignments.delete(target, frame));
        } else if (statement instanceof Node.Import imported) {
            imports.run(imported, frame);
        } else if (statement instanceof Node.ImportFrom imported) {
            imports.run(imported, frame);
        } else if (statement instanceof Node.FunctionDef function) {
            frame.set(function.name(), decorated(function.decorators(), function(function, frame), frame));
        } else if (statement instanceof Node.ClassDef type) {
            frame.set(type.name(), decorated(type.decorators(), classObject(type, frame), frame));
        } else if (statement instanceof Node.Annotation annotation) {
            if (!annotation.ofClass()) {
                frame.annotate(annotation.name());
            }
        } else if (statement instanceof Node.Foreign foreign) {
            throw Stopped.notRun(foreign.construct());
        }
    }

    private Object decorated(List<Node.Expr> decorators, Object made, Frame frame) {
        Object result = made;
        for (int i = decorators.size() - 1; i >= 0; i--) {
            Object decorator = expressions.evaluate(decorators.get(i), frame);
            result = expressions.calls().call(decorator, List.of(result), Map.of());
        }
        return result;
    }

    private UserFunction function(Node.FunctionDef function, Frame frame) {
        Set<String> own = locals.computeIfAbsent(function, LocalNames::of);
        return new UserFunction(
                function.name(),
                function.parameters(),
                frame,
                own,
                interpreter,
                documentation(function.body()),
                isGenerator(function)
                        ? inner ->
                                new Py.IteratorObject("generator", new Generator(interpreter, function.body(), inner))
                        : inner -> body(function.body(), inner));
    }

    private boolean isGenerator(Node.FunctionDef function) {
        return yielding.computeIfAbsent(function, f -> Generator.isGenerator(function.body()));
    }

    /** Whether a statement yields, not counting functions that are defined in it. */
    boolean yields(Node.Stmt statement) {
        return yielding.computeIfAbsent(statement, s -> Generator.isGenerator(List.of(s)));
    }

    private static String documentation(List<Node.Stmt> body) {
        return !body.isEmpty()
                        && body.get(0) instanceof Node.ExprStmt first
                        && first.value() instanceof Node.Constant constant
                        && constant.value() instanceof Value.Text text
                ? text.value()
                : "";
    }

    private Object classObject(Node.ClassDef type, Frame frame) {
        var bases = new ArrayList<ClassObject>();
        boolean isMixed = false;
        for (Node.Argument argument : type.bases()) {
            Object value = expressions.evaluate(argument.value(), frame);
            if (value instanceof Py.BuiltinType builtin && List.of("str", "int").contains(builtin.name())) {
                isMixed = true;
                continue;
            }
            boolean isObject =
                    value instanceof Py.BuiltinType builtin && builtin.name().equals("object");
            if (value instanceof ClassObject known && argument.name().isEmpty()) {
                bases.add(known);
            } else if (!isObject) {
                return new Py.Opaque("class " + type.name() + " of this base");
            }
        }
        Frame inner = frame.classBody();
        execute(type.body(), inner);
        var attributes = new LinkedHashMap<>(inner.names());
        attributes.putIfAbsent("__name__", type.name());
        boolean isEnum = bases.stream().anyMatch(base -> base.isA(enumBase()));
        if (isMixed && !isEnum) {
            return new Py.Opaque("class " + type.name() + " of this base");
        }
        if (isMixed) {
            EnumModule.mixed(interpreter).forEach(attributes::putIfAbsent);
        }
        var made = new ClassObject(type.name(), bases, attributes);
        attributes.values().forEach(member -> {
            Object function = member instanceof Py.Decorated decorated ? decorated.function() : member;
            if (function instanceof UserFunction own) {
                own.ownedBy(made);
            }
        });
        made.inherited("__init_subclass__")
                .ifPresent(tell -> expressions.calls().call(callable(tell), List.of(made), Map.of()));
        return made;
    }

    private static Object callable(Object member) {
        return member instanceof Py.Decorated decorated ? decorated.function() : member;
    }

    private ClassObject enumBase() {
        return interpreter.library().module("enum") instanceof Py.Module module
                        && module.attributes().get("Enum") instanceof ClassObject base
                ? base
                : new ClassObject("Enum", List.of(), Map.of());
    }

    private Object loop(Node.For loop, Frame frame) {
        Iterator<Object> items = expressions.iteration().iterator(expressions.evaluate(loop.iterable(), frame));
        while (items.hasNext()) {
            budget.step();
            assignments.assign(loop.target(), items.next(), frame);
            Object signal = execute(loop.body(), frame);
            if (signal == Signal.BREAK) {
                return Signal.NEXT;
            }
            if (signal instanceof Returned) {
                return signal;
            }
        }
        return execute(loop.orElse(), frame);
    }

    private Object loop(Node.While loop, Frame frame) {
        while (expressions.isTrue(loop.condition(), frame)) {
            budget.step();
            Object signal = execute(loop.body(), frame);
            if (signal == Signal.BREAK) {
                return Signal.NEXT;
            }
            if (signal instanceof Returned) {
                return signal;
            }
        }
        return execute(loop.orElse(), frame);
    }

    private Object attempt(Node.Try attempt, Frame frame) {
        Object signal;
        try {
            signal = handled(attempt, frame);
        } catch (Raised e) {
            Object last = execute(attempt.last(), frame);
            if (last != Signal.NEXT) {
                return last;
            }
            throw e;
        }
        Object last = execute(attempt.last(), frame);
        return last == Signal.NEXT ? signal : last;
    }

    private Object handled(Node.Try attempt, Frame frame) {
        try {
            Object signal = execute(attempt.body(), frame);
            if (signal != Signal.NEXT) {
                return signal;
            }
        } catch (Raised raised) {
            Optional<Node.Handler> handler = handler(attempt, raised, frame);
            if (handler.isPresent()) {
                return handle(handler.get(), raised, frame);
            }
            throw raised;
        }
        return execute(attempt.orElse(), frame);
    }

    /** The handler that takes an exception. */
    Optional<Node.Handler> handler(Node.Try attempt, Raised raised, Frame frame) {
        for (Node.Handler handler : attempt.handlers()) {
            if (handler.type().isEmpty()
                    || catches(expressions.evaluate(handler.type().get(), frame), raised)) {
                return Optional.of(handler);
            }
        }
        return Optional.empty();
    }

    private Object handle(Node.Handler handler, Raised raised, Frame frame) {
        Optional<Instance> before = frame.handling();
        frame.handle(Optional.of(raised.exception));
        handler.name().ifPresent(name -> frame.set(name, raised.exception));
        try {
            return execute(handler.body(), frame);
        } finally {
            handler.name().ifPresent(frame::delete);
            frame.handle(before);
        }
    }

    private boolean catches(Object type, Raised raised) {
        if (type instanceof Py.Tuple tuple) {
            for (Object each : tuple.items()) {
                if (each instanceof Py.Tuple) {
                    throw notCaught();
                }
                if (catches(each, raised)) {
                    return true;
                }
            }
            return false;
        }
        if (type instanceof Py.Opaque) {
            return false;
        }
        if (type instanceof ClassObject wanted && Exceptions.isException(wanted)) {
            return raised.exception.type.isA(wanted);
        }
        throw notCaught();
    }

    private static Raised notCaught() {
        return Py.error("TypeError", "catching classes that do not inherit from BaseException is not allowed");
    }

    private Object with(Node.With with, int at, Frame frame) {
        if (at == with.items().size()) {
            return execute(with.body(), frame);
        }
        Node.WithItem item = with.items().get(at);
        Object manager = expressions.evaluate(item.manager(), frame);
        if (!(manager instanceof Instance instance)
                || instance.special("__enter__").isEmpty()
                || instance.special("__exit__").isEmpty()) {
            throw manager instanceof Py.Opaque opaque
                    ? opaque.stopped()
                    : Py.error(
                            "TypeError",
                            "'" + Py.typeName(manager) + "' object does not support the context manager protocol");
        }
        Object entered = instance.ask("__enter__").orElse(Py.None.NONE);
        item.target().ifPresent(target -> assignments.assign(target, entered, frame));
        Object signal;
        try {
            signal = with(with, at + 1, frame);
        } catch (Raised e) {
            Object swallowed = instance.ask("__exit__", e.exception.type, e.exception, Py.None.NONE)
                    .orElse(false);
            if (Py.truthy(swallowed)) {
                return Signal.NEXT;
            }
            throw e;
        }
        instance.ask("__exit__", Py.None.NONE, Py.None.NONE, Py.None.NONE);
        return signal;
    }

    private Object match(Node.Match match, Frame frame) {
        Object subject = expressions.evaluate(match.subject(), frame);
        for (Node.Case each : match.cases()) {
            budget.step();
            if (patterns.matches(each.pattern(), subject, frame)
                    && (each.guard().isEmpty()
                            || expressions.isTrue(each.guard().get(), frame))) {
                return execute(each.body(), frame);
            }
        }
        return Signal.NEXT;
    }

    private Raised raised(Node.Raise raise, Frame frame) {
        Object value = raise.exception().isPresent()
                ? expressions.evaluate(raise.exception().get(), frame)
                : frame.handling().orElseThrow(() -> Py.error("RuntimeError", "No active exception to reraise"));
        if (value instanceof ClassObject) {
            value = expressions.calls().call(value, List.of(), Map.of());
        }
        if (value instanceof Instance instance && Exceptions.isException(instance.type)) {
            raise.cause().ifPresent(cause -> instance.set("__cause__", expressions.evaluate(cause, frame)));
            frame.handling()
                    .filter(context -> context != instance)
                    .ifPresent(context -> instance.set("__context__", context));
            return new Raised(instance);
        }
        if (value instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        return Py.error("TypeError", "exceptions must derive from BaseException");
    }

    private void check(Node.Assert assertion, Frame frame) {
        if (!expressions.isTrue(assertion.condition(), frame)) {
            throw Py.error(
                    "AssertionError",
                    assertion
                            .message()
                            .map(message -> List.of(expressions.evaluate(message, frame)))
                            .orElse(List.of()));
        }
    }
}

package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a program's statements, one run on one event. */
final class Interpreter {
    private enum Signal {
        NEXT,
        BREAK,
        CONTINUE
    }

    private record Returned(Object value) {}

    private final Program program;
    private final Map<String, Py.Module> modules = new HashMap<>();
    private final Expressions expressions;
    final Budget budget = new Budget();

    Interpreter(Program program, java.time.Instant now) {
        this.program = program;
        this.expressions = new Expressions(this, new Library(budget, now));
    }

    Expressions expressions() {
        return expressions;
    }

    /** The names of a module, run when first asked for. */
    Map<String, Object> globals(String name) {
        Py.Module loaded = modules.get(name);
        if (loaded != null) {
            return loaded.attributes();
        }
        var globals = new HashMap<String, Object>();
        globals.put("__name__", name.isEmpty() ? "rule" : name);
        modules.put(name, new Py.Module(name, globals));
        Frame frame = Frame.module(globals);
        for (Node.Stmt statement : program.module(name).orElse(List.of())) {
            try {
                execute(statement, frame);
            } catch (Py.Stopped e) {
                // What a module makes of something that is not run here matters only to those who use it.
                if (!(statement instanceof Node.Assign assign) || e.isBudget()) {
                    throw e;
                }
                var opaque = new Py.Opaque(String.valueOf(e.getMessage()).replace("not run here: ", ""));
                assign.targets().forEach(target -> expressions.assign(target, opaque, frame));
            }
        }
        return globals;
    }

    private Object module(String name) {
        if (program.modules().containsKey(name)) {
            globals(name);
            return modules.getOrDefault(name, new Py.Module(name, Map.of()));
        }
        return expressions.library().module(name);
    }

    Object execute(List<Node.Stmt> statements, Frame frame) {
        for (Node.Stmt statement : statements) {
            Object signal = execute(statement, frame);
            if (signal != Signal.NEXT) {
                return signal;
            }
        }
        return Signal.NEXT;
    }

    /** Runs a function's body to its answer. */
    Object body(List<Node.Stmt> statements, Frame frame) {
        return execute(statements, frame) instanceof Returned returned ? returned.value() : Py.None.NONE;
    }

    private Object execute(Node.Stmt statement, Frame frame) {
        budget.step();
        if (statement instanceof Node.ExprStmt expression) {
            if (!(expression.value() instanceof Node.Constant)) {
                expressions.evaluate(expression.value(), frame);
            }
        } else if (statement instanceof Node.Assign assign) {
            Object value = expressions.evaluate(assign.value(), frame);
            assign.targets().forEach(target -> expressions.assign(target, value, frame));
        } else if (statement instanceof Node.AugAssign augmented) {
            expressions.augment(augmented, frame);
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
        } else if (statement instanceof Node.Try attempt) {
            return attempt(attempt, frame);
        } else if (statement instanceof Node.Raise raise) {
            throw raised(raise, frame);
        } else if (statement instanceof Node.Assert assertion) {
            if (!expressions.isTrue(assertion.condition(), frame)) {
                String message = assertion.message().isPresent()
                        ? Text.str(expressions.evaluate(assertion.message().get(), frame))
                        : "";
                throw Py.error("AssertionError", message);
            }
        } else if (statement instanceof Node.Break) {
            return Signal.BREAK;
        } else if (statement instanceof Node.Continue) {
            return Signal.CONTINUE;
        } else if (statement instanceof Node.Global global) {
            frame.globalNames.addAll(global.names());
        } else if (statement instanceof Node.Delete delete) {
            delete.targets().forEach(target -> expressions.delete(target, frame));
        } else if (statement instanceof Node.Import imported) {
            importModule(imported, frame);
        } else if (statement instanceof Node.ImportFrom imported) {
            importFrom(imported, frame);
        } else if (statement instanceof Node.FunctionDef function) {
            Object made = expressions.function(
                    function.name(), function.parameters(), frame, inner -> body(function.body(), inner));
            frame.set(function.name(), function.decorators().isEmpty() ? made : decorated(function, made));
        } else if (statement instanceof Node.ClassDef type) {
            frame.set(type.name(), classObject(type, frame));
        } else if (statement instanceof Node.Foreign foreign) {
            throw new Py.Stopped("not run here: " + foreign.construct());
        }
        return Signal.NEXT;
    }

    private static Object decorated(Node.FunctionDef function, Object made) {
        Node.Expr decorator = function.decorators().get(0);
        boolean plain = decorator instanceof Node.Name name
                && (name.id().equals("staticmethod") || name.id().equals("property"));
        return plain ? made : new Py.Opaque("decorator of " + function.name());
    }

    private Object loop(Node.For loop, Frame frame) {
        for (Object item : expressions.iterate(expressions.evaluate(loop.iterable(), frame))) {
            budget.step();
            expressions.assign(loop.target(), item, frame);
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
        } catch (Py.Raised e) {
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
        } catch (Py.Raised raised) {
            for (Node.Handler handler : attempt.handlers()) {
                if (handler.type().isEmpty()
                        || catches(expressions.evaluate(handler.type().get(), frame), raised)) {
                    handler.name().ifPresent(name -> frame.set(name, raised.exception));
                    frame.names.put("%raised", raised.exception);
                    Object signal = execute(handler.body(), frame);
                    handler.name().ifPresent(frame.names::remove);
                    return signal;
                }
            }
            throw raised;
        }
        return execute(attempt.orElse(), frame);
    }

    private boolean catches(Object type, Py.Raised raised) {
        if (type instanceof Py.Tuple tuple) {
            return tuple.items().stream().anyMatch(t -> catches(t, raised));
        }
        if (type instanceof Py.Opaque) {
            return false;
        }
        if (type instanceof Py.ClassObject wanted) {
            return raised.exception.type.isA(wanted);
        }
        throw Py.error("TypeError", "catching classes that do not inherit from BaseException is not allowed");
    }

    private Py.Raised raised(Node.Raise raise, Frame frame) {
        Object value = raise.exception().isPresent()
                ? expressions.evaluate(raise.exception().get(), frame)
                : frame.find("%raised").orElseThrow(() -> Py.error("RuntimeError", "No active exception to reraise"));
        if (value instanceof Py.ClassObject) {
            value = expressions.call(value, List.of(), Map.of());
        }
        if (value instanceof Py.Instance instance && instance.type.isA(Exceptions.of("BaseException"))) {
            return new Py.Raised(instance);
        }
        if (value instanceof Py.Opaque opaque) {
            throw new Py.Stopped("not run here: " + opaque.construct());
        }
        return Py.error("TypeError", "exceptions must derive from BaseException");
    }

    private void importModule(Node.Import imported, Frame frame) {
        if (imported.renamed() || imported.module().indexOf('.') < 0) {
            frame.set(imported.alias(), module(imported.module()));
            return;
        }
        String root = imported.module().substring(0, imported.module().indexOf('.'));
        frame.set(root, new Py.Opaque("module " + imported.module()));
    }

    private void importFrom(Node.ImportFrom imported, Frame frame) {
        Object module = module(imported.module());
        if (module instanceof Py.Module known) {
            if (imported.name().equals("*")) {
                known.attributes().forEach((name, value) -> {
                    if (!name.startsWith("_")) {
                        frame.set(name, value);
                    }
                });
                return;
            }
            Object value = known.attributes().get(imported.name());
            if (value == null && program.modules().containsKey(imported.module())) {
                throw Py.error(
                        "ImportError", "cannot import name '" + imported.name() + "' from '" + imported.module() + "'");
            }
            frame.set(
                    imported.alias(), value == null ? new Py.Opaque(imported.module() + "." + imported.name()) : value);
            return;
        }
        frame.set(imported.alias(), new Py.Opaque("module " + imported.module()));
    }

    private Object classObject(Node.ClassDef type, Frame frame) {
        Optional<Py.ClassObject> base = Optional.empty();
        for (Node.Expr expression : type.bases()) {
            Object value = expressions.evaluate(expression, frame);
            if (!(value instanceof Py.ClassObject known)) {
                return new Py.Opaque("class " + type.name());
            }
            base = base.or(() -> Optional.of(known));
        }
        Frame inner = frame.inner();
        execute(type.body(), inner);
        return new Py.ClassObject(type.name(), base, new LinkedHashMap<>(inner.names));
    }

    /** Binds a call's arguments to a function's parameters. */
    void bind(
            String name,
            Node.Parameters parameters,
            Map<String, Object> defaults,
            List<Object> arguments,
            Map<String, Object> named,
            Frame frame) {
        var left = new LinkedHashMap<>(named);
        int count = parameters.positional().size();
        for (int i = 0; i < count; i++) {
            Node.ParameterNode parameter = parameters.positional().get(i);
            if (i < arguments.size()) {
                if (left.containsKey(parameter.name())) {
                    throw Py.error(
                            "TypeError", name + "() got multiple values for argument '" + parameter.name() + "'");
                }
                frame.names.put(parameter.name(), arguments.get(i));
            } else {
                bindNamed(name, parameter, defaults, left, frame, "positional");
            }
        }
        if (arguments.size() > count && parameters.star().isEmpty()) {
            throw Py.error(
                    "TypeError",
                    name + "() takes " + count + " positional argument" + (count == 1 ? "" : "s") + " but "
                            + arguments.size() + (arguments.size() == 1 ? " was" : " were") + " given");
        }
        if (!parameters.star().isEmpty()) {
            frame.names.put(
                    parameters.star(),
                    new Py.Tuple(
                            new ArrayList<>(arguments.subList(Math.min(count, arguments.size()), arguments.size()))));
        }
        for (Node.ParameterNode parameter : parameters.keywordOnly()) {
            bindNamed(name, parameter, defaults, left, frame, "keyword-only");
        }
        if (!parameters.doubleStar().isEmpty()) {
            var rest = new Py.Dict(false);
            left.forEach(rest::put);
            frame.names.put(parameters.doubleStar(), rest);
        } else if (!left.isEmpty()) {
            throw Py.error(
                    "TypeError",
                    name + "() got an unexpected keyword argument '"
                            + new HashSet<>(left.keySet()).iterator().next() + "'");
        }
    }

    private static void bindNamed(
            String name,
            Node.ParameterNode parameter,
            Map<String, Object> defaults,
            Map<String, Object> left,
            Frame frame,
            String kind) {
        Object value =
                left.containsKey(parameter.name()) ? left.remove(parameter.name()) : defaults.get(parameter.name());
        if (value == null) {
            throw Py.error(
                    "TypeError", name + "() missing 1 required " + kind + " argument: '" + parameter.name() + "'");
        }
        frame.names.put(parameter.name(), value);
    }
}

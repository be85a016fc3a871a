package io.telltale.detection.language.python;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.RunMemory;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lowers expressions that read a value of the event, and finds those that are constants. */
final class ValueLowering {
    private static final Map<String, String> TEXT_METHODS =
            Map.of("lower", PythonFunctions.LOWER, "upper", PythonFunctions.UPPER, "strip", PythonFunctions.STRIP);
    private static final Set<String> CHANGES = Set.of(
            "append", "add", "update", "extend", "pop", "remove", "insert", "clear", "setdefault", "discard", "sort");

    private static final Set<String> CONSTANT_METHODS =
            Set.of("keys", "values", "lower", "upper", "strip", "split", "union", "replace");
    private static final Set<String> CONSTANT_FUNCTIONS = Set.of("set", "frozenset", "list", "tuple", "sorted");

    private final Program program;
    private final Interpreter constants;

    ValueLowering(Program program) {
        this.program = program;
        this.constants = new Interpreter(program, java.time.Instant.EPOCH, new RunMemory());
    }

    boolean isEvent(Node.Expr expression, Scope scope) {
        if (!(expression instanceof Node.Name name) || scope.names().get(name.id()) == null) {
            return false;
        }
        Optional<Scope.Deferred> value = scope.names().get(name.id()).value();
        return value.isEmpty() || isEvent(value.get().expression(), value.get().scope());
    }

    /** The expression that a name stands for, through any number of names. */
    Scope.Deferred resolve(Node.Expr expression, Scope scope) {
        if (expression instanceof Node.Name name
                && scope.names().get(name.id()) != null
                && scope.names().get(name.id()).value().isPresent()) {
            Scope.Deferred value = scope.names().get(name.id()).value().get();
            return resolve(value.expression(), value.scope());
        }
        return new Scope.Deferred(expression, scope);
    }

    Optional<Expression> value(Node.Expr given, Scope where) {
        Scope.Deferred resolved = resolve(given, where);
        Node.Expr expression = resolved.expression();
        Scope scope = resolved.scope();
        Span span = scope.span(expression);
        if (expression instanceof Node.Subscript subscript && isEvent(subscript.object(), scope)) {
            return constant(subscript.index(), scope)
                    .filter(key -> key instanceof String name && !StandardFields.isAdded(name))
                    .map(key -> new Expression.Call(
                            PythonFunctions.ITEM,
                            List.of(
                                    field(List.of((String) key), span),
                                    new Expression.Literal(Values.of((String) key), span)),
                            span));
        }
        if (expression instanceof Node.Call call && call.function() instanceof Node.Attribute method) {
            if (isEvent(method.object(), scope)) {
                return eventCall(call, method.name(), scope, span);
            }
            if (method.name().equals("get")) {
                return below(call, method, scope, span);
            }
            String function = TEXT_METHODS.get(method.name());
            if (function != null && call.arguments().isEmpty()) {
                return value(method.object(), scope).map(v -> new Expression.Call(function, List.of(v), span));
            }
            return Optional.empty();
        }
        if (expression instanceof Node.BoolOp or && !or.and() && or.operands().size() == 2) {
            Optional<Expression> left = value(or.operands().get(0), scope);
            Optional<Expression> right = constant(or.operands().get(1), scope).flatMap(c -> literal(c, span));
            return left.isPresent() && right.isPresent()
                    ? Optional.of(new Expression.Call(PythonFunctions.OR, List.of(left.get(), right.get()), span))
                    : Optional.empty();
        }
        return constant(expression, scope).flatMap(c -> literal(c, span));
    }

    private static Expression.Field field(List<String> keys, Span span) {
        var segments = new ArrayList<FieldPath.Segment>();
        keys.forEach(key -> segments.add(new FieldPath.Segment.Key(key)));
        return new Expression.Field(new FieldPath(segments, false).inAnyCase(), span);
    }

    /** {@code value.get(key, default)}, where the value is read from the event. */
    private Optional<Expression> below(Node.Call call, Node.Attribute method, Scope scope, Span span) {
        List<Node.Argument> arguments = call.arguments();
        boolean isPlain = !arguments.isEmpty()
                && arguments.size() <= 2
                && arguments.stream().allMatch(a -> a.name().isEmpty());
        if (!isPlain || !(constant(arguments.get(0).value(), scope).orElse(0L) instanceof String key)) {
            return Optional.empty();
        }
        Optional<Expression> parent = value(method.object(), scope);
        Optional<Expression.Field> path = parent.flatMap(ValueLowering::path);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Expression found = new Expression.Call(
                PythonFunctions.BELOW,
                List.of(new Expression.Field(path.get().path().then(key), span), parent.get()),
                span);
        if (arguments.size() == 1) {
            return Optional.of(found);
        }
        return constant(arguments.get(1).value(), scope)
                .flatMap(otherwise -> otherwise == Py.None.NONE
                        ? Optional.of(found)
                        : literal(otherwise, span)
                                .map(l -> new Expression.Call(PythonFunctions.GET, List.of(found, l), span)));
    }

    /** The field that a value is read from, where its default holds nothing. */
    private static Optional<Expression.Field> path(Expression value) {
        if (value instanceof Expression.Field field) {
            return Optional.of(field);
        }
        if (!(value instanceof Expression.Call call)) {
            return Optional.empty();
        }
        boolean isDefaulted = call.function().equals(PythonFunctions.GET)
                || call.function().equals(PythonFunctions.DEEP_GET)
                || call.function().equals(PythonFunctions.OR);
        boolean isEmpty = isDefaulted
                && call.arguments().get(1) instanceof Expression.Literal literal
                && literal.value() instanceof Value.ObjectOf object
                && object.members().isEmpty();
        boolean isItem =
                call.function().equals(PythonFunctions.BELOW) || call.function().equals(PythonFunctions.ITEM);
        return isEmpty || isItem ? path(call.arguments().get(0)) : Optional.empty();
    }

    private Optional<Expression> eventCall(Node.Call call, String method, Scope scope, Span span) {
        var keys = new ArrayList<String>();
        Optional<Node.Expr> otherwise = Optional.empty();
        boolean isGet = method.equals("get");
        if (!isGet && !method.equals("deep_get")) {
            return Optional.empty();
        }
        for (Node.Argument argument : call.arguments()) {
            if (argument.name().equals("default") || (isGet && argument.name().isEmpty() && keys.size() == 1)) {
                otherwise = Optional.of(argument.value());
            } else if (argument.name().isEmpty()
                    && constant(argument.value(), scope).orElse(Py.None.NONE) instanceof String key) {
                keys.add(key);
            } else {
                return Optional.empty();
            }
        }
        if (keys.isEmpty() || (isGet && keys.size() > 1) || StandardFields.isAdded(keys.get(0))) {
            return Optional.empty();
        }
        Expression field = field(keys, span);
        if (otherwise.isEmpty()) {
            return Optional.of(field);
        }
        Optional<Object> constant = constant(otherwise.get(), scope);
        if (constant.isEmpty() || (constant.get() instanceof Dict && keys.size() > 1 && Py.truthy(constant.get()))) {
            return Optional.empty();
        }
        if (constant.get() == Py.None.NONE) {
            return Optional.of(field);
        }
        String function = isGet ? PythonFunctions.GET : PythonFunctions.DEEP_GET;
        return literal(constant.get(), span).map(l -> new Expression.Call(function, List.of(field, l), span));
    }

    static Optional<Expression> literal(Object value, Span span) {
        if (value instanceof Py.SetObject || value instanceof Py.Tuple) {
            return Optional.empty();
        }
        if (value == Py.None.NONE
                || value instanceof String
                || Equality.isNumber(value)
                || value instanceof Dict
                || value instanceof Py.ListObject) {
            return Optional.of(new Expression.Literal(EventValues.toValue(value), span));
        }
        return Optional.empty();
    }

    /** What an expression is, where it is the same on every event. */
    Optional<Object> constant(Node.Expr given, Scope where) {
        Scope.Deferred resolved = resolve(given, where);
        if (!isConstant(resolved.expression(), resolved.scope(), 0)) {
            return Optional.empty();
        }
        try {
            Frame frame = constants.module(resolved.scope().module()).function(Set.of());
            Object value = constants.expressions().evaluate(resolved.expression(), frame);
            return value instanceof Py.Opaque ? Optional.empty() : Optional.of(value);
        } catch (Raised | Stopped e) {
            return Optional.empty();
        }
    }

    private boolean isConstant(Node.Expr expression, Scope scope, int depth) {
        if (depth > 20) {
            return false;
        }
        if (expression instanceof Node.Constant) {
            return true;
        }
        if (expression instanceof Node.Name name) {
            return !scope.names().containsKey(name.id()) && isConstantName(scope.module(), name.id(), depth);
        }
        if (expression instanceof Node.Display display) {
            return display.elements().stream().allMatch(e -> isConstant(e, scope, depth + 1));
        }
        if (expression instanceof Node.DictDisplay display) {
            return display.pairs().stream()
                    .allMatch(p -> p.key().isPresent()
                            && isConstant(p.key().get(), scope, depth + 1)
                            && isConstant(p.value(), scope, depth + 1));
        }
        if (expression instanceof Node.Binary binary) {
            return isConstant(binary.left(), scope, depth + 1) && isConstant(binary.right(), scope, depth + 1);
        }
        if (expression instanceof Node.Unary unary) {
            return isConstant(unary.operand(), scope, depth + 1);
        }
        if (expression instanceof Node.Call call) {
            boolean isKnown = call.function() instanceof Node.Attribute method
                    ? CONSTANT_METHODS.contains(method.name()) && isConstant(method.object(), scope, depth + 1)
                    : call.function() instanceof Node.Name function
                            && CONSTANT_FUNCTIONS.contains(function.id())
                            && !scope.names().containsKey(function.id());
            return isKnown
                    && call.arguments().stream()
                            .allMatch(a -> a.name().isEmpty() && isConstant(a.value(), scope, depth + 1));
        }
        return expression instanceof Node.Subscript subscript
                && isConstant(subscript.object(), scope, depth + 1)
                && isConstant(subscript.index(), scope, depth + 1);
    }

    /** A name of a module that is assigned once, to a constant, and never changed. */
    private boolean isConstantName(String module, String name, int depth) {
        Optional<Node.Expr> assigned = Optional.empty();
        List<Node.Stmt> statements = program.module(module).orElse(List.of());
        for (Object node : FreeNames.nodes(statements)) {
            boolean changed =
                    (node instanceof Node.Global global && global.names().contains(name))
                            || (node instanceof Node.AugAssign augmented
                                    && FreeNames.of(augmented.target()).contains(name))
                            || (node instanceof Node.Attribute attribute
                                    && CHANGES.contains(attribute.name())
                                    && attribute.object() instanceof Node.Name owner
                                    && owner.id().equals(name))
                            || (node instanceof Node.Assign assign
                                    && assign.targets().stream()
                                            .anyMatch(t -> t instanceof Node.Subscript
                                                    && FreeNames.of(t).contains(name)));
            if (changed) {
                return false;
            }
        }
        for (Node.Stmt statement : statements) {
            if (statement instanceof Node.Assign assign
                    && assign.targets().size() == 1
                    && assign.targets().get(0) instanceof Node.Name target
                    && target.id().equals(name)) {
                if (assigned.isPresent()) {
                    return false;
                }
                assigned = Optional.of(assign.value());
            } else if (statement instanceof Node.ImportFrom imported
                    && imported.alias().equals(name)
                    && program.modules().containsKey(imported.module())) {
                return isConstantName(imported.module(), imported.name(), depth + 1);
            }
        }
        var scope = new Scope(module, Map.of(), Optional.empty(), 0);
        return assigned.map(value -> isConstant(value, scope, depth + 1)).orElse(false);
    }

    /** The operand as a set or dictionary would take it: what cannot be hashed fails. */
    static Expression hashable(Expression operand, Span span) {
        return new Expression.Call(PythonFunctions.HASHABLE, List.of(operand), span);
    }

    /** The operand without a default that none of the wanted values is. */
    static Expression withoutDefault(Expression operand, List<Value> wanted) {
        boolean isDefaulted = operand instanceof Expression.Call call
                && (call.function().equals(PythonFunctions.GET)
                        || call.function().equals(PythonFunctions.DEEP_GET))
                && call.arguments().get(1) instanceof Expression.Literal otherwise
                && !wanted.contains(otherwise.value())
                && !wanted.contains(Values.NULL);
        return isDefaulted ? ((Expression.Call) operand).arguments().get(0) : operand;
    }
}

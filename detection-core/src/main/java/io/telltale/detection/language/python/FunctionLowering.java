package io.telltale.detection.language.python;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lowers a function's statements to one condition: branches, returns, assignments, loops over constants. */
final class FunctionLowering {
    private static final int MOST_NODES = 4_000;
    private static final int DEEPEST_CALL = 8;

    /** A statement or an expression that is no set of predicates; the call that it belongs to runs as a script. */
    static final class NoPredicates extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoPredicates() {
            super("no set of predicates", null, false, false);
        }
    }

    /** The lowering grew beyond its limit; the rule runs as a script. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("too large", null, false, false);
        }
    }

    private final Program program;
    private final Purity purity;
    private final ValueLowering values;
    private final ConditionLowering conditions;
    private Set<String> knownKeys = Set.of();
    private int nodes;

    FunctionLowering(Program program) {
        this.program = program;
        this.purity = new Purity(program);
        this.values = new ValueLowering(program);
        this.conditions = new ConditionLowering(program, values, this);
    }

    void count() {
        if (++nodes > MOST_NODES) {
            throw new TooLarge();
        }
    }

    /** Refuses what must run once and in its place. */
    void mustBePure(Node.Expr expression, Scope scope) {
        if (!purity.isPure(expression, scope)) {
            throw new NoPredicates();
        }
    }

    /** The rule's own function, called with the event. */
    Expression rule(Node.FunctionDef function) {
        String event = function.parameters().positional().get(0).name();
        var scope = new Scope("", Map.of(event, Scope.Binding.EVENT), Optional.empty(), 0);
        if (Generator.isGenerator(function.body())) {
            throw new NoPredicates();
        }
        Span span = function.span();
        return block(function.body(), scope, end -> new Expression.Literal(Values.FALSE, span));
    }

    boolean isKnownKey(Expression key, Dict table) {
        return knownKeys.contains(fact(key, table));
    }

    private static String fact(Expression key, Dict table) {
        return Printer.print(key) + " in " + table.byKey().keySet();
    }

    /** Whether a name is Python's own where it stands, with nothing of the program in its place. */
    boolean isBuiltIn(String name, Scope scope) {
        return !scope.names().containsKey(name)
                && !LocalNames.of(program.module(scope.module()).orElse(List.of()))
                        .contains(name);
    }

    boolean isImported(String module, String name, String from, String original) {
        return program.module(module).orElse(List.of()).stream()
                .anyMatch(s -> s instanceof Node.ImportFrom imported
                        && imported.alias().equals(name)
                        && imported.module().equals(from)
                        && imported.name().equals(original));
    }

    private record Found(String module, Node.FunctionDef function) {}

    /** A function of the program that answers what it returns. */
    private Optional<Found> find(String module, String name, int depth) {
        Optional<Found> found = Optional.empty();
        for (Node.Stmt statement : program.module(module).orElse(List.of())) {
            if (statement instanceof Node.FunctionDef function
                    && function.name().equals(name)) {
                found = Optional.of(new Found(module, function)).filter(f -> !Generator.isGenerator(function.body()));
            } else if (statement instanceof Node.ImportFrom imported
                    && imported.alias().equals(name)
                    && depth < DEEPEST_CALL
                    && program.modules().containsKey(imported.module())) {
                found = find(imported.module(), imported.name(), depth + 1);
            }
        }
        return found;
    }

    /** What a call of a function of the program is taken for in a condition, with the function's text in its place. */
    Optional<Expression> inlined(String name, Node.Call call, Scope scope) {
        Optional<Found> found = find(scope.module(), name, 0);
        if (found.isEmpty() || scope.depth() >= DEEPEST_CALL) {
            return Optional.empty();
        }
        Node.FunctionDef function = found.get().function();
        Node.Parameters parameters = function.parameters();
        if (!parameters.star().isEmpty()
                || !parameters.doubleStar().isEmpty()
                || !function.decorators().isEmpty()) {
            return Optional.empty();
        }
        boolean leaves = !found.get().module().isEmpty();
        Optional<Span> site = leaves ? Optional.of(scope.span(call)) : scope.site();
        var names = new HashMap<String, Scope.Binding>();
        var empty = new Scope(found.get().module(), Map.of(), site, scope.depth() + 1);
        for (List<Node.ParameterNode> group : List.of(parameters.positional(), parameters.keywordOnly())) {
            for (Node.ParameterNode parameter : group) {
                parameter
                        .defaultValue()
                        .ifPresent(value -> names.put(
                                parameter.name(), new Scope.Binding(Optional.of(new Scope.Deferred(value, empty)))));
            }
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            Node.Argument argument = call.arguments().get(i);
            if (argument.name().isEmpty() && i >= parameters.positional().size()) {
                return Optional.empty();
            }
            String parameter =
                    argument.name().isEmpty() ? parameters.positional().get(i).name() : argument.name();
            if (!isSafe(argument.value(), scope) && !values.isEvent(argument.value(), scope)) {
                return Optional.empty();
            }
            names.put(
                    parameter,
                    values.isEvent(argument.value(), scope)
                            ? Scope.Binding.EVENT
                            : new Scope.Binding(Optional.of(new Scope.Deferred(argument.value(), scope))));
        }
        long wanted =
                parameters.positional().size() + (long) parameters.keywordOnly().size();
        if (names.size() != wanted) {
            return Optional.empty();
        }
        int before = nodes;
        try {
            var inner = new Scope(found.get().module(), names, site, scope.depth() + 1);
            Span span = scope.span(call);
            return Optional.of(block(function.body(), inner, end -> new Expression.Literal(Values.FALSE, span)));
        } catch (NoPredicates e) {
            nodes = before;
            return Optional.empty();
        }
    }

    /** Whether computing it can neither fail nor change anything. */
    private boolean isSafe(Node.Expr expression, Scope scope) {
        if (values.constant(expression, scope).isPresent() || expression instanceof Node.Lambda) {
            return true;
        }
        if (expression instanceof Node.DictDisplay display) {
            return display.pairs().stream()
                    .allMatch(p ->
                            p.key().isPresent() && p.key().get() instanceof Node.Constant && isSafe(p.value(), scope));
        }
        if (expression instanceof Node.Call call
                && call.function() instanceof Node.Attribute method
                && method.name().equals("get")
                && call.arguments().size() == 1
                && values.resolve(method.object(), scope).expression() instanceof Node.DictDisplay) {
            return values.value(call.arguments().get(0).value(), scope)
                    .map(v -> ValueLowering.hashable(v, call.span()).equals(v))
                    .orElse(false);
        }
        boolean isCondition = expression instanceof Node.Compare
                || expression instanceof Node.BoolOp
                || (expression instanceof Node.Unary unary && unary.operator().equals("not"));
        return values.value(expression, scope).map(Conditions::infallible).orElse(false)
                || (isCondition && Conditions.infallible(conditions.truth(expression, scope)));
    }

    /**
     * The statements' answer. From a statement of the rule's own function on that is no set of predicates, the whole rule
     * runs as a script, behind the conditions that lead there.
     */
    private Expression block(List<Node.Stmt> statements, Scope scope, Function<Scope, Expression> next) {
        count();
        if (statements.isEmpty()) {
            return next.apply(scope);
        }
        try {
            return first(statements, scope, next);
        } catch (NoPredicates e) {
            if (scope.depth() > 0) {
                throw e;
            }
            Span span = scope.span(statements.get(0));
            var script = new Expression.Script(PythonScript.function(program, "rule"), span);
            return new Expression.Call(PythonFunctions.TRUTHY, List.of(script), span);
        }
    }

    private Expression first(List<Node.Stmt> statements, Scope scope, Function<Scope, Expression> next) {
        Node.Stmt statement = statements.get(0);
        List<Node.Stmt> rest = statements.subList(1, statements.size());
        Function<Scope, Expression> after = s -> block(rest, s, next);
        Span span = scope.span(statement);
        if (statement instanceof Node.Pass
                || statement instanceof Node.Annotation
                || (statement instanceof Node.ExprStmt text && text.value() instanceof Node.Constant)) {
            return after.apply(scope);
        }
        if (statement instanceof Node.Return returned) {
            return returned.value().isPresent()
                    ? conditions.truth(returned.value().get(), scope)
                    : new Expression.Literal(Values.FALSE, span);
        }
        if (statement instanceof Node.If branch) {
            Optional<Hoisted> hoisted = Hoisted.of(branch.condition());
            if (hoisted.isPresent()) {
                var assigned = new Node.Assign(
                        List.of(new Node.Name(hoisted.get().name(), branch.span())),
                        hoisted.get().value(),
                        branch.span());
                var plain = new Node.If(hoisted.get().rest(), branch.body(), branch.orElse(), branch.span());
                var both = new ArrayList<Node.Stmt>(List.of(assigned, plain));
                both.addAll(rest);
                return first(both, scope, next);
            }
            if (Hoisted.binds(branch.condition())) {
                throw new NoPredicates();
            }
            return branch(branch, scope, after, span);
        }
        if (statement instanceof Node.Assign assign
                && assign.targets().size() == 1
                && assign.targets().get(0) instanceof Node.Name name) {
            return assignment(assign, name.id(), rest, scope, after, span);
        }
        if (statement instanceof Node.For loop
                && loop.target() instanceof Node.Name name
                && loop.orElse().isEmpty()
                && FreeNames.nodes(loop.body()).stream()
                        .noneMatch(n -> n instanceof Node.Break || n instanceof Node.Continue)) {
            Object items = values.constant(loop.iterable(), scope).orElse(Py.None.NONE);
            if (items instanceof Py.ListObject || items instanceof Py.Tuple) {
                return unrolled(loop, name, Py.sequence(items), 0, scope, after);
            }
        }
        throw new NoPredicates();
    }

    private Expression branch(Node.If branch, Scope scope, Function<Scope, Expression> after, Span span) {
        Expression condition = conditions.truth(branch.condition(), scope);
        Set<String> before = knownKeys;
        key(branch.condition(), scope).ifPresent(fact -> {
            knownKeys = new HashSet<>(before);
            knownKeys.add(fact);
        });
        Expression then;
        try {
            then = block(branch.body(), scope, after);
        } finally {
            knownKeys = before;
        }
        Expression otherwise = block(branch.orElse(), scope, after);
        return Conditions.choose(condition, then, otherwise, span);
    }

    private Optional<String> key(Node.Expr condition, Scope scope) {
        return condition instanceof Node.Compare compare
                        && compare.operators().equals(List.of("in"))
                        && values.constant(compare.rest().get(0), scope).orElse(0L) instanceof Dict table
                ? values.value(compare.first(), scope).map(key -> fact(key, table))
                : Optional.empty();
    }

    private Expression assignment(
            Node.Assign assign,
            String name,
            List<Node.Stmt> rest,
            Scope scope,
            Function<Scope, Expression> after,
            Span span) {
        Scope inner = scope.bind(name, assign.value(), scope);
        if (Hoisted.binds(assign.value())) {
            throw new NoPredicates();
        }
        mustBePure(assign.value(), scope);
        Expression following = after.apply(inner);
        boolean isEvaluatedNext = rest.size() > 0
                && rest.get(0) instanceof Node.Return returned
                && returned.value().isPresent()
                && FreeNames.of(returned.value().get()).contains(name)
                && following instanceof Expression.Call call
                && call.arguments().get(0) instanceof Expression.Script;
        if (isSafe(assign.value(), scope) || isEvaluatedNext) {
            return following;
        }
        Expression evaluated =
                values.value(assign.value(), scope).orElseGet(() -> conditions.run(assign.value(), scope));
        var check = new Expression.Call(PythonFunctions.EVALUATES, List.of(evaluated), span);
        return new Expression.Conditional(check, following, new Expression.Literal(Values.FALSE, span), span);
    }

    private Expression unrolled(
            Node.For loop, Node.Name name, List<Object> items, int at, Scope scope, Function<Scope, Expression> after) {
        if (at == items.size()) {
            return after.apply(scope);
        }
        Value item = EventValues.toValue(items.get(at));
        if (!(items.get(at) instanceof String) && !Equality.isNumber(items.get(at))) {
            throw new NoPredicates();
        }
        Scope inner = scope.bind(name.id(), new Node.Constant(item, name.span()), scope);
        return block(loop.body(), inner, s -> unrolled(loop, name, items, at + 1, s, after));
    }
}

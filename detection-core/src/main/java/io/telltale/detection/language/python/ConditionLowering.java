package io.telltale.detection.language.python;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers what an expression is taken for in a condition. What is no set of predicates becomes a script of its own, so
 * that the predicates around it stay readable.
 */
final class ConditionLowering {
    private static final Matching MATCHING =
            new Matching(true, Matching.Absent.VALUE, Matching.Types.STRICT, Matching.Lists.WHOLE);

    private static final int MOST_FALLIBLE = 3;
    private static final int MOST_UNROLLED = 60;

    private final Program program;
    private final ValueLowering values;
    private final FunctionLowering functions;

    ConditionLowering(Program program, ValueLowering values, FunctionLowering functions) {
        this.program = program;
        this.values = values;
        this.functions = functions;
    }

    /** An expression that is true or false, or fails, as the program would. */
    Expression truth(Node.Expr given, Scope where) {
        functions.count();
        Scope.Deferred resolved = values.resolve(given, where);
        Node.Expr expression = resolved.expression();
        Scope scope = resolved.scope();
        Span span = scope.span(expression);
        Optional<Object> constant = values.constant(expression, scope);
        if (constant.isPresent()) {
            return new Expression.Literal(Values.of(Py.truthy(constant.get())), span);
        }
        if (Hoisted.binds(expression)) {
            return script(expression, scope);
        }
        if (expression instanceof Node.BoolOp operation) {
            List<Node.Expr> operands = operation.operands();
            Expression joined = truth(operands.get(operands.size() - 1), scope);
            for (int i = operands.size() - 2; i >= 0; i--) {
                Expression left = truth(operands.get(i), scope);
                joined = operation.and() ? Conditions.and(left, joined, span) : Conditions.or(left, joined, span);
            }
            return joined;
        }
        if (expression instanceof Node.Unary unary && unary.operator().equals("not")) {
            return Conditions.not(truth(unary.operand(), scope), span);
        }
        if (expression instanceof Node.IfExpr choice) {
            return Conditions.choose(
                    truth(choice.condition(), scope),
                    truth(choice.then(), scope),
                    truth(choice.otherwise(), scope),
                    span);
        }
        if (expression instanceof Node.Compare compare) {
            return chain(compare, scope, span).orElseGet(() -> script(expression, scope));
        }
        if (expression instanceof Node.Call call) {
            return call(call, scope, span).orElseGet(() -> script(expression, scope));
        }
        return script(expression, scope);
    }

    /** The expression as a program of its own. */
    Expression script(Node.Expr expression, Scope scope) {
        Span span = scope.span(expression);
        return new Expression.Call(PythonFunctions.TRUTHY, List.of(run(expression, scope)), span);
    }

    Expression run(Node.Expr expression, Scope scope) {
        functions.mustBePure(expression, scope);
        Span span = scope.span(expression);
        String shown = scope.module().isEmpty() ? program.source().slice(span) : scope.module();
        return new Expression.Script(PythonScript.expression(program, expression, scope, shown), span);
    }

    /** {@code a < b < c}: each comparison after the other. */
    private Optional<Expression> chain(Node.Compare compare, Scope scope, Span span) {
        Optional<Expression> joined = Optional.empty();
        for (int i = compare.rest().size() - 1; i >= 0; i--) {
            Node.Expr left = i == 0 ? compare.first() : compare.rest().get(i - 1);
            Optional<Expression> link =
                    compare(compare.operators().get(i), left, compare.rest().get(i), scope, span);
            if (link.isEmpty()) {
                return Optional.empty();
            }
            joined = joined.isEmpty() ? link : Optional.of(Conditions.and(link.get(), joined.get(), span));
        }
        return joined;
    }

    private Optional<Expression> compare(String operator, Node.Expr left, Node.Expr right, Scope scope, Span span) {
        if (operator.startsWith("not ") || operator.equals("!=") || operator.equals("is not")) {
            String positive = operator.equals("not in") ? "in" : operator.equals("!=") ? "==" : "is";
            return compare(positive, left, right, scope, span).map(e -> Conditions.not(e, span));
        }
        Optional<Object> wanted = values.constant(right, scope);
        if (operator.equals("==")) {
            Optional<Object> first = values.constant(left, scope);
            Optional<Expression> operand = first.isPresent() ? values.value(right, scope) : values.value(left, scope);
            if (first.isEmpty() && wanted.isEmpty()) {
                Optional<Expression> other = values.value(right, scope);
                return operand.isPresent() && other.isPresent()
                        ? Optional.of(
                                new Expression.Call(PythonFunctions.EQUAL, List.of(operand.get(), other.get()), span))
                        : Optional.empty();
            }
            return operand.flatMap(o -> first.or(() -> wanted).flatMap(w -> equal(o, w, span)));
        }
        if (operator.equals("is") && wanted.isPresent() && wanted.get() instanceof Boolean bool) {
            return values.value(left, scope)
                    .map(v -> new Expression.Call(
                            PythonFunctions.IS,
                            List.of(v, new Expression.Literal(Values.of((boolean) bool), span)),
                            span));
        }
        if (operator.equals("is")) {
            return wanted.isPresent() && wanted.get() == Py.None.NONE
                    ? values.value(left, scope)
                            .map(v -> new Expression.Test(TestKind.IS_NULL, v, List.of(), MATCHING, span))
                    : Optional.empty();
        }
        if (!operator.equals("in")) {
            return Optional.empty();
        }
        if (wanted.isPresent()) {
            return values.value(left, scope)
                    .flatMap(operand -> member(operand, wanted.get(), elements(right, scope), span));
        }
        if (values.constant(left, scope).orElse(0L) instanceof String text) {
            return values.value(right, scope)
                    .map(v -> new Expression.Call(
                            PythonFunctions.CONTAINS, List.of(v, new Expression.Literal(Values.of(text), span)), span));
        }
        return memberOfEntry(left, right, scope, span);
    }

    private static Optional<Expression> equal(Expression operand, Object wanted, Span span) {
        if (wanted == Py.None.NONE) {
            return Optional.of(new Expression.Test(TestKind.IS_NULL, operand, List.of(), MATCHING, span));
        }
        if (wanted instanceof String text) {
            var literal = new Expression.Literal(Values.of(text), span);
            Expression plain = ValueLowering.withoutDefault(operand, List.of(Values.of(text)));
            return Optional.of(new Expression.Test(TestKind.EQ, plain, List.of(literal), MATCHING, span));
        }
        return Equality.isNumber(wanted)
                ? ValueLowering.literal(wanted, span)
                        .map(l -> new Expression.Call(PythonFunctions.EQUAL, List.of(operand, l), span))
                : Optional.empty();
    }

    /** Where the elements of a container stand in the rule's own text, if they do. */
    private List<Span> elements(Node.Expr container, Scope scope) {
        Node.Expr display = values.resolve(container, scope).expression();
        if (display instanceof Node.Name name && scope.module().isEmpty()) {
            for (Node.Stmt statement : program.main()) {
                if (statement instanceof Node.Assign assign
                        && FreeNames.of(assign.targets()).contains(name.id())) {
                    display = assign.value();
                }
            }
        }
        if (scope.site().isPresent()) {
            return List.of();
        }
        if (display instanceof Node.Display list) {
            return list.elements().stream().map(Node::span).toList();
        }
        return display instanceof Node.DictDisplay dict
                ? dict.pairs().stream()
                        .map(p -> p.key().orElse(p.value()).span())
                        .toList()
                : List.of();
    }

    private static Optional<Expression> member(Expression operand, Object container, List<Span> spans, Span span) {
        List<Object> items = items(container);
        boolean known = items.stream().allMatch(item -> item instanceof String || item == Py.None.NONE);
        if (items.isEmpty() || !known) {
            return Optional.empty();
        }
        var wanted = new ArrayList<Expression>();
        var texts = new ArrayList<Value>();
        for (int i = 0; i < items.size(); i++) {
            Value value = EventValues.toValue(items.get(i));
            texts.add(value);
            wanted.add(new Expression.Literal(value, spans.size() == items.size() ? spans.get(i) : span));
        }
        Expression plain = ValueLowering.withoutDefault(operand, texts);
        boolean hashes = container instanceof Py.SetObject || container instanceof Dict;
        Expression checked = hashes ? ValueLowering.hashable(plain, span) : plain;
        return Optional.of(new Expression.Test(TestKind.IN, checked, wanted, MATCHING, span));
    }

    private static List<Object> items(Object container) {
        if (container instanceof Dict dict) {
            return dict.all().stream().map(Dict.Entry::key).toList();
        }
        if (container instanceof Py.SetObject set) {
            return List.copyOf(set.items().values());
        }
        return container instanceof Py.ListObject || container instanceof Py.Tuple ? Py.sequence(container) : List.of();
    }

    /** {@code x in TABLE[y]}: for each key, whether y is it and x is in its entry; another y is a KeyError. */
    private Optional<Expression> memberOfEntry(Node.Expr left, Node.Expr right, Scope scope, Span span) {
        Scope.Deferred table = values.resolve(right, scope);
        if (!(table.expression() instanceof Node.Subscript subscript)
                || !(values.constant(subscript.object(), table.scope()).orElse(0L) instanceof Dict dict)) {
            return Optional.empty();
        }
        Optional<Expression> key = values.value(subscript.index(), table.scope());
        Optional<Expression> operand = values.value(left, scope);
        if (key.isEmpty() || operand.isEmpty()) {
            return Optional.empty();
        }
        Span keySpan = table.scope().span(subscript);
        boolean isKnown = functions.isKnownKey(key.get(), dict);
        Expression chain = isKnown
                ? new Expression.Literal(Values.FALSE, span)
                : script(new Node.Compare(left, List.of("in"), List.of(right), right.span()), scope);
        var entries = new ArrayList<>(dict.all());
        for (int i = entries.size() - 1; i >= 0; i--) {
            Optional<Expression> isKey = equal(key.get(), entries.get(i).key(), keySpan);
            Optional<Expression> isMember = member(operand.get(), entries.get(i).value(), List.of(), span);
            if (isKey.isEmpty() || isMember.isEmpty()) {
                return Optional.empty();
            }
            // The keys exclude each other, so that what can not fail may as well stand in any order.
            chain = isKnown && Conditions.infallible(isMember.get())
                    ? Conditions.or(Conditions.and(isKey.get(), isMember.get(), span), chain, span)
                    : Conditions.choose(isKey.get(), isMember.get(), chain, span);
        }
        return Optional.of(chain);
    }

    private Optional<Expression> call(Node.Call call, Scope scope, Span span) {
        Optional<Expression> read = values.value(call, scope);
        if (read.isPresent()) {
            return Optional.of(new Expression.Call(PythonFunctions.TRUTHY, List.of(read.get()), span));
        }
        if (call.arguments().stream().anyMatch(a -> a.name().startsWith("*"))) {
            return Optional.empty();
        }
        if (call.function() instanceof Node.Attribute method) {
            return method(call, method, scope, span);
        }
        if (!(call.function() instanceof Node.Name name) || scope.names().containsKey(name.id())) {
            return Optional.empty();
        }
        if (functions.isImported(scope.module(), name.id(), "fnmatch", "fnmatch")
                && call.arguments().size() == 2) {
            Optional<Expression> operand = values.value(call.arguments().get(0).value(), scope);
            return values.constant(call.arguments().get(1).value(), scope).orElse(0L) instanceof String pattern
                            && Fnmatch.isWildcard(pattern)
                    ? operand.map(o -> new Expression.Test(
                            TestKind.WILDCARD,
                            new Expression.Call(PythonFunctions.PATH, List.of(o), span),
                            List.of(new Expression.Literal(Values.of(Fnmatch.wildcard(pattern)), span)),
                            MATCHING,
                            span))
                    : Optional.empty();
        }
        boolean isBuiltIn = functions.isBuiltIn(name.id(), scope);
        if (isBuiltIn
                && (name.id().equals("all") || name.id().equals("any"))
                && call.arguments().size() == 1
                && call.arguments().get(0).name().isEmpty()) {
            return quantified(name.id().equals("all"), call.arguments().get(0).value(), scope, span);
        }
        if (isBuiltIn && name.id().equals("bool") && call.arguments().size() == 1) {
            return Optional.of(truth(call.arguments().get(0).value(), scope));
        }
        return functions.inlined(name.id(), call, scope);
    }

    /** {@code all} and {@code any} of a display, whose elements are all computed first, or of a generator over constants. */
    private Optional<Expression> quantified(boolean all, Node.Expr argument, Scope scope, Span span) {
        if (argument instanceof Node.Display display
                && (display.kind() == Node.DisplayKind.LIST || display.kind() == Node.DisplayKind.TUPLE)
                && display.elements().stream().noneMatch(e -> e instanceof Node.Starred)) {
            var elements = new ArrayList<Expression>();
            display.elements().forEach(e -> elements.add(truth(e, scope)));
            List<Expression> fallible =
                    elements.stream().filter(e -> !Conditions.infallible(e)).toList();
            elements.removeAll(fallible);
            if (fallible.size() > MOST_FALLIBLE) {
                return Optional.empty();
            }
            Expression rest = all ? Expression.allOf(elements, span) : Expression.anyOf(elements, span);
            return Optional.of(eager(all, fallible, rest, span));
        }
        return argument instanceof Node.Comprehension comprehension
                        && comprehension.kind() == Node.DisplayKind.GENERATOR
                ? unrolled(all, comprehension, scope, span)
                : Optional.empty();
    }

    private static Expression eager(boolean all, List<Expression> fallible, Expression rest, Span span) {
        if (fallible.isEmpty()) {
            return rest;
        }
        List<Expression> others = fallible.subList(1, fallible.size());
        Expression decided = eager(all, others, new Expression.Literal(Values.of(!all), span), span);
        Expression open = eager(all, others, rest, span);
        return all
                ? Conditions.choose(fallible.get(0), open, decided, span)
                : Conditions.choose(fallible.get(0), decided, open, span);
    }

    private Optional<Expression> unrolled(boolean all, Node.Comprehension generator, Scope scope, Span span) {
        Node.Clause clause = generator.clauses().get(0);
        Object items = values.constant(clause.iterable(), scope).orElse(Py.None.NONE);
        List<Object> elements = items(items);
        boolean isPlain = generator.clauses().size() == 1
                && clause.conditions().isEmpty()
                && clause.target() instanceof Node.Name
                && !elements.isEmpty()
                && elements.size() <= MOST_UNROLLED
                && elements.stream().allMatch(i -> i instanceof String || Equality.isNumber(i));
        if (!isPlain) {
            return Optional.empty();
        }
        String name = ((Node.Name) clause.target()).id();
        Expression joined = new Expression.Literal(Values.of(all), span);
        for (int i = elements.size() - 1; i >= 0; i--) {
            var item = new Node.Constant(
                    EventValues.toValue(elements.get(i)), clause.target().span());
            Scope inner = scope.bind(name, item, scope);
            Expression each = truth(generator.element(), inner);
            joined = all ? Conditions.and(each, joined, span) : Conditions.or(each, joined, span);
        }
        return Optional.of(joined);
    }

    private Optional<Expression> method(Node.Call call, Node.Attribute method, Scope scope, Span span) {
        if (call.arguments().size() != 1 || !call.arguments().get(0).name().isEmpty()) {
            return Optional.empty();
        }
        Node.Expr argument = call.arguments().get(0).value();
        if (method.name().equals("get")) {
            // A table written in the function, asked for an entry: whether the key is one of those with a true entry.
            return values.resolve(method.object(), scope).expression() instanceof Node.DictDisplay display
                    ? values.value(argument, scope).flatMap(key -> tableHas(display, key, scope, span))
                    : Optional.empty();
        }
        boolean start = method.name().equals("startswith");
        if (!start && !method.name().equals("endswith")) {
            return Optional.empty();
        }
        Object wanted = values.constant(argument, scope).orElse(Py.None.NONE);
        List<Object> affixes = wanted instanceof Py.Tuple tuple ? tuple.items() : List.of(wanted);
        if (affixes.isEmpty() || !affixes.stream().allMatch(a -> a instanceof String)) {
            return Optional.empty();
        }
        return values.value(method.object(), scope).map(v -> {
            var text = new Expression.Call(
                    PythonFunctions.TEXT, List.of(v, new Expression.Literal(Values.of(method.name()), span)), span);
            var tests = new ArrayList<Expression>();
            for (Object affix : affixes) {
                tests.add(new Expression.Test(
                        start ? TestKind.STARTS_WITH : TestKind.ENDS_WITH,
                        text,
                        List.of(new Expression.Literal(EventValues.toValue(affix), span)),
                        MATCHING,
                        span));
            }
            return Expression.anyOf(tests, span);
        });
    }

    private static Optional<Expression> tableHas(Node.DictDisplay display, Expression key, Scope scope, Span span) {
        var wanted = new ArrayList<Expression>();
        var texts = new ArrayList<Value>();
        for (Node.Pair pair : display.pairs()) {
            if (pair.key().isEmpty()
                    || !(pair.key().get() instanceof Node.Constant constant)
                    || !(constant.value() instanceof Value.Text)
                    || !(pair.value() instanceof Node.Lambda)) {
                return Optional.empty();
            }
            texts.add(constant.value());
            wanted.add(new Expression.Literal(constant.value(), scope.span(constant)));
        }
        Expression operand = ValueLowering.hashable(ValueLowering.withoutDefault(key, texts), span);
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(new Expression.Test(TestKind.IN, operand, wanted, MATCHING, span));
    }
}

package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers the expressions of {@code eval} and {@code where}: with case, with words as fields, with null in a comparison
 * giving null.
 */
final class EvalLowering {
    private static final Matching MATCHING =
            new Matching(true, Matching.Absent.UNKNOWN, Matching.Types.NUMBERS_FIRST, Matching.Lists.ANY);
    static final Matching TEXT = new Matching(true, Matching.Absent.UNKNOWN, Matching.Types.TEXT, Matching.Lists.ANY);
    private static final Map<String, TestKind> ORDERINGS =
            Map.of("<", TestKind.LT, "<=", TestKind.LE, ">", TestKind.GT, ">=", TestKind.GE);
    private static final Map<String, String> MIRRORED = Map.of("<", ">", "<=", ">=", ">", "<", ">=", "<=");
    private static final Map<String, String> ARITHMETIC = Map.of(
            "+",
            "spl:add",
            "-",
            "spl:subtract",
            "*",
            "spl:multiply",
            "/",
            "spl:divide",
            "%",
            "spl:modulo",
            ".",
            "spl:concat");

    private final Rows rows;

    EvalLowering(Rows rows) {
        this.rows = rows;
    }

    Expression lower(EvalSyntax syntax) {
        Span span = syntax.span();
        if (syntax instanceof EvalSyntax.Constant constant) {
            return new Expression.Literal(constant.value(), span);
        }
        if (syntax instanceof EvalSyntax.Name name) {
            return rows.scope().resolve(name.name(), span);
        }
        if (syntax instanceof EvalSyntax.Prefix prefix) {
            Expression operand = lower(prefix.operand());
            return prefix.operator().equals("NOT")
                    ? new Expression.Not(operand, span)
                    : new Expression.Call(
                            "spl:subtract", List.of(new Expression.Literal(Values.of(0), span), operand), span);
        }
        if (syntax instanceof EvalSyntax.Infix infix) {
            return infix(infix);
        }
        return call((EvalSyntax.Call) syntax);
    }

    private Expression infix(EvalSyntax.Infix infix) {
        Span span = infix.span();
        if (infix.operator().equals("AND")) {
            return Expression.allOf(operands(infix), span);
        }
        if (infix.operator().equals("OR")) {
            return Expression.anyOf(operands(infix), span);
        }
        if (infix.operator().equals("XOR")) {
            return new Expression.Call("spl:xor", List.of(lower(infix.left()), lower(infix.right())), span);
        }
        if (infix.operator().equals("LIKE")) {
            return like(lower(infix.left()), lower(infix.right()), span);
        }
        Expression left = lower(infix.left());
        Expression right = lower(infix.right());
        String arithmetic = ARITHMETIC.get(infix.operator());
        if (infix.operator().equals(".")) {
            left = leaf(left);
            right = leaf(right);
        }
        if (arithmetic != null) {
            return new Expression.Call(arithmetic, List.of(left, right), span);
        }
        String operator = infix.operator();
        if (left instanceof Expression.Literal && !(right instanceof Expression.Literal)) {
            Expression swapped = left;
            left = right;
            right = swapped;
            operator = MIRRORED.getOrDefault(operator, operator);
        }
        TestKind ordering = ORDERINGS.get(operator);
        Expression test =
                new Expression.Test(ordering == null ? TestKind.EQ : ordering, left, List.of(right), MATCHING, span);
        return operator.equals("!=") ? new Expression.Not(test, span) : test;
    }

    /** An object in an event is no field of its own to Splunk, only its leaves are. */
    private static Expression leaf(Expression value) {
        return value instanceof Expression.Field
                ? new Expression.Call("spl:leaf", List.of(value), value.span())
                : value;
    }

    private List<Expression> operands(EvalSyntax.Infix infix) {
        var out = new ArrayList<Expression>();
        EvalSyntax left = infix;
        while (left instanceof EvalSyntax.Infix inner && inner.operator().equals(infix.operator())) {
            out.add(0, lower(inner.right()));
            left = inner.left();
        }
        out.add(0, lower(left));
        return out;
    }

    private Expression refuse(String construct, Span span) {
        rows.refuse(construct, span);
        return new Expression.Literal(Values.NULL, span);
    }

    private Expression call(EvalSyntax.Call call) {
        Span span = call.span();
        String name = call.function();
        Optional<EvalFunction> known = rows.context().functions().function(name);
        if (known.isEmpty()) {
            return refuse("eval function " + name, span);
        }
        int count = call.arguments().size();
        if (count < known.get().least() || count > known.get().most()) {
            return refuse("eval function " + name + " with " + count + " arguments", span);
        }
        if (name.equals("mvfilter") || name.equals("mvmap")) {
            return each(call);
        }
        if (name.equals("searchmatch")) {
            return searchMatch(call);
        }
        List<Expression> arguments = call.arguments().stream().map(this::lower).toList();
        return switch (name) {
            case "if" -> new Expression.Conditional(arguments.get(0), arguments.get(1), arguments.get(2), span);
            case "case" -> cases(arguments, span);
            case "validate" -> validate(arguments, span);
            case "null" -> new Expression.Literal(Values.NULL, span);
            case "true" -> new Expression.Literal(Values.TRUE, span);
            case "false" -> new Expression.Literal(Values.FALSE, span);
            case "isnull" -> isNull(arguments.get(0), span);
            case "isnotnull" -> new Expression.Not(isNull(arguments.get(0), span), span);
            case "like" -> like(arguments.get(0), arguments.get(1), span);
            case "match" -> match(arguments.get(0), arguments.get(1), span);
            case "cidrmatch" ->
                new Expression.Test(TestKind.CIDR, arguments.get(1), List.of(arguments.get(0)), TEXT, span);
            case "in" ->
                new Expression.Test(
                        count == 2 ? TestKind.EQ : TestKind.IN,
                        arguments.get(0),
                        arguments.subList(1, count),
                        MATCHING,
                        span);
            case "replace", "mvfind" ->
                compiles(arguments.get(1), span)
                        ? new Expression.Call("spl:" + name, arguments, span)
                        : new Expression.Literal(Values.NULL, span);
            case "typeof" ->
                arguments.get(0) instanceof Expression.Literal literal && literal.value() instanceof Value.Text
                        ? new Expression.Literal(Values.of("String"), span)
                        : new Expression.Call("spl:typeof", arguments, span);
            default -> new Expression.Call("spl:" + name, arguments, span);
        };
    }

    /** {@code searchmatch("…")}: a search's condition on the row. */
    private Expression searchMatch(EvalSyntax.Call call) {
        if (!(call.arguments().get(0) instanceof EvalSyntax.Constant constant)
                || !(constant.value() instanceof Value.Text text)) {
            return refuse("eval function searchmatch with a computed search", call.span());
        }
        try {
            var parser = new SplParser(rows.context().search().pieceOf(text.value(), constant.span()));
            List<Command> commands = parser.parse();
            if (commands.size() == 1
                    && commands.get(0) instanceof Command.Search search
                    && !SearchLowering.hasSubsearch(search.condition())) {
                Expression condition = new SearchLowering(rows).lower(search.condition());
                return new Expression.Conditional(
                        condition,
                        new Expression.Literal(Values.TRUE, call.span()),
                        new Expression.Literal(Values.FALSE, call.span()),
                        call.span());
            }
            return refuse("eval function searchmatch with commands", call.span());
        } catch (RuleSyntaxException e) {
            return refuse("eval function searchmatch: " + e.detail(), call.span());
        }
    }

    /** {@code mvfilter} and {@code mvmap}: an expression over each value of the one field that it names. */
    private Expression each(EvalSyntax.Call call) {
        boolean filter = call.function().equals("mvfilter");
        EvalSyntax body = call.arguments().get(filter ? 0 : 1);
        Set<String> names = new LinkedHashSet<>();
        if (filter) {
            names(body, names);
        } else if (call.arguments().get(0) instanceof EvalSyntax.Name name) {
            names.add(name.name());
        }
        if (names.size() != 1 || call.arguments().size() > 2) {
            return refuse("eval function " + call.function() + " of other than one field", call.span());
        }
        String field = names.iterator().next();
        Expression list = rows.scope().resolve(field, call.span());
        String variable = rows.context().newName();
        Scope outside = rows.scope();
        rows.rescope(new RowScopes.Each(outside, field, variable));
        Expression inside = lower(body);
        rows.rescope(outside);
        Expression element = new Expression.Column(variable, call.span());
        Expression made = new Expression.Comprehension(
                variable,
                list,
                filter ? Optional.of(inside) : Optional.empty(),
                filter ? element : inside,
                call.span());
        return new Expression.Call("spl:filtered", List.of(made), call.span());
    }

    /** The fields that an expression names. */
    static Set<String> names(EvalSyntax syntax) {
        var names = new LinkedHashSet<String>();
        names(syntax, names);
        return names;
    }

    private static void names(EvalSyntax syntax, Set<String> into) {
        if (syntax instanceof EvalSyntax.Name name) {
            into.add(name.name());
        } else if (syntax instanceof EvalSyntax.Prefix prefix) {
            names(prefix.operand(), into);
        } else if (syntax instanceof EvalSyntax.Infix infix) {
            names(infix.left(), into);
            names(infix.right(), into);
        } else if (syntax instanceof EvalSyntax.Call inner) {
            inner.arguments().forEach(a -> names(a, into));
        }
    }

    /** The text behind the first condition that does not hold; null where all do. */
    private Expression validate(List<Expression> arguments, Span span) {
        if (arguments.size() % 2 != 0) {
            return refuse("eval function validate with " + arguments.size() + " arguments", span);
        }
        Expression out = new Expression.Literal(Values.NULL, span);
        for (int i = arguments.size() - 2; i >= 0; i -= 2) {
            out = new Expression.Conditional(arguments.get(i), out, arguments.get(i + 1), span);
        }
        return out;
    }

    private Expression cases(List<Expression> arguments, Span span) {
        if (arguments.size() % 2 != 0) {
            return refuse("eval function case with " + arguments.size() + " arguments", span);
        }
        Expression out = new Expression.Literal(Values.NULL, span);
        for (int i = arguments.size() - 2; i >= 0; i -= 2) {
            out = new Expression.Conditional(arguments.get(i), arguments.get(i + 1), out, span);
        }
        return out;
    }

    private static Expression isNull(Expression operand, Span span) {
        return new Expression.Test(TestKind.IS_NULL, operand, List.of(), MATCHING, span);
    }

    private Expression like(Expression operand, Expression pattern, Span span) {
        if (!(pattern instanceof Expression.Literal literal) || !(literal.value() instanceof Value.Text text)) {
            return new Expression.Call("spl:like", List.of(operand, pattern), span);
        }
        String wanted = text.value();
        if (wanted.indexOf('*') < 0
                && wanted.indexOf('_') < 0
                && wanted.indexOf('\\') < 0
                && wanted.indexOf('%') >= 0
                && !wanted.equals("%")) {
            return SearchComparison.pattern(operand, wanted.replace('%', '*'), pattern.span(), TEXT, span);
        }
        return new Expression.Test(
                TestKind.WILDCARD,
                operand,
                List.of(new Expression.Literal(Values.of(TextFunctions.wildcard(wanted)), pattern.span())),
                TEXT,
                span);
    }

    private Expression match(Expression operand, Expression pattern, Span span) {
        if (!(pattern instanceof Expression.Literal literal) || !(literal.value() instanceof Value.Text)) {
            return new Expression.Call("spl:match", List.of(operand, pattern), span);
        }
        return compiles(pattern, span)
                ? new Expression.Test(TestKind.REGEX, operand, List.of(pattern), TEXT, span)
                : new Expression.Literal(Values.NULL, span);
    }

    /** Whether a regular expression that is known now can be run; one that is computed is compiled when the rule runs. */
    private boolean compiles(Expression pattern, Span span) {
        if (!(pattern instanceof Expression.Literal literal) || !(literal.value() instanceof Value.Text text)) {
            return true;
        }
        try {
            Patterns.re2(text.value(), 0);
            return true;
        } catch (IllegalArgumentException e) {
            refuse("regular expression that needs backtracking", span);
            return false;
        }
    }
}

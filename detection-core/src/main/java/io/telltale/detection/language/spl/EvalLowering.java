package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lowers the expressions of {@code eval} and {@code where}: with case, with words as fields, with null in a comparison
 * giving null.
 */
final class EvalLowering {
    private static final Matching MATCHING =
            new Matching(true, Matching.Absent.UNKNOWN, Matching.Types.NUMBERS_FIRST, Matching.Lists.ANY);
    private static final Matching TEXT =
            new Matching(true, Matching.Absent.UNKNOWN, Matching.Types.TEXT, Matching.Lists.ANY);
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

    private final Scope scope;
    private final Consumer<Unsupported> unsupported;

    EvalLowering(Scope scope, Consumer<Unsupported> unsupported) {
        this.scope = scope;
        this.unsupported = unsupported;
    }

    Expression lower(EvalSyntax syntax) {
        Span span = syntax.span();
        if (syntax instanceof EvalSyntax.Constant constant) {
            return new Expression.Literal(constant.value(), span);
        }
        if (syntax instanceof EvalSyntax.Name name) {
            return scope.resolve(name.name(), span);
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
            return refuse("operator XOR", span);
        }
        if (infix.operator().equals("LIKE")) {
            return like(lower(infix.left()), lower(infix.right()), span);
        }
        Expression left = lower(infix.left());
        Expression right = lower(infix.right());
        String arithmetic = ARITHMETIC.get(infix.operator());
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
        unsupported.accept(new Unsupported(construct, span));
        return new Expression.Literal(Values.NULL, span);
    }

    private Expression call(EvalSyntax.Call call) {
        Span span = call.span();
        String function = call.function();
        if (function.equals("searchmatch") || !SplFunctions.ARITY.containsKey(function)) {
            return refuse("eval function " + function, span);
        }
        SplFunctions.Arity arity = SplFunctions.ARITY.get(function);
        int count = call.arguments().size();
        if (count < arity.least() || count > arity.most()) {
            return refuse("eval function " + function + " with " + count + " arguments", span);
        }
        List<Expression> arguments = call.arguments().stream().map(this::lower).toList();
        return switch (function) {
            case "if" -> new Expression.Conditional(arguments.get(0), arguments.get(1), arguments.get(2), span);
            case "case" -> cases(arguments, span);
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
            case "replace" -> replace(arguments, span);
            default -> new Expression.Call("spl:" + function, arguments, span);
        };
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
            return refuse("eval function like with a computed pattern", span);
        }
        String wanted = text.value();
        if (wanted.indexOf('*') < 0 && wanted.indexOf('_') < 0 && wanted.indexOf('%') >= 0 && !wanted.equals("%")) {
            return SearchLowering.pattern(operand, wanted.replace('%', '*'), pattern.span(), TEXT, span);
        }
        var quoted = new StringBuilder();
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            quoted.append(c == '%' ? "*" : c == '_' ? "?" : c == '*' || c == '?' || c == '\\' ? "\\" + c : "" + c);
        }
        return new Expression.Test(
                TestKind.WILDCARD,
                operand,
                List.of(new Expression.Literal(Values.of(quoted.toString()), pattern.span())),
                TEXT,
                span);
    }

    private Expression match(Expression operand, Expression pattern, Span span) {
        return compiles(pattern, span)
                ? new Expression.Test(TestKind.REGEX, operand, List.of(pattern), TEXT, span)
                : new Expression.Literal(Values.NULL, span);
    }

    private Expression replace(List<Expression> arguments, Span span) {
        return compiles(arguments.get(1), span)
                ? new Expression.Call("spl:replace", arguments, span)
                : new Expression.Literal(Values.NULL, span);
    }

    private boolean compiles(Expression pattern, Span span) {
        if (!(pattern instanceof Expression.Literal literal) || !(literal.value() instanceof Value.Text text)) {
            refuse("computed regular expression", span);
            return false;
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

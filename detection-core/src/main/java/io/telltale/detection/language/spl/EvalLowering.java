package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lowers the expressions of {@code eval} and {@code where}: with case, with words as fields, with null in a comparison
 * giving null.
 */
final class EvalLowering {
    static final Matching MATCHING =
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
        if (syntax instanceof EvalSyntax.Subsearch) {
            rows.refuse("subsearch in an expression", span);
            return new Expression.Literal(Values.NULL, span);
        }
        return new EvalCalls(rows, this).lower((EvalSyntax.Call) syntax);
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
            return new EvalCalls(rows, this).like(lower(infix.left()), lower(infix.right()), span);
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
}

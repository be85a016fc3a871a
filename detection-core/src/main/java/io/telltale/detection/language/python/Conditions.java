package io.telltale.detection.language.python;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Joins conditions as Python does, left to right. Where an operand that is not the last can fail, the commutative
 * connectives would differ, and a conditional stands in their place.
 */
final class Conditions {
    private static final Set<String> INFALLIBLE = Set.of(
            PythonFunctions.GET,
            PythonFunctions.DEEP_GET,
            PythonFunctions.OR,
            PythonFunctions.IS,
            PythonFunctions.TRUTHY,
            PythonFunctions.EQUAL);

    private Conditions() {}

    static boolean infallible(Expression expression) {
        if (expression instanceof Expression.Literal literal) {
            return !(literal.value() instanceof Value.Failure);
        }
        if (expression instanceof Expression.Field) {
            return true;
        }
        if (expression instanceof Expression.Test test) {
            return infallible(test.operand());
        }
        if (expression instanceof Expression.Not not) {
            return infallible(not.operand());
        }
        if (expression instanceof Expression.And and) {
            return and.operands().stream().allMatch(Conditions::infallible);
        }
        if (expression instanceof Expression.Or or) {
            return or.operands().stream().allMatch(Conditions::infallible);
        }
        if (expression instanceof Expression.Conditional conditional) {
            return infallible(conditional.condition())
                    && infallible(conditional.then())
                    && infallible(conditional.otherwise());
        }
        return expression instanceof Expression.Call call
                && INFALLIBLE.contains(call.function())
                && call.arguments().stream().allMatch(Conditions::infallible);
    }

    static boolean is(Expression expression, boolean value) {
        return expression instanceof Expression.Literal literal
                && literal.value().equals(Values.of(value));
    }

    static Expression not(Expression condition, Span span) {
        if (condition instanceof Expression.Not not) {
            return not.operand();
        }
        if (condition instanceof Expression.Literal literal && literal.value() instanceof Value.Bool bool) {
            return new Expression.Literal(Values.of(!bool.value()), span);
        }
        return new Expression.Not(condition, span);
    }

    static Expression and(Expression left, Expression right, Span span) {
        return choose(left, right, new Expression.Literal(Values.FALSE, span), span);
    }

    static Expression or(Expression left, Expression right, Span span) {
        return choose(left, new Expression.Literal(Values.TRUE, span), right, span);
    }

    /** {@code then} where the condition holds, else {@code otherwise}; all three are true or false, or fail. */
    static Expression choose(Expression condition, Expression then, Expression otherwise, Span span) {
        if (is(condition, true)) {
            return then;
        }
        if (is(condition, false)) {
            return otherwise;
        }
        if (is(then, true) && is(otherwise, false)) {
            return condition;
        }
        if (is(then, false) && is(otherwise, true)) {
            return not(condition, span);
        }
        boolean same = then.equals(otherwise) && infallible(condition);
        if (same) {
            return then;
        }
        if (infallible(condition)) {
            if (is(otherwise, false)) {
                return conjunction(condition, then, span);
            }
            if (is(then, false)) {
                return conjunction(not(condition, span), otherwise, span);
            }
            if (is(then, true)) {
                return disjunction(condition, otherwise, span);
            }
            if (is(otherwise, true)) {
                return disjunction(not(condition, span), then, span);
            }
        }
        return new Expression.Conditional(condition, then, otherwise, span);
    }

    private static Expression conjunction(Expression left, Expression right, Span span) {
        var operands = new ArrayList<Expression>();
        operands.addAll(left instanceof Expression.And and ? and.operands() : List.of(left));
        operands.addAll(right instanceof Expression.And and ? and.operands() : List.of(right));
        return new Expression.And(operands, span);
    }

    private static Expression disjunction(Expression left, Expression right, Span span) {
        if (left instanceof Expression.Not a && right instanceof Expression.Not b) {
            return new Expression.Not(conjunction(a.operand(), b.operand(), span), span);
        }
        var operands = new ArrayList<Expression>();
        operands.addAll(left instanceof Expression.Or or ? or.operands() : List.of(left));
        operands.addAll(right instanceof Expression.Or or ? or.operands() : List.of(right));
        return new Expression.Or(operands, span);
    }
}

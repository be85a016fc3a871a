package io.telltale.detection.ir;

import io.telltale.detection.text.Span;
import java.util.List;

/** Expressions that one rule has of another, told at the place of its own text that refers to the other. */
public final class Relocated {
    private Relocated() {}

    /** The same expression, all of it at one place. */
    public static Expression at(Expression expression, Span span) {
        if (expression instanceof Expression.Literal literal) {
            return new Expression.Literal(literal.value(), span);
        }
        if (expression instanceof Expression.Field field) {
            return new Expression.Field(field.path(), span);
        }
        if (expression instanceof Expression.Event) {
            return new Expression.Event(span);
        }
        if (expression instanceof Expression.Column column) {
            return new Expression.Column(column.name(), span);
        }
        if (expression instanceof Expression.Not not) {
            return new Expression.Not(at(not.operand(), span), span);
        }
        if (expression instanceof Expression.And and) {
            return new Expression.And(at(and.operands(), span), span);
        }
        if (expression instanceof Expression.Or or) {
            return new Expression.Or(at(or.operands(), span), span);
        }
        if (expression instanceof Expression.Test test) {
            return new Expression.Test(
                    test.kind(), at(test.operand(), span), at(test.wanted(), span), test.matching(), span);
        }
        if (expression instanceof Expression.Call call) {
            return new Expression.Call(call.function(), at(call.arguments(), span), span);
        }
        if (expression instanceof Expression.Conditional c) {
            return new Expression.Conditional(
                    at(c.condition(), span), at(c.then(), span), at(c.otherwise(), span), span);
        }
        if (expression instanceof Expression.Quantified q) {
            return new Expression.Quantified(
                    q.quantifier(), q.variable(), at(q.list(), span), at(q.condition(), span), span);
        }
        if (expression instanceof Expression.Comprehension c) {
            return new Expression.Comprehension(
                    c.variable(),
                    at(c.list(), span),
                    c.condition().map(condition -> at(condition, span)),
                    at(c.result(), span),
                    span);
        }
        return new Expression.Script(((Expression.Script) expression).body(), span);
    }

    private static List<Expression> at(List<Expression> expressions, Span span) {
        return expressions.stream().map(expression -> at(expression, span)).toList();
    }
}

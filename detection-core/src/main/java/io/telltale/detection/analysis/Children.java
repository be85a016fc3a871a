package io.telltale.detection.analysis;

import io.telltale.detection.ir.Expression;
import java.util.ArrayList;
import java.util.List;

/** The operands of an expression, in the order of the text. */
final class Children {
    private Children() {}

    static List<Expression> of(Expression expression) {
        if (expression instanceof Expression.Not not) {
            return List.of(not.operand());
        }
        if (expression instanceof Expression.And and) {
            return and.operands();
        }
        if (expression instanceof Expression.Or or) {
            return or.operands();
        }
        if (expression instanceof Expression.Test test) {
            var children = new ArrayList<Expression>();
            children.add(test.operand());
            children.addAll(test.wanted());
            return children;
        }
        if (expression instanceof Expression.Call call) {
            return call.arguments();
        }
        if (expression instanceof Expression.Conditional conditional) {
            return List.of(conditional.condition(), conditional.then(), conditional.otherwise());
        }
        if (expression instanceof Expression.Quantified quantified) {
            return List.of(quantified.list(), quantified.condition());
        }
        return List.of();
    }
}

package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Values;
import java.util.List;
import java.util.Map;

/**
 * Moves an expression over one row to another row that carries the first one's event as a column, and its columns under
 * other names.
 *
 * @param event the column that holds the event
 * @param columns the names of the columns on the row that carries them
 */
record Transplant(String event, Map<String, String> columns) {
    Transplant {
        columns = Map.copyOf(columns);
    }

    Expression of(Expression expression) {
        if (expression instanceof Expression.Field field) {
            return new Expression.Call(
                    field.path().leaves() ? "spl:leaf_inside" : "spl:inside",
                    List.of(
                            new Expression.Column(event, field.span()),
                            new Expression.Literal(
                                    Values.of(field.path()
                                            .toString()
                                            .replace("[", "{")
                                            .replace("]", "}")),
                                    field.span())),
                    field.span());
        }
        if (expression instanceof Expression.Event whole) {
            return new Expression.Column(event, whole.span());
        }
        if (expression instanceof Expression.Column column) {
            String carried = columns.get(column.name());
            return carried == null
                    ? new Expression.Literal(Values.MISSING, column.span())
                    : new Expression.Column(carried, column.span());
        }
        if (expression instanceof Expression.Call call) {
            return new Expression.Call(call.function(), all(call.arguments()), call.span());
        }
        if (expression instanceof Expression.Conditional c) {
            return new Expression.Conditional(of(c.condition()), of(c.then()), of(c.otherwise()), c.span());
        }
        if (expression instanceof Expression.Test test) {
            return new Expression.Test(
                    test.kind(), of(test.operand()), all(test.wanted()), test.matching(), test.span());
        }
        if (expression instanceof Expression.Not not) {
            return new Expression.Not(of(not.operand()), not.span());
        }
        return expression;
    }

    private List<Expression> all(List<Expression> expressions) {
        return expressions.stream().map(this::of).toList();
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Map;

/** The types of sums, differences, products, quotients and remainders. */
final class KustoArithmetic {
    private static final Map<String, String> FUNCTIONS = Map.of(
            "+", "kusto:add", "-", "kusto:subtract", "*", "kusto:multiply", "/", "kusto:divide", "%", "kusto:modulo");

    private KustoArithmetic() {}

    static boolean isOperator(String operator) {
        return FUNCTIONS.containsKey(operator);
    }

    static Typed lower(String operator, Typed left, Typed right, Span span) {
        return new Typed(
                new Call(FUNCTIONS.get(operator), List.of(left.expression(), right.expression()), span),
                type(operator, left.type(), right.type()));
    }

    private static KustoType type(String operator, KustoType left, KustoType right) {
        boolean spans = left == KustoType.TIMESPAN || right == KustoType.TIMESPAN;
        if (left == KustoType.DATETIME && right == KustoType.DATETIME) {
            return KustoType.TIMESPAN;
        }
        if (left == KustoType.DATETIME || right == KustoType.DATETIME) {
            return KustoType.DATETIME;
        }
        if (left == KustoType.TIMESPAN && right == KustoType.TIMESPAN && operator.equals("/")) {
            return KustoType.REAL;
        }
        if (spans) {
            return KustoType.TIMESPAN;
        }
        return left == KustoType.REAL || right == KustoType.REAL ? KustoType.REAL : KustoType.LONG;
    }
}

package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.OrderKey;
import io.telltale.detection.text.Span;
import java.util.List;

/**
 * How keys of an order are ordered, as constants that an aggregate is given: {@code asc last}, {@code desc first}. Null is
 * greater than any value unless the query says otherwise.
 */
final class Directions {
    private Directions() {}

    static boolean absentLast(OrderKey key) {
        return key.nullsLast().orElse(!key.descending());
    }

    static Literal literal(List<OrderKey> keys, Span span) {
        return new Literal(
                Values.listOf(keys.stream()
                        .map(key ->
                                Values.of((key.descending() ? "desc " : "asc ") + (absentLast(key) ? "last" : "first")))
                        .toList()),
                span);
    }

    static int compare(List<Value> a, List<Value> b, List<Value> directions) {
        for (int i = 0; i < directions.size(); i++) {
            int order = compare(a.get(i), b.get(i), directions.get(i).asText());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(Value a, Value b, String direction) {
        if (a.isAbsent() || b.isAbsent()) {
            int absent = Boolean.compare(a.isAbsent(), b.isAbsent());
            return direction.endsWith("last") ? absent : -absent;
        }
        int order = Order.compare(a, b);
        return direction.startsWith("desc") ? -order : order;
    }
}

package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.util.Optional;

/** An expression and what is known of its type. */
record Typed(Expression expression, Type type) {
    static Typed of(Value value, Type type, Span span) {
        return new Typed(new Expression.Literal(value, span), type);
    }

    Optional<Value> constant() {
        return expression instanceof Expression.Literal literal ? Optional.of(literal.value()) : Optional.empty();
    }

    Span span() {
        return expression.span();
    }

    Typed as(Type other) {
        return new Typed(expression, other);
    }
}

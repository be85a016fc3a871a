package io.telltale.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** And and Or over true, false, unknown and failure, in every order. */
class ThreeValuedLogicTest {
    private static final List<Value> ALL = List.of(Values.TRUE, Values.FALSE, Values.NULL, Values.failure("no"));

    @Test
    void andIsFalseBeforeFailureBeforeUnknown() {
        for (Value a : ALL) {
            for (Value b : ALL) {
                Value expected = ALL.get(
                        has(Values.FALSE, a, b) ? 1 : has(ALL.get(3), a, b) ? 3 : has(Values.NULL, a, b) ? 2 : 0);
                assertThat(evaluate(new Expression.And(literals(a, b), Span.NONE)))
                        .as(a + " and " + b)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void orIsTrueBeforeFailureBeforeUnknown() {
        for (Value a : ALL) {
            for (Value b : ALL) {
                Value expected = ALL.get(
                        has(Values.TRUE, a, b) ? 0 : has(ALL.get(3), a, b) ? 3 : has(Values.NULL, a, b) ? 2 : 1);
                assertThat(evaluate(new Expression.Or(literals(a, b), Span.NONE)))
                        .as(a + " or " + b)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void notKeepsUnknownAndFailure() {
        assertThat(ALL.stream()
                        .map(v -> evaluate(new Expression.Not(Fixtures.literal(v), Span.NONE)))
                        .toList())
                .containsExactly(Values.FALSE, Values.TRUE, Values.NULL, Values.failure("no"));
    }

    @Test
    void aConditionalTakesTheOtherBranchWhereItsConditionIsUnknown() {
        var conditional = new Expression.Conditional(
                Fixtures.literal(Values.NULL),
                Fixtures.literal(Values.of("then")),
                Fixtures.literal(Values.of("otherwise")),
                Span.NONE);
        assertThat(evaluate(conditional)).isEqualTo(Values.of("otherwise"));
    }

    private static boolean has(Value wanted, Value a, Value b) {
        return a.equals(wanted) || b.equals(wanted);
    }

    private static List<Expression> literals(Value a, Value b) {
        return List.of(Fixtures.literal(a), Fixtures.literal(b));
    }

    private static Value evaluate(Expression expression) {
        var row = Row.of(Fixtures.event("1", "2026-01-05T10:00:00Z", "{}"));
        return new ExpressionCompiler(new FunctionRegistry(List.of()))
                .compile(expression)
                .evaluate(row, new EvaluationContext(Instant.EPOCH));
    }
}

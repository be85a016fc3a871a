package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Expression.Not;
import io.telltale.detection.ir.Expression.Test;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers comparisons. A comparison with null is unknown; of two types, the one is converted to the other: a VARIANT to
 * what it is compared with, a text to a number, a truth value or a time.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/data-type-conversion">conversion</a>
 */
final class Comparisons {
    static final Matching VALUE =
            new Matching(true, Matching.Absent.UNKNOWN, Matching.Types.STRICT, Matching.Lists.WHOLE);
    static final Matching TEXT = new Matching(true, Matching.Absent.UNKNOWN, Matching.Types.TEXT, Matching.Lists.WHOLE);
    private static final Matching NUMBERS =
            new Matching(true, Matching.Absent.UNKNOWN, Matching.Types.NUMBERS_FIRST, Matching.Lists.WHOLE);

    private static final Map<String, TestKind> KINDS =
            Map.of("=", TestKind.EQ, "<", TestKind.LT, "<=", TestKind.LE, ">", TestKind.GT, ">=", TestKind.GE);
    private static final Map<String, String> TURNED =
            Map.of("=", "=", "!=", "!=", "<", ">", "<=", ">=", ">", "<", ">=", "<=");
    private static final Map<String, String> FUNCTIONS = Map.of(
            "=", "snowflake:eq", "<", "snowflake:lt", "<=", "snowflake:le", ">", "snowflake:gt", ">=", "snowflake:ge");

    private Comparisons() {}

    static Typed compare(String operator, Typed left, Typed right, Span span) {
        if (operator.equals("!=")) {
            return new Typed(new Not(compare("=", left, right, span).expression(), span), Type.BOOLEAN);
        }
        if (left.constant().isPresent() && right.constant().isEmpty()) {
            return compare(TURNED.get(operator), right, left, span);
        }
        Expression held = right.constant()
                .flatMap(wanted -> withConstant(KINDS.get(operator), left, wanted, right.span(), span))
                .orElseGet(() -> withComputed(operator, left, right, span));
        return new Typed(held, Type.BOOLEAN);
    }

    private static Optional<Expression> withConstant(TestKind kind, Typed left, Value given, Span at, Span span) {
        if (given.isAbsent()) {
            return Optional.of(new Literal(Values.NULL, span));
        }
        Value wanted = given;
        Expression operand = left.expression();
        Matching matching = VALUE;
        boolean equal = kind == TestKind.EQ;
        if (left.type().isTime()) {
            if (wanted instanceof Value.Text text) {
                Optional<Instant> time = Times.parse(text.value());
                if (time.isEmpty()) {
                    return Optional.of(
                            new Literal(Values.failure("Timestamp '" + text.value() + "' is not recognized"), span));
                }
                wanted = Values.of(time.get());
            }
        } else if (wanted instanceof Value.Text text) {
            if (left.type() == Type.NUMBER) {
                Value number = Numbers.of(wanted);
                if (!(number instanceof Value.Failure)) {
                    wanted = number;
                }
            } else if (left.type() == Type.BOOLEAN) {
                Optional<Boolean> truth = Casts.truth(text.value());
                matching = TEXT.withCase(false);
                wanted = truth.map(Values::of).orElse(wanted);
            } else if (equal) {
                matching = TEXT;
            } else if (left.type() != Type.TEXT) {
                operand = new Call("snowflake:to_varchar", List.of(operand), left.span());
            }
        } else if (wanted instanceof Value.Int || wanted instanceof Value.Decimal) {
            if (equal) {
                matching = NUMBERS;
            } else if (left.type() != Type.NUMBER) {
                operand = new Call("snowflake:to_double", List.of(operand), left.span());
            }
        } else if (wanted instanceof Value.Bool) {
            matching = TEXT.withCase(false);
        } else {
            return Optional.empty();
        }
        return Optional.of(new Test(kind, operand, List.of(new Literal(wanted, at)), matching, span));
    }

    private static Expression withComputed(String operator, Typed left, Typed right, Span span) {
        boolean fields = operator.equals("=")
                && left.expression() instanceof Expression.Field
                && right.expression() instanceof Expression.Field;
        if (fields) {
            return new Test(TestKind.EQ, left.expression(), List.of(right.expression()), TEXT, span);
        }
        return new Call(FUNCTIONS.get(operator), List.of(left.expression(), right.expression()), span);
    }

    /** Whether a value equals one of several; unknown where it does not and one of them is null. */
    static Expression in(Typed operand, List<Typed> wanted, Span span) {
        boolean plain = !operand.type().isTime() && operand.type() != Type.NUMBER && operand.type() != Type.BOOLEAN;
        boolean texts = wanted.stream()
                .allMatch(w -> w.constant().filter(v -> v instanceof Value.Text).isPresent());
        if (plain && texts && operand.constant().isEmpty()) {
            return new Test(
                    TestKind.IN,
                    operand.expression(),
                    wanted.stream().map(Typed::expression).toList(),
                    TEXT,
                    span);
        }
        var each = new ArrayList<Expression>();
        wanted.forEach(w -> each.add(compare("=", operand, w, span).expression()));
        return Expression.anyOf(each, span);
    }
}

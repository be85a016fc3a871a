package io.telltale.detection.language.esql;

import static io.telltale.detection.language.esql.EsqlFunctions.add;
import static io.telltale.detection.language.esql.EsqlFunctions.each;
import static io.telltale.detection.language.esql.EsqlFunctions.shape;
import static io.telltale.detection.language.esql.EsqlFunctions.single;
import static io.telltale.detection.language.esql.EsqlFunctions.whole;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsDateMath;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** ES|QL's arithmetic and numeric functions and conversions. What a number cannot hold is null. */
final class EsqlNumbers {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private EsqlNumbers() {}

    static void addTo(Map<String, EsqlFunctions.Shape> table) {
        add(table, single(2, 2, "add", a -> EsqlTime.shifted(a, 1).orElseGet(() -> arithmetic('+', a))));
        add(table, single(2, 2, "subtract", a -> EsqlTime.shifted(a, -1).orElseGet(() -> arithmetic('-', a))));
        add(table, single(2, 2, "multiply", a -> arithmetic('*', a)));
        add(table, single(2, 2, "divide", a -> arithmetic('/', a)));
        add(table, single(2, 2, "modulo", a -> arithmetic('%', a)));
        add(table, each("to_integer", v -> integer(v, Integer.MIN_VALUE, Integer.MAX_VALUE)));
        add(table, each("to_long", v -> integer(v, Long.MIN_VALUE, Long.MAX_VALUE)));
        add(table, each("to_double", EsqlNumbers::decimal));
        add(table, each("to_boolean", EsqlNumbers::bool));
        add(
                table,
                single(
                        1,
                        1,
                        "abs",
                        a -> a.get(0) instanceof Value.Int n && n.value() > Long.MIN_VALUE
                                ? Values.of(Math.abs(n.value()))
                                : a.get(0) instanceof Value.Int ? Values.NULL : real(a, Math::abs)));
        add(table, single(1, 1, "ceil", a -> a.get(0) instanceof Value.Int ? a.get(0) : real(a, Math::ceil)));
        add(table, single(1, 1, "floor", a -> a.get(0) instanceof Value.Int ? a.get(0) : real(a, Math::floor)));
        add(table, single(1, 1, "sqrt", a -> real(a, Math::sqrt)));
        add(table, single(1, 1, "cbrt", a -> real(a, Math::cbrt)));
        add(table, single(1, 1, "exp", a -> real(a, Math::exp)));
        add(table, single(1, 1, "log10", a -> real(a, Math::log10)));
        add(table, single(1, 1, "signum", a -> real(a, Math::signum)));
        add(table, single(1, 2, "log", EsqlNumbers::log));
        add(table, single(2, 2, "pow", a -> finite(Math.pow(number(a, 0), number(a, 1)))));
        add(table, single(0, 0, "pi", a -> Values.of(Math.PI)));
        add(table, single(0, 0, "e", a -> Values.of(Math.E)));
        add(table, single(1, 2, "round", EsqlNumbers::round));
        add(table, single(3, 3, "clamp", a -> extreme(List.of(extreme(a.subList(0, 2), 1), a.get(2)), -1)));
        add(table, single(2, 2, "clamp_min", a -> extreme(a, 1)));
        add(table, single(2, 2, "clamp_max", a -> extreme(a, -1)));
        add(table, shape(1, EsqlFunctions.ANY, "greatest", a -> extremeOfAll(a, 1)));
        add(table, shape(1, EsqlFunctions.ANY, "least", a -> extremeOfAll(a, -1)));
        add(table, single(2, EsqlFunctions.ANY, "round_to", EsqlNumbers::roundedTo));
        add(table, single(2, 2, "scalb", a -> finite(number(a, 0) * Math.pow(2, number(a, 1)))));
    }

    private static double number(List<Value> arguments, int index) {
        return EsqlAggregates.number(arguments.get(index));
    }

    private static Value finite(double value) {
        return Double.isFinite(value) ? Values.of(value) : Values.NULL;
    }

    private static Value real(List<Value> arguments, DoubleUnaryOperator function) {
        return finite(function.applyAsDouble(number(arguments, 0)));
    }

    private static Value log(List<Value> a) {
        double base = a.size() == 1 ? Math.E : number(a, 0);
        double value = number(a, a.size() - 1);
        return base <= 0 || base == 1 || value <= 0
                ? Values.NULL
                : finite(a.size() == 1 ? Math.log(value) : Math.log10(value) / Math.log10(base));
    }

    private static Value extreme(List<Value> values, int sign) {
        Value best = values.get(0);
        for (Value value : values) {
            best = EsqlAggregates.compare(value, best) * sign > 0 ? value : best;
        }
        return best;
    }

    /** Of values each of which may be several, the greatest or the least of all; null where one has none. */
    private static Value extremeOfAll(List<Value> a, int sign) {
        List<Value> own = a.stream()
                .map(v -> EsqlAggregates.extreme(EsqlAggregates.elements(v), sign))
                .toList();
        return own.stream().anyMatch(Value::isAbsent) ? Values.NULL : extreme(own, sign);
    }

    /** The greatest of the points that is no greater than the value; the least of them where all are. */
    private static Value roundedTo(List<Value> a) {
        List<Value> points = a.subList(1, a.size());
        Value least = extreme(points, -1);
        List<Value> below = points.stream()
                .filter(p -> EsqlAggregates.compare(p, a.get(0)) <= 0)
                .toList();
        return below.isEmpty() ? least : extreme(below, 1);
    }

    /** Half away from zero; a decimal is scaled as the binary number that it is, so that 1.005 is less than a half. */
    private static Value round(List<Value> a) {
        int digits = (int) Math.max(-300, Math.min(300, whole(a, 1, 0)));
        if (a.get(0) instanceof Value.Int whole) {
            return digits >= 0 ? whole : roundedWhole(whole, -digits);
        }
        double number = number(a, 0);
        double scale = Math.pow(10, digits);
        double scaled = Math.abs(number) * scale;
        if (!Double.isFinite(number)) {
            return Values.NULL;
        }
        return scaled < Long.MAX_VALUE && scale > 0
                ? Values.of(Math.copySign(Math.round(scaled) / scale, number))
                : Values.of(number);
    }

    private static Value roundedWhole(Value.Int number, int zeros) {
        try {
            return Values.of(BigDecimal.valueOf(number.value())
                    .setScale(-zeros, RoundingMode.HALF_UP)
                    .longValueExact());
        } catch (ArithmeticException e) {
            return Values.NULL;
        }
    }

    private static Value integer(Value value, long least, long most) {
        if (value instanceof Value.Bool bool) {
            return Values.of(bool.value() ? 1L : 0L);
        }
        if (value instanceof Value.Time time) {
            return Values.of(time.value().toEpochMilli());
        }
        try {
            // A half goes upwards, of negative numbers too.
            long number = value instanceof Value.Int whole
                    ? whole.value()
                    : new BigDecimal(value.asText().strip())
                            .add(HALF)
                            .setScale(0, RoundingMode.FLOOR)
                            .longValueExact();
            return number < least || number > most ? Values.NULL : Values.of(number);
        } catch (ArithmeticException | NumberFormatException e) {
            return Values.NULL;
        }
    }

    private static Value decimal(Value value) {
        if (value instanceof Value.Bool bool) {
            return Values.of(bool.value() ? 1.0 : 0.0);
        }
        if (value instanceof Value.Time time) {
            return Values.of((double) time.value().toEpochMilli());
        }
        try {
            return finite(
                    value instanceof Value.Text text
                            ? Double.parseDouble(text.value().strip())
                            : EsqlAggregates.number(value));
        } catch (NumberFormatException e) {
            return Values.NULL;
        }
    }

    private static Value bool(Value value) {
        return value instanceof Value.Bool
                ? value
                : Values.of(
                        value instanceof Value.Text text
                                ? text.value().equalsIgnoreCase("true")
                                : EsqlAggregates.number(value) != 0);
    }

    private static Value arithmetic(char operator, List<Value> a) {
        Value left = a.get(0);
        Value right = a.get(1);
        try {
            if (left instanceof Value.Int x && right instanceof Value.Int y) {
                return switch (operator) {
                    case '+' -> Values.of(Math.addExact(x.value(), y.value()));
                    case '-' -> Values.of(Math.subtractExact(x.value(), y.value()));
                    case '*' -> Values.of(Math.multiplyExact(x.value(), y.value()));
                    case '/' -> Values.of(x.value() / y.value());
                    default -> Values.of(x.value() % y.value());
                };
            }
        } catch (ArithmeticException e) {
            // Elasticsearch answers null with a warning where a number cannot hold the result.
            return Values.NULL;
        }
        double x = EsqlAggregates.number(left);
        double y = EsqlAggregates.number(right);
        return finite(
                switch (operator) {
                    case '+' -> x + y;
                    case '-' -> x - y;
                    case '*' -> x * y;
                    case '/' -> x / y;
                    default -> x % y;
                });
    }

    /** A number of milliseconds since 1970, or a text, as a time; other values as they are. */
    static Value time(Value value) {
        if (value instanceof Value.Int || value instanceof Value.Decimal) {
            return integer(value, Long.MIN_VALUE, Long.MAX_VALUE) instanceof Value.Int millis
                    ? Values.of(Instant.ofEpochMilli(millis.value()))
                    : Values.NULL;
        }
        return value instanceof Value.Text text ? EcsDateMath.time(text.value(), Instant.EPOCH) : value;
    }
}

package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Functions of numbers.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions-numeric">numeric functions</a>
 */
final class NumberFunctions {
    private NumberFunctions() {}

    static void fill(Functions.Table table) {
        table.strict(
                "abs",
                1,
                1,
                Type.NUMBER,
                a -> Numbers.compute(a.get(0), Values.of(0), (x, y) -> Math.absExact(x), (x, y) -> Math.abs(x)));
        table.strict("ceil", 1, 2, Type.NUMBER, a -> scaled(a, RoundingMode.CEILING));
        table.strict("floor", 1, 2, Type.NUMBER, a -> scaled(a, RoundingMode.FLOOR));
        table.strict("round", 1, 2, Type.NUMBER, a -> scaled(a, RoundingMode.HALF_UP));
        table.strict("truncate trunc", 1, 2, Type.NUMBER, a -> scaled(a, RoundingMode.DOWN));
        table.strict("mod", 2, 2, Type.NUMBER, a -> mod(a));
        table.strict("sign", 1, 1, Type.NUMBER, a -> of(a.get(0), Math::signum));
        table.strict("sqrt", 1, 1, Type.NUMBER, a -> of(a.get(0), Math::sqrt));
        table.strict("square", 1, 1, Type.NUMBER, a -> of(a.get(0), x -> x * x));
        table.strict("exp", 1, 1, Type.NUMBER, a -> of(a.get(0), Math::exp));
        table.strict("ln", 1, 1, Type.NUMBER, a -> of(a.get(0), Math::log));
        table.strict(
                "log",
                2,
                2,
                Type.NUMBER,
                a -> Numbers.decimals(a.get(1), a.get(0), (x, y) -> Math.log(x) / Math.log(y)));
        table.strict("power pow", 2, 2, Type.NUMBER, a -> Numbers.decimals(a.get(0), a.get(1), Math::pow));
        table.strict(
                "div0", 2, 2, Type.NUMBER, a -> isZero(a.get(1)) ? Values.of(0) : Numbers.divide(a.get(0), a.get(1)));
        table.add(
                "div0null",
                2,
                2,
                Type.NUMBER,
                a -> a.get(0).isAbsent()
                        ? Values.NULL
                        : a.get(1).isAbsent() || isZero(a.get(1)) ? Values.of(0) : Numbers.divide(a.get(0), a.get(1)));
        table.strict("greatest", 1, -1, Type.UNKNOWN, a -> extreme(a, 1));
        table.strict("least", 1, -1, Type.UNKNOWN, a -> extreme(a, -1));
        table.add("greatest_ignore_nulls", 1, -1, Type.UNKNOWN, a -> extreme(a, 1));
        table.add("least_ignore_nulls", 1, -1, Type.UNKNOWN, a -> extreme(a, -1));
        table.strict(
                "bitand",
                2,
                2,
                Type.NUMBER,
                a -> Numbers.compute(a.get(0), a.get(1), (x, y) -> x & y, (x, y) -> Double.NaN));
        table.strict(
                "bitor",
                2,
                2,
                Type.NUMBER,
                a -> Numbers.compute(a.get(0), a.get(1), (x, y) -> x | y, (x, y) -> Double.NaN));
        table.strict(
                "bitxor",
                2,
                2,
                Type.NUMBER,
                a -> Numbers.compute(a.get(0), a.get(1), (x, y) -> x ^ y, (x, y) -> Double.NaN));
        table.strict("width_bucket", 4, 4, Type.NUMBER, NumberFunctions::bucket);
        operators(table);
    }

    private static void operators(Functions.Table table) {
        table.hidden("add", a -> Numbers.compute(a.get(0), a.get(1), Math::addExact, Double::sum));
        table.hidden("subtract", a -> Numbers.compute(a.get(0), a.get(1), Math::subtractExact, (x, y) -> x - y));
        table.hidden("multiply", a -> Numbers.compute(a.get(0), a.get(1), Math::multiplyExact, (x, y) -> x * y));
        table.hidden("divide", a -> Numbers.divide(a.get(0), a.get(1)));
        table.hidden("negate", a -> Numbers.compute(Values.of(0), a.get(0), Math::subtractExact, (x, y) -> x - y));
        table.hidden(casting("to_number", false, true));
        table.hidden(casting("try_to_number", true, true));
        table.hidden(casting("to_double", false, false));
        table.hidden(casting("try_to_double", true, false));
    }

    /** A cast to a number: of the scale that is the third argument, else of a floating one. */
    private static FunctionEntry casting(String name, boolean lenient, boolean fixed) {
        return FunctionEntry.transparent("snowflake:" + name, (a, context) -> {
            if (a.get(0).isAbsent()) {
                return Values.NULL;
            }
            Value number = Numbers.of(a.get(0));
            if (number instanceof Value.Failure) {
                return lenient ? Values.NULL : number;
            }
            long scale = fixed && a.size() > 2 && a.get(2) instanceof Value.Int given ? given.value() : 0;
            return fixed ? Numbers.round(number, scale) : number;
        });
    }

    private static Value of(Value value, DoubleUnaryOperator function) {
        Value number = Numbers.of(value);
        return number instanceof Value.Failure
                ? number
                : Numbers.plain(function.applyAsDouble(Numbers.decimal(number)));
    }

    private static Value scaled(List<Value> a, RoundingMode mode) {
        Value number = Numbers.of(a.get(0));
        Value scale = a.size() > 1 ? Numbers.of(a.get(1)) : Values.of(0);
        return Functions.failure(number, scale)
                .orElseGet(() -> Numbers.scaled(number, (long) Numbers.decimal(scale), mode));
    }

    private static Value mod(List<Value> a) {
        return isZero(a.get(1))
                ? Values.failure("Division by zero")
                : Numbers.compute(a.get(0), a.get(1), (x, y) -> x % y, (x, y) -> x % y);
    }

    private static boolean isZero(Value value) {
        Value number = Numbers.of(value);
        return !(number instanceof Value.Failure) && Numbers.decimal(number) == 0;
    }

    private static Value extreme(List<Value> values, int sign) {
        Value best = Values.NULL;
        for (Value value : values) {
            if (!value.isAbsent() && (best.isAbsent() || Order.compare(value, best) * sign > 0)) {
                best = value;
            }
        }
        return best;
    }

    private static Value bucket(List<Value> a) {
        double x = Numbers.decimal(Numbers.of(a.get(0)));
        double low = Numbers.decimal(Numbers.of(a.get(1)));
        double high = Numbers.decimal(Numbers.of(a.get(2)));
        double count = Numbers.decimal(Numbers.of(a.get(3)));
        if (!(low < high) || !(count >= 1) || Double.isNaN(x)) {
            return Values.failure("Invalid argument of WIDTH_BUCKET");
        }
        return Numbers.plain(x < low ? 0 : x >= high ? count + 1 : Math.floor((x - low) / (high - low) * count) + 1);
    }
}

package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;

/** Arithmetic: whole numbers stay whole as long as they fit. */
final class Numbers {
    private static final int LONGEST = 100;

    private Numbers() {}

    /** A value as a number, or the failure that it is none. */
    static Value of(Value value) {
        if (value instanceof Value.Int || value instanceof Value.Decimal || value instanceof Value.Failure) {
            return value;
        }
        if (value instanceof Value.Bool bool) {
            return Values.of(bool.value() ? 1L : 0L);
        }
        if (value instanceof Value.Text text) {
            String digits = text.value().strip();
            try {
                return Values.of(Long.parseLong(digits));
            } catch (NumberFormatException e) {
                if (digits.length() < LONGEST && digits.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
                    return Values.of(Double.parseDouble(digits));
                }
            }
        }
        return Values.failure("Numeric value '" + Times.text(value) + "' is not recognized");
    }

    static double decimal(Value number) {
        return number instanceof Value.Int whole
                ? (double) whole.value()
                : number instanceof Value.Decimal decimal ? decimal.value() : Double.NaN;
    }

    static OptionalDouble tried(Value value) {
        Value number = value.isAbsent() ? Values.failure("") : of(value);
        return number instanceof Value.Failure ? OptionalDouble.empty() : OptionalDouble.of(decimal(number));
    }

    /** A decimal, whole where it has no fraction. */
    static Value plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Values.of(value);
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Values.of((long) value) : Values.of(value);
    }

    static Value compute(Value a, Value b, LongBinaryOperator whole, BinaryOperator<Double> decimal) {
        Value x = of(a);
        Value y = of(b);
        if (Functions.failure(x, y).isPresent()) {
            return Functions.failure(x, y).get();
        }
        if (x instanceof Value.Int left && y instanceof Value.Int right) {
            try {
                return Values.of(whole.applyAsLong(left.value(), right.value()));
            } catch (ArithmeticException e) {
                return plain(decimal.apply(decimal(x), decimal(y)));
            }
        }
        return plain(decimal.apply(decimal(x), decimal(y)));
    }

    static Value decimals(Value a, Value b, BinaryOperator<Double> operator) {
        Value x = of(a);
        Value y = of(b);
        return Functions.failure(x, y).orElseGet(() -> plain(operator.apply(decimal(x), decimal(y))));
    }

    /** Division of numbers; by zero it is an error. */
    static Value divide(Value a, Value b) {
        Value x = of(a);
        Value y = of(b);
        if (Functions.failure(x, y).isPresent()) {
            return Functions.failure(x, y).get();
        }
        return decimal(y) == 0 ? Values.failure("Division by zero") : plain(decimal(x) / decimal(y));
    }

    /** Half away from zero. */
    static Value round(Value number, long scale) {
        return scaled(number, scale, RoundingMode.HALF_UP);
    }

    static Value scaled(Value number, long scale, RoundingMode mode) {
        if (number instanceof Value.Int && scale >= 0) {
            return number;
        }
        double value = decimal(number);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return number;
        }
        int places = (int) Math.max(-38, Math.min(38, scale));
        return plain(BigDecimal.valueOf(value).setScale(places, mode).doubleValue());
    }
}

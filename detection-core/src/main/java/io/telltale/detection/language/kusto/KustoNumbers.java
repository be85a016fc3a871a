package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoFunctions.transparent;
import static io.telltale.detection.language.kusto.KustoValues.isNumber;
import static io.telltale.detection.language.kusto.KustoValues.number;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic, functions over numbers, and equality where both sides may be null; what no value can hold is null. */
final class KustoNumbers {
    private static final Map<String, DoubleUnaryOperator> REAL = Map.ofEntries(
            Map.entry("sqrt", Math::sqrt),
            Map.entry("exp", Math::exp),
            Map.entry("exp2", x -> Math.pow(2, x)),
            Map.entry("exp10", x -> Math.pow(10, x)),
            Map.entry("log", Math::log),
            Map.entry("log2", x -> Math.log(x) / Math.log(2)),
            Map.entry("log10", Math::log10),
            Map.entry("sin", Math::sin),
            Map.entry("cos", Math::cos),
            Map.entry("tan", Math::tan),
            Map.entry("asin", Math::asin),
            Map.entry("acos", Math::acos),
            Map.entry("atan", Math::atan),
            Map.entry("cot", x -> 1 / Math.tan(x)),
            Map.entry("degrees", Math::toDegrees),
            Map.entry("radians", Math::toRadians));

    private KustoNumbers() {}

    static void addTo(List<FunctionEntry> all) {
        all.add(FunctionEntry.of("kusto:equals", (in, context) -> equal(in.get(0), in.get(1)))
                .as(TestKind.EQ, 0, 1, true));
        add(all, "add", (in, context) -> total(() -> sum(in.get(0), in.get(1), 1)));
        add(all, "subtract", (in, context) -> total(() -> sum(in.get(0), in.get(1), -1)));
        add(all, "multiply", (in, context) -> total(() -> product(in.get(0), in.get(1))));
        add(all, "divide", (in, context) -> total(() -> quotient(in.get(0), in.get(1))));
        add(all, "modulo", (in, context) -> total(() -> remainder(in.get(0), in.get(1))));
        add(all, "negate", (in, context) -> total(() -> product(in.get(0), Values.of(-1))));
        add(all, "abs", (in, context) -> total(() -> absolute(in.get(0))));
        transparent(all, "bin", (in, context) -> total(() -> bin(in.get(0), in.get(1))));
        add(all, "bin_at", (in, context) -> total(() -> binAt(in.get(0), in.get(1), in.get(2))));
        REAL.forEach((name, operator) -> add(all, name, (in, context) -> real(in.get(0), operator)));
        add(all, "pow", (in, context) -> both(in, Math::pow));
        add(all, "atan2", (in, context) -> both(in, Math::atan2));
        add(all, "pi", (in, context) -> Values.of(Math.PI));
        add(all, "ceiling", (in, context) -> in.get(0) instanceof Value.Int ? in.get(0) : real(in.get(0), Math::ceil));
        add(all, "round", (in, context) -> total(() -> round(in)));
        add(
                all,
                "sign",
                (in, context) -> isNumber(in.get(0)) ? Values.of((long) Math.signum(number(in.get(0)))) : Values.NULL);
        add(all, "isnan", (in, context) -> decimal(in.get(0), Double::isNaN));
        add(all, "isinf", (in, context) -> decimal(in.get(0), Double::isInfinite));
        add(
                all,
                "isfinite",
                (in, context) -> isNumber(in.get(0)) ? Values.of(Double.isFinite(number(in.get(0)))) : Values.NULL);
        add(all, "binary_and", (in, context) -> bits(in, (a, b) -> a & b));
        add(all, "binary_or", (in, context) -> bits(in, (a, b) -> a | b));
        add(all, "binary_xor", (in, context) -> bits(in, (a, b) -> a ^ b));
        add(all, "binary_not", (in, context) -> bits(List.of(in.get(0), in.get(0)), (a, b) -> ~a));
        add(all, "binary_shift_left", (in, context) -> bits(in, (a, b) -> a << b));
        add(all, "binary_shift_right", (in, context) -> bits(in, (a, b) -> a >> b));
        add(all, "bitset_count_ones", (in, context) -> bits(List.of(in.get(0), in.get(0)), (a, b) -> Long.bitCount(a)));
        add(all, "tohex", (in, context) -> hex(in));
        add(all, "around", (in, context) -> total(() -> around(in.get(0), in.get(1), in.get(2))));
        add(all, "min_of", (in, context) -> extreme(in, -1));
        add(all, "max_of", (in, context) -> extreme(in, 1));
    }

    interface Computation {
        Value get();
    }

    /** Null in the place of a result that no value of its type can hold. */
    static Value total(Computation computation) {
        try {
            return computation.get();
        } catch (ArithmeticException | DateTimeException e) {
            return Values.NULL;
        }
    }

    private interface Bits {
        long of(long one, long other);
    }

    private static Value bits(List<Value> in, Bits operation) {
        return in.get(0) instanceof Value.Int one && in.get(1) instanceof Value.Int other
                ? Values.of(operation.of(one.value(), other.value()))
                : Values.NULL;
    }

    private interface Test {
        boolean of(double value);
    }

    private static Value decimal(Value value, Test test) {
        return isNumber(value) ? Values.of(test.of(number(value))) : Values.NULL;
    }

    private static Value real(Value value, DoubleUnaryOperator operator) {
        double result = isNumber(value) ? operator.applyAsDouble(number(value)) : Double.NaN;
        return Double.isNaN(result) ? Values.NULL : Values.of(result);
    }

    private interface Real {
        double of(double one, double other);
    }

    private static Value both(List<Value> in, Real operator) {
        return isNumber(in.get(0)) && isNumber(in.get(1))
                ? Values.of(operator.of(number(in.get(0)), number(in.get(1))))
                : Values.NULL;
    }

    private static Value round(List<Value> in) {
        if (!isNumber(in.get(0)) || !Double.isFinite(number(in.get(0)))) {
            return isNumber(in.get(0)) ? in.get(0) : Values.NULL;
        }
        int places = in.size() > 1 && in.get(1) instanceof Value.Int given
                ? (int) Math.max(-300, Math.min(300, given.value()))
                : 0;
        if (in.get(0) instanceof Value.Int whole) {
            return Values.of(BigDecimal.valueOf(whole.value())
                    .setScale(Math.min(0, places), RoundingMode.HALF_UP)
                    .longValueExact());
        }
        return Values.of(BigDecimal.valueOf(number(in.get(0)))
                .setScale(places, RoundingMode.HALF_UP)
                .doubleValue());
    }

    private static Value hex(List<Value> in) {
        if (!(in.get(0) instanceof Value.Int number)) {
            return Values.EMPTY_TEXT;
        }
        String digits = Long.toHexString(number.value());
        long least = in.size() > 1 && in.get(1) instanceof Value.Int given ? Math.min(64, given.value()) : 0;
        return Values.of("0".repeat((int) Math.max(0, least - digits.length())) + digits);
    }

    /** The least or greatest argument; absent ones are passed over. */
    private static Value extreme(List<Value> in, int sign) {
        Value best = Values.NULL;
        for (Value value : in) {
            if (!value.isAbsent() && (best.isAbsent() || KustoValues.compare(value, best) * sign > 0)) {
                best = value;
            }
        }
        return best;
    }

    private static Value equal(Value left, Value right) {
        if (left.isAbsent() && right.isAbsent()) {
            return Values.NULL;
        }
        return Values.of(!left.isAbsent() && !right.isAbsent() && KustoValues.same(left, right));
    }

    private static Value around(Value value, Value center, Value delta) {
        Value low = sum(center, delta, -1);
        Value high = sum(center, delta, 1);
        return value.isAbsent() || low.isAbsent() || high.isAbsent()
                ? Values.NULL
                : Values.of(KustoValues.compare(value, low) >= 0 && KustoValues.compare(value, high) <= 0);
    }

    private static Value binAt(Value value, Value size, Value fixed) {
        Value moved = bin(sum(value, fixed, -1), size);
        return moved.isAbsent() ? Values.NULL : sum(fixed, moved, 1);
    }

    static Value sum(Value left, Value right, int sign) {
        if (left instanceof Value.Int one && right instanceof Value.Int other) {
            return Values.of(one.value() + sign * other.value());
        }
        if (isNumber(left) && isNumber(right)) {
            return Values.of(number(left) + sign * number(right));
        }
        if (left instanceof Value.Time time && right instanceof Value.Span span) {
            return Values.of(time.value().plus(span.value().multipliedBy(sign)));
        }
        if (left instanceof Value.Span span && right instanceof Value.Time time && sign > 0) {
            return Values.of(time.value().plus(span.value()));
        }
        if (left instanceof Value.Time time && right instanceof Value.Time other && sign < 0) {
            return Values.of(Duration.between(other.value(), time.value()));
        }
        if (left instanceof Value.Span span && right instanceof Value.Span other) {
            return Values.of(span.value().plus(other.value().multipliedBy(sign)));
        }
        return Values.NULL;
    }

    static Value product(Value left, Value right) {
        if (left instanceof Value.Int one && right instanceof Value.Int other) {
            return Values.of(one.value() * other.value());
        }
        if (isNumber(left) && isNumber(right)) {
            return Values.of(number(left) * number(right));
        }
        if (left instanceof Value.Span span && isNumber(right)) {
            return KustoTime.times(span.value(), number(right));
        }
        return right instanceof Value.Span span && isNumber(left)
                ? KustoTime.times(span.value(), number(left))
                : Values.NULL;
    }

    private static Value quotient(Value left, Value right) {
        if (left instanceof Value.Int one && right instanceof Value.Int other) {
            return other.value() == 0 ? Values.NULL : Values.of(one.value() / other.value());
        }
        if (isNumber(left) && isNumber(right)) {
            return Values.of(number(left) / number(right));
        }
        if (left instanceof Value.Span span && right instanceof Value.Span other) {
            return other.value().isZero()
                    ? Values.NULL
                    : Values.of((double) KustoTime.nanos(span.value()) / KustoTime.nanos(other.value()));
        }
        return left instanceof Value.Span span && isNumber(right) && number(right) != 0
                ? KustoTime.times(span.value(), 1 / number(right))
                : Values.NULL;
    }

    private static Value remainder(Value left, Value right) {
        if (left instanceof Value.Int one && right instanceof Value.Int other && other.value() != 0) {
            return Values.of(Math.floorMod(one.value(), Math.abs(other.value())));
        }
        if (left instanceof Value.Span span
                && right instanceof Value.Span other
                && !other.value().isZero()) {
            long size = Math.abs(KustoTime.nanos(other.value()));
            return Values.of(Duration.ofNanos(Math.floorMod(KustoTime.nanos(span.value()), size)));
        }
        if (!isNumber(left) || !isNumber(right) || number(right) == 0) {
            return Values.NULL;
        }
        double size = Math.abs(number(right));
        double rest = number(left) % size;
        return Values.of(rest < 0 ? rest + size : rest);
    }

    static Value absolute(Value value) {
        if (value instanceof Value.Int whole) {
            return Values.of(Math.abs(whole.value()));
        }
        if (value instanceof Value.Decimal decimal) {
            return Values.of(Math.abs(decimal.value()));
        }
        return value instanceof Value.Span span ? Values.of(span.value().abs()) : Values.NULL;
    }

    static Value bin(Value value, Value size) {
        if (value instanceof Value.Time time && size instanceof Value.Span span) {
            return KustoTime.bin(time.value(), span.value());
        }
        if (value instanceof Value.Int whole && size instanceof Value.Int step && step.value() > 0) {
            return Values.of(whole.value() - Math.floorMod(whole.value(), step.value()));
        }
        if (isNumber(value) && isNumber(size) && number(size) > 0) {
            return Values.of(Math.floor(number(value) / number(size)) * number(size));
        }
        if (value instanceof Value.Span span && size instanceof Value.Span step) {
            long length = KustoTime.nanos(step.value());
            long nanos = KustoTime.nanos(span.value());
            return length > 0 ? Values.of(Duration.ofNanos(nanos - Math.floorMod(nanos, length))) : Values.NULL;
        }
        return Values.NULL;
    }
}

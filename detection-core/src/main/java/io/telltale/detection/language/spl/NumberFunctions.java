package io.telltale.detection.language.spl;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/** The mathematical, trigonometric, bitwise and statistical functions of {@code eval}, and its arithmetic. */
final class NumberFunctions {
    private static final String GROUP = "mathematical";
    private static final String TRIGONOMETRIC = "trigonometric";
    /** The largest number that bits are counted in. */
    private static final long MOST_BITS = (1L << 53) - 1;

    private static final String BITWISE = "bitwise";

    private NumberFunctions() {}

    static List<EvalFunction> table() {
        var out = new ArrayList<EvalFunction>();
        out.add(onNumber("abs", GROUP, Math::abs));
        out.add(onNumber("floor", GROUP, Math::floor));
        out.add(onNumber("ceiling", GROUP, Math::ceil));
        out.add(onNumber("ceil", GROUP, Math::ceil));
        out.add(onNumber("sqrt", GROUP, Math::sqrt));
        out.add(onNumber("exp", GROUP, Math::exp));
        out.add(onNumber("ln", GROUP, Math::log));
        out.add(onNumber("exact", GROUP, n -> n));
        out.add(EvalFunction.of("pow", 2, 2, GROUP, arithmetic(Math::pow)));
        out.add(EvalFunction.of("pi", 0, 0, GROUP, (a, c) -> Values.of(Math.PI)));
        out.add(EvalFunction.of("log", 1, 2, GROUP, (a, c) -> logarithm(a)));
        out.add(EvalFunction.of("round", 1, 2, GROUP, (a, c) -> rounded(a)));
        out.add(onNumber("acos", TRIGONOMETRIC, Math::acos));
        out.add(onNumber("asin", TRIGONOMETRIC, Math::asin));
        out.add(onNumber("atan", TRIGONOMETRIC, Math::atan));
        out.add(onNumber("cos", TRIGONOMETRIC, Math::cos));
        out.add(onNumber("sin", TRIGONOMETRIC, Math::sin));
        out.add(onNumber("tan", TRIGONOMETRIC, Math::tan));
        out.add(onNumber("cosh", TRIGONOMETRIC, Math::cosh));
        out.add(onNumber("sinh", TRIGONOMETRIC, Math::sinh));
        out.add(onNumber("tanh", TRIGONOMETRIC, Math::tanh));
        out.add(onNumber("acosh", TRIGONOMETRIC, n -> Math.log(n + Math.sqrt(n * n - 1))));
        out.add(onNumber("asinh", TRIGONOMETRIC, n -> Math.log(n + Math.sqrt(n * n + 1))));
        out.add(onNumber("atanh", TRIGONOMETRIC, n -> Math.log((1 + n) / (1 - n)) / 2));
        out.add(EvalFunction.of("atan2", 2, 2, TRIGONOMETRIC, arithmetic(Math::atan2)));
        out.add(EvalFunction.of("hypot", 2, 2, TRIGONOMETRIC, arithmetic(Math::hypot)));
        out.add(bits("bit_and", (x, y) -> x & y));
        out.add(bits("bit_or", (x, y) -> x | y));
        out.add(bits("bit_xor", (x, y) -> x ^ y));
        out.add(EvalFunction.of("bit_not", 1, 2, BITWISE, (a, c) -> inverted(a)));
        out.add(bits("bit_shift_left", (x, y) -> y > 53 ? 0 : x << y & MOST_BITS));
        out.add(bits("bit_shift_right", (x, y) -> y > 53 ? 0 : x >> y));
        out.add(EvalFunction.of("min", 1, EvalFunction.MANY, "statistical", (a, c) -> extreme(a, -1)));
        out.add(EvalFunction.of("max", 1, EvalFunction.MANY, "statistical", (a, c) -> extreme(a, 1)));
        out.add(EvalFunction.of("sum", 1, EvalFunction.MANY, "statistical", (a, c) -> total(a, false)));
        out.add(EvalFunction.of("avg", 1, EvalFunction.MANY, "statistical", (a, c) -> total(a, true)));
        return out;
    }

    /** The operators, which the lowering calls by name. */
    static List<FunctionEntry> operators() {
        return List.of(
                FunctionEntry.of("spl:add", (a, c) -> {
                    Optional<Value> sum = arithmetic(a, Double::sum);
                    boolean text = a.get(0) instanceof Value.Text && a.get(1) instanceof Value.Text;
                    return sum.orElseGet(
                            () -> text ? Values.of(a.get(0).asText() + a.get(1).asText()) : Values.NULL);
                }),
                FunctionEntry.of("spl:subtract", arithmetic((x, y) -> x - y)),
                FunctionEntry.of("spl:multiply", arithmetic((x, y) -> x * y)),
                FunctionEntry.of("spl:divide", arithmetic((x, y) -> x / y)),
                FunctionEntry.of("spl:modulo", arithmetic((x, y) -> x % y)),
                FunctionEntry.of(
                        "spl:concat",
                        (a, c) -> a.stream().anyMatch(Value::isAbsent)
                                ? Values.NULL
                                : Values.of(Parts.text(a.get(0)) + Parts.text(a.get(1)))));
    }

    private static Optional<Value> arithmetic(List<Value> arguments, BinaryOperator<Double> operator) {
        Optional<Double> left = Numbers.of(arguments.get(0));
        Optional<Double> right = Numbers.of(arguments.get(1));
        return left.flatMap(x -> right.map(y -> operator.apply(x, y)))
                .map(n -> Double.isFinite(n) ? Numbers.value(n) : Values.NULL);
    }

    private static FunctionEntry.Body arithmetic(BinaryOperator<Double> operator) {
        return (a, c) -> arithmetic(a, operator).orElse(Values.NULL);
    }

    private static EvalFunction onNumber(String name, String group, DoubleUnaryOperator function) {
        return EvalFunction.of(
                name,
                1,
                1,
                group,
                (a, c) -> Numbers.of(a.get(0))
                        .map(function::applyAsDouble)
                        .filter(Double::isFinite)
                        .map(Numbers::value)
                        .orElse(Values.NULL));
    }

    private static EvalFunction bits(String name, LongBinaryOperator operator) {
        return EvalFunction.of(name, 2, EvalFunction.MANY, BITWISE, (a, c) -> {
            List<Optional<Double>> numbers = a.stream().map(Numbers::of).toList();
            if (numbers.stream()
                    .anyMatch(
                            n -> n.isEmpty() || n.get() < 0 || n.get() > MOST_BITS || n.get() != Math.rint(n.get()))) {
                return Values.NULL;
            }
            return Values.of(numbers.stream()
                    .mapToLong(n -> n.orElse(0.0).longValue())
                    .reduce(operator)
                    .orElse(0));
        });
    }

    /** Every bit turned over, of the 53 that Splunk's numbers have or of those that the second argument leaves. */
    private static Value inverted(List<Value> arguments) {
        List<Optional<Double>> numbers = arguments.stream().map(Numbers::of).toList();
        if (numbers.stream().anyMatch(n -> n.isEmpty() || n.get() < 0 || n.get() > MOST_BITS)) {
            return Values.NULL;
        }
        long mask = numbers.size() < 2 ? MOST_BITS : numbers.get(1).orElse(0.0).longValue();
        return Values.of(~numbers.get(0).orElse(0.0).longValue() & mask);
    }

    private static Value logarithm(List<Value> arguments) {
        Optional<Double> number = Numbers.of(arguments.get(0));
        Optional<Double> base = arguments.size() < 2 ? Optional.of(10.0) : Numbers.of(arguments.get(1));
        if (number.isEmpty() || base.isEmpty()) {
            return Values.NULL;
        }
        double result = base.get() == 10 ? Math.log10(number.get()) : Math.log(number.get()) / Math.log(base.get());
        return Double.isFinite(result) ? Numbers.value(result) : Values.NULL;
    }

    private static Value rounded(List<Value> arguments) {
        Optional<Double> number = Numbers.of(arguments.get(0)).filter(Double::isFinite);
        int digits = arguments.size() < 2
                ? 0
                : Math.max(
                        -300,
                        Math.min(300, Numbers.of(arguments.get(1)).orElse(0.0).intValue()));
        return number.map(n -> Numbers.value(BigDecimal.valueOf(n)
                        .setScale(digits, RoundingMode.HALF_UP)
                        .doubleValue()))
                .orElse(Values.NULL);
    }

    private static Value total(List<Value> arguments, boolean average) {
        List<Double> numbers = arguments.stream()
                .flatMap(a -> Parts.of(a).stream())
                .map(Numbers::of)
                .flatMap(Optional::stream)
                .toList();
        if (numbers.isEmpty()) {
            return Values.NULL;
        }
        double sum = numbers.stream().mapToDouble(d -> d).sum();
        return Numbers.value(average ? sum / numbers.size() : sum);
    }

    /** Numbers come before texts, as Splunk orders them. */
    private static Value extreme(List<Value> arguments, int sign) {
        Value best = Values.NULL;
        for (Value argument : arguments) {
            for (Value value : Parts.of(argument)) {
                if (best.isAbsent() || Numbers.compare(value, best) * sign > 0) {
                    best = value;
                }
            }
        }
        return best;
    }
}

package io.telltale.detection.language.esql;

import static io.telltale.detection.language.esql.EsqlFunctions.add;
import static io.telltale.detection.language.esql.EsqlFunctions.single;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** ES|QL's functions of angles, and others of real numbers that are as simple. What has no real result is null. */
final class EsqlTrigonometry {
    private static final Map<String, DoubleUnaryOperator> OF_ONE = Map.ofEntries(
            Map.entry("acos", Math::acos),
            Map.entry("acosh", x -> Math.log(x + Math.sqrt(x * x - 1))),
            Map.entry("asin", Math::asin),
            Map.entry("asinh", x -> Math.signum(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1))),
            Map.entry("atan", Math::atan),
            Map.entry("atanh", x -> Math.log((1 + x) / (1 - x)) / 2),
            Map.entry("cos", Math::cos),
            Map.entry("cosh", Math::cosh),
            Map.entry("sin", Math::sin),
            Map.entry("sinh", Math::sinh),
            Map.entry("tan", Math::tan),
            Map.entry("tanh", Math::tanh),
            Map.entry("to_degrees", Math::toDegrees),
            Map.entry("to_radians", Math::toRadians));

    private static final Map<String, DoubleBinaryOperator> OF_TWO =
            Map.of("atan2", Math::atan2, "hypot", Math::hypot, "copy_sign", Math::copySign);

    private EsqlTrigonometry() {}

    static void addTo(Map<String, EsqlFunctions.Shape> table) {
        OF_ONE.forEach((name, function) ->
                add(table, single(1, 1, name, a -> finite(function.applyAsDouble(number(a, 0))))));
        OF_TWO.forEach((name, function) ->
                add(table, single(2, 2, name, a -> finite(function.applyAsDouble(number(a, 0), number(a, 1))))));
        add(table, single(0, 0, "tau", a -> Values.of(2 * Math.PI)));
    }

    private static double number(List<Value> arguments, int index) {
        return EsqlAggregates.number(arguments.get(index));
    }

    private static Value finite(double value) {
        return Double.isFinite(value) ? Values.of(value) : Values.NULL;
    }
}

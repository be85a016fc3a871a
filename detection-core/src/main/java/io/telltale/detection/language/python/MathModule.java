package io.telltale.detection.language.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** The module math. */
final class MathModule {
    private MathModule() {}

    static Map<String, Object> names(Interpreter interpreter) {
        var names = new HashMap<String, Object>();
        names.put("pi", Math.PI);
        names.put("e", Math.E);
        names.put("tau", 2 * Math.PI);
        names.put("inf", Double.POSITIVE_INFINITY);
        names.put("nan", Double.NaN);
        Map<String, DoubleUnaryOperator> functions = Map.ofEntries(
                Map.entry("sqrt", Math::sqrt),
                Map.entry("sin", Math::sin),
                Map.entry("cos", Math::cos),
                Map.entry("tan", Math::tan),
                Map.entry("asin", Math::asin),
                Map.entry("acos", Math::acos),
                Map.entry("atan", Math::atan),
                Map.entry("radians", Math::toRadians),
                Map.entry("degrees", Math::toDegrees),
                Map.entry("exp", Math::exp),
                Map.entry("fabs", Math::abs),
                Map.entry("log2", x -> Math.log(x) / Math.log(2)),
                Map.entry("log10", Math::log10));
        functions.forEach((name, body) -> names.put(name, Modules.function(name, a -> {
            double x = real(a.get(0));
            boolean outside = name.startsWith("log") ? x <= 0 : Double.isNaN(body.applyAsDouble(x)) && !Double.isNaN(x);
            if (outside) {
                throw Py.error("ValueError", "math domain error");
            }
            return name.equals("log2") ? log2(x) : body.applyAsDouble(x);
        })));
        names.put("log", Modules.function("log", a -> {
            if (real(a.get(0)) <= 0) {
                throw Py.error("ValueError", "math domain error");
            }
            return a.size() > 1 ? Math.log(real(a.get(0))) / Math.log(real(a.get(1))) : Math.log(real(a.get(0)));
        }));
        names.put("atan2", Modules.function("atan2", a -> Math.atan2(real(a.get(0)), real(a.get(1)))));
        names.put("pow", Modules.function("pow", a -> Math.pow(real(a.get(0)), real(a.get(1)))));
        names.put(
                "hypot",
                Modules.function(
                        "hypot",
                        a -> Math.sqrt(a.values().stream()
                                .mapToDouble(x -> real(x) * real(x))
                                .sum())));
        names.put("floor", Modules.function("floor", a -> rounded(a.get(0), RoundingMode.FLOOR)));
        names.put("ceil", Modules.function("ceil", a -> rounded(a.get(0), RoundingMode.CEILING)));
        names.put("trunc", Modules.function("trunc", a -> rounded(a.get(0), RoundingMode.DOWN)));
        names.put("isnan", Modules.function("isnan", a -> Double.isNaN(real(a.get(0)))));
        names.put("isinf", Modules.function("isinf", a -> Double.isInfinite(real(a.get(0)))));
        names.put("isfinite", Modules.function("isfinite", a -> Double.isFinite(real(a.get(0)))));
        names.put(
                "gcd",
                Modules.function(
                        "gcd",
                        a -> Equality.narrowed(
                                a.values().stream().map(Equality::integer).reduce(BigInteger.ZERO, BigInteger::gcd))));
        names.put("prod", Modules.function("prod", a -> {
            Object product = a.named("start", 1L);
            for (Object item : interpreter.expressions().iteration().list(a.get(0))) {
                product = interpreter.expressions().operators().binary("*", product, item);
            }
            return product;
        }));
        names.put("isclose", Modules.function("isclose", a -> {
            double x = real(a.get(0));
            double y = real(a.get(1));
            double relative = real(a.named("rel_tol", 1e-9)) * Math.max(Math.abs(x), Math.abs(y));
            return x == y || Math.abs(x - y) <= Math.max(relative, real(a.named("abs_tol", 0.0)));
        }));
        return names;
    }

    private static double log2(double x) {
        int exponent = Math.getExponent(x);
        return x == Math.scalb(1.0, exponent) ? (double) exponent : Math.log(x) / Math.log(2);
    }

    private static double real(Object value) {
        if (!Equality.isNumber(value)) {
            throw Py.error("TypeError", "must be real number, not " + Py.typeName(value));
        }
        return Equality.number(value);
    }

    private static Object rounded(Object value, RoundingMode mode) {
        if (!(value instanceof Double number)) {
            real(value);
            return Equality.narrowed(Equality.integer(value));
        }
        if (!Double.isFinite(number)) {
            return Numbers.integer(number, List.of());
        }
        return Equality.narrowed(new BigDecimal(number).setScale(0, mode).toBigInteger());
    }
}

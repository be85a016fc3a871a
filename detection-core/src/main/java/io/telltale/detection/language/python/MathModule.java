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
    /** The factorial of more than this has more bits than an integer may. */
    private static final long LARGEST = 5_000;

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
                Map.entry("log1p", Math::log1p),
                Map.entry("fabs", Math::abs),
                Map.entry("log2", x -> Math.log(x) / Math.log(2)),
                Map.entry("log10", Math::log10));
        functions.forEach((name, body) -> names.put(name, Modules.function(name, a -> {
            double x = real(a.get(0));
            boolean isLogarithm = name.equals("log2") || name.equals("log10");
            boolean outside = isLogarithm ? x <= 0 : Double.isNaN(body.applyAsDouble(x)) && !Double.isNaN(x);
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
        wholes(names);
        names.put(
                "copysign", Modules.function("copysign", a -> Math.copySign(Math.abs(real(a.get(0))), real(a.get(1)))));
        names.put("fmod", Modules.function("fmod", a -> real(a.get(0)) % real(a.get(1))));
        names.put("modf", Modules.function("modf", a -> {
            double x = real(a.get(0));
            double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
            return new Py.Tuple(List.of(x - whole, whole));
        }));
        names.put("fsum", Modules.function("fsum", a -> {
            BigDecimal sum = BigDecimal.ZERO;
            for (Object item : interpreter.expressions().iteration().list(a.get(0))) {
                sum = sum.add(new BigDecimal(real(item)));
            }
            return sum.doubleValue();
        }));
        names.put("dist", Modules.function("dist", a -> {
            List<Object> p = interpreter.expressions().iteration().list(a.get(0));
            List<Object> q = interpreter.expressions().iteration().list(a.get(1));
            double sum = 0;
            for (int i = 0; i < Math.min(p.size(), q.size()); i++) {
                double way = real(p.get(i)) - real(q.get(i));
                sum += way * way;
            }
            return Math.sqrt(sum);
        }));
        return names;
    }

    /** Functions of whole numbers. */
    private static void wholes(Map<String, Object> names) {
        names.put("factorial", Modules.function("factorial", a -> product(1, whole(a, 0))));
        names.put(
                "perm",
                Modules.function(
                        "perm",
                        a -> a.size() < 2 || whole(a, 1) <= whole(a, 0)
                                ? product(a.size() < 2 ? 1 : whole(a, 0) - whole(a, 1) + 1, whole(a, 0))
                                : (Object) 0L));
        names.put(
                "comb",
                Modules.function(
                        "comb",
                        a -> whole(a, 1) > whole(a, 0)
                                ? (Object) 0L
                                : Equality.narrowed(
                                        Equality.integer(product(whole(a, 0) - whole(a, 1) + 1, whole(a, 0)))
                                                .divide(Equality.integer(product(1, whole(a, 1)))))));
        names.put(
                "isqrt",
                Modules.function(
                        "isqrt",
                        a -> Equality.narrowed(BigInteger.valueOf(whole(a, 0)).sqrt())));
        names.put("lcm", Modules.function("lcm", a -> {
            BigInteger least = BigInteger.ONE;
            for (Object value : a.values()) {
                BigInteger number = Equality.integer(value).abs();
                if (number.signum() == 0) {
                    return 0L;
                }
                least = least.divide(least.gcd(number)).multiply(number);
            }
            return Equality.narrowed(least);
        }));
    }

    private static long whole(Arguments a, int index) {
        long number = a.integer(index, 0);
        if (number < 0) {
            throw Py.error("ValueError", a.function() + "() not defined for negative values");
        }
        return number;
    }

    /** The product of the whole numbers of a range. */
    private static Object product(long from, long to) {
        if (to > LARGEST) {
            throw Stopped.budget("an integer of more than " + Arithmetic.MOST_BITS + " bits");
        }
        BigInteger product = BigInteger.ONE;
        for (long i = Math.max(1, from); i <= to; i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return Equality.narrowed(product);
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

package io.telltale.detection.language.yaral;

import static io.telltale.detection.language.yaral.Library.decimal;
import static io.telltale.detection.language.yaral.Library.entry;
import static io.telltale.detection.language.yaral.Library.isTrue;
import static io.telltale.detection.language.yaral.Library.text;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.yaral.Library.Entry;
import io.telltale.detection.language.yaral.Library.Result;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** The functions {@code math.…} and {@code cast.…}. */
final class Numbers {
    /** In metres. */
    private static final double EARTH_RADIUS = 6_371_010;

    private Numbers() {}

    static void addTo(Map<String, Entry> table) {
        table.put("math.abs", entry(1, 1, Result.NUMBER, a -> ScalarFunctions.number(Math.abs(decimal(a, 0)))));
        table.put("math.ceil", entry(1, 1, Result.NUMBER, a -> whole(Math.ceil(decimal(a, 0)))));
        table.put("math.floor", entry(1, 1, Result.NUMBER, a -> whole(Math.floor(decimal(a, 0)))));
        table.put("math.round", entry(1, 2, Result.NUMBER, a -> {
            double scale = Math.pow(10, a.size() > 1 ? decimal(a, 1) : 0);
            double scaled = Math.abs(decimal(a, 0) * scale);
            return ScalarFunctions.number(Math.signum(decimal(a, 0)) * Math.floor(scaled + 0.5) / scale);
        }));
        table.put(
                "math.sqrt",
                entry(1, 1, Result.NUMBER, a -> ScalarFunctions.number(Math.sqrt(Math.max(0, decimal(a, 0))))));
        table.put("math.log", entry(1, 1, Result.NUMBER, a -> ScalarFunctions.number(Math.log(decimal(a, 0)))));
        table.put("math.geo_distance", entry(4, 4, Result.NUMBER, a -> Values.of(distance(a))));
        table.put(
                "math.pow",
                entry(
                        2,
                        2,
                        Result.NUMBER,
                        a -> ScalarFunctions.number(finite(Math.pow(decimal(a, 0), decimal(a, 1))))));
        table.put(
                "math.is_increasing",
                entry(
                        3,
                        3,
                        Result.TRUTH,
                        a -> Values.of(decimal(a, 0) < decimal(a, 1) && decimal(a, 1) < decimal(a, 2))));
        table.put("cast.as_int", entry(1, 1, Result.NUMBER, a -> Values.of((long) decimal(a, 0))));
        table.put("cast.as_float", entry(1, 1, Result.NUMBER, a -> Values.of(shortened(decimal(a, 0)))));
        table.put(
                "cast.as_string",
                entry(
                        1,
                        2,
                        Result.TEXT,
                        a -> Values.of(text(a, 0).isEmpty() && a.size() > 1 ? text(a, 1) : text(a, 0))));
        table.put(
                "cast.as_bool",
                entry(
                        1,
                        1,
                        Result.TRUTH,
                        a -> Values.of(isTrue(a.get(0)) || a.get(0).equals(Values.of(1)))));
    }

    /** A whole number; 0 where it needs more than 64 bits. */
    private static Value whole(double value) {
        return Values.of(Math.abs(value) < 0x1p63 ? (long) value : 0);
    }

    /** With the seven decimal digits that a number read from a text keeps. */
    /** Metres over the sphere between two places, each by its longitude and latitude; -1 where one is no place. */
    private static double distance(List<Value> arguments) {
        double[] radians = new double[4];
        for (int i = 0; i < 4; i++) {
            double degrees = decimal(arguments, i);
            if (Math.abs(degrees) > (i % 2 == 0 ? 180 : 90)) {
                return -1;
            }
            radians[i] = Math.toRadians(degrees);
        }
        double north = Math.sin((radians[3] - radians[1]) / 2);
        double east = Math.sin((radians[2] - radians[0]) / 2);
        double chord = north * north + Math.cos(radians[1]) * Math.cos(radians[3]) * east * east;
        return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
    }

    private static double shortened(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).setScale(7, RoundingMode.DOWN).doubleValue()
                : 0;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}

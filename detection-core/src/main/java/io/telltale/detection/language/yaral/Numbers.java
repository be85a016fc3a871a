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
import java.util.Map;

/** The functions {@code math.…} and {@code cast.…}. */
final class Numbers {
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
    private static double shortened(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).setScale(7, RoundingMode.DOWN).doubleValue()
                : 0;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}

package io.telltale.detection.language.python;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Conversions to numbers. */
final class Numbers {
    private Numbers() {}

    static Object decimal(Object value) {
        if (Py.isNumber(value)) {
            return Py.number(value);
        }
        if (value instanceof String text) {
            try {
                return Double.parseDouble(text.strip());
            } catch (NumberFormatException e) {
                throw Py.error("ValueError", "could not convert string to float: " + Text.repr(text));
            }
        }
        throw Py.error(
                "TypeError", "float() argument must be a string or a real number, not '" + Py.typeName(value) + "'");
    }

    static Object integer(Object value, Object base) {
        if (value instanceof Double number) {
            return number.longValue();
        }
        if (Py.isNumber(value)) {
            return Py.key(value);
        }
        if (value instanceof String text) {
            long radix = base instanceof Long number ? number : 10;
            try {
                return Long.parseLong(text.strip().replace("_", ""), (int) radix);
            } catch (NumberFormatException e) {
                throw Py.error("ValueError", "invalid literal for int() with base " + radix + ": " + Text.repr(text));
            }
        }
        throw Py.error(
                "TypeError",
                "int() argument must be a string, a bytes-like object or a real number, not '" + Py.typeName(value)
                        + "'");
    }

    static Object round(Object value, Object digits) {
        if (value instanceof Long || value instanceof Boolean) {
            return Py.key(value);
        }
        if (!(value instanceof Double number)) {
            throw Py.error("TypeError", "type " + Py.typeName(value) + " doesn't define __round__ method");
        }
        if (digits instanceof Long places && Math.abs(places) < 100) {
            return new BigDecimal(number)
                    .setScale(places.intValue(), RoundingMode.HALF_EVEN)
                    .doubleValue();
        }
        return (long) Math.rint(number);
    }
}

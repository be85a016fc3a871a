package io.telltale.detection.language.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Conversions to numbers. */
final class Numbers {
    private static final int MOST_DIGITS = 4300;

    private Numbers() {}

    static Object decimal(Object value) {
        if (Equality.isNumber(value)) {
            return Equality.number(value);
        }
        if (value instanceof String text) {
            Optional<Double> number = parse(text.strip().replaceAll("(?<=\\d)_(?=\\d)", ""));
            return number.orElseThrow(
                    () -> Py.error("ValueError", "could not convert string to float: " + Text.repr(text)));
        }
        if (value instanceof Instance instance) {
            Optional<Object> own = instance.ask("__float__");
            if (own.isPresent()) {
                return own.get();
            }
        }
        throw Py.error(
                "TypeError", "float() argument must be a string or a real number, not '" + Py.typeName(value) + "'");
    }

    private static Optional<Double> parse(String text) {
        String bare = text.toLowerCase(Locale.ROOT);
        String unsigned = bare.startsWith("+") || bare.startsWith("-") ? bare.substring(1) : bare;
        if (Set.of("inf", "infinity", "nan").contains(unsigned)) {
            double number = unsigned.equals("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            return Optional.of(bare.startsWith("-") ? -number : number);
        }
        boolean isNumber = unsigned.matches("(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");
        return isNumber ? Optional.of(Double.parseDouble(bare)) : Optional.empty();
    }

    static Object integer(Object value, Object base) {
        if (value instanceof Address address) {
            return Equality.narrowed(address.number());
        }
        if (value instanceof Instance instance) {
            Optional<Object> own = instance.ask("__int__");
            if (own.isPresent()) {
                return own.get();
            }
        }
        if (value instanceof Double number) {
            if (Double.isNaN(number)) {
                throw Py.error("ValueError", "cannot convert float NaN to integer");
            }
            if (Double.isInfinite(number)) {
                throw Py.error("OverflowError", "cannot convert float infinity to integer");
            }
            return Equality.narrowed(new BigDecimal(number).toBigInteger());
        }
        if (Equality.isNumber(value)) {
            return Equality.narrowed(Equality.integer(value));
        }
        if (value instanceof String text) {
            long radix = base instanceof Long number ? number : 10;
            if (radix != 0 && (radix < 2 || radix > 36)) {
                throw Py.error("ValueError", "int() base must be >= 2 and <= 36, or 0");
            }
            return parse(text, (int) radix);
        }
        if (value instanceof Instance instance) {
            Optional<Object> own = instance.ask("__int__");
            if (own.isPresent()) {
                return own.get();
            }
        }
        throw Py.error(
                "TypeError",
                "int() argument must be a string, a bytes-like object or a real number, not '" + Py.typeName(value)
                        + "'");
    }

    private static Object parse(String text, int radix) {
        String digits = text.strip();
        boolean isNegative = digits.startsWith("-");
        digits = isNegative || digits.startsWith("+") ? digits.substring(1) : digits;
        String lower = digits.toLowerCase(Locale.ROOT);
        int base = radix;
        int marked = lower.startsWith("0x") ? 16 : lower.startsWith("0o") ? 8 : lower.startsWith("0b") ? 2 : 0;
        if (marked != 0 && (radix == 0 || radix == marked)) {
            base = marked;
            digits = digits.substring(2);
            digits = digits.startsWith("_") ? digits.substring(1) : digits;
        } else if (radix == 0) {
            base = 10;
        }
        boolean isClean = !digits.isEmpty()
                && !digits.startsWith("_")
                && !digits.endsWith("_")
                && !digits.contains("__")
                && !digits.startsWith("-")
                && !digits.startsWith("+");
        if (isClean && digits.length() > MOST_DIGITS) {
            throw Py.error(
                    "ValueError",
                    "Exceeds the limit (" + MOST_DIGITS + " digits) for integer string conversion: value has "
                            + digits.length() + " digits; use sys.set_int_max_str_digits() to increase the limit");
        }
        try {
            if (isClean) {
                BigInteger number = new BigInteger(digits.replace("_", ""), base);
                return Equality.narrowed(isNegative ? number.negate() : number);
            }
        } catch (NumberFormatException e) {
            throw refused(text, radix);
        }
        throw refused(text, radix);
    }

    private static Raised refused(String text, int radix) {
        return Py.error("ValueError", "invalid literal for int() with base " + radix + ": " + Text.repr(text));
    }

    static Object round(Object value, Object digits) {
        if (digits != Py.None.NONE && !Equality.isInteger(digits)) {
            throw Py.error("TypeError", "'" + Py.typeName(digits) + "' object cannot be interpreted as an integer");
        }
        if (Equality.isInteger(value) || value instanceof Boolean) {
            BigInteger number = Equality.integer(value);
            if (digits instanceof Long places && places < 0 && places > -100) {
                return Equality.narrowed(new BigDecimal(number)
                        .setScale(places.intValue(), RoundingMode.HALF_EVEN)
                        .toBigInteger());
            }
            return Equality.narrowed(number);
        }
        if (!(value instanceof Double number)) {
            throw Py.error("TypeError", "type " + Py.typeName(value) + " doesn't define __round__ method");
        }
        if (digits == Py.None.NONE) {
            return integer(Double.isFinite(number) ? Math.rint(number) : number, 10L);
        }
        if (digits instanceof Long places && Math.abs(places) < 100 && Double.isFinite(number)) {
            double rounded = new BigDecimal(number)
                    .setScale(places.intValue(), RoundingMode.HALF_EVEN)
                    .doubleValue();
            return rounded == 0 ? Math.copySign(0.0, number) : rounded;
        }
        return number;
    }

    /** The attributes and methods of a number. */
    static Optional<Object> attribute(Object value, String name) {
        if (value instanceof Double number) {
            return switch (name) {
                case "is_integer" -> Members.method(name, a -> number == Math.rint(number) && Double.isFinite(number));
                case "real", "conjugate" ->
                    name.equals("real") ? Optional.of(number) : Members.method(name, a -> number);
                case "imag" -> Optional.of(0.0);
                default -> Optional.empty();
            };
        }
        BigInteger number = Equality.integer(value);
        return switch (name) {
            case "real", "numerator" -> Optional.of(Equality.narrowed(number));
            case "imag" -> Optional.of(0L);
            case "denominator" -> Optional.of(1L);
            case "bit_length" -> Members.method(name, a -> (long) number.abs().bitLength());
            case "bit_count" -> Members.method(name, a -> (long) number.abs().bitCount());
            case "to_bytes" -> Members.method(name, a -> bytes(number, a));
            default -> Optional.empty();
        };
    }

    private static Object bytes(BigInteger number, Arguments a) {
        int length = (int) a.integer(0, "length", 1);
        boolean isSigned = Py.truthy(a.named("signed", false));
        if (number.signum() < 0 && !isSigned) {
            throw Py.error("OverflowError", "can't convert negative int to unsigned");
        }
        if ((isSigned ? number.bitLength() + 1 : number.bitLength()) > length * 8L) {
            throw Py.error("OverflowError", "int too big to convert");
        }
        var out = new StringBuilder();
        for (int i = length - 1; i >= 0; i--) {
            out.append((char) (number.shiftRight(8 * i).intValue() & 0xff));
        }
        return new Py.Bytes(
                Text.str(a.get(1, "byteorder", "big")).equals("little")
                        ? out.reverse().toString()
                        : out.toString());
    }

    /** The integer that bytes write. */
    static Object ofBytes(Py.Bytes bytes, Arguments a) {
        boolean isLittle = Text.str(a.get(1, "byteorder", "big")).equals("little");
        String ordered = isLittle ? new StringBuilder(bytes.latin1()).reverse().toString() : bytes.latin1();
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < ordered.length(); i++) {
            number = number.shiftLeft(8).or(BigInteger.valueOf(ordered.charAt(i)));
        }
        boolean isNegative = Py.truthy(a.named("signed", false)) && !ordered.isEmpty() && ordered.charAt(0) > 127;
        return Equality.narrowed(isNegative ? number.subtract(BigInteger.ONE.shiftLeft(8 * ordered.length())) : number);
    }
}

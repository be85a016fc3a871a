package io.telltale.detection.language.python;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/** Formats an object by a format specification: fill, alignment, sign, width, grouping, precision and type. */
final class Formatting {
    private static final Pattern SPECIFICATION =
            Pattern.compile("(?s)(?:(.)?([<>=^]))?([+ -])?(#)?(0)?(\\d+)?([,_])?(?:\\.(\\d+))?([a-zA-Z%])?");

    /** A specification, taken apart. */
    private record Spec(
            String fill,
            String align,
            String sign,
            boolean alternate,
            int width,
            String grouping,
            int precision,
            String type) {}

    private Formatting() {}

    static String format(Object value, String specification) {
        if (value instanceof Py.Formattable moment && !specification.isEmpty()) {
            return moment.format(specification);
        }
        if (value instanceof Instance instance) {
            Optional<Object> own = instance.ask("__format__", specification);
            if (own.isPresent()) {
                return Text.str(own.get());
            }
        }
        if (specification.isEmpty()) {
            return Text.str(value);
        }
        boolean isPlain = value instanceof String || Equality.isNumber(value);
        if (!isPlain) {
            throw Py.error("TypeError", "unsupported format string passed to " + Py.typeName(value) + ".__format__");
        }
        Spec spec = read(specification, value);
        if (value instanceof String text) {
            return padded(text(text, spec), "", spec, "<");
        }
        String type = spec.type();
        boolean isFloat = value instanceof Double || (!type.isEmpty() && "eEfFgG%".contains(type));
        String digits = isFloat ? decimal(Equality.number(value), spec) : integer(Equality.integer(value), spec);
        boolean isNegative = digits.startsWith("-");
        String sign = isNegative ? "-" : spec.sign().equals("-") ? "" : spec.sign();
        return padded(isNegative ? digits.substring(1) : digits, sign, spec, ">");
    }

    private static Spec read(String specification, Object value) {
        Matcher matcher = SPECIFICATION.matcher(specification);
        if (!matcher.matches()) {
            throw Py.error(
                    "ValueError",
                    "Invalid format specifier '" + specification + "' for object of type '" + Py.typeName(value) + "'");
        }
        String align = text(matcher, 2);
        String fill = text(matcher, 1);
        boolean zero = !text(matcher, 5).isEmpty();
        if (zero && align.isEmpty()) {
            align = value instanceof String ? "<" : "=";
        }
        return new Spec(
                fill.isEmpty() ? (zero ? "0" : " ") : fill,
                align,
                text(matcher, 3),
                !text(matcher, 4).isEmpty(),
                number(text(matcher, 6), 0),
                text(matcher, 7),
                number(text(matcher, 8), -1),
                text(matcher, 9));
    }

    private static String text(Matcher matcher, int group) {
        return Optional.ofNullable(matcher.group(group)).orElse("");
    }

    private static int number(String digits, int otherwise) {
        if (digits.isEmpty()) {
            return otherwise;
        }
        if (digits.length() > 4) {
            throw Stopped.budget("format wider than 9999 characters");
        }
        return Integer.parseInt(digits);
    }

    private static Raised unknown(Spec spec, String type) {
        return Py.error("ValueError", "Unknown format code '" + spec.type() + "' for object of type '" + type + "'");
    }

    private static String text(String text, Spec spec) {
        if (!spec.type().isEmpty() && !spec.type().equals("s")) {
            throw unknown(spec, "str");
        }
        if (!spec.sign().isEmpty()) {
            throw Py.error("ValueError", "Sign not allowed in string format specifier");
        }
        if (spec.align().equals("=")) {
            throw Py.error("ValueError", "'=' alignment not allowed in string format specifier");
        }
        if (!spec.grouping().isEmpty()) {
            throw Py.error("ValueError", "Cannot specify '" + spec.grouping() + "' with 's'.");
        }
        return spec.precision() >= 0 && Characters.length(text) > spec.precision()
                ? text.substring(0, text.offsetByCodePoints(0, spec.precision()))
                : text;
    }

    private static String integer(BigInteger number, Spec spec) {
        if (spec.precision() >= 0) {
            throw Py.error("ValueError", "Precision not allowed in integer format specifier");
        }
        int radix = switch (spec.type()) {
            case "", "d", "n" -> 10;
            case "x", "X" -> 16;
            case "o" -> 8;
            case "b" -> 2;
            case "c" -> 0;
            default -> throw unknown(spec, "int");
        };
        if (radix == 0) {
            return new String(Character.toChars(number.intValue()));
        }
        String digits = number.abs().toString(radix);
        digits = spec.type().equals("X") ? digits.toUpperCase(Locale.ROOT) : digits;
        String grouped = spec.grouping().isEmpty() ? digits : grouped(digits, spec.grouping(), radix == 10 ? 3 : 4);
        String prefix = spec.alternate() && radix != 10 ? "0" + spec.type() : "";
        return (number.signum() < 0 ? "-" : "") + prefix + grouped;
    }

    private static String grouped(String digits, String mark, int size) {
        var out = new StringBuilder(digits);
        for (int i = digits.length() - size; i > 0; i -= size) {
            out.insert(i, mark);
        }
        return out.toString();
    }

    private static String decimal(double number, Spec spec) {
        String type = spec.type();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            String text = Text.decimal(number) + (type.equals("%") ? "%" : "");
            return type.equals("F") || type.equals("E") || type.equals("G") ? text.toUpperCase(Locale.ROOT) : text;
        }
        if (!type.isEmpty() && !"eEfFgGn%".contains(type)) {
            throw unknown(spec, "float");
        }
        int precision = spec.precision() < 0 ? 6 : spec.precision();
        String text = switch (type) {
            case "f", "F" -> fixed(number, precision);
            case "%" -> fixed(number, precision, 2) + "%";
            case "e", "E" -> exponent(number, precision);
            case "g", "G", "n" -> general(number, Math.max(1, precision), false);
            default -> spec.precision() < 0 ? Text.decimal(number) : general(number, Math.max(1, precision), true);
        };
        if (type.equals("E") || type.equals("G")) {
            text = text.toUpperCase(Locale.ROOT);
        }
        if (spec.grouping().isEmpty()) {
            return text;
        }
        int start = text.startsWith("-") ? 1 : 0;
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return text.substring(0, start) + grouped(text.substring(start, end), spec.grouping(), 3) + text.substring(end);
    }

    private static String sign(double number) {
        return number < 0 || (number == 0 && 1 / number < 0) ? "-" : "";
    }

    static String fixed(double number, int precision) {
        return fixed(number, precision, 0);
    }

    private static String fixed(double number, int precision, int shift) {
        double scaled = shift == 0 ? number : number * 100;
        return sign(number)
                + new BigDecimal(Math.abs(scaled))
                        .setScale(precision, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    private static String exponent(double number, int precision) {
        BigDecimal exact = new BigDecimal(Math.abs(number));
        BigDecimal rounded = exact.signum() == 0
                ? BigDecimal.ZERO
                : exact.round(new java.math.MathContext(precision + 1, RoundingMode.HALF_EVEN));
        int power = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String digits = rounded.unscaledValue().toString();
        digits = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
        digits = digits.substring(0, precision + 1);
        String mantissa = precision == 0 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return sign(number) + mantissa + "e" + (power < 0 ? "-" : "+") + (Math.abs(power) < 10 ? "0" : "")
                + Math.abs(power);
    }

    /** The type {@code g}; {@code point} keeps a {@code .0} as the type without a letter does. */
    private static String general(double number, int precision, boolean point) {
        BigDecimal exact = new BigDecimal(Math.abs(number));
        BigDecimal rounded = exact.round(new java.math.MathContext(precision, RoundingMode.HALF_EVEN));
        int power = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        int most = point ? precision - 1 : precision;
        if (power < -4 || power >= Math.max(most, point ? 1 : 0)) {
            String text = exponent(number, precision - 1);
            int e = text.indexOf('e');
            return stripped(text.substring(0, e)) + text.substring(e);
        }
        String plain = stripped(rounded.setScale(Math.max(0, rounded.scale()), RoundingMode.UNNECESSARY)
                .toPlainString());
        return sign(number) + (point && plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }

    private static String stripped(String decimal) {
        if (decimal.indexOf('.') < 0) {
            return decimal;
        }
        int end = decimal.length();
        while (decimal.charAt(end - 1) == '0') {
            end--;
        }
        return decimal.substring(0, decimal.charAt(end - 1) == '.' ? end - 1 : end);
    }

    private static String padded(String text, String sign, Spec spec, String natural) {
        int missing = Math.max(0, spec.width() - Characters.length(text) - sign.length());
        String align = spec.align().isEmpty() ? natural : spec.align();
        return switch (align) {
            case ">" -> spec.fill().repeat(missing) + sign + text;
            case "=" -> sign + spec.fill().repeat(missing) + text;
            case "^" ->
                spec.fill().repeat(missing / 2) + sign + text + spec.fill().repeat(missing - missing / 2);
            default -> sign + text + spec.fill().repeat(missing);
        };
    }
}

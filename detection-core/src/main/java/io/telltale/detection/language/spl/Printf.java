package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes values into a format, as {@code printf} of {@code eval} does after C's {@code sprintf}. */
final class Printf {
    private static final Pattern PLACE =
            Pattern.compile("%([-+ 0#']*)(\\d{1,4}|\\*)?(?:\\.(\\d{0,3}|\\*))?([a-zA-Z%])");
    /** Characters that a place is filled up to at the most. */
    private static final int WIDEST = 9_999;
    /** Digits that a number is given at the most. */
    private static final int LONGEST = 300;

    private final Iterator<Value> values;

    private Printf(Iterator<Value> values) {
        this.values = values;
    }

    /** The text; null where a value is missing or of another kind than its place asks for. */
    static Value write(List<Value> arguments) {
        if (arguments.get(0).isAbsent()) {
            return Values.NULL;
        }
        var printf = new Printf(arguments.subList(1, arguments.size()).iterator());
        String format = arguments.get(0).asText();
        var out = new StringBuilder();
        Matcher place = PLACE.matcher(format);
        int from = 0;
        while (place.find()) {
            out.append(format, from, place.start());
            from = place.end();
            Optional<String> written = printf.fill(place);
            if (written.isEmpty()) {
                return Values.NULL;
            }
            out.append(written.get());
        }
        return Values.of(out.append(format.substring(from)).toString());
    }

    private Optional<String> fill(Matcher place) {
        if (place.group(4).equals("%")) {
            return Optional.of("%");
        }
        Optional<Integer> width = measure(place.group(2), 0);
        Optional<Integer> precision = measure(place.group(3), -1);
        if (width.isEmpty() || precision.isEmpty() || !values.hasNext()) {
            return Optional.empty();
        }
        String flags = place.group(1);
        boolean left = flags.indexOf('-') >= 0 || width.get() < 0;
        int wide = Math.min(WIDEST, Math.abs(width.get()));
        char kind = place.group(4).charAt(0);
        int digits = Math.min(LONGEST, precision.get());
        Optional<String> plain = plain(kind, flags, digits, values.next());
        boolean zeros = flags.indexOf('0') >= 0 && "scz".indexOf(kind) < 0;
        return plain.map(text -> padded(text, wide, left, zeros));
    }

    /** A width or a precision: written, from the next value where a star stands for it, or left out. */
    private Optional<Integer> measure(@org.jspecify.annotations.Nullable String written, int without) {
        if (written == null) {
            return Optional.of(without);
        }
        if (written.equals("*")) {
            return values.hasNext() ? Numbers.of(values.next()).map(Double::intValue) : Optional.empty();
        }
        return Optional.of(written.isEmpty() ? 0 : Integer.parseInt(written));
    }

    private static String padded(String text, int wide, boolean left, boolean zeros) {
        String filling = (zeros && !left ? "0" : " ").repeat(Math.max(0, wide - text.length()));
        if (left) {
            return text + filling;
        }
        int sign = zeros && !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
        return text.substring(0, sign) + filling + text.substring(sign);
    }

    private static Optional<String> plain(char kind, String flags, int precision, Value value) {
        Optional<Double> number = Numbers.of(value);
        boolean alternate = flags.indexOf('#') >= 0;
        return switch (kind) {
            case 's', 'z' ->
                Optional.of(
                        precision < 0 || precision >= value.asText().length()
                                ? value.asText()
                                : value.asText().substring(0, precision));
            case 'c' -> Optional.of(character(value));
            case 'd', 'i', 'u' -> number.map(n -> signed(whole(n, flags, precision), flags));
            case 'x' -> number.map(n -> based(Long.toHexString(n.longValue()), alternate ? "0x" : "", precision));
            case 'X', 'p' ->
                number.map(n -> based(
                        Long.toHexString(n.longValue()).toUpperCase(Locale.ROOT), alternate ? "0X" : "", precision));
            case 'o' -> number.map(n -> based(Long.toOctalString(n.longValue()), alternate ? "0" : "", precision));
            case 'f', 'F' ->
                number.map(n -> signed(
                        java("%" + grouping(flags) + (alternate ? "#" : "") + "." + six(precision) + "f", n), flags));
            case 'e', 'E' ->
                number.map(n -> signed(java("%" + (alternate ? "#" : "") + "." + six(precision) + kind, n), flags));
            case 'g', 'G' -> number.map(n -> signed(shortest(n, kind, precision, alternate), flags));
            case 'a', 'A' -> number.map(n -> signed(binary(n, kind, precision), flags));
            default -> Optional.empty();
        };
    }

    private static String java(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    private static int six(int precision) {
        return precision < 0 ? 6 : precision;
    }

    private static String grouping(String flags) {
        return flags.indexOf('\'') >= 0 ? "," : "";
    }

    private static String signed(String text, String flags) {
        if (text.startsWith("-")) {
            return text;
        }
        return (flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "") + text;
    }

    private static String character(Value value) {
        Optional<Integer> point = Numbers.of(value).map(Double::intValue).filter(Character::isValidCodePoint);
        String text = value.asText();
        return point.map(Character::toString)
                .orElseGet(() -> text.isEmpty() ? "" : Character.toString(text.codePointAt(0)));
    }

    private static String whole(double number, String flags, int precision) {
        long value = (long) number;
        String digits = based(String.format(Locale.ROOT, "%" + grouping(flags) + "d", Math.abs(value)), "", precision);
        return value < 0 ? "-" + digits : digits;
    }

    private static String based(String digits, String prefix, int precision) {
        if (digits.equals("0")) {
            return precision == 0 ? "" : "0".repeat(Math.max(1, precision));
        }
        return prefix + "0".repeat(Math.max(0, precision - digits.length())) + digits;
    }

    /** C's {@code %g}: so many digits that mean something, with a power of ten where the number is very large or small. */
    private static String shortest(double number, char kind, int precision, boolean keepsZeros) {
        int digits = precision < 0 ? 6 : Math.max(1, precision);
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int power = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        boolean small = power >= -4 && power < digits;
        String text = small ? java("%." + (digits - 1 - power) + "f", number) : java("%." + (digits - 1) + "e", number);
        if (!keepsZeros) {
            int end = small ? text.length() : text.indexOf('e');
            String mantissa = text.substring(0, end);
            if (mantissa.indexOf('.') >= 0) {
                mantissa = mantissa.replaceFirst("\\.?0+$", "");
            }
            text = mantissa + text.substring(end);
        }
        return kind == 'G' ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static String binary(double number, char kind, int precision) {
        String text =
                java("%" + (precision < 0 ? "" : "." + precision) + "a", number).replaceFirst("p(\\d)", "p+$1");
        return kind == 'A' ? text.toUpperCase(Locale.ROOT) : text;
    }
}

package io.telltale.detection.language.python;

import java.util.List;

/** The operator {@code %} of a text: formatting as C's printf does. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class PercentFormat {
    private final String pattern;
    private final Object value;
    private final List<Object> arguments;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;

    private PercentFormat(String pattern, Object value) {
        this.pattern = pattern;
        this.value = value;
        this.arguments = value instanceof Py.Tuple tuple ? tuple.items() : List.of(value);
    }

    static String format(String pattern, Object value) {
        var format = new PercentFormat(pattern, value);
        while (format.at < pattern.length()) {
            char c = pattern.charAt(format.at++);
            if (c == '%') {
                format.field();
            } else {
                format.out.append(c);
            }
        }
        boolean isMapping = value instanceof Dict || value instanceof Py.ListObject || value instanceof Py.Bytes;
        if (format.next < format.arguments.size() && !isMapping) {
            throw Py.error("TypeError", "not all arguments converted during string formatting");
        }
        return format.out.toString();
    }

    private char peek() {
        if (at >= pattern.length()) {
            throw Py.error("ValueError", "incomplete format");
        }
        return pattern.charAt(at);
    }

    private Object argument() {
        if (next >= arguments.size()) {
            throw Py.error("TypeError", "not enough arguments for format string");
        }
        return arguments.get(next++);
    }

    private void field() {
        Object given = Py.None.NONE;
        boolean named = false;
        if (peek() == '(') {
            int close = pattern.indexOf(')', at);
            if (close < 0) {
                throw Py.error("ValueError", "incomplete format key");
            }
            if (!(value instanceof Dict dict)) {
                throw Py.error("TypeError", "format requires a mapping");
            }
            String key = pattern.substring(at + 1, close);
            given = dict.find(key).orElseThrow(() -> Py.error("KeyError", key));
            named = true;
            at = close + 1;
        }
        var flags = new StringBuilder();
        while ("#0- +".indexOf(peek()) >= 0) {
            flags.append(pattern.charAt(at++));
        }
        String width = number();
        String precision = "";
        if (peek() == '.') {
            at++;
            String digits = number();
            precision = "." + (digits.isEmpty() ? "0" : digits);
        }
        char kind = peek();
        at++;
        if (kind == '%') {
            out.append('%');
            return;
        }
        out.append(converted(named ? given : argument(), kind, flags.toString(), width, precision));
    }

    private String number() {
        if (peek() == '*') {
            at++;
            return Text.str(argument());
        }
        int start = at;
        while (Character.isDigit(peek())) {
            at++;
        }
        return pattern.substring(start, at);
    }

    private String converted(Object value, char kind, String flags, String width, String precision) {
        String align = flags.indexOf('-') >= 0 ? "<" : ">";
        Object given = value;
        switch (kind) {
            case 's', 'r', 'a':
                String text = kind == 's' ? Text.str(given) : kind == 'r' ? Text.repr(given) : Text.ascii(given);
                return Formatting.format(text, align + width + precision);
            case 'd', 'i', 'u', 'x', 'X', 'o', 'e', 'E', 'f', 'F', 'g', 'G':
                boolean isWhole = "diuxXo".indexOf(kind) >= 0;
                if (given instanceof Instance instance
                        && instance.special("__int__").isPresent()) {
                    given = Numbers.integer(given, 10L);
                }
                if (!Equality.isNumber(given)) {
                    throw Py.error(
                            "TypeError",
                            isWhole
                                    ? "%" + kind + " format: a real number is required, not " + Py.typeName(given)
                                    : "must be real number, not " + Py.typeName(given));
                }
                if ("xXo".indexOf(kind) >= 0 && given instanceof Double) {
                    throw Py.error("TypeError", "%" + kind + " format: an integer is required, not float");
                }
                Object number = isWhole && given instanceof Double ? Numbers.integer(given, 10L) : given;
                String sign = flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "";
                String zero = flags.indexOf('0') >= 0 && align.equals(">") ? "0" : "";
                String type = "iu".indexOf(kind) >= 0 ? "d" : String.valueOf(kind);
                String spec =
                        (zero.isEmpty() ? align : "") + sign + (flags.indexOf('#') >= 0 ? "#" : "") + zero + width;
                return Formatting.format(number, spec + (isWhole ? "" : precision) + type);
            case 'c':
                return given instanceof String one ? one : Formatting.format(given, "c");
            default:
                throw Py.error(
                        "ValueError",
                        "unsupported format character '" + kind + "' (0x" + Integer.toHexString(kind) + ") at index "
                                + (at - 1));
        }
    }
}

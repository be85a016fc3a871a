package io.telltale.detection.language.python;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes objects as {@code str}, {@code repr} and {@code format} do. */
final class Text {
    private Text() {}

    static String str(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Py.Instance instance && instance.type.isA(Exceptions.of("BaseException"))) {
            Object args = instance.attributes.get("args");
            if (!(args instanceof Py.Tuple tuple) || tuple.items().isEmpty()) {
                return "";
            }
            boolean isKeyError = instance.type.isA(Exceptions.of("KeyError"));
            return tuple.items().size() > 1
                    ? repr(args)
                    : isKeyError
                            ? repr(tuple.items().get(0))
                            : str(tuple.items().get(0));
        }
        if (value instanceof Clock.Moment moment) {
            return moment.toString();
        }
        return repr(value);
    }

    static String repr(Object value) {
        return repr(value, 0);
    }

    private static String repr(Object value, int depth) {
        if (depth > 100) {
            return "...";
        }
        if (value instanceof Py.Opaque opaque) {
            throw new Py.Stopped("not run here: " + opaque.construct());
        }
        if (value == Py.None.NONE) {
            return "None";
        }
        if (value == Py.Ellipsis.ELLIPSIS) {
            return "Ellipsis";
        }
        if (value instanceof Boolean bool) {
            return bool ? "True" : "False";
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Double number) {
            return decimal(number);
        }
        if (value instanceof Py.ListObject list) {
            return all(list.items, "[", "]", depth);
        }
        if (value instanceof Py.Tuple tuple) {
            return all(tuple.items(), "(", tuple.items().size() == 1 ? ",)" : ")", depth);
        }
        if (value instanceof Py.SetObject set) {
            return set.items.isEmpty() ? "set()" : all(List.copyOf(set.items.values()), "{", "}", depth);
        }
        if (value instanceof Py.Dict dict) {
            return dict.entries.values().stream()
                    .map(e -> repr(e.key(), depth + 1) + ": " + repr(e.value(), depth + 1))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Py.Instance instance) {
            return instance.type.isA(Exceptions.of("BaseException"))
                    ? instance.type.name
                            + (instance.attributes.get("args") instanceof Py.Tuple tuple
                                    ? all(tuple.items(), "(", ")", depth)
                                    : "()")
                    : "<" + instance.type.name + " object>";
        }
        if (value instanceof Py.ClassObject type) {
            return "<class '" + type.name + "'>";
        }
        if (value instanceof Py.BuiltinType type) {
            return "<class '" + type.name() + "'>";
        }
        if (value instanceof Py.Function function) {
            return "<function " + function.name() + ">";
        }
        return String.valueOf(value);
    }

    private static String all(List<Object> items, String open, String close, int depth) {
        return items.stream().map(item -> repr(item, depth + 1)).collect(Collectors.joining(", ", open, close));
    }

    private static String decimal(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e16) {
            return (long) number + ".0";
        }
        String text = Double.toString(number);
        int exponent = text.indexOf('E');
        if (exponent < 0) {
            return text;
        }
        int power = Integer.parseInt(text.substring(exponent + 1));
        if (power >= -4 && power < 16) {
            return new java.math.BigDecimal(text).toPlainString();
        }
        String mantissa = text.substring(0, exponent);
        mantissa = mantissa.endsWith(".0") ? mantissa.substring(0, mantissa.length() - 2) : mantissa;
        return mantissa + "e" + (power < 0 ? "-" : "+") + (Math.abs(power) < 10 ? "0" : "") + Math.abs(power);
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        var out = new StringBuilder().append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(c);
                    } else if (c < 0x20 || c == 0x7f) {
                        out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append(quote).toString();
    }

    /** Formats by a format specification: fill, alignment, sign, width, grouping, precision and type. */
    static String format(Object value, String spec) {
        if (spec.isEmpty()) {
            return str(value);
        }
        var matcher = com.google.re2j.Pattern.compile(
                        "^(?:(.)?([<>^]))?([+ -])?(0)?(\\d+)?(,)?(?:\\.(\\d+))?([sdfxX%e])?$")
                .matcher(spec);
        if (!matcher.matches()) {
            throw Py.error(
                    "ValueError",
                    "Invalid format specifier '" + spec + "' for object of type '" + Py.typeName(value) + "'");
        }
        String type = matcher.group(8) == null ? "" : matcher.group(8);
        int precision = matcher.group(7) == null ? -1 : bounded(matcher.group(7));
        boolean isNumber = Py.isNumber(value);
        String text;
        if (isNumber
                && (type.equals("f")
                        || type.equals("%")
                        || type.equals("e")
                        || (value instanceof Double && precision >= 0))) {
            double number = Py.number(value) * (type.equals("%") ? 100 : 1);
            String grouping = matcher.group(6) == null ? "" : ",";
            text = String.format(
                            Locale.ROOT,
                            "%" + grouping + "." + (precision < 0 ? 6 : precision) + (type.equals("e") ? "e" : "f"),
                            number)
                    + (type.equals("%") ? "%" : "");
        } else if (type.equals("x") && value instanceof Long number) {
            text = Long.toHexString(number);
        } else if (type.equals("X") && value instanceof Long number) {
            text = Long.toHexString(number).toUpperCase(Locale.ROOT);
        } else if (value instanceof Long number && matcher.group(6) != null) {
            text = String.format(Locale.ROOT, "%,d", number);
        } else {
            text = str(value);
            if (!isNumber && precision >= 0 && text.length() > precision) {
                text = text.substring(0, precision);
            }
        }
        int width = matcher.group(5) == null ? 0 : bounded(matcher.group(5));
        String fill = matcher.group(1) != null ? matcher.group(1) : matcher.group(4) != null ? "0" : " ";
        String align = matcher.group(2) != null ? matcher.group(2) : isNumber ? ">" : "<";
        int missing = Math.max(0, width - text.length());
        return switch (align) {
            case ">" -> fill.repeat(missing) + text;
            case "^" -> fill.repeat(missing / 2) + text + fill.repeat(missing - missing / 2);
            default -> text + fill.repeat(missing);
        };
    }

    private static int bounded(String digits) {
        if (digits.length() > 4) {
            throw new Py.Stopped("format wider than 9999 characters");
        }
        return Integer.parseInt(digits);
    }
}

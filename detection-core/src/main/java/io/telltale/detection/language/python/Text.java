package io.telltale.detection.language.python;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes objects as {@code str} and {@code repr} do. */
final class Text {
    private static final int DEEPEST = 60;

    private Text() {}

    static String str(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Instance instance) {
            Optional<Object> own = instance.ask("__str__");
            if (own.isPresent()) {
                return own.get() instanceof String text ? text : refused("__str__", own.get());
            }
            if (Exceptions.isException(instance.type)
                    && instance.special("__repr__").isEmpty()) {
                return message(instance);
            }
        }
        if (value instanceof java.time.Duration span) {
            return Moment.text(span);
        }
        return value instanceof Py.NamedType library && library.shown().isPresent() ? value.toString() : repr(value);
    }

    private static String refused(String method, Object answer) {
        throw Py.error("TypeError", method + " returned non-string (type " + Py.typeName(answer) + ")");
    }

    private static String message(Instance exception) {
        if (!(exception.attributes().get("args") instanceof Py.Tuple args)
                || args.items().isEmpty()) {
            return "";
        }
        boolean isKeyError = exception.type.isA(Exceptions.of("KeyError"));
        if (args.items().size() == 2 && exception.type.isA(Exceptions.of("OSError"))) {
            return "[Errno " + str(args.items().get(0)) + "] "
                    + str(args.items().get(1));
        }
        return args.items().size() > 1
                ? repr(args)
                : isKeyError ? repr(args.items().get(0)) : str(args.items().get(0));
    }

    static String repr(Object value) {
        return repr(value, 0);
    }

    /** {@code repr} with what is not ASCII escaped. */
    static String ascii(Object value) {
        var out = new StringBuilder();
        repr(value).codePoints().forEach(point -> {
            if (point < 0x7f) {
                out.append((char) point);
            } else if (point < 0x100) {
                out.append(String.format(Locale.ROOT, "\\x%02x", point));
            } else {
                out.append(String.format(Locale.ROOT, point < 0x10000 ? "\\u%04x" : "\\U%08x", point));
            }
        });
        return out.toString();
    }

    private static String repr(Object value, int depth) {
        if (depth > DEEPEST) {
            throw Py.error("RecursionError", "maximum recursion depth exceeded while getting the repr of an object");
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Boolean bool) {
            return bool ? "True" : "False";
        }
        if (value instanceof Double number) {
            return decimal(number);
        }
        if (value == Py.None.NONE) {
            return "None";
        }
        if (value == Py.Singleton.ELLIPSIS) {
            return "Ellipsis";
        }
        if (value == Py.Singleton.NOT_IMPLEMENTED) {
            return "NotImplemented";
        }
        if (value instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        if (value instanceof Py.Bytes bytes) {
            return "b" + bytes(bytes.latin1());
        }
        return collection(value, depth).or(() -> named(value, depth)).orElseGet(() -> String.valueOf(value));
    }

    private static Optional<String> collection(Object value, int depth) {
        if (value instanceof Py.ListObject list) {
            return Optional.of(
                    list.frozen
                            ? "ImmutableList(" + repr(new Py.Tuple(plain(list.items())), depth) + ")"
                            : all(list.items(), "[", "]", depth));
        }
        if (value instanceof Py.Tuple tuple) {
            return Optional.of(all(tuple.items(), "(", tuple.items().size() == 1 ? ",)" : ")", depth));
        }
        if (value instanceof Py.SetObject set) {
            var items = new ArrayList<>(set.items().values());
            String empty = set.frozen ? "frozenset()" : "set()";
            String open = set.frozen ? "frozenset({" : "{";
            return Optional.of(items.isEmpty() ? empty : all(items, open, set.frozen ? "})" : "}", depth));
        }
        if (value instanceof Dict dict) {
            String plain = entries(dict, depth);
            if (dict.isEvent()) {
                return Optional.of(dict.typeName() + "(" + plain + ")");
            }
            return Optional.of(
                    switch (dict.typeName()) {
                        case "dict" -> plain;
                        case "defaultdict" ->
                            "defaultdict(" + repr(Py.ofNullable(dict.factory()), depth + 1) + ", " + plain + ")";
                        case "OrderedDict" ->
                            "OrderedDict(" + (dict.size() == 0 ? "" : repr(Py.list(DictMethods.items(dict)), depth + 1))
                                    + ")";
                        default -> dict.typeName() + "(" + (dict.size() == 0 ? "" : plain) + ")";
                    });
        }
        return Optional.empty();
    }

    private static String entries(Dict dict, int depth) {
        return dict.all().stream()
                .map(e -> repr(e.key(), depth + 1) + ": "
                        + repr(dict.isEvent() ? plain(e.value()) : e.value(), depth + 1))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** What stands in the event is shown as what it holds, and only the outermost object by its type. */
    private static Object plain(Object value) {
        return EventValues.mutable(value, new Budget(), 0);
    }

    private static List<Object> plain(List<Object> items) {
        return items.stream().map(Text::plain).toList();
    }

    private static Optional<String> named(Object value, int depth) {
        if (value instanceof Instance instance) {
            Optional<Object> own = instance.ask("__repr__");
            if (own.isPresent()) {
                return Optional.of(own.get() instanceof String text ? text : refused("__repr__", own.get()));
            }
            return Optional.of(
                    Exceptions.isException(instance.type)
                            ? instance.type.name
                                    + (instance.attributes().get("args") instanceof Py.Tuple args
                                            ? all(args.items(), "(", ")", depth)
                                            : "()")
                            : "<rule." + instance.type.name + " object>");
        }
        if (value instanceof ClassObject type) {
            return Optional.of("<class '" + type.name + "'>");
        }
        if (value instanceof Py.BuiltinType type) {
            return Optional.of("<class '" + type.name() + "'>");
        }
        if (value instanceof Py.Function function) {
            return Optional.of("<built-in function " + function.name() + ">");
        }
        if (value instanceof UserFunction function) {
            return Optional.of("<function " + function.name() + ">");
        }
        if (value instanceof java.time.Duration span) {
            return Optional.of(Moment.repr(span));
        }
        return value instanceof Py.NamedType library ? library.shown() : Optional.empty();
    }

    private static String all(List<Object> items, String open, String close, int depth) {
        return items.stream().map(item -> repr(item, depth + 1)).collect(Collectors.joining(", ", open, close));
    }

    /** A float with the fewest digits that read back as it. */
    static String decimal(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(shortest(number)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int power = Math.abs(exponent);
        return (number < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + (power < 10 ? "0" : "") + power;
    }

    /** Java writes some floats with a digit more than they need. */
    private static String shortest(double number) {
        String java = Double.toString(number);
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits <= 17; digits++) {
            String tried = exact.round(new java.math.MathContext(digits)).toString();
            if (Double.parseDouble(tried) == number) {
                return tried;
            }
        }
        return java;
    }

    private static String bytes(String latin1) {
        char quote = latin1.indexOf('\'') >= 0 && latin1.indexOf('"') < 0 ? '"' : '\'';
        var out = new StringBuilder().append(quote);
        for (int i = 0; i < latin1.length(); i++) {
            char c = latin1.charAt(i);
            if (c >= 0x7f) {
                out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            } else {
                escape(c, quote, out);
            }
        }
        return out.append(quote).toString();
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        var out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            if (c < 0x7f) {
                escape((char) c, quote, out);
            } else if (isPrintable(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
            }
        });
        return out.append(quote).toString();
    }

    private static void escape(char c, char quote, StringBuilder out) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (c == quote) {
                    out.append('\\').append(c);
                } else if (c < 0x20) {
                    out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    /** Whether {@code str.isprintable} holds for the character. */
    static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}

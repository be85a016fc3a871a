package io.telltale.detection.language.python;

import java.util.List;
import java.util.Map;

/** What {@code json.dumps} writes. */
final class JsonWriter {
    private static final int DEEPEST = 100;

    /** How {@code dumps} writes. */
    private record Style(
            String indent,
            String item,
            String key,
            boolean sorted,
            boolean ascii,
            boolean skipsKeys,
            boolean allowsNan,
            Object fallback) {
        static Style of(Arguments a) {
            Object indent = a.named("indent", Py.None.NONE);
            String step = indent instanceof Long spaces
                    ? " ".repeat((int) Math.max(0, Math.min(40, spaces)))
                    : indent instanceof String text ? text : "";
            boolean isLined = indent != Py.None.NONE;
            List<Object> separators = a.named("separators", Py.None.NONE) instanceof Py.Tuple pair
                    ? pair.items()
                    : List.of(isLined ? "," : ", ", ": ");
            return new Style(
                    isLined ? "\n" + step : "",
                    Text.str(separators.get(0)),
                    Text.str(separators.get(1)),
                    Py.truthy(a.named("sort_keys", false)),
                    Py.truthy(a.named("ensure_ascii", true)),
                    Py.truthy(a.named("skipkeys", false)),
                    Py.truthy(a.named("allow_nan", true)),
                    a.named("default", Py.None.NONE));
        }

        String line(int depth) {
            return indent.isEmpty() ? "" : "\n" + indent.substring(1).repeat(depth);
        }
    }

    private final Interpreter interpreter;
    private final Budget budget;

    JsonWriter(Interpreter interpreter) {
        this.interpreter = interpreter;
        this.budget = interpreter.budget();
    }

    String dumps(Arguments a) {
        var out = new StringBuilder();
        write(a.required(0, "obj"), out, 0, Style.of(a));
        return budget.text(out.toString());
    }

    private void write(Object value, StringBuilder out, int depth, Style style) {
        budget.make(2);
        if (depth > DEEPEST) {
            throw Py.error("RecursionError", "maximum recursion depth exceeded while encoding a JSON object");
        }
        if (EventValues.isOfEvent(value)) {
            replaced(value, out, depth, style);
        } else if (value instanceof Dict dict) {
            members(dict, out, depth, style);
        } else if (value instanceof Py.ListObject || value instanceof Py.Tuple) {
            String separator = "[" + style.line(depth + 1);
            for (Object item : Py.sequence(value)) {
                out.append(separator);
                write(item, out, depth + 1, style);
                separator = style.item() + style.line(depth + 1);
            }
            out.append(Py.sequence(value).isEmpty() ? "[]" : style.line(depth) + "]");
        } else if (value instanceof String text) {
            budget.make(text.length());
            out.append(quoted(text, style.ascii()));
        } else if (value == Py.None.NONE) {
            out.append("null");
        } else if (value instanceof Boolean bool) {
            out.append((boolean) bool);
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            if (!style.allowsNan()) {
                throw Py.error("ValueError", "Out of range float values are not JSON compliant");
            }
            out.append(Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        } else if (Equality.isNumber(value)) {
            out.append(Text.repr(value));
        } else {
            replaced(value, out, depth, style);
        }
    }

    /** What {@code default} makes of an object that JSON does not know; the event and its parts are such objects. */
    private void replaced(Object value, StringBuilder out, int depth, Style style) {
        if (style.fallback() == Py.None.NONE) {
            throw Py.error("TypeError", "Object of type " + Py.typeName(value) + " is not JSON serializable");
        }
        Object replaced = interpreter.expressions().calls().call(style.fallback(), List.of(value), Map.of());
        write(replaced, out, depth + 1, style);
    }

    private void members(Dict dict, StringBuilder out, int depth, Style style) {
        List<Object> keys = dict.keys();
        if (style.sorted()) {
            Sorting.sort(keys, key -> key, false, budget);
        }
        if (style.skipsKeys()) {
            keys.removeIf(key -> !isKey(key));
        }
        String separator = "{" + style.line(depth + 1);
        for (Object key : keys) {
            out.append(separator).append(quoted(key(key), style.ascii())).append(style.key());
            write(dict.find(key).orElse(Py.None.NONE), out, depth + 1, style);
            separator = style.item() + style.line(depth + 1);
        }
        out.append(keys.isEmpty() ? "{}" : style.line(depth) + "}");
    }

    private static boolean isKey(Object key) {
        return key instanceof String || key == Py.None.NONE || key instanceof Boolean || Equality.isNumber(key);
    }

    private static String key(Object key) {
        if (key instanceof String text) {
            return text;
        }
        if (key == Py.None.NONE) {
            return "null";
        }
        if (key instanceof Boolean bool) {
            return String.valueOf((boolean) bool);
        }
        if (Equality.isNumber(key)) {
            return Text.repr(key);
        }
        throw Py.error("TypeError", "keys must be str, int, float, bool or None, not " + Py.typeName(key));
    }

    private static String quoted(String text, boolean ascii) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20 || (ascii && c > 0x7e)) {
                        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}

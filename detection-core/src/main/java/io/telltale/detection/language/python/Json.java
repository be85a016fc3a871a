package io.telltale.detection.language.python;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's module json. */
final class Json {
    private static final int DEEPEST = 100;
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build());

    private final Budget budget;

    Json(Budget budget) {
        this.budget = budget;
    }

    Object loads(Object value) {
        String text = value instanceof Py.Bytes bytes ? BytesMethods.decode(bytes, "utf-8", "strict") : "";
        if (value instanceof String given) {
            text = given;
        } else if (!(value instanceof Py.Bytes)) {
            throw Py.error("TypeError", "the JSON object must be str, bytes or bytearray, not " + Py.typeName(value));
        }
        budget.make(text.length());
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null || node.isMissingNode()) {
                throw refused(
                        "Expecting value",
                        text,
                        text.length() - text.stripLeading().length());
            }
            if (parser.nextToken() != null) {
                throw refused(
                        "Extra data", text, (int) parser.currentTokenLocation().getCharOffset());
            }
            return object(node);
        } catch (JsonProcessingException e) {
            throw new JsonComplaint(text).error();
        } catch (IOException e) {
            throw Stopped.budget("json.loads: " + e.getMessage());
        }
    }

    /** The error of a text, at a place in it. */
    static Raised refused(String problem, String text, int at) {
        int offset = Math.max(0, Math.min(at, text.length()));
        long line = text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
        int column = offset - text.lastIndexOf('\n', Math.max(0, offset - 1));
        return Py.error(
                "JSONDecodeError",
                problem + ": line " + line + " column " + Math.max(1, column) + " (char " + offset + ")");
    }

    private Object object(JsonNode node) {
        budget.make(1);
        if (node.isObject()) {
            var dict = new Dict();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                dict.put(field.getKey(), object(field.getValue()));
            }
            return dict;
        }
        if (node.isArray()) {
            var items = new ArrayList<Object>();
            node.forEach(element -> items.add(object(element)));
            return Py.list(items);
        }
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isNull()) {
            return Py.None.NONE;
        }
        return node.isIntegralNumber() ? Equality.narrowed(node.bigIntegerValue()) : (Object) node.doubleValue();
    }

    /** How {@code dumps} writes. */
    private record Style(String indent, String item, String key, boolean sorted, boolean ascii, Object fallback) {
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
                    a.named("default", Py.None.NONE));
        }

        String line(int depth) {
            return indent.isEmpty() ? "" : "\n" + indent.substring(1).repeat(depth);
        }
    }

    String dumps(Arguments a, Interpreter interpreter) {
        var out = new StringBuilder();
        write(a.required(0, "obj"), out, 0, Style.of(a), interpreter);
        return budget.text(out.toString());
    }

    private void write(Object value, StringBuilder out, int depth, Style style, Interpreter interpreter) {
        budget.make(2);
        if (depth > DEEPEST) {
            throw Py.error("RecursionError", "maximum recursion depth exceeded while encoding a JSON object");
        }
        if (value instanceof Dict dict) {
            members(dict, out, depth, style, interpreter);
        } else if (value instanceof Py.ListObject || value instanceof Py.Tuple) {
            String separator = "[" + style.line(depth + 1);
            for (Object item : Py.sequence(value)) {
                out.append(separator);
                write(item, out, depth + 1, style, interpreter);
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
            out.append(Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        } else if (Equality.isNumber(value)) {
            out.append(Text.repr(value));
        } else if (style.fallback() != Py.None.NONE) {
            Object replaced = interpreter.expressions().calls().call(style.fallback(), List.of(value), Map.of());
            write(replaced, out, depth + 1, style, interpreter);
        } else {
            throw Py.error("TypeError", "Object of type " + Py.typeName(value) + " is not JSON serializable");
        }
    }

    private void members(Dict dict, StringBuilder out, int depth, Style style, Interpreter interpreter) {
        List<Object> keys = dict.keys();
        if (style.sorted()) {
            Sorting.sort(keys, key -> key, false, budget);
        }
        String separator = "{" + style.line(depth + 1);
        for (Object key : keys) {
            out.append(separator).append(quoted(key(key), style.ascii())).append(style.key());
            write(dict.find(key).orElse(Py.None.NONE), out, depth + 1, style, interpreter);
            separator = style.item() + style.line(depth + 1);
        }
        out.append(keys.isEmpty() ? "{}" : style.line(depth) + "}");
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

package io.telltale.detection.language.python;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Map;

/** Python's {@code json}. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Budget budget;

    Json(Budget budget) {
        this.budget = budget;
    }

    Object loads(Object value) {
        if (!(value instanceof String text)) {
            throw Py.error("TypeError", "the JSON object must be str, bytes or bytearray, not " + Py.typeName(value));
        }
        budget.make(text.length());
        try (var parser = MAPPER.createParser(text)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null || node.isMissingNode() || parser.nextToken() != null) {
                throw Py.error("JSONDecodeError", "Expecting value: line 1 column 1 (char 0)");
            }
            return object(node);
        } catch (JsonProcessingException e) {
            throw Py.error("JSONDecodeError", "Expecting value: line 1 column 1 (char 0)");
        } catch (java.io.IOException e) {
            throw new Py.Stopped("json.loads: " + e.getMessage());
        }
    }

    private Object object(JsonNode node) {
        budget.make(1);
        if (node.isObject()) {
            var dict = new Py.Dict(false);
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
        return node.isIntegralNumber() && node.canConvertToLong()
                ? (Object) node.longValue()
                : (Object) node.doubleValue();
    }

    String dumps(Object value) {
        var out = new StringBuilder();
        write(value, out, 0);
        return budget.text(out.toString());
    }

    private void write(Object value, StringBuilder out, int depth) {
        budget.make(2);
        if (depth > 100) {
            throw Py.error("RecursionError", "maximum recursion depth exceeded");
        }
        if (value instanceof Py.Dict dict) {
            String separator = "{";
            for (Py.Entry entry : dict.entries.values()) {
                out.append(separator);
                write(Text.str(entry.key()), out, depth + 1);
                out.append(": ");
                write(entry.value(), out, depth + 1);
                separator = ", ";
            }
            out.append(dict.entries.isEmpty() ? "{}" : "}");
        } else if (value instanceof Py.ListObject || value instanceof Py.Tuple) {
            out.append('[');
            String separator = "";
            for (Object item : Expressions.sequence(value)) {
                out.append(separator);
                write(item, out, depth + 1);
                separator = ", ";
            }
            out.append(']');
        } else if (value instanceof String text) {
            budget.make(text.length());
            out.append(io.telltale.detection.ir.ValueText.json(new io.telltale.detection.ir.Value.Text(text)));
        } else if (value == Py.None.NONE) {
            out.append("null");
        } else if (value instanceof Boolean bool) {
            out.append((boolean) bool);
        } else if (Py.isNumber(value)) {
            out.append(Text.repr(value));
        } else {
            throw Py.error("TypeError", "Object of type " + Py.typeName(value) + " is not JSON serializable");
        }
    }
}

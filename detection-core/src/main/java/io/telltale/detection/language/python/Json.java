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
import java.util.Map;

/** What {@code json.loads} reads. */
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
}

package io.telltale.catalog.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes the JSON that the database keeps as text. */
public final class StoredJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StoredJson() {}

    public static Value.ObjectOf object(String json) {
        return value(tree(json)) instanceof Value.ObjectOf object ? object : Values.objectOf(Map.of());
    }

    /** The elements of an array of values. */
    public static List<Value> values(String json) {
        return value(tree(json)) instanceof Value.ListOf list ? list.elements() : List.of();
    }

    public static String ofTexts(Map<String, String> texts) {
        try {
            return MAPPER.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Map<String, String> texts(String json) {
        var texts = new LinkedHashMap<String, String>();
        tree(json)
                .properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }

    /** The same JSON, indented for people; what is no JSON stays as it is. */
    public static String indented(String json) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            return json;
        }
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds JSON that cannot be read", e);
        }
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var members = new LinkedHashMap<String, Value>();
            node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
            return new Value.ObjectOf(members);
        }
        if (node.isArray()) {
            var elements = new ArrayList<Value>();
            node.forEach(element -> elements.add(value(element)));
            return new Value.ListOf(elements);
        }
        if (node.isNull()) {
            return Values.NULL;
        }
        if (node.isBoolean()) {
            return Values.of(node.booleanValue());
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Values.of(node.longValue());
        }
        return node.isNumber() ? Values.of(node.doubleValue()) : Values.of(node.asText());
    }
}

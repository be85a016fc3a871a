package io.telltale.detection.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Reads JSON of the cases as values. */
public final class JsonText {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonText() {}

    public static Value.ObjectOf object(String json) {
        try {
            return (Value.ObjectOf) value(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + json, e);
        }
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var members = new LinkedHashMap<String, Value>();
            node.properties().forEach(p -> members.put(p.getKey(), value(p.getValue())));
            return new Value.ObjectOf(members);
        }
        if (node.isArray()) {
            var elements = new ArrayList<Value>();
            node.forEach(e -> elements.add(value(e)));
            return new Value.ListOf(elements);
        }
        if (node.isNull()) {
            return Values.NULL;
        }
        if (node.isBoolean()) {
            return Values.of(node.booleanValue());
        }
        if (node.isIntegralNumber()) {
            return Values.of(node.longValue());
        }
        return node.isNumber() ? Values.of(node.doubleValue()) : Values.of(node.textValue());
    }
}

package io.telltale.detection.ir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Reads JSON that events keep as text into values: whole numbers of 64 bits stay whole, others are decimals. */
public final class JsonReader {
    private static final int MAX_DEPTH = 200;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonReader() {}

    /** The value that the text is JSON of; empty where it is not JSON, or is nested deeper than 200. */
    public static Optional<Value> read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(value(node));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var members = new LinkedHashMap<String, Value>();
            node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
            return Values.objectOf(members);
        }
        if (node.isArray()) {
            var elements = new ArrayList<Value>();
            node.forEach(element -> elements.add(value(element)));
            return Values.listOf(elements);
        }
        if (node.isTextual()) {
            return Values.of(node.textValue());
        }
        if (node.isBoolean()) {
            return Values.of(node.booleanValue());
        }
        if (node.isNumber()) {
            return node.canConvertToLong() && node.isIntegralNumber()
                    ? Values.of(node.longValue())
                    : Values.of(node.doubleValue());
        }
        return Values.NULL;
    }
}

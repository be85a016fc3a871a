package io.telltale.detection.language.spl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Reads JSON that is kept as text, and walks into values by Splunk's paths. */
final class Json {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(200).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** The value that the text is JSON of; empty where it is not JSON. */
    static Optional<Value> read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(value(node));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The value itself where it has members or elements, what its text is JSON of otherwise, else null. */
    static Value structure(Value input) {
        return input instanceof Value.Text text ? read(text.value()).orElse(Values.NULL) : input;
    }

    /** The value at a path; names that step over lists' elements give a list. */
    static Value walk(Value value, List<FieldPath.Segment> path) {
        return walk(value, path, 0);
    }

    private static Value walk(Value value, List<FieldPath.Segment> path, int at) {
        if (at == path.size()) {
            return value;
        }
        FieldPath.Segment segment = path.get(at);
        if (segment instanceof FieldPath.Segment.Key key) {
            return value instanceof Value.ObjectOf object ? walk(object.get(key.name()), path, at + 1) : Values.MISSING;
        }
        if (!(value instanceof Value.ListOf list)) {
            return Values.MISSING;
        }
        if (segment instanceof FieldPath.Segment.Index index) {
            int size = list.elements().size();
            int i = index.index() < 0 ? size + index.index() : index.index();
            return i >= 0 && i < size ? walk(list.elements().get(i), path, at + 1) : Values.MISSING;
        }
        var found = new ArrayList<Value>();
        for (Value element : list.elements()) {
            Value inside = walk(element, path, at + 1);
            if (inside instanceof Value.ListOf several && at + 1 < path.size()) {
                found.addAll(several.elements());
            } else if (!inside.isAbsent()) {
                found.add(inside);
            }
        }
        return found.isEmpty() ? Values.MISSING : Values.listOf(found);
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var members = new LinkedHashMap<String, Value>();
            node.properties().forEach(e -> members.put(e.getKey(), value(e.getValue())));
            return new Value.ObjectOf(members);
        }
        if (node.isArray()) {
            var elements = new ArrayList<Value>();
            node.forEach(e -> elements.add(value(e)));
            return new Value.ListOf(elements);
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

package io.telltale.detection.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Reads the bytes of one JSON object as values. */
final class RecordParser {
    private static final String PLAIN_TIME = "0000-00-00T00:00:00Z";

    private final JsonFactory json;

    RecordParser(ReadLimits limits) {
        json = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(ReadLimits.NESTING + 1)
                        .maxStringLength(limits.recordBytes())
                        .build())
                .build();
    }

    /** @throws JsonProcessingException where the bytes are not one JSON object */
    Value.ObjectOf parse(byte[] bytes, int offset, int length) throws IOException {
        try (JsonParser parser = json.createParser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            return object(parser);
        }
    }

    /** When a record says that it happened. */
    static Optional<Instant> time(Value value) {
        if (!(value instanceof Value.Text text)) {
            return Optional.empty();
        }
        try {
            Optional<Instant> plain = plainTime(text.value());
            if (plain.isPresent()) {
                return plain;
            }
            return Optional.of(
                    text.value().endsWith("Z")
                            ? Instant.parse(text.value())
                            : OffsetDateTime.parse(text.value()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads {@code 2026-01-05T10:00:00Z}, the form that nearly all records have, without a formatter; empty for any other.
     *
     * @throws DateTimeException where there is no such day
     */
    private static Optional<Instant> plainTime(String text) {
        if (text.length() != PLAIN_TIME.length()) {
            return Optional.empty();
        }
        int[] parts = new int[6];
        int part = 0;
        for (int i = 0; i < PLAIN_TIME.length(); i++) {
            char c = text.charAt(i);
            if (PLAIN_TIME.charAt(i) == '0') {
                if (c < '0' || c > '9') {
                    return Optional.empty();
                }
                parts[part] = parts[part] * 10 + c - '0';
            } else if (c != PLAIN_TIME.charAt(i)) {
                return Optional.empty();
            } else {
                part++;
            }
        }
        if (parts[3] > 23 || parts[4] > 59 || parts[5] > 59) {
            return Optional.empty();
        }
        long day = LocalDate.of(parts[0], parts[1], parts[2]).toEpochDay();
        return Optional.of(Instant.ofEpochSecond(day * 86_400 + parts[3] * 3_600L + parts[4] * 60L + parts[5]));
    }

    private static Value.ObjectOf object(JsonParser parser) throws IOException {
        var members = new LinkedHashMap<String, Value>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            members.put(name, value(parser, parser.nextToken()));
        }
        return new Value.ObjectOf(members);
    }

    private static Value value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                var elements = new ArrayList<Value>();
                for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                    elements.add(value(parser, t));
                }
                yield new Value.ListOf(elements);
            }
            case VALUE_STRING -> Values.of(parser.getText());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? Values.of(parser.getDoubleValue())
                        : Values.of(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> Values.of(parser.getDoubleValue());
            case VALUE_TRUE -> Values.TRUE;
            case VALUE_FALSE -> Values.FALSE;
            case VALUE_NULL -> Values.NULL;
            default -> throw new IOException("unexpected " + token);
        };
    }
}

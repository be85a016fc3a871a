package io.telltale.detection.ir;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What an expression yields. Missing (no such field), null (the field is there and holds null) and the empty text are
 * three different values. An error is a value too, so that AND and OR give the same whatever the order of their
 * operands.
 */
public sealed interface Value {
    /** No such field. */
    record Missing() implements Value {}

    /** The field is there and holds JSON's null; also the "unknown" of three-valued logic. */
    record Null() implements Value {}

    record Bool(boolean value) implements Value {}

    record Int(long value) implements Value {}

    record Decimal(double value) implements Value {}

    record Text(String value) implements Value {}

    record Time(Instant value) implements Value {}

    record Span(Duration value) implements Value {}

    record ListOf(List<Value> elements) implements Value {
        public ListOf {
            elements = Collections.unmodifiableList(elements);
        }
    }

    /** Keys in the order they were read. */
    record ObjectOf(Map<String, Value> members) implements Value {
        public ObjectOf {
            members = Collections.unmodifiableMap(members);
        }

        public Value get(String key) {
            Value value = members.get(key);
            return value == null ? Values.MISSING : value;
        }
    }

    /** An evaluation that went wrong, with the language's own message. */
    record Failure(String message) implements Value {}

    /** Missing or null. */
    default boolean isAbsent() {
        return this instanceof Missing || this instanceof Null;
    }

    /**
     * The value as a person would write it: text bare, numbers without a needless fraction, lists and objects as JSON;
     * missing and null are empty.
     */
    default String asText() {
        if (this instanceof Text text) {
            return text.value();
        }
        return isAbsent() ? "" : ValueText.of(this);
    }
}

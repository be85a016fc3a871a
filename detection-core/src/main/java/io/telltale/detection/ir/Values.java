package io.telltale.detection.ir;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes values. */
public final class Values {
    public static final Value MISSING = new Value.Missing();
    public static final Value NULL = new Value.Null();
    public static final Value TRUE = new Value.Bool(true);
    public static final Value FALSE = new Value.Bool(false);
    public static final Value EMPTY_TEXT = new Value.Text("");

    private Values() {}

    public static Value of(boolean value) {
        return value ? TRUE : FALSE;
    }

    public static Value of(long value) {
        return new Value.Int(value);
    }

    public static Value of(double value) {
        return new Value.Decimal(value);
    }

    public static Value of(String value) {
        return value.isEmpty() ? EMPTY_TEXT : new Value.Text(value);
    }

    public static Value of(Instant value) {
        return new Value.Time(value);
    }

    public static Value of(Duration value) {
        return new Value.Span(value);
    }

    public static Value failure(String message) {
        return new Value.Failure(message);
    }

    public static Value listOf(List<? extends Value> elements) {
        return new Value.ListOf(List.copyOf(elements));
    }

    public static Value.ObjectOf objectOf(Map<String, ? extends Value> members) {
        return new Value.ObjectOf(new LinkedHashMap<>(members));
    }
}

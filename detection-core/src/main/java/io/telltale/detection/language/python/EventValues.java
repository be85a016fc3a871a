package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Carries values between events and programs. */
final class EventValues {
    private static final int DEEPEST = 100;

    private EventValues() {}

    /** An event's value as the program sees it. */
    static Object of(Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        if (value instanceof Value.Int number) {
            return number.value();
        }
        if (value instanceof Value.Decimal number) {
            return number.value();
        }
        if (value instanceof Value.ListOf list) {
            return Py.ListObject.frozen(list.elements());
        }
        if (value instanceof Value.ObjectOf object) {
            return Dict.of(object);
        }
        return value.isAbsent() ? Py.None.NONE : value.asText();
    }

    /** Whether a value is the event or a part of it that holds others. */
    static boolean isOfEvent(Object value) {
        return (value instanceof Dict dict && dict.isEvent()) || (value instanceof Py.ListObject list && list.frozen);
    }

    /** The same as an object of the program's own, which may be changed. */
    static Object mutable(Object value, Budget budget, int depth) {
        budget.make(1);
        if (depth > DEEPEST) {
            throw Py.error("RecursionError", "maximum recursion depth exceeded");
        }
        if (value instanceof Dict dict) {
            var copy = new Dict();
            dict.all().forEach(e -> copy.put(e.key(), mutable(e.value(), budget, depth + 1)));
            return copy;
        }
        if (value instanceof Py.ListObject list) {
            var items = new ArrayList<Object>();
            list.items().forEach(item -> items.add(mutable(item, budget, depth + 1)));
            return Py.list(items);
        }
        return value;
    }

    /** What {@code PantherEvent.json_encoder} gives for the event or a part of it. */
    static Object encodable(Object value, Budget budget) {
        if (!isOfEvent(value)) {
            throw Py.error("TypeError", "object of type <class '" + Py.typeName(value) + "'> is not JSON serializable");
        }
        return mutable(value, budget, 0);
    }

    /** What a program answered, as a value of the intermediate representation. */
    static Value toValue(Object value) {
        return toValue(value, 0);
    }

    private static Value toValue(Object value, int depth) {
        if (value == Py.None.NONE || depth > DEEPEST) {
            return Values.NULL;
        }
        if (value instanceof Boolean bool) {
            return Values.of((boolean) bool);
        }
        if (value instanceof Long number) {
            return Values.of((long) number);
        }
        if (value instanceof BigInteger number) {
            return Values.of(number.doubleValue());
        }
        if (value instanceof Double number) {
            return Values.of((double) number);
        }
        if (value instanceof String text) {
            return Values.of(text);
        }
        if (value instanceof Py.ListObject || value instanceof Py.Tuple) {
            return toList(Py.sequence(value), depth);
        }
        if (value instanceof Py.SetObject set) {
            return toList(new ArrayList<>(set.items().values()), depth);
        }
        if (value instanceof Dict dict) {
            var members = new LinkedHashMap<String, Value>();
            dict.all().forEach(e -> members.put(Text.str(e.key()), toValue(e.value(), depth + 1)));
            return new Value.ObjectOf(members);
        }
        return Values.of(Text.str(value));
    }

    private static Value toList(List<Object> items, int depth) {
        return Values.listOf(
                items.stream().map(item -> toValue(item, depth + 1)).toList());
    }
}

package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a part of a record as the one text that Elastic's integration makes of it: absent and empty values, {@code -} and
 * {@code none} left out at every depth, then printed as Java prints hash maps and lists. The order of a map's members is
 * thus that of Java's hash map, which depends on the names only (and, where names collide, on the record).
 */
final class EcsText {
    private EcsText() {}

    /** The text; null where nothing is left. */
    static Value of(Value value) {
        Object written = java(value);
        return isDropped(written) ? Values.NULL : Values.of(String.valueOf(written));
    }

    /** Whether the pipeline removes the value: a document has no such field then. */
    static boolean isDropped(Value value) {
        return isDropped(java(value));
    }

    private static boolean isDropped(@Nullable Object value) {
        return value == null
                || value.equals("")
                || value.equals("-")
                || value.equals("none")
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof Collection<?> list && list.isEmpty());
    }

    private static @Nullable Object java(Value value) {
        if (value instanceof Value.ObjectOf object) {
            // All members go in before the dropped ones go out: the map's size decides on the order.
            Map<String, @Nullable Object> map = new HashMap<>();
            object.members().forEach((name, member) -> map.put(name, java(member)));
            map.values().removeIf(EcsText::isDropped);
            return map;
        }
        if (value instanceof Value.ListOf list) {
            List<@Nullable Object> all = new ArrayList<>();
            list.elements().forEach(element -> all.add(java(element)));
            all.removeIf(EcsText::isDropped);
            return all;
        }
        if (value instanceof Value.Decimal number) {
            return number.value();
        }
        return value.isAbsent() ? null : value.asText();
    }
}

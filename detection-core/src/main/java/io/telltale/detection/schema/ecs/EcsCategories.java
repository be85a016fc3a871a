package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the integration files an event under, by its name: {@code event.category} and {@code event.type}. */
final class EcsCategories {
    private static final Map<String, List<String>> BY_NAME = load();

    private EcsCategories() {}

    private static Map<String, List<String>> load() {
        var rows = new HashMap<String, List<String>>();
        EcsTables.rows("ecs-categories.tsv").forEach(row -> rows.put(row.get(0), row));
        return Map.copyOf(rows);
    }

    /** Absent for an event that is not in the table. */
    static Value category(Value eventName) {
        List<String> row = BY_NAME.get(eventName.asText());
        return row == null ? Values.NULL : Values.of(row.get(1));
    }

    /** {@code info} for an event that is not in the table. */
    static Value type(Value eventName) {
        List<String> row = BY_NAME.get(eventName.asText());
        if (row == null) {
            return Values.of("info");
        }
        if (row.get(2).equals("-")) {
            return Values.NULL;
        }
        List<Value> types = Stream.of(row.get(2).split(",")).map(Values::of).toList();
        return types.size() == 1 ? types.get(0) : Values.listOf(types);
    }
}

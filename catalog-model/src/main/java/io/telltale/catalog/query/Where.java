package io.telltale.catalog.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Gathers the conditions of a query with their parameters. */
final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /** Adds a condition with its parameters, unless the text that decides on it is empty. */
    Where when(String text, String condition, Object... values) {
        return text.isEmpty() ? this : and(condition, values);
    }

    /** Adds the condition that a column holds one of the values, unless there is none. */
    Where oneOf(String column, Collection<String> values) {
        return values.isEmpty()
                ? this
                : and(
                        column + " in (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")",
                        values.toArray());
    }

    Where and(String condition, Object... values) {
        conditions.add(condition);
        parameters.addAll(Arrays.asList(values));
        return this;
    }

    /** The conditions joined, or {@code true} where there are none. */
    String sql() {
        return conditions.isEmpty() ? "true" : "(" + String.join(") and (", conditions) + ")";
    }

    Object[] with(Object... more) {
        var all = new ArrayList<>(parameters);
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }

    List<Object> parameters() {
        return List.copyOf(parameters);
    }
}

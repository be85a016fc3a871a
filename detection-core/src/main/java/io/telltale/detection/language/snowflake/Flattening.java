package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code FLATTEN} makes of an array or an object: a row for each element, with the columns SEQ, KEY, PATH, INDEX,
 * VALUE and THIS.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions/flatten">FLATTEN</a>
 */
final class Flattening {
    static final List<String> COLUMNS = List.of("SEQ", "KEY", "PATH", "INDEX", "VALUE", "THIS");
    private static final int MOST_ROWS = 100_000;
    private static final int DEEPEST = 64;

    private final boolean recursive;
    private final String mode;
    private final List<Value> rows = new ArrayList<>();

    private Flattening(boolean recursive, String mode) {
        this.recursive = recursive;
        this.mode = mode;
    }

    static void fill(Functions.Table table) {
        table.hidden(FunctionEntry.transparent("snowflake:flatten", (a, context) -> {
            Value base = a.get(1).asText().isEmpty()
                    ? a.get(0)
                    : VariantFunctions.path(a.get(0), a.get(1).asText());
            var flattening = new Flattening(
                    a.get(2).equals(Values.TRUE), a.get(3).asText().toUpperCase(Locale.ROOT));
            flattening.walk(base, a.get(1).asText(), 0);
            return Values.listOf(flattening.rows);
        }));
        // A column of such a row; behind an outer flatten of nothing there is none.
        table.hidden(FunctionEntry.transparent(
                "snowflake:flattened_value",
                (a, context) -> a.get(0) instanceof Value.ObjectOf row ? row.get("VALUE") : Values.MISSING));
        table.hidden(FunctionEntry.of("snowflake:flattened", (a, context) -> {
            Value found =
                    a.get(0) instanceof Value.ObjectOf row ? row.get(a.get(1).asText()) : Values.MISSING;
            return found instanceof Value.Missing ? Values.NULL : found;
        }));
    }

    private void walk(Value base, String path, int depth) {
        if (base instanceof Value.ListOf list && !mode.equals("OBJECT")) {
            for (int i = 0; i < list.elements().size(); i++) {
                row(base, list.elements().get(i), path + "[" + i + "]", Map.of("INDEX", Values.of(i)), depth);
            }
        } else if (base instanceof Value.ObjectOf object && !mode.equals("ARRAY")) {
            object.members()
                    .forEach((key, value) -> row(
                            base,
                            value,
                            path.isEmpty() ? key : path + "." + key,
                            Map.of("KEY", Values.of(key)),
                            depth));
        } else if (recursive && depth == 0 && base instanceof Value.ListOf list) {
            list.elements().forEach(element -> walk(element, path, depth + 1));
        }
    }

    private void row(Value base, Value element, String path, Map<String, Value> place, int depth) {
        if (rows.size() >= MOST_ROWS) {
            return;
        }
        var row = new LinkedHashMap<String, Value>();
        row.put("SEQ", Values.of(1));
        row.putAll(place);
        row.put("PATH", Values.of(path));
        row.put("VALUE", element);
        row.put("THIS", base);
        rows.add(Values.objectOf(row));
        if (recursive && depth < DEEPEST) {
            walk(element, path, depth + 1);
        }
    }
}

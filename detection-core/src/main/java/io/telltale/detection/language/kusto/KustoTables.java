package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoSyntax.TypedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads tables that a reader gives as a parameter: CSV, or JSON. */
final class KustoTables {
    private KustoTables() {}

    /**
     * Rows with the given columns: the cells of CSV by position, the members of JSON objects by name, or the elements of
     * JSON lists by position. A JSON list of texts is a table of one column; a JSON object is a table of one row.
     */
    static Optional<List<Map<String, Value>>> read(String text, List<TypedName> columns, boolean skipFirst) {
        var rows = new ArrayList<Map<String, Value>>();
        Optional<List<Value>> json = json(text);
        if (json.isPresent()) {
            for (Value element : json.get()) {
                rows.add(row(element, columns));
            }
            return Optional.of(rows);
        }
        List<List<String>> lines = csv(text);
        for (List<String> cells : lines.subList(skipFirst && !lines.isEmpty() ? 1 : 0, lines.size())) {
            rows.add(row(Values.listOf(cells.stream().map(Values::of).toList()), columns));
        }
        return Optional.of(rows);
    }

    /** Rows whose columns the table itself names: in the first line of CSV, or as members of JSON objects; all of them text. */
    static Optional<List<Map<String, Value>>> read(String text) {
        var rows = new ArrayList<Map<String, Value>>();
        Optional<List<Value>> json = json(text);
        if (json.isPresent()) {
            for (Value element : json.get()) {
                if (!(element instanceof Value.ObjectOf object)) {
                    return Optional.empty();
                }
                var row = new LinkedHashMap<String, Value>();
                object.members().forEach((name, value) -> row.put(name, KustoValues.toText(value)));
                rows.add(row);
            }
            return Optional.of(rows);
        }
        List<List<String>> lines = csv(text);
        for (List<String> cells : lines.subList(Math.min(1, lines.size()), lines.size())) {
            var row = new LinkedHashMap<String, Value>();
            for (int i = 0; i < lines.get(0).size(); i++) {
                row.put(lines.get(0).get(i).strip(), Values.of(i < cells.size() ? cells.get(i) : ""));
            }
            rows.add(row);
        }
        return Optional.of(rows);
    }

    private static Optional<List<Value>> json(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("[") && !stripped.startsWith("{")) {
            return Optional.empty();
        }
        Value value = KustoValues.parseJson(Values.of(stripped));
        if (value instanceof Value.ListOf list) {
            return Optional.of(list.elements());
        }
        return value instanceof Value.ObjectOf ? Optional.of(List.of(value)) : Optional.empty();
    }

    private static Map<String, Value> row(Value element, List<TypedName> columns) {
        var row = new LinkedHashMap<String, Value>();
        for (int i = 0; i < columns.size(); i++) {
            TypedName column = columns.get(i);
            Value cell = i == 0 ? element : Values.NULL;
            if (element instanceof Value.ObjectOf object) {
                cell = object.get(column.name());
            } else if (element instanceof Value.ListOf list) {
                cell = i < list.elements().size() ? list.elements().get(i) : Values.NULL;
            }
            row.put(column.name(), converted(cell, column.type()));
        }
        return row;
    }

    static Value converted(Value value, KustoType type) {
        return switch (type) {
            case STRING -> KustoValues.toText(value);
            case BOOL -> KustoValues.toBool(value);
            case LONG -> KustoValues.toLong(value);
            case REAL -> KustoValues.toDouble(value);
            case DATETIME -> KustoValues.toDatetime(value);
            case TIMESPAN -> KustoValues.toTimespan(value);
            case DYNAMIC -> value instanceof Value.Text ? KustoValues.parseJson(value) : value;
        };
    }

    /** Lines of cells; a cell in double quotes may hold commas, line ends and doubled quotes. Blank lines are left out. */
    static List<List<String>> csv(String text) {
        var lines = new ArrayList<List<String>>();
        var line = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                line.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\n') {
                end(lines, line, cell);
                line = new ArrayList<>();
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        end(lines, line, cell);
        return lines;
    }

    private static void end(List<List<String>> lines, List<String> line, StringBuilder cell) {
        if (!line.isEmpty() || !cell.isEmpty()) {
            line.add(cell.toString());
            lines.add(line);
        }
        cell.setLength(0);
    }
}

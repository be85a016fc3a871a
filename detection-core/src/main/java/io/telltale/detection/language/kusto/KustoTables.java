package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoSyntax.TypedName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads tables that a reader gives as a parameter: CSV, or JSON. */
final class KustoTables {
    /** What the portal's CSV writes behind the name of a column of times. */
    private static final String UTC = " [UTC]";

    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})?");

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

    /** Rows of a table whose columns have types. */
    record Typed(List<TypedName> columns, List<Map<String, Value>> rows) {}

    /**
     * Rows as a workspace exports them: their columns, and the types of these by what all their cells hold. Text that holds
     * times, lists or objects is read as these; numbers and truth values of CSV are dynamic, for their column may be of
     * text. Where the header of CSV says that a column is in UTC, that is no part of its name.
     */
    static Optional<Typed> typed(String text) {
        Optional<List<Value>> json = json(text);
        List<Map<String, Value>> raw = new ArrayList<>();
        if (json.isPresent()) {
            for (Value element : json.get()) {
                if (!(element instanceof Value.ObjectOf object)) {
                    return Optional.empty();
                }
                raw.add(object.members());
            }
        } else {
            raw = read(text).orElseThrow();
        }
        Map<String, List<Value>> cells = new LinkedHashMap<>();
        raw.forEach(row -> row.forEach((column, cell) ->
                cells.computeIfAbsent(column, c -> new ArrayList<>()).add(cell)));
        var types = new LinkedHashMap<String, KustoType>();
        cells.forEach((column, held) -> types.put(column, type(column, held, json.isEmpty())));
        var rows = new ArrayList<Map<String, Value>>();
        for (Map<String, Value> given : raw) {
            var row = new LinkedHashMap<String, Value>();
            types.forEach((column, type) ->
                    row.put(column.replace(UTC, ""), converted(given.getOrDefault(column, Values.NULL), type)));
            rows.add(row);
        }
        var columns = new ArrayList<TypedName>();
        types.forEach((column, type) -> columns.add(new TypedName(column.replace(UTC, ""), type)));
        return Optional.of(new Typed(columns, rows));
    }

    private static KustoType type(String column, List<Value> cells, boolean csv) {
        if (column.endsWith(UTC)) {
            return KustoType.DATETIME;
        }
        var types = EnumSet.noneOf(KustoType.class);
        for (Value cell : cells) {
            if (!cell.isAbsent() && !cell.asText().isEmpty()) {
                types.add(type(cell, csv));
            }
        }
        if (types.equals(EnumSet.of(KustoType.LONG, KustoType.REAL))) {
            return KustoType.REAL;
        }
        if (types.equals(EnumSet.of(KustoType.STRING, KustoType.DATETIME)) || types.isEmpty()) {
            return KustoType.STRING;
        }
        return types.size() == 1 ? types.iterator().next() : KustoType.DYNAMIC;
    }

    private static KustoType type(Value cell, boolean csv) {
        if (cell instanceof Value.Bool) {
            return KustoType.BOOL;
        }
        if (cell instanceof Value.Int) {
            return KustoType.LONG;
        }
        if (cell instanceof Value.Decimal) {
            return KustoType.REAL;
        }
        if (!(cell instanceof Value.Text text)) {
            return KustoType.DYNAMIC;
        }
        if (TIME.matcher(text.value()).matches()) {
            return KustoType.DATETIME;
        }
        Value read = KustoValues.parseJson(text);
        boolean structured = read instanceof Value.ListOf || read instanceof Value.ObjectOf;
        boolean scalar = read instanceof Value.Int || read instanceof Value.Decimal || read instanceof Value.Bool;
        return structured || (csv && scalar) ? KustoType.DYNAMIC : KustoType.STRING;
    }

    /** What is a JSON list, a JSON object or, one a line, several; empty for CSV. */
    private static Optional<List<Value>> json(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("[") && !stripped.startsWith("{")) {
            return Optional.empty();
        }
        Value value = KustoValues.parseJson(Values.of(stripped));
        if (value instanceof Value.ListOf list) {
            return Optional.of(list.elements());
        }
        if (value instanceof Value.ObjectOf) {
            return Optional.of(List.of(value));
        }
        List<Value> lines = stripped.lines()
                .filter(line -> !line.isBlank())
                .map(line -> KustoValues.parseJson(Values.of(line.strip())))
                .toList();
        return lines.stream().allMatch(line -> line instanceof Value.ObjectOf) ? Optional.of(lines) : Optional.empty();
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

package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.JsonReader;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a lookup table: CSV with a header, JSON objects in a list, or a JSON object a line. */
final class LookupTable {
    private LookupTable() {}

    /** Rows by the columns' names; empty where the text is none of these. */
    static Optional<List<Map<String, Value>>> read(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("[") || stripped.startsWith("{")) {
            return json(stripped);
        }
        List<List<String>> lines = csv(text);
        var rows = new ArrayList<Map<String, Value>>();
        for (List<String> cells : lines.subList(Math.min(1, lines.size()), lines.size())) {
            var row = new LinkedHashMap<String, Value>();
            for (int i = 0; i < lines.get(0).size(); i++) {
                boolean given = i < cells.size() && !cells.get(i).isEmpty();
                row.put(lines.get(0).get(i).strip(), given ? Values.of(cells.get(i)) : Values.NULL);
            }
            rows.add(row);
        }
        return Optional.of(rows);
    }

    private static Optional<List<Map<String, Value>>> json(String text) {
        var rows = new ArrayList<Map<String, Value>>();
        Optional<Value> whole = JsonReader.read(text);
        List<Value> elements = new ArrayList<>();
        if (whole.isPresent()) {
            elements.addAll(Functions.elements(whole.get()));
        } else {
            for (String line : text.lines().toList()) {
                Optional<Value> value = JsonReader.read(line);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                elements.add(value.get());
            }
        }
        for (Value element : elements) {
            if (!(element instanceof Value.ObjectOf object)) {
                return Optional.empty();
            }
            rows.add(object.members());
        }
        return Optional.of(rows);
    }

    /** Lines of cells; a cell in double quotes may hold commas, line ends and doubled quotes. Blank lines are left out. */
    private static List<List<String>> csv(String text) {
        var lines = new ArrayList<List<String>>();
        var line = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (quoted && i < text.length()) {
                boolean doubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (doubled) {
                    i++;
                }
                quoted = doubled || c != '"';
                if (quoted) {
                    cell.append(c);
                }
            } else if (c == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                line.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    if (line.size() > 1 || !line.get(0).isBlank()) {
                        lines.add(line);
                    }
                    line = new ArrayList<>();
                }
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        return lines;
    }
}

package io.telltale.detection.schema.ecs;

import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table that the reader gives as a parameter: CSV whose first line names the columns, lines ended by a line break or by
 * {@code \\n}, cells perhaps in double quotes.
 */
public record ReaderTable(List<String> columns, List<Map<String, String>> rows) {
    public ReaderTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a table; one without a line has no columns.
     *
     * @throws IllegalArgumentException with the line, where it has more or fewer cells than the first
     */
    public static ReaderTable of(String csv) {
        List<List<String>> lines = csv.replace("\\n", "\n")
                .lines()
                .filter(l -> !l.isBlank())
                .map(ReaderTable::cells)
                .toList();
        List<String> columns = lines.isEmpty() ? List.of() : lines.get(0);
        var rows = new ArrayList<Map<String, String>>();
        for (List<String> line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            if (line.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "not a line of " + columns.size() + " cells: " + String.join(",", line));
            }
            var row = new LinkedHashMap<String, String>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), line.get(i));
            }
            rows.add(row);
        }
        return new ReaderTable(columns, rows);
    }

    /** The table that the reader gives as a parameter; an error says so. */
    public static ReaderTable parameter(String name, String csv) throws RuleSyntaxException {
        try {
            return of(csv);
        } catch (IllegalArgumentException e) {
            throw new RuleSyntaxException(new Position("parameter " + name, 1, 1), String.valueOf(e.getMessage()));
        }
    }

    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(line.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}

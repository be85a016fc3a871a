package io.telltale.detection.language.spl;

import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values: cells in quotes may hold commas, line breaks and doubled quotes. */
final class Csv {
    private Csv() {}

    /** The lines that are not empty, as their cells. */
    static List<List<String>> read(String text) {
        var lines = new ArrayList<List<String>>();
        var line = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (int i = 0; i <= body.length(); i++) {
            char c = i < body.length() ? body.charAt(i) : '\n';
            if (quoted && i < body.length()) {
                if (c == '"' && i + 1 < body.length() && body.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"' && cell.toString().isBlank()) {
                cell.setLength(0);
                quoted = true;
            } else if (c == ',' || c == '\n') {
                line.add(cell.toString().strip());
                cell.setLength(0);
                if (c == '\n') {
                    if (line.size() > 1 || !line.get(0).isEmpty()) {
                        lines.add(List.copyOf(line));
                    }
                    line.clear();
                }
            } else {
                cell.append(c);
            }
        }
        return lines;
    }
}

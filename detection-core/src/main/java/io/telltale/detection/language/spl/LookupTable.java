package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lookup: the rows of a CSV file, whose first line names the columns, and how its definition matches.
 *
 * @param kinds how a column matches, {@code WILDCARD} or {@code CIDR}, where it does not by equality
 * @param defaultMatch the output where nothing matches; empty for none
 * @param most matches that are taken at the most
 */
record LookupTable(
        List<String> columns,
        List<Map<String, Value>> rows,
        Map<String, String> kinds,
        boolean caseSensitive,
        String defaultMatch,
        int most) {
    private static final Pattern KIND = Pattern.compile("(WILDCARD|CIDR)\\(\\s*([^)\\s]+)\\s*\\)");
    private static final int MATCHES = 1000;

    /**
     * Reads a table.
     *
     * @param definition lines {@code key=value} of {@code match_type}, {@code case_sensitive_match},
     *     {@code default_match} (which counts where {@code min_matches} is not 0), {@code max_matches}
     */
    static LookupTable read(String csv, String definition) {
        List<List<String>> lines = Csv.read(csv);
        List<String> columns = lines.isEmpty() ? List.of() : lines.get(0);
        var rows = new ArrayList<Map<String, Value>>();
        for (List<String> cells : lines.subList(Math.min(1, lines.size()), lines.size())) {
            var row = new LinkedHashMap<String, Value>();
            for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
                if (!cells.get(i).isEmpty()) {
                    row.put(columns.get(i), Values.of(cells.get(i)));
                }
            }
            if (!row.isEmpty()) {
                rows.add(row);
            }
        }
        var options = new LinkedHashMap<String, String>();
        for (String line : definition.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                options.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        var kinds = new LinkedHashMap<String, String>();
        Matcher kind = KIND.matcher(options.getOrDefault("match_type", ""));
        while (kind.find()) {
            kinds.put(kind.group(2), kind.group(1));
        }
        String most = options.getOrDefault("max_matches", "");
        return new LookupTable(
                columns,
                rows,
                kinds,
                !options.getOrDefault("case_sensitive_match", "true").equalsIgnoreCase("false"),
                options.getOrDefault("min_matches", "0").equals("0") ? "" : options.getOrDefault("default_match", ""),
                most.matches("[1-9]\\d{0,3}") ? Integer.parseInt(most) : MATCHES);
    }

    /** The rows by equal keys, each output with all values that match: what an exact lookup joins with. */
    List<Map<String, Value>> byKeys(List<String> keys, List<String> outputs) {
        var groups = new LinkedHashMap<List<String>, List<Map<String, Value>>>();
        for (Map<String, Value> row : rows) {
            List<String> key = keys.stream()
                    .map(k -> folded(row.getOrDefault(k, Values.EMPTY_TEXT).asText()))
                    .toList();
            if (key.stream().noneMatch(String::isEmpty)) {
                groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
            }
        }
        var out = new ArrayList<Map<String, Value>>();
        groups.forEach((key, matches) -> {
            var joined = new LinkedHashMap<String, Value>();
            for (int i = 0; i < keys.size(); i++) {
                joined.put("key " + keys.get(i), Values.of(key.get(i)));
            }
            List<Map<String, Value>> taken = matches.subList(0, Math.min(most, matches.size()));
            outputs.forEach(output -> joined.put(output, values(taken, output)));
            out.add(joined);
        });
        return out;
    }

    /** The rows as one value. */
    Value asValue() {
        return Values.listOf(rows.stream().map(Values::objectOf).toList());
    }

    /** How the keys match, as a function's argument: for each its kind, column, and whether case counts. */
    String kindOf(String column) {
        return kinds.getOrDefault(column, "EQUAL") + (caseSensitive ? "" : " CI");
    }

    private String folded(String text) {
        return caseSensitive ? text : text.toLowerCase(Locale.ROOT);
    }

    private static Value values(List<Map<String, Value>> matches, String output) {
        return Parts.several(matches.stream()
                .map(row -> row.getOrDefault(output, Values.MISSING))
                .filter(v -> !v.isAbsent())
                .toList());
    }

    /** Arguments: the rows, the output's column, how many matches, then kind, column and value of each key. */
    static Value value(List<Value> arguments) {
        var matches = new ArrayList<Map<String, Value>>();
        int most = Numbers.of(arguments.get(2)).orElse(1.0).intValue();
        if (!(arguments.get(0) instanceof Value.ListOf rows)) {
            return Values.NULL;
        }
        for (Value row : rows.elements()) {
            if (matches.size() >= most) {
                break;
            }
            if (row instanceof Value.ObjectOf object && matches(object, arguments)) {
                matches.add(object.members());
            }
        }
        return values(matches, arguments.get(1).asText());
    }

    private static boolean matches(Value.ObjectOf row, List<Value> arguments) {
        for (int i = 3; i + 2 < arguments.size(); i += 3) {
            String kind = arguments.get(i).asText();
            String wanted = row.get(arguments.get(i + 1).asText()).asText();
            boolean caseSensitive = !kind.endsWith(" CI");
            boolean any = Parts.texts(arguments.get(i + 2)).stream().anyMatch(given -> {
                if (kind.startsWith("WILDCARD")) {
                    return Wildcard.compile(Wildcard.quote(wanted).replace("\\*", "*"), caseSensitive)
                            .matches(given);
                }
                if (kind.startsWith("CIDR")) {
                    return Places.holds(wanted, given);
                }
                return caseSensitive ? wanted.equals(given) : wanted.equalsIgnoreCase(given);
            });
            if (!any || wanted.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}

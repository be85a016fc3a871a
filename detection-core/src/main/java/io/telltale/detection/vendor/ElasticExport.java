package io.telltale.detection.vendor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rules that Kibana exports: a JSON object a line, of rules, then of exception lists and their items, then a count
 * of them; or, in a file of JSON, one rule or an array of rules as the API gives them.
 */
final class ElasticExport {
    private static final JsonMapper JSON = new JsonMapper();

    private ElasticExport() {}

    /** A rule of a file: the fields as the file has them, the query with its place, where the rule begins. */
    record Exported(ObjectNode rule, Optional<SourceText> query, Position position) {}

    static boolean isExport(String path) {
        return path.endsWith(".ndjson") || (path.startsWith("rules/") && path.endsWith(".json"));
    }

    /** Whether a text is an export that has rules. */
    static boolean holdsRules(String text) {
        return text.contains("\"rule_id\"");
    }

    /** The rules of a file, in its order; its exception lists go to the lists. */
    static List<Exported> read(String path, String text, ElasticLists lists, RepositoryReading reading)
            throws IOException {
        var rules = new ArrayList<Exported>();
        if (!path.endsWith(".ndjson")) {
            JsonNode root = JSON.readTree(text);
            List<Integer> queries = queries(text);
            int index = 0;
            for (JsonNode one : root.isArray() ? root : List.of(root)) {
                take(one, new Place(path, text, queries.get(index++), new Position(path, 1, 1)), lists, rules);
            }
            return rules;
        }
        int start = 0;
        int number = 1;
        while (start < text.length()) {
            int end = text.indexOf('\n', start) < 0 ? text.length() : text.indexOf('\n', start);
            String line = text.substring(start, end);
            var position = new Position(path, number, 1);
            if (!line.isBlank()) {
                try {
                    int query = queries(line).get(0);
                    var place = new Place(path, text, query < 0 ? query : start + query, position);
                    take(JSON.readTree(line), place, lists, rules);
                } catch (com.fasterxml.jackson.core.JacksonException e) {
                    int column = e.getLocation() == null
                            ? 1
                            : Math.max(1, e.getLocation().getColumnNr());
                    reading.problem(new Position(path, number, column), e.getOriginalMessage());
                }
            }
            start = end + 1;
            number++;
        }
        return rules;
    }

    /** Where a rule stands in its file, and where its query does; -1 where it has none. */
    private record Place(String path, String text, int query, Position position) {}

    private static void take(JsonNode node, Place place, ElasticLists lists, List<Exported> rules) {
        if (node instanceof ObjectNode rule
                && rule.path("rule_id").isTextual()
                && rule.path("type").isTextual()) {
            Optional<SourceText> query = place.query() < 0
                    ? Optional.empty()
                    : Optional.of(TomlStrings.quoted(place.path(), place.text(), place.query()));
            rules.add(new Exported(rule, query, place.position()));
        } else {
            lists.take(node);
        }
    }

    /** For each outermost object, where the value of its {@code query} begins; -1 where it has no text of that name. */
    private static List<Integer> queries(String json) throws IOException {
        var places = new ArrayList<Integer>();
        try (JsonParser parser = JSON.createParser(json)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT && depth++ == 0) {
                    places.add(-1);
                } else if (token == JsonToken.END_OBJECT) {
                    depth--;
                } else if (depth == 1
                        && token == JsonToken.VALUE_STRING
                        && "query".equals(parser.currentName())
                        && parser.getParsingContext().inObject()) {
                    places.set(places.size() - 1, (int)
                            parser.currentTokenLocation().getCharOffset());
                }
            }
        }
        return places.isEmpty() ? List.of(-1) : places;
    }
}

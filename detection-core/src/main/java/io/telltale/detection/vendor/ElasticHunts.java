package io.telltale.detection.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads Elastic's hunts: a TOML file with a list of queries, each of which becomes a rule of its own. */
final class ElasticHunts {
    /** The language's slug by the name that a hunt gives it. */
    private static final Map<String, String> LANGUAGES =
            Map.of("ES|QL", "esql", "EQL", "eql", "KQL", "kuery", "SQL", "osquery", "OSQUERY", "osquery");

    private static final Pattern SOURCE = Pattern.compile("(?im)^\\s*from\\s+\\S+");
    private static final Pattern SQL = Pattern.compile("(?is)^(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*(?:select|with)\\s.*");

    private ElasticHunts() {}

    /** The hunt's queries as rules, the first under the hunt's id, the next under that and their number; none where the file is no hunt. */
    static List<Rule> rules(String path, String text, JsonNode document, Value.ObjectOf data) {
        JsonNode hunt = document.path("hunt");
        String id = hunt.path("uuid").asText("");
        String name = hunt.path("name").asText("");
        var rules = new ArrayList<Rule>();
        if (id.isBlank() || name.isBlank()) {
            return rules;
        }
        List<String> queries = ElasticFormat.texts(hunt.path("query"));
        List<String> languages = ElasticFormat.texts(hunt.path("language"));
        List<SourceText> bodies = TomlStrings.of(path, text, "hunt", "query");
        for (int i = 0; i < queries.size(); i++) {
            String query = queries.get(i);
            SourceText body = i < bodies.size() && bodies.get(i).text().equals(query)
                    ? bodies.get(i)
                    : SourceText.block(path, query, 1, 0);
            String suffix = i == 0 ? "" : "-" + (i + 1);
            rules.add(new Rule(
                    "elastic",
                    id + suffix,
                    queries.size() == 1 ? name : name + " (" + (i + 1) + " of " + queries.size() + ")",
                    hunt.path("description").asText("").strip(),
                    hunt.path("author").asText(""),
                    RuleKind.HUNTING,
                    Severity.INFORMATIONAL,
                    "",
                    true,
                    language(query, languages),
                    body,
                    data,
                    path,
                    Metadata.published(ElasticFormat.REPOSITORY, "main", path),
                    logType(hunt),
                    ElasticFormat.texts(hunt.path("mitre")),
                    List.of(),
                    ElasticFormat.texts(hunt.path("references")),
                    List.of()));
        }
        return rules;
    }

    /** A hunt names the languages of all its queries together; one that begins with its source is ES|QL, a selection SQL. */
    private static String language(String query, List<String> languages) {
        if (languages.size() > 1 && SQL.matcher(query).matches()) {
            return "osquery";
        }
        if (languages.size() > 1 && SOURCE.matcher(query).find()) {
            return "esql";
        }
        String first = languages.isEmpty() ? "unknown" : languages.get(languages.size() > 1 ? 1 : 0);
        return LANGUAGES.getOrDefault(first.toUpperCase(Locale.ROOT), first.toLowerCase(Locale.ROOT));
    }

    private static String logType(JsonNode hunt) {
        List<String> integrations = ElasticFormat.texts(hunt.path("integration"));
        boolean cloudTrail = integrations.stream().anyMatch(i -> i.equals("aws.cloudtrail"));
        return cloudTrail ? Pipeline.CLOUDTRAIL : String.join(",", integrations);
    }
}

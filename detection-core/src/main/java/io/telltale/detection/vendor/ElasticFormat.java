package io.telltale.detection.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.ElasticRule;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Elastic's repository detection-rules: one TOML file a rule, below {@code rules/} and {@code rules_building_block/}. */
public final class ElasticFormat implements VendorFormat {
    private static final String URL = "https://github.com/elastic/detection-rules/blob/main/";
    private static final Pattern QUERY = Pattern.compile("(?m)^query\\s*=\\s*('''|\"\"\"|'|\")(\\r?\\n)?");
    private static final Pattern FROM = Pattern.compile(
            "(?is)^(?:\\s|//[^\\n]*\\n|/\\*.*?\\*/)*from\\s+([^|]*?)(?:\\s+metadata\\b[^|]*)?(?:\\||$)");
    private static final Pattern DATASET = Pattern.compile("dataset\\s*(?::|==)\\s*\"?aws\\.cloudtrail");

    /** Elastic's anomaly jobs over CloudTrail. */
    private static final Set<String> CLOUDTRAIL_JOBS = Set.of(
            "high_distinct_count_error_message",
            "rare_error_code",
            "rare_method_for_a_city",
            "rare_method_for_a_country",
            "rare_method_for_a_user_id_ea",
            "rare_method_for_a_username");

    @Override
    public String vendor() {
        return "elastic";
    }

    @Override
    public String title() {
        return "Elastic";
    }

    @Override
    public boolean recognises(RepositoryFiles files) {
        return files.paths().stream().anyMatch(ElasticFormat::isRule);
    }

    private static boolean isRule(String path) {
        return (path.startsWith("rules/") || path.startsWith("rules_building_block/")) && path.endsWith(".toml");
    }

    @Override
    public Reading read(RepositoryFiles files) {
        var toml = new TomlMapper();
        var rules = new ArrayList<Rule>();
        var problems = new ArrayList<Reading.Problem>();
        var ids = new LinkedHashSet<String>();
        int opened = 0;
        for (String path : files.paths()) {
            if (!isRule(path)) {
                continue;
            }
            opened++;
            var start = new Position(path, 1, 1);
            try {
                String text = files.read(path);
                JsonNode document = toml.readTree(text);
                String id = document.path("rule").path("rule_id").asText("");
                if (id.isBlank()
                        || document.path("rule").path("name").asText("").isBlank()) {
                    problems.add(new Reading.Problem(start, "a rule without an id or without a name"));
                } else if (!ids.add(id)) {
                    problems.add(new Reading.Problem(start, "a second rule of the id " + id));
                } else {
                    rules.add(rule(path, text, document));
                }
            } catch (IOException e) {
                problems.add(new Reading.Problem(start, String.valueOf(e.getMessage())));
            }
        }
        return new Reading(opened, rules, List.of(), problems);
    }

    private Rule rule(String path, String text, JsonNode document) {
        JsonNode rule = document.path("rule");
        String type = rule.path("type").asText("");
        String maturity = document.path("metadata").path("maturity").asText("");
        var techniques = new LinkedHashSet<String>();
        var tactics = new LinkedHashSet<String>();
        for (JsonNode threat : rule.path("threat")) {
            String tactic = threat.path("tactic").path("name").asText("");
            if (!tactic.isEmpty()) {
                tactics.add(tactic.toLowerCase(Locale.ROOT).replace(' ', '-'));
            }
            for (JsonNode technique : threat.path("technique")) {
                add(techniques, technique);
                technique.path("subtechnique").forEach(sub -> add(techniques, sub));
            }
        }
        String language = rule.path("language").asText(type);
        return new Rule(
                vendor(),
                rule.path("rule_id").asText(),
                rule.path("name").asText(),
                rule.path("description").asText("").strip(),
                String.join(", ", texts(rule.path("author"))),
                RuleKind.DETECTION,
                Severity.of(rule.path("severity").asText("")),
                maturity,
                !maturity.equals("deprecated"),
                language,
                body(path, text, rule.path("query").asText("")),
                (Value.ObjectOf) value(document),
                path,
                Optional.of(URL + path),
                logType(rule, rule.path("query").asText("")),
                List.copyOf(techniques),
                List.copyOf(tactics),
                texts(rule.path("references")),
                List.of());
    }

    private static void add(Set<String> ids, JsonNode technique) {
        String id = technique.path("id").asText("");
        if (!id.isEmpty()) {
            ids.add(id);
        }
    }

    /**
     * The log that a rule searches: by its index patterns, else by what its query is from, else, for a job of machine
     * learning, by the job.
     */
    private static String logType(JsonNode rule, String query) {
        List<String> index = texts(rule.path("index"));
        if (index.isEmpty()) {
            index = sources(query);
        }
        if (index.isEmpty()) {
            index = texts(rule.path("machine_learning_job_id"));
            return index.stream().anyMatch(CLOUDTRAIL_JOBS::contains) ? Pipeline.CLOUDTRAIL : String.join(",", index);
        }
        boolean cloudTrail = index.stream().anyMatch(i -> i.contains("cloudtrail"))
                || (index.stream().anyMatch(ElasticFormat::holdsAws)
                        && DATASET.matcher(query).find());
        return cloudTrail ? Pipeline.CLOUDTRAIL : String.join(",", index);
    }

    private static boolean holdsAws(String index) {
        return index.startsWith("logs-aws") || index.startsWith("filebeat-") || index.equals("logs-*");
    }

    private static List<String> sources(String query) {
        Matcher from = FROM.matcher(query);
        return from.find()
                ? Stream.of(from.group(1).split(",")).map(String::strip).toList()
                : List.of();
    }

    private static SourceText body(String path, String text, String query) {
        Matcher opening = QUERY.matcher(text);
        if (!opening.find()) {
            return SourceText.block(path, query, 1, 0);
        }
        int line = 1;
        for (int i = 0; i < opening.end(); i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        int lineStart = text.lastIndexOf('\n', opening.end() - 1) + 1;
        return SourceText.block(path, query, line, opening.end() - lineStart);
    }

    @Override
    public Detection complete(Rule rule, Detection lowered) {
        if (!(rule.document().get("rule") instanceof Value.ObjectOf own)) {
            return lowered;
        }
        var elastic = new ElasticRule(own);
        // What is new is told from the whole history, which is thus what a run looks back over.
        Duration lookBack = elastic.isNewTerms() ? elastic.history().orElse(elastic.from()) : elastic.from();
        if (elastic.interval().isZero() || lookBack.isZero()) {
            return lowered;
        }
        return lowered.with(Schedule.every(elastic.interval(), lookBack), Trigger.ANY_ROW);
    }

    private static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var members = new LinkedHashMap<String, Value>();
            node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
            return Values.objectOf(members);
        }
        if (node.isArray()) {
            var elements = new ArrayList<Value>();
            node.forEach(element -> elements.add(value(element)));
            return Values.listOf(elements);
        }
        if (node.isBoolean()) {
            return Values.of(node.booleanValue());
        }
        if (node.isIntegralNumber()) {
            return Values.of(node.longValue());
        }
        return node.isNumber() ? Values.of(node.doubleValue()) : Values.of(node.asText());
    }
}

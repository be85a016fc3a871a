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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Elastic's repository detection-rules: one TOML file a rule, below {@code rules/} and {@code rules_building_block/}, and
 * one a hunt, with one query or several, below {@code hunting/}.
 */
public final class ElasticFormat implements VendorFormat {
    static final String REPOSITORY = "elastic/detection-rules";
    private static final Pattern FROM = Pattern.compile(
            "(?is)^(?:\\s|//[^\\n]*\\n|/\\*.*?\\*/)*from\\s+([^|]*?)(?:\\s+metadata\\b[^|]*)?(?:\\||$)");
    /** What a query over several logs of AWS says where it means CloudTrail's. */
    private static final Pattern MEANT = Pattern.compile("aws\\.cloudtrail|\\.amazonaws\\.com");

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
        return files.paths().stream().anyMatch(path -> isRule(path) || isHunt(path));
    }

    private static boolean isRule(String path) {
        return (path.startsWith("rules/") || path.startsWith("rules_building_block/")) && path.endsWith(".toml");
    }

    private static boolean isHunt(String path) {
        return path.startsWith("hunting/") && path.endsWith(".toml");
    }

    @Override
    public Reading read(RepositoryFiles files) {
        var toml = new TomlMapper();
        var reading = new RepositoryReading(files);
        reading.files(ElasticFormat::isRule, (path, text) -> {
            JsonNode document = toml.readTree(text);
            var start = new Position(path, 1, 1);
            if (document.at("/rule/rule_id").asText("").isBlank()
                    || document.at("/rule/name").asText("").isBlank()) {
                reading.problem(start, "a rule without an id or without a name");
            } else {
                reading.rule(rule(path, text, document), start);
            }
        });
        reading.files(ElasticFormat::isHunt, (path, text) -> {
            JsonNode document = toml.readTree(text);
            List<Rule> hunts = ElasticHunts.rules(path, text, document, (Value.ObjectOf) value(document));
            var start = new Position(path, 1, 1);
            if (hunts.isEmpty()) {
                reading.problem(start, "a hunt without an id, a name or a query");
            }
            hunts.forEach(hunt -> reading.rule(hunt, start));
        });
        return reading.finish();
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
        String log = logType(rule, rule.path("query").asText(""));
        return new Rule(
                vendor(),
                rule.path("rule_id").asText(),
                rule.path("name").asText(),
                rule.path("description").asText("").strip(),
                String.join(", ", texts(rule.path("author"))),
                path.startsWith("rules/promotions/") ? RuleKind.FORWARDED : RuleKind.DETECTION,
                Severity.of(rule.path("severity").asText("")),
                maturity,
                !maturity.equals(Rule.DEPRECATED),
                language,
                body(path, text, rule.path("query").asText("")),
                (Value.ObjectOf) value(document),
                path,
                Metadata.published(REPOSITORY, "main", path),
                log.isEmpty() ? integrations(document) : log,
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
                        && MEANT.matcher(query).find());
        return cloudTrail ? Pipeline.CLOUDTRAIL : String.join(",", index);
    }

    /** The integrations whose events a rule reads, for one that names no index. */
    private static String integrations(JsonNode document) {
        List<String> integrations = texts(document.path("metadata").path("integration"));
        return integrations.isEmpty() ? "elastic.other" : String.join(",", integrations);
    }

    private static boolean holdsAws(String index) {
        return ElasticRule.searchesCloudTrail(index) || index.startsWith("filebeat-");
    }

    private static List<String> sources(String query) {
        Matcher from = FROM.matcher(query);
        return from.find()
                ? Stream.of(from.group(1).split(",")).map(String::strip).toList()
                : List.of();
    }

    private static SourceText body(String path, String text, String query) {
        return TomlStrings.of(path, text, "rule", "query").stream()
                .filter(body -> body.text().equals(query))
                .findFirst()
                .orElseGet(() -> SourceText.block(path, query, 1, 0));
    }

    @Override
    public Detection complete(Rule rule, Detection lowered) {
        if (!(rule.document().get("rule") instanceof Value.ObjectOf own)) {
            return lowered;
        }
        Detection named = ElasticOverrides.apply(own, lowered);
        var elastic = new ElasticRule(own);
        // What is new is told from the whole history, which is thus what a run looks back over.
        Duration lookBack = elastic.isNewTerms() ? elastic.history().orElse(elastic.from()) : elastic.from();
        if (elastic.interval().isZero() || lookBack.isZero()) {
            return named;
        }
        Schedule schedule = Schedule.every(elastic.interval(), lookBack);
        // A threshold rule remembers what it has alerted on and counts no event of it again.
        return named.with(elastic.isThreshold() ? schedule.settling(elastic.keys()) : schedule, Trigger.ANY_ROW);
    }

    static List<String> texts(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.asText());
        }
        var texts = new ArrayList<String>();
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

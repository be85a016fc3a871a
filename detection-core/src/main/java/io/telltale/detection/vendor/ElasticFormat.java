package io.telltale.detection.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * one a hunt, with one query or several, below {@code hunting/}; and the rules that Kibana exports, with their exceptions.
 */
public final class ElasticFormat implements VendorFormat {
    static final String REPOSITORY = "elastic/detection-rules";
    private static final Pattern FROM = Pattern.compile(
            "(?is)^(?:\\s|//[^\\n]*\\n|/\\*.*?\\*/)*from\\s+([^|]*?)(?:\\s+metadata\\b[^|]*)?(?:\\||$)");
    /** What a query over several logs of AWS says where it means CloudTrail's. */
    private static final Pattern MEANT = Pattern.compile(
            "aws\\.cloudtrail|\\.amazonaws\\.com|(?:event\\.module|cloud\\.provider)\\s*(?::|==)\\s*\\(?\"?aws\\b");

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
        return files.paths().stream().anyMatch(path -> isRule(path) || isHunt(path))
                || RepositoryReading.anySays(files, ElasticExport::isExport, ElasticExport::holdsRules);
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
        var lists = new ElasticLists();
        var exported = new ArrayList<ElasticExport.Exported>();
        reading.files(ElasticLists::isExceptions, (path, text) -> lists.read(toml.readTree(text)));
        reading.files(
                ElasticExport::isExport,
                (path, text) -> exported.addAll(ElasticExport.read(path, text, lists, reading)));
        reading.files(ElasticFormat::isRule, (path, text) -> {
            if (toml.readTree(text) instanceof ObjectNode document) {
                String query = document.at("/rule/query").asText("");
                rule(document, body(path, text, query), new Position(path, 1, 1), lists, reading);
            }
        });
        for (ElasticExport.Exported one : exported) {
            ObjectNode document = toml.createObjectNode();
            document.set("rule", one.rule());
            String path = one.position().file();
            rule(document, one.query().orElseGet(() -> SourceText.ofFile(path, "")), one.position(), lists, reading);
        }
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

    private void rule(
            ObjectNode document, SourceText body, Position position, ElasticLists lists, RepositoryReading reading) {
        if (document.at("/rule/rule_id").asText("").isBlank()
                || document.at("/rule/name").asText("").isBlank()) {
            reading.problem(position, "a rule without an id or without a name");
        } else {
            lists.beside(document, reading);
            reading.rule(rule(position.file(), body, document), position);
        }
    }

    private Rule rule(String path, SourceText body, JsonNode document) {
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
        // Kibana's own language is that of a search which names none; other types have the language of their name.
        String language = rule.path("language").asText(ElasticRule.TYPES.contains(type) ? "kuery" : type);
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
                !maturity.equals(Rule.DEPRECATED) && rule.path("enabled").asBoolean(true),
                language,
                body,
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
        boolean meant = MEANT.matcher(query).find();
        if (index.isEmpty()) {
            index = texts(rule.path("machine_learning_job_id"));
            boolean cloudTrail = index.stream().anyMatch(CLOUDTRAIL_JOBS::contains) || (index.isEmpty() && meant);
            return cloudTrail ? Pipeline.CLOUDTRAIL : String.join(",", index);
        }
        boolean named = index.stream().anyMatch(i -> i.contains("cloudtrail") && !i.startsWith("-"));
        boolean cloudTrail = (named && ElasticRule.searchesCloudTrail(index))
                || (meant
                        && (ElasticRule.searchesCloudTrail(index)
                                || index.stream().anyMatch(i -> i.startsWith("filebeat-"))));
        return cloudTrail ? Pipeline.CLOUDTRAIL : String.join(",", index);
    }

    /** The integrations whose events a rule reads, for one that names no index. */
    private static String integrations(JsonNode document) {
        List<String> integrations = texts(document.path("metadata").path("integration"));
        return integrations.isEmpty() ? "elastic.other" : String.join(",", integrations);
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
        ElasticRule elastic = ElasticRule.of(rule.document());
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

package io.telltale.detection.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
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

/** Elastic's repository detection-rules: one TOML file a rule, below {@code rules/} and {@code rules_building_block/}. */
public final class ElasticFormat implements VendorFormat {
    private static final String URL = "https://github.com/elastic/detection-rules/blob/main/";
    private static final Pattern QUERY = Pattern.compile("(?m)^query\\s*=\\s*('''|\"\"\"|'|\")(\\r?\\n)?");
    private static final Pattern LENGTH = Pattern.compile("(?:now-)?(\\d{1,6})([smhdw])");

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
        boolean shared = type.equals("query") || type.equals("esql") || type.equals("eql");
        String language = shared ? rule.path("language").asText(type) : type;
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
                logType(rule),
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

    /** An ES|QL query names its log itself. */
    private static String logType(JsonNode rule) {
        List<String> index = texts(rule.path("index"));
        boolean cloudTrail = index.isEmpty() || index.stream().anyMatch(i -> i.contains("cloudtrail"));
        return cloudTrail ? Pipeline.CLOUDTRAIL : String.join(",", index);
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
        Optional<Duration> every = length(own.get("interval").asText());
        Optional<Duration> from = length(own.get("from").asText());
        Duration interval = every.orElse(Duration.ofMinutes(5));
        Duration lookBack = from.orElse(Duration.ofMinutes(6));
        if (interval.isZero() || lookBack.isZero()) {
            return lowered;
        }
        return lowered.with(Schedule.every(interval, lookBack), Trigger.ANY_ROW);
    }

    private static Optional<Duration> length(String text) {
        Matcher matcher = LENGTH.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> Duration.ofDays(7 * number);
                });
    }

    private static List<String> texts(JsonNode node) {
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

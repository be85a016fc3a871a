package io.telltale.detection.vendor;

import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads Sigma's rule files for the vendors that publish in that form; a file may hold several documents. */
final class SigmaRules {
    private static final Pattern TECHNIQUE = Pattern.compile("t\\d{4}(?:\\.\\d{3})?");
    private static final Pattern TACTIC = Pattern.compile("[a-z]+(?:-[a-z]+)*");

    private final String vendor;
    private final String urlPrefix;
    private final Predicate<String> isRule;
    private final Map<String, String> pathById = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Value.ObjectOf> documents = new HashMap<>();
    private final List<Reading.Problem> problems = new ArrayList<>();

    /** @param isRule which paths hold rules */
    SigmaRules(String vendor, String urlPrefix, Predicate<String> isRule) {
        this.vendor = vendor;
        this.urlPrefix = urlPrefix;
        this.isRule = isRule;
    }

    Reading read(RepositoryFiles files) {
        int opened = 0;
        for (String path : files.paths()) {
            if (!isRule.test(path) || !(path.endsWith(".yml") || path.endsWith(".yaml"))) {
                continue;
            }
            opened++;
            try {
                readFile(path, files.read(path));
            } catch (IOException e) {
                problems.add(new Reading.Problem(new Position(path, 1, 1), String.valueOf(e.getMessage())));
            } catch (RuleSyntaxException e) {
                problems.add(new Reading.Problem(e.position(), e.detail()));
            }
        }
        rules.replaceAll(this::withReferenced);
        return new Reading(opened, rules, List.of(), problems);
    }

    private void readFile(String path, String text) throws RuleSyntaxException {
        List<YamlDocument> documents = YamlDocument.readAll(path, text);
        String[] lines = text.split("(?<=\n)", -1);
        for (int i = 0; i < documents.size(); i++) {
            YamlDocument document = documents.get(i);
            int first = i == 0 ? 1 : document.position().line();
            int end = i + 1 < documents.size() ? documents.get(i + 1).position().line() - 1 : lines.length;
            var own = new StringBuilder();
            for (int line = first; line <= Math.min(end, lines.length); line++) {
                own.append(lines[line - 1]);
            }
            add(document, SourceText.block(path, own.toString(), first, 0), path);
        }
    }

    private void add(YamlDocument document, SourceText body, String path) {
        Value.ObjectOf data = document.value();
        String id = data.get("id").asText();
        String name = data.get("name").asText();
        String title = data.get("title").asText();
        if (id.isBlank()) {
            id = name;
        }
        if (id.isBlank() || title.isBlank()) {
            problems.add(new Reading.Problem(document.position(), "a rule without an id or without a title"));
            return;
        }
        for (String known : List.of(id, name, title)) {
            if (!known.isBlank()) {
                documents.putIfAbsent(known, data);
            }
        }
        String earlier = pathById.putIfAbsent(id, path);
        if (earlier != null) {
            problems.add(new Reading.Problem(document.position(), "a rule with the id of one in " + earlier));
            return;
        }
        Set<String> techniques = new LinkedHashSet<>();
        Set<String> tactics = new LinkedHashSet<>();
        for (String tag : texts(data.get("tags"))) {
            String lower = tag.toLowerCase(Locale.ROOT).replace('_', '-');
            if (lower.startsWith("attack.")) {
                String rest = lower.substring("attack.".length());
                if (TECHNIQUE.matcher(rest).matches()) {
                    techniques.add(rest.toUpperCase(Locale.ROOT));
                } else if (TACTIC.matcher(rest).matches()) {
                    tactics.add(rest);
                }
            }
        }
        String status = data.get("status").asText();
        rules.add(new Rule(
                vendor,
                id,
                title,
                data.get("description").asText().strip(),
                String.join(", ", texts(data.get("author"))),
                kind(data, path),
                Severity.of(data.get("level").asText()),
                status,
                !status.equals("deprecated") && !status.equals("unsupported"),
                "sigma",
                body,
                data,
                path,
                Optional.of(urlPrefix + path.replace(" ", "%20")),
                logType(data),
                List.copyOf(techniques),
                List.copyOf(tactics),
                texts(data.get("references")),
                List.of()));
    }

    /** Gives a correlation the documents of the rules that it joins, by what it calls them: id, name or title. */
    private Rule withReferenced(Rule rule) {
        if (!(rule.document().get("correlation") instanceof Value.ObjectOf correlation)) {
            return rule;
        }
        var referenced = new LinkedHashMap<String, Value>();
        for (String name : texts(correlation.get("rules"))) {
            Value.ObjectOf document = documents.get(name);
            if (document != null) {
                referenced.put(name, document);
            }
        }
        var members = new LinkedHashMap<>(rule.document().members());
        members.put("referenced", new Value.ObjectOf(referenced));
        return new Rule(
                rule.vendor(),
                rule.id(),
                rule.title(),
                rule.description(),
                rule.author(),
                rule.kind(),
                rule.severity(),
                rule.status(),
                rule.enabled(),
                rule.language(),
                rule.body(),
                new Value.ObjectOf(members),
                rule.path(),
                rule.url(),
                rule.logType(),
                rule.techniques(),
                rule.tactics(),
                rule.references(),
                rule.tests());
    }

    private static RuleKind kind(Value.ObjectOf data, String path) {
        if (data.members().containsKey("correlation")) {
            return RuleKind.CORRELATION;
        }
        return path.startsWith("rules-threat-hunting/") ? RuleKind.HUNTING : RuleKind.DETECTION;
    }

    private static String logType(Value.ObjectOf data) {
        if (!(data.get("logsource") instanceof Value.ObjectOf log)) {
            // A correlation reads what the rules that it joins read.
            return Pipeline.CLOUDTRAIL;
        }
        String product = log.get("product").asText();
        String service = log.get("service").asText();
        if (product.equals("aws") && service.equals("cloudtrail")) {
            return Pipeline.CLOUDTRAIL;
        }
        var parts = new ArrayList<String>();
        for (String part : List.of(product, log.get("category").asText(), service)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return String.join(".", parts);
    }

    private static List<String> texts(Value value) {
        var texts = new ArrayList<String>();
        for (Value element : value instanceof Value.ListOf list ? list.elements() : List.of(value)) {
            if (!element.isAbsent()) {
                texts.add(element.asText());
            }
        }
        return texts;
    }
}

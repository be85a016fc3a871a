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
    private final List<Companion> companions = new ArrayList<>();
    private final SigmaCorpus corpus = new SigmaCorpus();
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
        rules.replaceAll(rule ->
                rule.with(corpus.complete(rule.path(), rule.document()), corpus.logType(rule.path(), rule.document())));
        problems.addAll(corpus.problems());
        return new Reading(opened, rules, companions, problems);
    }

    private void readFile(String path, String text) throws RuleSyntaxException {
        List<YamlDocument> documents = YamlDocument.readAll(path, text);
        String[] lines = text.split("(?<=\n)", -1);
        var shared = new LinkedHashMap<String, Value>();
        Value.ObjectOf before = new Value.ObjectOf(Map.of());
        for (int i = 0; i < documents.size(); i++) {
            YamlDocument document = documents.get(i);
            int first = i == 0 ? 1 : document.position().line();
            int end = i + 1 < documents.size() ? documents.get(i + 1).position().line() - 1 : lines.length;
            var own = new StringBuilder();
            for (int line = first; line <= Math.min(end, lines.length); line++) {
                own.append(lines[line - 1]);
            }
            // The form of before version 2: documents that lend their members to those after them.
            String action = document.value().get("action").asText();
            if (action.equals("global")) {
                merge(shared, document.value());
                shared.remove("action");
                continue;
            }
            if (action.equals("reset")) {
                shared.clear();
                continue;
            }
            var members = new LinkedHashMap<String, Value>();
            if (action.equals("repeat")) {
                merge(members, before);
            }
            merge(members, new Value.ObjectOf(shared));
            merge(members, document.value());
            members.remove("action");
            before = new Value.ObjectOf(members);
            add(before, document.position(), SourceText.block(path, own.toString(), first, 0), path);
        }
    }

    /** Puts members in, those of mappings that both have one by one. */
    private static void merge(Map<String, Value> into, Value.ObjectOf more) {
        more.members().forEach((key, value) -> {
            if (value instanceof Value.ObjectOf right && into.get(key) instanceof Value.ObjectOf left) {
                var both = new LinkedHashMap<>(left.members());
                merge(both, right);
                into.put(key, new Value.ObjectOf(both));
            } else {
                into.put(key, value);
            }
        });
    }

    private void add(Value.ObjectOf data, Position position, SourceText body, String path) {
        String id = data.get("id").asText();
        String name = data.get("name").asText();
        String title = data.get("title").asText();
        if (id.isBlank()) {
            id = name;
        }
        if (data.get("filter") instanceof Value.ObjectOf) {
            corpus.addFilter(data, position);
            companions.add(new Companion("filter", id.isBlank() ? title : id, body));
            return;
        }
        if (id.isBlank() || title.isBlank()) {
            problems.add(new Reading.Problem(position, "a rule without an id or without a title"));
            return;
        }
        corpus.add(path, data);
        String earlier = pathById.putIfAbsent(id, path);
        if (earlier != null) {
            String free = id;
            for (int number = 2; pathById.putIfAbsent(free, path) != null; number++) {
                free = id + "-" + number;
            }
            problems.add(new Reading.Problem(
                    position, "a rule with the id of one in " + earlier + "; it is called " + free));
            id = free;
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
                !status.equals("deprecated") && !status.equals("unsupported") && !path.startsWith("deprecated/"),
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

    private static RuleKind kind(Value.ObjectOf data, String path) {
        if (data.members().containsKey("correlation")) {
            return RuleKind.CORRELATION;
        }
        return path.startsWith("rules-threat-hunting/") ? RuleKind.HUNTING : RuleKind.DETECTION;
    }

    /** The log source as one name. */
    static String logType(Value.ObjectOf data) {
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

    static List<String> texts(Value value) {
        var texts = new ArrayList<String>();
        for (Value element : value instanceof Value.ListOf list ? list.elements() : List.of(value)) {
            if (!element.isAbsent()) {
                texts.add(element.asText());
            }
        }
        return texts;
    }
}

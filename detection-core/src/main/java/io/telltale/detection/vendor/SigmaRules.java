package io.telltale.detection.vendor;

import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads Sigma's rule files for the vendors that publish in that form; a file may hold several documents. */
final class SigmaRules {
    private static final Pattern MARK = Pattern.compile("(?m)^(?:logsource|correlation):");
    private static final Pattern TECHNIQUE = Pattern.compile("t\\d{4}(?:\\.\\d{3})?");
    private static final Pattern TACTIC = Pattern.compile("[a-z]+(?:-[a-z]+)*");

    private final String vendor;
    private final Function<String, Optional<String>> published;
    private final Predicate<String> isRule;
    private final SigmaCorpus corpus = new SigmaCorpus();

    /**
     * The rules of a repository on GitHub.
     *
     * @param isRule which YAML files hold rules
     */
    SigmaRules(String vendor, String repository, String branch, Predicate<String> isRule) {
        this.vendor = vendor;
        this.published = path -> Metadata.published(repository, branch, path);
        this.isRule = isRule;
    }

    /** Rules that are published nowhere. */
    SigmaRules(String vendor, Predicate<String> isRule) {
        this.vendor = vendor;
        this.published = path -> Optional.empty();
        this.isRule = isRule;
    }

    /** Whether a text has the marks of a rule in Sigma's form. */
    static boolean looksLikeRule(String text) {
        return MARK.matcher(text).find();
    }

    Reading read(RepositoryFiles files) {
        var reading = new RepositoryReading(files);
        reading.files(
                path -> Metadata.isYaml(path) && isRule.test(path), (path, text) -> readFile(path, text, reading));
        corpus.problems().forEach(problem -> reading.problem(problem.position(), problem.message()));
        return reading.finish(this::complete);
    }

    private Rule complete(Rule rule) {
        Rule whole =
                rule.with(corpus.complete(rule.path(), rule.document()), corpus.logType(rule.path(), rule.document()));
        return corpus.isPart(rule.path(), rule.document()) ? whole.switchedOff() : whole;
    }

    private void readFile(String path, String text, RepositoryReading reading) throws RuleSyntaxException {
        List<YamlDocument> documents = YamlDocument.readAll(path, text);
        String[] lines = text.split("(?<=\n)", -1);
        var shared = new LinkedHashMap<String, Value>();
        Value.ObjectOf before = new Value.ObjectOf(Map.of());
        for (int i = 0; i < documents.size(); i++) {
            YamlDocument document = documents.get(i);
            int begin = document.position().line();
            int first = i == 0 ? 1 : begin;
            int end = begin;
            while (end < lines.length && !lines[end].startsWith("---")) {
                end++;
            }
            String own = String.join("", Arrays.asList(lines).subList(first - 1, end));
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
            add(before, document.position(), SourceText.block(path, own, first, 0), path, reading);
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

    private void add(Value.ObjectOf data, Position position, SourceText body, String path, RepositoryReading reading) {
        String name = Metadata.text(data, "name");
        String named = Metadata.text(data, "title").isEmpty() ? name : Metadata.text(data, "title");
        String id = Stream.of(Metadata.text(data, "id"), name, named, path)
                .filter(known -> !known.isEmpty())
                .findFirst()
                .orElseThrow();
        if (data.get("filter") instanceof Value.ObjectOf) {
            corpus.addFilter(data, position);
            reading.companion(new Companion("filter", id, body));
            return;
        }
        if (data.get("detection").isAbsent() && data.get("correlation").isAbsent()) {
            reading.problem(position, "neither a detection nor a correlation nor a filter");
            return;
        }
        String title = named.isEmpty() ? id : named;
        corpus.add(path, data);
        Set<String> techniques = new LinkedHashSet<>();
        Set<String> tactics = new LinkedHashSet<>();
        for (String tag : Metadata.texts(data.get("tags"))) {
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
        String status = path.startsWith("deprecated/") ? Rule.DEPRECATED : Metadata.text(data, "status");
        Rule rule = new Rule(
                vendor,
                id,
                title,
                Metadata.text(data, "description"),
                String.join(", ", Metadata.texts(data.get("author"))),
                kind(data, path),
                Severity.of(data.get("level").asText()),
                status,
                !status.equals(Rule.DEPRECATED) && !status.equals("unsupported"),
                "sigma",
                body,
                data,
                path,
                published.apply(path),
                logType(data),
                List.copyOf(techniques),
                List.copyOf(tactics),
                Metadata.texts(data.get("references")),
                List.of());
        reading.rule(rule, position);
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
        String category = log.get("category").asText();
        // A log source that is not said in full is all that it can be, CloudTrail among it.
        boolean cloudTrail =
                List.of("aws cloudtrail ", "aws  ", " cloudtrail ").contains(product + " " + service + " " + category);
        if (cloudTrail) {
            return Pipeline.CLOUDTRAIL;
        }
        var parts = new ArrayList<String>();
        for (String part : List.of(product, category, service)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return String.join(".", parts);
    }
}

package io.telltale.detection.vendor;

import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.SourceText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Google SecOps' (Chronicle's) repository detection-rules: YARA-L files below {@code rules/}, with their metadata in the
 * rule's own {@code meta} section, and reference lists, one value a line.
 */
public final class ChronicleFormat implements VendorFormat {
    private static final Pattern PRODUCT =
            Pattern.compile("\\bmetadata\\.(?:product_name|log_type)\\s*=\\s*[\"/`]([^\"/`\\n]*)");
    /** What only CloudTrail's events say, in a rule that names no product. */
    private static final Pattern CLOUDTRAIL =
            Pattern.compile("\\bmetadata\\.vendor_name\\s*=\\s*[\"`/](?i:AMAZON)[\"`/]"
                    + "|\\btarget\\.application\\s*=[^\\n]*\\.amazonaws"
                    + "|\\bmetadata\\.product_event_type\\s*=\\s*[\"`/]\\^?[A-Z][a-z]+[A-Z][A-Za-z]+\\$?[\"`/]"
                    + "|\\bmetadata\\.product_event_type\\b[^\\n]*[/\"`(^]"
                    + "(?:Attach|Create|Delete|Detach|Get|List|Modify|Put|Update)(?:[A-Z|)/\"`.]|\\\\w)"
                    + "|\\blabels\\[\"(?:requestParameters|responseElements)\\.|\\barn:aws:");

    private static final Pattern OUTCOME_TECHNIQUE = Pattern.compile("mitre_attack_technique_id\\s*=\\s*\"([^\"]*)\"");
    private static final Pattern TECHNIQUE = Pattern.compile("T(\\d{4})(?:[./](\\d{3}))?(?!\\d)");
    private static final List<String> TECHNIQUE_KEYS = List.of(
            "mitre_attack_url", "mitre_attack_technique_id", "mitre_attack_technique", "technique", "mitre", "tags");

    @Override
    public String vendor() {
        return "chronicle";
    }

    @Override
    public String title() {
        return "Google SecOps";
    }

    @Override
    public boolean recognises(RepositoryFiles files) {
        return files.paths().stream().anyMatch(ChronicleFormat::isRule);
    }

    private static boolean isRule(String path) {
        return path.startsWith("rules/") && path.endsWith(".yaral");
    }

    private static boolean isList(String path) {
        return path.startsWith("rules/") && path.contains("/reference_lists/");
    }

    @Override
    public Reading read(RepositoryFiles files) {
        var reading = new RepositoryReading(files);
        reading.files(ChronicleFormat::isRule, (path, text) -> {
            List<YaralFile.RuleText> rules = YaralFile.rules(text);
            if (rules.isEmpty()) {
                reading.problem(new Position(path, 1, 1), "found no rule");
            }
            for (YaralFile.RuleText rule : rules) {
                SourceText body = rules.size() == 1 ? SourceText.ofFile(path, text) : part(path, text, rule);
                reading.rule(
                        rule(path, rule, body), SourceText.ofFile(path, text).at(rule.start()));
            }
        });
        reading.files(ChronicleFormat::isList, (path, text) -> {
            String file = path.substring(path.lastIndexOf('/') + 1);
            String name = file.contains(".") ? file.substring(0, file.lastIndexOf('.')) : file;
            reading.companion(new Companion("reference_list", name, SourceText.ofFile(path, text)));
        });
        return reading.finish();
    }

    /** One rule of a file that holds several. */
    private static SourceText part(String path, String text, YaralFile.RuleText rule) {
        int lineStart = text.lastIndexOf('\n', rule.start() - 1) + 1;
        int line = SourceText.ofFile(path, text).at(lineStart).line();
        return SourceText.block(path, text.substring(lineStart, rule.end()), line, 0);
    }

    private static Rule rule(String path, YaralFile.RuleText rule, SourceText body) {
        Map<String, String> meta = rule.meta();
        String id = meta.getOrDefault("rule_id", "").isBlank() ? rule.name() : meta.get("rule_id");
        String title = meta.getOrDefault("rule_name", "").isBlank() ? rule.name() : meta.get("rule_name");
        boolean deprecated = path.startsWith("rules/_deprecated/");
        String text = body.text();
        String log = logType(text, meta);
        return new Rule(
                "chronicle",
                id.isBlank() ? path : id,
                title.isBlank() ? path : title,
                meta.getOrDefault("description", "").strip(),
                meta.getOrDefault("author", ""),
                kind(meta, log),
                Severity.of(meta.getOrDefault("severity", "")),
                deprecated ? Rule.DEPRECATED : meta.getOrDefault("sigma_status", ""),
                !deprecated,
                "yaral",
                body,
                document(rule),
                path,
                Metadata.published("chronicle/detection-rules", "main", path),
                log,
                techniques(text, meta),
                tactics(meta),
                references(meta),
                List.of());
    }

    private static Value.ObjectOf document(YaralFile.RuleText rule) {
        var members = new LinkedHashMap<String, Value>();
        rule.meta().forEach((key, value) -> members.put(key, Values.of(value)));
        var document = new LinkedHashMap<String, Value>();
        document.put("rule", Values.of(rule.name()));
        document.put("meta", Values.objectOf(members));
        return Values.objectOf(document);
    }

    private static RuleKind kind(Map<String, String> meta, String log) {
        if (log.contains("guardduty")) {
            return RuleKind.FORWARDED;
        }
        return meta.getOrDefault("type", "").toLowerCase(Locale.ROOT).startsWith("hunt")
                ? RuleKind.HUNTING
                : RuleKind.DETECTION;
    }

    /** The product whose events the rule reads: CloudTrail where one of its event variables does. */
    private static String logType(String text, Map<String, String> meta) {
        var products = new LinkedHashSet<String>();
        Matcher product = PRODUCT.matcher(text);
        while (product.find()) {
            products.add(product.group(1).strip().toLowerCase(Locale.ROOT));
        }
        String source = meta.getOrDefault("data_source", "").strip().toLowerCase(Locale.ROOT);
        boolean cloudTrail = products.stream().anyMatch(p -> p.contains("cloudtrail"))
                || (products.isEmpty()
                        && (source.contains("cloudtrail")
                                || (source.isEmpty() && CLOUDTRAIL.matcher(text).find())));
        if (cloudTrail) {
            return Pipeline.CLOUDTRAIL;
        }
        String first = products.isEmpty() ? source : products.iterator().next();
        return first.isEmpty() ? "udm" : first.replace(' ', '.');
    }

    private static List<String> techniques(String text, Map<String, String> meta) {
        var ids = new LinkedHashSet<String>();
        var written = new StringBuilder();
        TECHNIQUE_KEYS.forEach(key -> written.append(meta.getOrDefault(key, "")).append(' '));
        Matcher outcome = OUTCOME_TECHNIQUE.matcher(text);
        while (outcome.find()) {
            written.append(outcome.group(1)).append(' ');
        }
        Matcher id = TECHNIQUE.matcher(written.toString().toUpperCase(Locale.ROOT));
        while (id.find()) {
            ids.add("T" + id.group(1) + (id.group(2) == null ? "" : "." + id.group(2)));
        }
        return List.copyOf(ids);
    }

    private static List<String> tactics(Map<String, String> meta) {
        var tactics = new LinkedHashSet<String>();
        for (String key : List.of("mitre_attack_tactic", "tactic")) {
            for (String name : meta.getOrDefault(key, "").split("[,;]", -1)) {
                if (!name.isBlank()) {
                    tactics.add(Metadata.tactic(name).orElse(Metadata.tacticSlug(name)));
                }
            }
        }
        return List.copyOf(tactics);
    }

    private static List<String> references(Map<String, String> meta) {
        return Stream.of("reference", "references")
                .map(key -> meta.getOrDefault(key, "").strip())
                .filter(reference -> !reference.isEmpty())
                .toList();
    }
}

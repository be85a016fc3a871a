package io.telltale.detection.vendor;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splunk's security_content: a YAML file a detection below {@code detections/}, a YAML file a macro below {@code macros/},
 * and the content pack's one schedule, an hour's events every hour, ten minutes late.
 */
public final class SplunkFormat implements VendorFormat {
    private static final Pattern DATA_MODEL = Pattern.compile("datamodel[\\s=:\"]+([A-Za-z0-9_.]+)");
    private static final Pattern SEARCH = Pattern.compile("(?m)^search:");
    private static final Schedule SCHEDULE =
            new Schedule(Duration.ofHours(1), Duration.ofMinutes(70), Duration.ofMinutes(10));
    private static final List<String> CLOUDTRAIL_MARKS = List.of(
            "`cloudtrail`", "`amazon_security_lake`", "sourcetype=aws:cloudtrail", "sourcetype=\"aws:cloudtrail");

    @Override
    public String vendor() {
        return "splunk";
    }

    @Override
    public String title() {
        return "Splunk";
    }

    @Override
    public boolean recognises(RepositoryFiles files) {
        return RepositoryReading.anySays(
                files, SplunkFormat::isDetection, text -> SEARCH.matcher(text).find());
    }

    @Override
    public Reading read(RepositoryFiles files) {
        var reading = new RepositoryReading(files);
        reading.yaml(SplunkFormat::isDetection, document -> reading.rule(rule(document), document.position()));
        reading.yaml(path -> path.startsWith("macros/") && Metadata.isYaml(path), document -> macro(document, reading));
        reading.yaml(
                path -> path.startsWith("lookups/") && Metadata.isYaml(path), document -> lookup(document, reading));
        return reading.finish();
    }

    @Override
    public Detection complete(Rule rule, Detection lowered) {
        return lowered.with(SCHEDULE, Trigger.ANY_ROW);
    }

    private static boolean isDetection(String path) {
        return path.startsWith("detections/") && Metadata.isYaml(path);
    }

    private static void macro(YamlDocument document, RepositoryReading reading) throws RuleSyntaxException {
        SourceText name = wanted(document, "name");
        reading.companion(new Companion("macro", name.text(), wanted(document, "definition")));
        List<String> arguments = Metadata.texts(document.value().get("arguments"));
        if (!arguments.isEmpty()) {
            reading.companion(new Companion(
                    "macro_arguments", name.text(), SourceText.ofFile(document.file(), String.join(",", arguments))));
        }
    }

    /** A lookup's definition under its name, and its table where the repository holds one. */
    private static void lookup(YamlDocument document, RepositoryReading reading)
            throws RuleSyntaxException, IOException {
        String name = wanted(document, "name").text();
        reading.companion(new Companion(
                "lookup_definition", name, SourceText.ofFile(document.file(), reading.text(document.file()))));
        String folder = document.file().substring(0, document.file().lastIndexOf('/') + 1);
        String table = folder + Metadata.text(document.value(), "filename");
        if (table.endsWith(".csv") && reading.has(table)) {
            reading.companion(new Companion("lookup", name, SourceText.ofFile(table, reading.text(table))));
        }
    }

    private static Rule rule(YamlDocument document) throws RuleSyntaxException {
        String path = document.file();
        Value.ObjectOf value = document.value();
        Value.ObjectOf tags = Metadata.object(value, "tags");
        SourceText search = wanted(document, "search");
        String type = Metadata.text(value, "type");
        boolean deprecated = path.startsWith("detections/deprecated/");
        String status = deprecated ? Rule.DEPRECATED : Metadata.text(value, "status");
        return new Rule(
                "splunk",
                wanted(document, "id").text(),
                wanted(document, "name").text(),
                Metadata.text(value, "description"),
                Metadata.text(value, "author"),
                kind(type),
                severity(type, tags.get("risk_score")),
                status,
                !status.equals(Rule.DEPRECATED),
                "spl",
                search,
                value,
                path,
                Metadata.published("splunk/security_content", "develop", path),
                logType(search.text(), Metadata.texts(value.get("data_source"))),
                List.copyOf(new LinkedHashSet<>(Metadata.texts(tags.get("mitre_attack_id")))),
                List.of(),
                Metadata.texts(value.get("references")),
                List.of());
    }

    private static RuleKind kind(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "hunting" -> RuleKind.HUNTING;
            case "correlation" -> RuleKind.CORRELATION;
            default -> RuleKind.DETECTION;
        };
    }

    /** Splunk grades by a risk score from 0 to 100; a rule without one by its type. */
    private static Severity severity(String type, Value score) {
        double number;
        try {
            number = score.isAbsent() ? -1 : Double.parseDouble(score.asText());
        } catch (NumberFormatException e) {
            number = -1;
        }
        if (number < 0) {
            return switch (type.toLowerCase(Locale.ROOT)) {
                case "ttp", "correlation" -> Severity.HIGH;
                case "hunting" -> Severity.LOW;
                default -> Severity.MEDIUM;
            };
        }
        return number >= 90
                ? Severity.CRITICAL
                : number >= 60
                        ? Severity.HIGH
                        : number >= 30 ? Severity.MEDIUM : number >= 10 ? Severity.LOW : Severity.INFORMATIONAL;
    }

    /**
     * A search of a data model reads the logs that feed the model; where the vendor names CloudTrail among them, it is
     * CloudTrail's.
     */
    private static String logType(String search, List<String> sources) {
        String compact = search.replace(" ", "");
        boolean cloudTrail = CLOUDTRAIL_MARKS.stream().anyMatch(compact::contains)
                || sources.stream().anyMatch(s -> s.contains("CloudTrail"));
        if (cloudTrail) {
            return Pipeline.CLOUDTRAIL;
        }
        Matcher model = DATA_MODEL.matcher(search);
        return model.find()
                ? "splunk.datamodel." + model.group(1)
                : sources.isEmpty() ? "splunk.other" : sources.get(0);
    }

    private static SourceText wanted(YamlDocument document, String key) throws RuleSyntaxException {
        Optional<SourceText> text = document.text(key).filter(t -> !t.text().isBlank());
        if (text.isEmpty()) {
            throw new RuleSyntaxException(document.position(), "no " + key);
        }
        return text.get();
    }
}

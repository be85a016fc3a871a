package io.telltale.detection.vendor;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Splunk's security_content: a YAML file a detection below {@code detections/}, a YAML file a macro below {@code macros/},
 * and the content pack's one schedule, an hour's events every hour, ten minutes late.
 */
public final class SplunkFormat implements VendorFormat {
    private static final String URL = "https://github.com/splunk/security_content/blob/develop/";
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
        return files.paths().stream().anyMatch(SplunkFormat::isDetection)
                && files.paths().stream().anyMatch(SplunkFormat::isMacro);
    }

    @Override
    public Reading read(RepositoryFiles files) {
        var rules = new ArrayList<Rule>();
        var companions = new ArrayList<Companion>();
        var problems = new ArrayList<Reading.Problem>();
        int opened = 0;
        for (String path : files.paths()) {
            boolean detection = isDetection(path);
            if (!detection && !isMacro(path)) {
                continue;
            }
            opened++;
            try {
                for (YamlDocument document : YamlDocument.readAll(path, files.read(path))) {
                    if (detection) {
                        rules.add(rule(document, path));
                    } else {
                        companions.addAll(macro(document));
                    }
                }
            } catch (RuleSyntaxException e) {
                problems.add(new Reading.Problem(e.position(), e.detail()));
            } catch (IOException e) {
                problems.add(new Reading.Problem(new Position(path, 1, 1), "cannot be read: " + e.getMessage()));
            }
        }
        return new Reading(opened, rules, companions, problems);
    }

    @Override
    public Detection complete(Rule rule, Detection lowered) {
        return lowered.with(SCHEDULE, Trigger.ANY_ROW);
    }

    private static boolean isDetection(String path) {
        return path.startsWith("detections/") && isYaml(path);
    }

    private static boolean isMacro(String path) {
        return path.startsWith("macros/") && isYaml(path);
    }

    private static boolean isYaml(String path) {
        return path.endsWith(".yml") || path.endsWith(".yaml");
    }

    private static List<Companion> macro(YamlDocument document) throws RuleSyntaxException {
        SourceText name = wanted(document, "name");
        var out = new ArrayList<Companion>();
        out.add(new Companion("macro", name.text(), wanted(document, "definition")));
        List<String> arguments = texts(document.value().get("arguments"));
        if (!arguments.isEmpty()) {
            out.add(new Companion(
                    "macro_arguments", name.text(), SourceText.ofFile(document.file(), String.join(",", arguments))));
        }
        return out;
    }

    private static Rule rule(YamlDocument document, String path) throws RuleSyntaxException {
        Value.ObjectOf value = document.value();
        Value.ObjectOf tags =
                value.get("tags") instanceof Value.ObjectOf object ? object : new Value.ObjectOf(java.util.Map.of());
        SourceText search = wanted(document, "search");
        String type = text(value, "type");
        boolean deprecated = path.startsWith("detections/deprecated/");
        String status = deprecated ? "deprecated" : text(value, "status");
        return new Rule(
                "splunk",
                wanted(document, "id").text(),
                wanted(document, "name").text(),
                text(value, "description").strip(),
                text(value, "author"),
                kind(type),
                severity(type, tags.get("risk_score")),
                status,
                !status.equals("deprecated"),
                "spl",
                search,
                value,
                path,
                Optional.of(URL + path),
                logType(search.text(), texts(value.get("data_source"))),
                List.copyOf(new LinkedHashSet<>(texts(tags.get("mitre_attack_id")))),
                List.of(),
                texts(value.get("references")),
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

    private static String logType(String search, List<String> sources) {
        String compact = search.replace(" ", "");
        if (CLOUDTRAIL_MARKS.stream().anyMatch(compact::contains)) {
            return Pipeline.CLOUDTRAIL;
        }
        int model = compact.indexOf("datamodel=");
        if (model >= 0) {
            String rest = search.substring(search.indexOf("datamodel") + 9).replaceFirst("^[\\s=\"]+", "");
            return "splunk.datamodel." + rest.split("[^A-Za-z0-9_.]", 2)[0];
        }
        boolean cloudTrail = sources.stream().anyMatch(s -> s.contains("CloudTrail"));
        return cloudTrail ? Pipeline.CLOUDTRAIL : sources.isEmpty() ? "splunk.other" : sources.get(0);
    }

    private static SourceText wanted(YamlDocument document, String key) throws RuleSyntaxException {
        Optional<SourceText> text = document.text(key).filter(t -> !t.text().isBlank());
        if (text.isEmpty()) {
            throw new RuleSyntaxException(document.position(), "no " + key);
        }
        return text.get();
    }

    private static String text(Value.ObjectOf object, String key) {
        return object.get(key).asText();
    }

    private static List<String> texts(Value value) {
        if (value instanceof Value.ListOf list) {
            return list.elements().stream().map(Value::asText).toList();
        }
        return value.isAbsent() || value.equals(Values.EMPTY_TEXT) ? List.of() : List.of(value.asText());
    }
}

package io.telltale.detection.vendor;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splunk's security_content: a YAML file a detection below {@code detections/}, a macro below {@code macros/}, a lookup
 * below {@code lookups/} (with a CSV file, or with the columns of a collection that starts empty), and below
 * {@code deployments/} the schedule of each type of detection; where there is none, an hour's events every hour, ten
 * minutes late.
 */
public final class SplunkFormat implements VendorFormat {
    private static final Pattern DATA_MODEL = Pattern.compile("datamodel[\\s=:\"]+([A-Za-z0-9_.]+)");
    private static final Pattern SEARCH = Pattern.compile("(?m)^search:");
    private static final Schedule SCHEDULE =
            new Schedule(Duration.ofHours(1), Duration.ofMinutes(70), Duration.ofMinutes(10));
    /** The same as a deployment writes it. */
    private static final Value.ObjectOf WRITTEN_SCHEDULE = Values.objectOf(Map.of(
            "cron_schedule", Values.of("0 * * * *"),
            "earliest_time", Values.of("-70m@m"),
            "latest_time", Values.of("-10m@m")));
    /** Where a rule's document holds its type's schedule, as contentctl merges it. */
    private static final String SCHEDULING = "scheduling";

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
        var schedules = new HashMap<String, Value>();
        reading.yaml(path -> path.startsWith("deployments/") && Metadata.isYaml(path), document -> {
            checkSchedule(document, reading);
            schedules.put(
                    Metadata.text(document.value(), "type"), document.value().get(SCHEDULING));
        });
        reading.yaml(SplunkFormat::isDetection, document -> {
            checkSchedule(document, reading);
            reading.rule(rule(document, schedules), document.position());
        });
        reading.yaml(path -> path.startsWith("macros/") && Metadata.isYaml(path), document -> macro(document, reading));
        reading.yaml(
                path -> path.startsWith("lookups/") && Metadata.isYaml(path),
                document -> SplunkLookups.read(document, reading));
        return reading.finish();
    }

    /** The deployment's schedule; a search that says itself how far it looks back, further or nearer, holds itself to that. */
    @Override
    public Detection complete(Rule rule, Detection lowered) {
        Schedule schedule = SplunkSchedule.of(rule.document().get(SCHEDULING)).orElse(SCHEDULE);
        Schedule own = lowered.schedule()
                .map(s -> new Schedule(schedule.every(), longer(s.from(), schedule.from()), s.until()))
                .orElse(schedule);
        return lowered.with(own, Trigger.ANY_ROW);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static void checkSchedule(YamlDocument document, RepositoryReading reading) {
        Value scheduling = document.value().get(SCHEDULING);
        if (!scheduling.isAbsent() && SplunkSchedule.of(scheduling).isEmpty()) {
            reading.problem(
                    document.position(SCHEDULING),
                    "expected cron_schedule, earliest_time and latest_time as -70m@m or now; what is scheduled so runs"
                            + " hourly");
        }
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

    private static Rule rule(YamlDocument document, Map<String, Value> schedules) throws RuleSyntaxException {
        String path = document.file();
        Value.ObjectOf value = scheduled(document.value(), schedules);
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
                severity(type, score(tags, Metadata.object(value, "rba"))),
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

    private static Value.ObjectOf scheduled(Value.ObjectOf rule, Map<String, Value> schedules) {
        Value schedule = schedules.getOrDefault(Metadata.text(rule, "type"), WRITTEN_SCHEDULE);
        if (rule.members().containsKey(SCHEDULING)) {
            return rule;
        }
        var members = new LinkedHashMap<>(rule.members());
        members.put(SCHEDULING, schedule);
        return Values.objectOf(members);
    }

    private static RuleKind kind(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "hunting" -> RuleKind.HUNTING;
            case "correlation" -> RuleKind.CORRELATION;
            default -> RuleKind.DETECTION;
        };
    }

    /** The risk score of a detection: its own, or the highest of the objects that it puts at risk. */
    private static Value score(Value.ObjectOf tags, Value.ObjectOf rba) {
        if (!tags.get("risk_score").isAbsent() || !(rba.get("risk_objects") instanceof Value.ListOf objects)) {
            return tags.get("risk_score");
        }
        return objects.elements().stream()
                .map(o -> o instanceof Value.ObjectOf object ? object.get("score") : Values.MISSING)
                .filter(Value.Int.class::isInstance)
                .max(Comparator.comparingLong(v -> ((Value.Int) v).value()))
                .orElse(Values.MISSING);
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

package io.telltale.detection.vendor;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Microsoft Sentinel's repository: a YAML file a rule, with the query under {@code query}; or Azure templates in JSON, with
 * rules among their resources. Analytic rules have a schedule and a trigger; hunting queries have neither.
 */
public final class SentinelFormat implements VendorFormat {
    private static final Set<String> FORWARDING =
            Set.of("microsoftsecurityincidentcreation", "fusion", "mlbehavioranalytics", "threatintelligence");
    private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d{1,6})([mhd])");
    private static final Set<String> OPERATORS =
            Set.of("gt", "lt", "eq", "ne", "greaterthan", "lessthan", "equal", "notequal");
    private static final Set<String> GROUPINGS = Set.of("singlealert", "alertperresult");
    private static final Pattern THRESHOLD = Pattern.compile("\\d{1,9}");
    private static final Pattern PUBLISHED = Pattern.compile(
            "https://raw\\.githubusercontent\\.com/Azure/Azure-Sentinel/(refs/heads/)?[\\w.-]+/(?<path>[^\\s\"'?;]+)");
    private static final Pattern TABLE = Pattern.compile("(?m)\\bAWSCloudTrail\\b");

    @Override
    public String vendor() {
        return "kusto";
    }

    @Override
    public String title() {
        return "Microsoft Sentinel";
    }

    @Override
    public boolean recognises(RepositoryFiles files) {
        return files.paths().stream().anyMatch(SentinelFormat::isRulePath)
                || RepositoryReading.anySays(files, SentinelFormat::isJson, SentinelEntry::isTemplate);
    }

    private static boolean isJson(String path) {
        return path.endsWith(".json");
    }

    private static boolean isRulePath(String path) {
        return (path.endsWith(".yaml") || path.endsWith(".yml")) && isInRuleFolder(path);
    }

    private static boolean isInRuleFolder(String path) {
        String folders = "/" + path;
        return folders.contains("/Analytic Rules/")
                || folders.contains("/Hunting Queries/")
                || folders.contains("/Detections/")
                || folders.contains("/AnalyticRules/");
    }

    @Override
    public Reading read(RepositoryFiles files) {
        var reading = new RepositoryReading(files);
        reading.yaml(SentinelFormat::isRulePath, document -> rule(SentinelEntry.of(document), reading));
        // Where rules have folders of their own, JSON elsewhere is workbooks, playbooks and packages of the same rules.
        boolean ordered = files.paths().stream().anyMatch(SentinelFormat::isRulePath);
        reading.files(path -> isJson(path) && (!ordered || isInRuleFolder(path)), (path, text) -> {
            if (SentinelEntry.isTemplate(text)) {
                for (YamlDocument document : YamlDocument.readAll(path, text)) {
                    for (SentinelEntry entry : SentinelEntry.ofTemplate(document)) {
                        rule(entry, reading);
                    }
                }
            }
        });
        return reading.finish();
    }

    /** Takes the tables that a query reads from an address where this repository is published. */
    private static void tables(String query, RepositoryReading reading) throws IOException {
        for (Matcher address = PUBLISHED.matcher(query); address.find(); ) {
            String path = URLDecoder.decode(address.group("path").replace("+", "%2B"), StandardCharsets.UTF_8);
            if (reading.has(path)) {
                reading.table("external", address.group(), path);
            }
        }
    }

    private static void rule(SentinelEntry entry, RepositoryReading reading) throws IOException {
        String path = entry.document().file();
        Value.ObjectOf fields = entry.fields();
        String id = entry.text("id");
        String name = entry.text("name");
        if (id.isEmpty() || name.isEmpty()) {
            reading.problem(entry.position(), "a rule without id or without name");
            return;
        }
        Optional<SourceText> query = entry.source("query");
        String form = Metadata.text(fields, "kind");
        boolean forwarded = FORWARDING.contains(form.toLowerCase(Locale.ROOT));
        if (query.isEmpty() && !forwarded) {
            reading.problem(entry.position(), "a rule without query");
            return;
        }
        if (!readable(entry, reading)) {
            return;
        }
        boolean hunting =
                !forwarded && Metadata.text(fields, "queryFrequency").isEmpty() && !form.equalsIgnoreCase("NRT");
        Rule rule = new Rule(
                "kusto",
                id,
                name,
                description(fields),
                author(fields),
                forwarded ? RuleKind.FORWARDED : hunting ? RuleKind.HUNTING : RuleKind.DETECTION,
                Severity.of(Metadata.text(fields, "severity")),
                Metadata.text(fields, "status"),
                !fields.get("enabled").equals(Values.FALSE),
                forwarded ? form : "kusto",
                query.orElse(SourceText.ofFile(path, "")),
                fields,
                path,
                Metadata.published("Azure/Azure-Sentinel", "master", path),
                query.isPresent() && TABLE.matcher(query.get().text()).find()
                        ? Pipeline.CLOUDTRAIL
                        : forwarded ? product(fields) : table(fields),
                List.copyOf(new LinkedHashSet<>(Metadata.texts(fields.get("relevantTechniques")))),
                tactics(fields),
                Metadata.texts(fields.get("references")),
                List.of());
        reading.rule(rule, entry.position());
        if (query.isPresent()) {
            tables(query.get().text(), reading);
        }
    }

    /** The product whose alerts a forwarding rule passes on. */
    private static String product(Value.ObjectOf fields) {
        String product = Metadata.text(fields, "productFilter");
        return product.isEmpty() ? "SecurityAlert" : product;
    }

    /** The first data type that the rule asks its connectors for. */
    private static String table(Value.ObjectOf fields) {
        Value connectors = fields.get("requiredDataConnectors");
        for (Value connector : connectors instanceof Value.ListOf list ? list.elements() : List.<Value>of()) {
            if (connector instanceof Value.ObjectOf object) {
                for (String type : Metadata.texts(object.get("dataTypes"))) {
                    return type;
                }
            }
        }
        return "unknown";
    }

    private static String description(Value.ObjectOf fields) {
        String text = Metadata.text(fields, "description").strip();
        // The vendor's files wrap the text in quotes inside a block scalar, where they are not YAML's.
        boolean quoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private static String author(Value.ObjectOf fields) {
        boolean nested = fields.get("metadata") instanceof Value.ObjectOf metadata
                && metadata.get("author") instanceof Value.ObjectOf;
        if (!nested) {
            return Metadata.text(fields, "author");
        }
        return Metadata.text((Value.ObjectOf) ((Value.ObjectOf) fields.get("metadata")).get("author"), "name");
    }

    private static List<String> tactics(Value.ObjectOf fields) {
        return Metadata.texts(fields.get("tactics")).stream()
                .map(Metadata::tacticSlug)
                .distinct()
                .toList();
    }

    @Override
    public Detection complete(Rule rule, Detection lowered) {
        Value.ObjectOf fields = rule.document();
        Optional<Duration> every = duration(Metadata.text(fields, "queryFrequency"));
        Optional<Duration> period = duration(Metadata.text(fields, "queryPeriod"));
        if (Metadata.text(fields, "kind").equalsIgnoreCase("NRT")) {
            // A near-real-time rule runs every minute over the minute before.
            return lowered.with(Schedule.every(Duration.ofMinutes(1), Duration.ofMinutes(1)), Trigger.ANY_ROW);
        }
        if (rule.kind() == RuleKind.HUNTING || every.isEmpty() || period.isEmpty()) {
            return lowered;
        }
        Schedule schedule = Schedule.every(every.get(), period.get());
        return lowered.with(suppression(fields).map(schedule::pausing).orElse(schedule), trigger(fields));
    }

    /** How long behind an alert the rule does not run. */
    private static Optional<Duration> suppression(Value.ObjectOf fields) {
        return isSuppressed(fields) ? duration(Metadata.text(fields, "suppressionDuration")) : Optional.empty();
    }

    private static boolean isSuppressed(Value.ObjectOf fields) {
        return Metadata.text(fields, "suppressionEnabled").equalsIgnoreCase("true");
    }

    private static Trigger trigger(Value.ObjectOf fields) {
        long threshold =
                THRESHOLD.matcher(Metadata.text(fields, "triggerThreshold")).matches()
                        ? Long.parseLong(Metadata.text(fields, "triggerThreshold"))
                        : 0;
        return switch (Metadata.text(fields, "triggerOperator").toLowerCase(Locale.ROOT)) {
            case "lt", "lessthan" -> new Trigger(TestKind.LT, threshold);
            case "eq", "equal" -> new Trigger(TestKind.EQ, threshold);
            case "ne", "notequal" -> new Trigger(TestKind.EQ, threshold, true);
            default -> new Trigger(TestKind.GT, threshold);
        };
    }

    /** Whether the rule's schedule and trigger can be read; where not, that is a problem at its place. */
    private static boolean readable(SentinelEntry entry, RepositoryReading reading) {
        Value.ObjectOf fields = entry.fields();
        for (String key : List.of("queryFrequency", "queryPeriod", "suppressionDuration")) {
            String text = Metadata.text(fields, key);
            boolean counts = !key.startsWith("suppression") || isSuppressed(fields);
            if (counts && !text.isEmpty() && duration(text).isEmpty()) {
                return problem(entry, reading, key, "a time such as 5h or PT5H");
            }
        }
        String operator = Metadata.text(fields, "triggerOperator").toLowerCase(Locale.ROOT);
        if (!operator.isEmpty() && !OPERATORS.contains(operator)) {
            return problem(entry, reading, "triggerOperator", "gt, lt, eq or ne");
        }
        String grouping = Metadata.text(Metadata.object(fields, "eventGroupingSettings"), "aggregationKind");
        if (!grouping.isEmpty() && !GROUPINGS.contains(grouping.toLowerCase(Locale.ROOT))) {
            reading.problem(
                    entry.position("eventGroupingSettings"),
                    "found aggregationKind '" + grouping + "', expected SingleAlert or AlertPerResult");
            return false;
        }
        String threshold = Metadata.text(fields, "triggerThreshold");
        return threshold.isEmpty()
                || THRESHOLD.matcher(threshold).matches()
                || problem(entry, reading, "triggerThreshold", "a whole number");
    }

    private static boolean problem(SentinelEntry entry, RepositoryReading reading, String key, String expected) {
        String found = entry.text(key);
        reading.problem(entry.position(key), "found " + key + " '" + found + "', expected " + expected);
        return false;
    }

    /** Reads {@code 1d}, {@code 5h}, {@code 30m}, or ISO 8601 ({@code PT5H}, {@code P1D}); empty where it is neither or nothing long. */
    static Optional<Duration> duration(String text) {
        Matcher simple = SIMPLE_DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        Duration duration;
        if (simple.matches()) {
            long count = Long.parseLong(simple.group(1));
            duration = switch (simple.group(2)) {
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        } else {
            try {
                duration = Duration.parse(text.strip());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        return duration.isZero() || duration.isNegative() ? Optional.empty() : Optional.of(duration);
    }
}

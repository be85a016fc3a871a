package io.telltale.detection.vendor;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Microsoft Sentinel's repository: a YAML file a rule, with the query under {@code query}. Analytic rules have a schedule
 * and a trigger; hunting queries have neither.
 */
public final class SentinelFormat implements VendorFormat {
    private static final String PUBLISHED = "/Azure/Azure-Sentinel/blob/master/";
    private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d{1,6})([mhd])");
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
        return files.paths().stream().anyMatch(SentinelFormat::isRulePath);
    }

    private static boolean isRulePath(String path) {
        String folders = "/" + path;
        boolean yaml = path.endsWith(".yaml") || path.endsWith(".yml");
        return yaml
                && (folders.contains("/Analytic Rules/")
                        || folders.contains("/Hunting Queries/")
                        || folders.contains("/Detections/")
                        || folders.contains("/AnalyticRules/"));
    }

    @Override
    public Reading read(RepositoryFiles files) {
        var rules = new ArrayList<Rule>();
        var problems = new ArrayList<Reading.Problem>();
        int opened = 0;
        for (String path : files.paths()) {
            if (!isRulePath(path)) {
                continue;
            }
            opened++;
            try {
                for (YamlDocument document : YamlDocument.readAll(path, files.read(path))) {
                    rule(path, document, problems).ifPresent(rules::add);
                }
            } catch (IOException e) {
                problems.add(new Reading.Problem(new Position(path, 1, 1), "cannot be read: " + e.getMessage()));
            } catch (RuleSyntaxException e) {
                problems.add(new Reading.Problem(e.position(), e.detail()));
            }
        }
        return new Reading(opened, rules, List.of(), problems);
    }

    private static Optional<Rule> rule(String path, YamlDocument document, List<Reading.Problem> problems) {
        Value.ObjectOf fields = document.value();
        Optional<SourceText> query = document.text("query");
        if (query.isEmpty()) {
            boolean other = text(fields, "kind").equalsIgnoreCase("MicrosoftSecurityIncidentCreation")
                    || text(fields, "kind").equalsIgnoreCase("Fusion");
            if (!other) {
                problems.add(new Reading.Problem(document.position(), "found no query"));
            }
            return Optional.empty();
        }
        if (text(fields, "id").isBlank() || text(fields, "name").isBlank()) {
            problems.add(new Reading.Problem(document.position(), "found a query without id and name"));
            return Optional.empty();
        }
        boolean hunting = text(fields, "queryFrequency").isEmpty()
                && !text(fields, "kind").equalsIgnoreCase("NRT");
        return Optional.of(new Rule(
                "kusto",
                text(fields, "id"),
                text(fields, "name"),
                description(fields),
                author(fields),
                hunting ? RuleKind.HUNTING : RuleKind.DETECTION,
                Severity.of(text(fields, "severity")),
                text(fields, "status"),
                !fields.get("enabled").equals(io.telltale.detection.ir.Values.FALSE),
                "kusto",
                query.get(),
                fields,
                path,
                url(path),
                TABLE.matcher(query.get().text()).find() ? Pipeline.CLOUDTRAIL : table(fields),
                new ArrayList<>(new LinkedHashSet<>(texts(fields.get("relevantTechniques")))),
                tactics(fields),
                texts(fields.get("references")),
                List.of()));
    }

    /** The first data type that the rule asks its connectors for. */
    private static String table(Value.ObjectOf fields) {
        for (Value connector : elements(fields.get("requiredDataConnectors"))) {
            if (connector instanceof Value.ObjectOf object) {
                for (String type : texts(object.get("dataTypes"))) {
                    return type;
                }
            }
        }
        return "unknown";
    }

    private static String description(Value.ObjectOf fields) {
        String text = text(fields, "description").strip();
        // The vendor's files wrap the text in quotes inside a block scalar, where they are not YAML's.
        boolean quoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private static String author(Value.ObjectOf fields) {
        boolean nested = fields.get("metadata") instanceof Value.ObjectOf metadata
                && metadata.get("author") instanceof Value.ObjectOf;
        if (!nested) {
            return text(fields, "author");
        }
        return text((Value.ObjectOf) ((Value.ObjectOf) fields.get("metadata")).get("author"), "name");
    }

    private static List<String> tactics(Value.ObjectOf fields) {
        var slugs = new LinkedHashSet<String>();
        for (String tactic : texts(fields.get("tactics"))) {
            slugs.add(tactic.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
        }
        return new ArrayList<>(slugs);
    }

    private static Optional<String> url(String path) {
        try {
            return Optional.of(new URI("https", "github.com", PUBLISHED + path, null).toASCIIString());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public Detection complete(Rule rule, Detection lowered) {
        Value.ObjectOf fields = rule.document();
        Optional<Duration> every = duration(text(fields, "queryFrequency"));
        Optional<Duration> period = duration(text(fields, "queryPeriod"));
        if (rule.kind() == RuleKind.HUNTING || every.isEmpty() || period.isEmpty()) {
            return lowered;
        }
        return lowered.with(Schedule.every(every.get(), period.get()), trigger(fields));
    }

    private static Trigger trigger(Value.ObjectOf fields) {
        long threshold = fields.get("triggerThreshold") instanceof Value.Int number ? number.value() : 0;
        TestKind comparison = switch (text(fields, "triggerOperator").toLowerCase(Locale.ROOT)) {
            case "lt", "lessthan" -> TestKind.LT;
            case "eq", "equal" -> TestKind.EQ;
            default -> TestKind.GT;
        };
        return new Trigger(comparison, threshold);
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

    private static String text(Value.ObjectOf fields, String key) {
        return fields.get(key).asText();
    }

    private static List<Value> elements(Value value) {
        return value instanceof Value.ListOf list ? list.elements() : List.of();
    }

    private static List<String> texts(Value value) {
        return elements(value).stream()
                .map(Value::asText)
                .filter(text -> !text.isBlank())
                .toList();
    }
}

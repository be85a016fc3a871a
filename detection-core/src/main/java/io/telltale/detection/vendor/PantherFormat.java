package io.telltale.detection.vendor;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The repository panther-analysis: a YAML file beside each rule's Python below {@code rules/}, correlation rules and
 * queries beside them, helper modules below {@code global_helpers/}, data models below {@code data_models/}.
 */
public final class PantherFormat implements VendorFormat {
    private static final String REPOSITORY = "panther-labs/panther-analysis";
    private static final Pattern MARK = Pattern.compile("(?m)^AnalysisType:");
    /** Logs that are other products' alerts already. */
    private static final Set<String> ALERT_LOGS = Set.of(
            "AWS.GuardDuty",
            "AWS.SecurityFindingFormat",
            "AppOmni.Alerts",
            "CarbonBlack.AlertV2",
            "Crowdstrike.DetectionSummary",
            "MicrosoftGraph.SecurityAlertV2",
            "Orca.Alert",
            "SOCRadar.Incidents",
            "ThinkstCanary.Alert",
            "Tracebit.Alert",
            "Upwind.Detections",
            "Wiz.Detections",
            "Wiz.Issues",
            "Wiz.IssuesWebhook");

    private static final Set<String> RULE_FOLDERS = Set.of("rules", "correlation_rules", "queries");

    @Override
    public String vendor() {
        return "panther";
    }

    @Override
    public String title() {
        return "Panther";
    }

    @Override
    public boolean recognises(RepositoryFiles files) {
        return RepositoryReading.anySays(
                files, PantherFormat::isRule, text -> MARK.matcher(text).find());
    }

    @Override
    public Reading read(RepositoryFiles files) {
        var reading = new RepositoryReading(files);
        var signals = new PantherSignals();
        var queries = new PantherQueries();
        reading.yaml(PantherFormat::isRule, document -> analysis(document, signals, queries, reading));
        signals.bodies().forEach(reading::companion);
        reading.files(
                path -> path.startsWith("global_helpers/") && path.endsWith(".py"),
                (path, text) -> companion("module", path, text, reading));
        reading.files(
                path -> path.startsWith("data_models/") && path.endsWith(".py"),
                (path, text) -> companion("data_model_module", path, text, reading));
        reading.yaml(
                path -> path.startsWith("data_models/") && Metadata.isYaml(path),
                document -> dataModel(document, reading));
        reading.yaml(
                path -> path.startsWith("lookup_tables/") && path.endsWith(".yml"),
                document -> lookupTable(document, reading));
        return reading.finish(rule -> signals.completed(queries.completed(rule)));
    }

    private static boolean isRule(String path) {
        int slash = path.indexOf('/');
        return slash > 0 && RULE_FOLDERS.contains(path.substring(0, slash)) && Metadata.isYaml(path);
    }

    private static void companion(String kind, String path, String text, RepositoryReading reading) {
        String name = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
        reading.companion(new Companion(kind, name, SourceText.ofFile(path, text)));
    }

    /** A data model goes by each log that it is of, as JSON; the functions that it names go by their file. */
    private static void dataModel(YamlDocument document, RepositoryReading reading) {
        Value.ObjectOf data = document.value();
        if (data.get("Enabled").equals(Values.FALSE)) {
            return;
        }
        for (String logType : Metadata.texts(data.get("LogTypes"))) {
            SourceText text = SourceText.ofFile(document.file(), ValueText.json(data));
            reading.companion(new Companion("data_model", logType, text));
        }
    }

    /** A lookup table's definition under its name, and its rows where the repository holds them. */
    private static void lookupTable(YamlDocument document, RepositoryReading reading) throws IOException {
        String name = Metadata.text(document.value(), "LookupName");
        reading.companion(new Companion(
                "lookup_definition", name, SourceText.ofFile(document.file(), reading.text(document.file()))));
        String rows = beside(document.file(), Metadata.text(document.value(), "Filename"));
        if (reading.has(rows)) {
            reading.companion(new Companion("lookup", name, SourceText.ofFile(rows, reading.text(rows))));
        }
    }

    private static String beside(String path, String name) {
        String relative = name.startsWith("./") ? name.substring(2) : name;
        return path.substring(0, path.lastIndexOf('/') + 1) + relative;
    }

    private static void analysis(
            YamlDocument document, PantherSignals signals, PantherQueries queries, RepositoryReading reading)
            throws IOException {
        Value.ObjectOf data = document.value();
        String type = Metadata.text(data, "AnalysisType");
        switch (type) {
            case "rule", "scheduled_rule", "correlation_rule" -> rule(document, type, signals, reading);
            case "scheduled_query", "saved_query" -> query(document, type, queries, reading);
            default -> reading.problem(document.position("AnalysisType"), "expected a rule or a query, found " + type);
        }
    }

    private static void rule(YamlDocument document, String type, PantherSignals signals, RepositoryReading reading)
            throws IOException {
        Value.ObjectOf data = document.value();
        String path = document.file();
        String id = Metadata.text(data, "RuleID");
        if (id.isEmpty()) {
            reading.problem(document.position(), "a rule without RuleID");
            return;
        }
        // A rule without a Python file is written in the YAML file itself, in another language.
        String language = type.equals("correlation_rule") ? "panther-correlation" : "panther-yaml";
        String source = path;
        String filename = Metadata.text(data, "Filename");
        if (!filename.isEmpty()) {
            language = "python";
            source = beside(path, filename);
            if (!reading.has(source)) {
                reading.problem(document.position("Filename"), "no file " + source);
                return;
            }
        }
        SourceText body = SourceText.ofFile(source, reading.text(source));
        Rule rule = rule(document, id, language, body, kind(data, type), logType(data, type));
        signals.add(rule);
        reading.rule(rule, document.position());
    }

    /** A query: one that people start by hand is for hunting. */
    private static void query(YamlDocument document, String type, PantherQueries queries, RepositoryReading reading) {
        Value.ObjectOf data = document.value();
        String id = Metadata.text(data, "QueryName");
        Optional<SourceText> body = document.text("Query").or(() -> document.text("SnowflakeQuery"));
        if (id.isEmpty() || body.isEmpty()) {
            reading.problem(document.position(), "a query without QueryName or without Query");
            return;
        }
        reading.companion(new Companion("query", id, body.get()));
        RuleKind kind = type.equals("saved_query") ? RuleKind.HUNTING : RuleKind.DETECTION;
        String log = PantherQueries.log(body.get().text());
        Rule rule = queries.add(rule(document, id, "snowflake", body.get(), kind, log));
        reading.rule(rule, document.position());
    }

    private static Rule rule(
            YamlDocument document, String id, String language, SourceText body, RuleKind kind, String logType) {
        Value.ObjectOf data = document.value();
        var techniques = new LinkedHashSet<String>();
        var tactics = new LinkedHashSet<String>();
        for (String entry : Metadata.texts(Metadata.object(data, "Reports").get("MITRE ATT&CK"))) {
            String[] parts = entry.split(":", 2);
            Metadata.tactic(parts[0]).ifPresent(tactics::add);
            if (parts.length == 2) {
                techniques.add(parts[1].strip());
            }
        }
        String name = Metadata.text(data, "DisplayName");
        return new Rule(
                "panther",
                id,
                name.isEmpty() ? id : name,
                Metadata.text(data, "Description"),
                "",
                kind,
                Severity.of(Metadata.text(data, "Severity")),
                Metadata.text(data, "Status"),
                !data.get("Enabled").equals(Values.FALSE),
                language,
                body,
                data,
                document.file(),
                Metadata.published(REPOSITORY, "develop", document.file()),
                logType,
                List.copyOf(techniques),
                List.copyOf(tactics),
                Metadata.texts(data.get("Reference")),
                tests(data));
    }

    private static RuleKind kind(Value.ObjectOf data, String type) {
        if (type.equals("correlation_rule")) {
            return RuleKind.CORRELATION;
        }
        String id = Metadata.text(data, "RuleID").toLowerCase(Locale.ROOT);
        boolean forwarded = id.contains("passthrough")
                || Metadata.texts(data.get("LogTypes")).stream().anyMatch(ALERT_LOGS::contains);
        return forwarded ? RuleKind.FORWARDED : RuleKind.DETECTION;
    }

    private static String logType(Value.ObjectOf data, String type) {
        List<String> types = Metadata.texts(data.get("LogTypes"));
        return types.contains("AWS.CloudTrail")
                ? Pipeline.CLOUDTRAIL
                : !types.isEmpty()
                        ? types.get(0).toLowerCase(Locale.ROOT)
                        : type.equals("correlation_rule") ? "panther.signals" : "panther.query";
    }

    private static List<RuleTest> tests(Value.ObjectOf data) {
        var tests = new ArrayList<RuleTest>();
        if (data.get("Tests") instanceof Value.ListOf list) {
            for (Value element : list.elements()) {
                if (element instanceof Value.ObjectOf test && given(test) instanceof Value.ObjectOf log) {
                    List<Value> mocks =
                            test.get("Mocks") instanceof Value.ListOf mocked ? mocked.elements() : List.of();
                    boolean expected = test.get("ExpectedResult") instanceof Value.Bool bool && bool.value();
                    tests.add(new RuleTest(Metadata.text(test, "Name"), expected, log, mocks));
                }
            }
        }
        return tests;
    }

    /** The event of a test; of a correlation's, the outputs of the rules that it joins. */
    private static Value given(Value.ObjectOf test) {
        return test.get("RuleOutputs") instanceof Value.ListOf outputs
                ? Values.objectOf(Map.of(PantherSignals.OUTPUTS, outputs))
                : test.get("Log");
    }

    @Override
    public Detection complete(Rule rule, Detection lowered) {
        return PantherSignals.correlation(rule.document())
                .map(detection -> lowered.with(PantherSchedule.of(detection), lowered.trigger()))
                .orElse(lowered);
    }
}

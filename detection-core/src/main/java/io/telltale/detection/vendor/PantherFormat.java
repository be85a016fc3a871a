package io.telltale.detection.vendor;

import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The repository panther-analysis: a YAML file beside each rule's Python below {@code rules/}, helper modules below
 * {@code global_helpers/}, data models below {@code data_models/}.
 */
public final class PantherFormat implements VendorFormat {
    private static final String URL = "https://github.com/panther-labs/panther-analysis/blob/main/";
    private static final Map<String, String> TACTICS = Map.ofEntries(
            Map.entry("TA0001", "initial-access"),
            Map.entry("TA0002", "execution"),
            Map.entry("TA0003", "persistence"),
            Map.entry("TA0004", "privilege-escalation"),
            Map.entry("TA0005", "defense-evasion"),
            Map.entry("TA0006", "credential-access"),
            Map.entry("TA0007", "discovery"),
            Map.entry("TA0008", "lateral-movement"),
            Map.entry("TA0009", "collection"),
            Map.entry("TA0010", "exfiltration"),
            Map.entry("TA0011", "command-and-control"),
            Map.entry("TA0040", "impact"),
            Map.entry("TA0042", "resource-development"),
            Map.entry("TA0043", "reconnaissance"));

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
        return files.paths().stream().anyMatch(path -> path.startsWith("global_helpers/") && path.endsWith(".py"))
                && files.paths().stream().anyMatch(path -> path.startsWith("rules/") && path.endsWith(".yml"));
    }

    @Override
    public Reading read(RepositoryFiles files) {
        var rules = new ArrayList<Rule>();
        var companions = new ArrayList<Companion>();
        var problems = new ArrayList<Reading.Problem>();
        int opened = 0;
        for (String path : files.paths()) {
            boolean isRule = path.startsWith("rules/") && path.endsWith(".yml");
            boolean isHelper = path.startsWith("global_helpers/") && path.endsWith(".py");
            boolean isModel = path.startsWith("data_models/") && (path.endsWith(".py") || path.endsWith(".yml"));
            if (!isRule && !isHelper && !isModel) {
                continue;
            }
            opened++;
            try {
                String text = files.read(path);
                if (isRule) {
                    for (YamlDocument document : YamlDocument.readAll(path, text)) {
                        rule(document, path, files, problems).ifPresent(rules::add);
                    }
                } else {
                    String name = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
                    companions.add(
                            new Companion(isHelper ? "module" : "data_model", name, SourceText.ofFile(path, text)));
                }
            } catch (IOException e) {
                problems.add(new Reading.Problem(new Position(path, 1, 1), String.valueOf(e.getMessage())));
            } catch (RuleSyntaxException e) {
                problems.add(new Reading.Problem(e.position(), e.detail()));
            }
        }
        return new Reading(opened, rules, companions, problems);
    }

    private Optional<Rule> rule(
            YamlDocument document, String path, RepositoryFiles files, List<Reading.Problem> problems)
            throws IOException {
        Value.ObjectOf data = document.value();
        String type = data.get("AnalysisType").asText();
        if (!type.equals("rule") && !type.equals("scheduled_rule")) {
            return Optional.empty();
        }
        String id = data.get("RuleID").asText();
        if (id.isBlank()) {
            problems.add(new Reading.Problem(document.position(), "a rule without RuleID"));
            return Optional.empty();
        }
        String filename = data.get("Filename").asText();
        // A rule without a Python file is written in the YAML file itself, in another language.
        SourceText body = SourceText.ofFile(path, files.read(path));
        if (!filename.isBlank()) {
            String script = path.substring(0, path.lastIndexOf('/') + 1) + filename;
            if (!files.paths().contains(script)) {
                problems.add(new Reading.Problem(document.position("Filename"), "no file " + script));
                return Optional.empty();
            }
            body = SourceText.ofFile(script, files.read(script));
        }
        var techniques = new LinkedHashSet<String>();
        var tactics = new LinkedHashSet<String>();
        if (data.get("Reports") instanceof Value.ObjectOf reports) {
            for (String entry : texts(reports.get("MITRE ATT&CK"))) {
                String[] parts = entry.split(":", 2);
                String tactic = TACTICS.get(parts[0].strip());
                if (tactic != null) {
                    tactics.add(tactic);
                }
                if (parts.length == 2) {
                    techniques.add(parts[1].strip());
                }
            }
        }
        String name = data.get("DisplayName").asText();
        return Optional.of(new Rule(
                vendor(),
                id,
                name.isBlank() ? id : name,
                data.get("Description").asText().strip(),
                "",
                RuleKind.DETECTION,
                Severity.of(data.get("Severity").asText()),
                data.get("Status").asText(),
                !(data.get("Enabled") instanceof Value.Bool enabled) || enabled.value(),
                filename.isBlank() ? "panther-yaml" : "python",
                body,
                data,
                path,
                Optional.of(URL + path),
                logType(data),
                List.copyOf(techniques),
                List.copyOf(tactics),
                texts(data.get("Reference")),
                tests(data)));
    }

    private static String logType(Value.ObjectOf data) {
        List<String> types = texts(data.get("LogTypes"));
        return types.contains("AWS.CloudTrail")
                ? Pipeline.CLOUDTRAIL
                : types.isEmpty() ? "scheduled query" : types.get(0).toLowerCase(Locale.ROOT);
    }

    private static List<RuleTest> tests(Value.ObjectOf data) {
        var tests = new ArrayList<RuleTest>();
        if (data.get("Tests") instanceof Value.ListOf list) {
            for (Value element : list.elements()) {
                if (element instanceof Value.ObjectOf test && test.get("Log") instanceof Value.ObjectOf log) {
                    List<Value> mocks =
                            test.get("Mocks") instanceof Value.ListOf mocked ? mocked.elements() : List.of();
                    boolean expected = test.get("ExpectedResult") instanceof Value.Bool bool && bool.value();
                    tests.add(new RuleTest(test.get("Name").asText(), expected, log, mocks));
                }
            }
        }
        return tests;
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

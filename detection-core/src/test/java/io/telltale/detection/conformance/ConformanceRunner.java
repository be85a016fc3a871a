package io.telltale.detection.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Evaluation;
import io.telltale.detection.engine.Explanation;
import io.telltale.detection.engine.ExplanationText;
import io.telltale.detection.engine.Finding;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.engine.RuleVerdict;
import io.telltale.detection.engine.Verdict;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.ElasticFormat;
import io.telltale.detection.vendor.RepositoryFiles;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleKind;
import io.telltale.detection.vendor.Severity;
import io.telltale.detection.vendor.SuzakuFormat;
import io.telltale.detection.vendor.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Runs a conformance case, once with the index and once by the full scan, which must agree. */
public final class ConformanceRunner {
    private static final Set<String> WRITTEN_IN_YAML = Set.of("sigma", "panther-yaml", "panther-correlation");

    private final DetectionCore core;
    private final BiFunction<String, Map<String, String>, PreparedRule> builtIn;

    /** @param builtIn prepares a built-in rule by its address and parameters */
    public ConformanceRunner(DetectionCore core, BiFunction<String, Map<String, String>, PreparedRule> builtIn) {
        this.core = core;
        this.builtIn = builtIn;
    }

    public void run(ConformanceCase testCase) {
        PreparedRule rule =
                testCase.builtIn() ? builtIn.apply(testCase.rule(), testCase.parameters()) : prepare(testCase);
        String expectation = testCase.expectation();
        if (expectation.startsWith("syntax error ")) {
            syntaxError(rule, expectation.substring(13).strip());
        } else if (expectation.startsWith("unsupported")) {
            var constructs = new TreeSet<>(testCase.expected());
            if (expectation.length() > 11) {
                constructs.add(expectation.substring(11).strip());
            }
            assertThat(rule.readiness()).as(rule.reason()).isEqualTo(Readiness.NOT_RUNNABLE);
            assertThat(new TreeSet<>(rule.unsupported().stream()
                            .map(Unsupported::construct)
                            .toList()))
                    .isEqualTo(constructs);
        } else if (expectation.startsWith("waiting ")) {
            assertThat(rule.readiness()).as(rule.reason()).isEqualTo(Readiness.WAITING);
            assertThat(rule.reason()).isEqualTo(expectation.substring(8).strip());
        } else {
            assertThat(rule.readiness()).as(rule.reason()).isEqualTo(Readiness.RUNNABLE);
            findings(testCase, rule, true);
            findings(testCase, rule, false);
            explanation(testCase, rule);
        }
    }

    private PreparedRule prepare(ConformanceCase testCase) {
        Companions companions =
                (kind, name) -> Optional.ofNullable(testCase.companions().get(kind + " " + name))
                        .map(text -> SourceText.ofFile(name, text));
        if (testCase.language().equals("elastic")) {
            String extension = testCase.rule().startsWith("{") ? ".ndjson" : ".toml";
            Rule read = new ElasticFormat()
                    .read(oneFile("rules/" + testCase.file() + extension, testCase.rule()))
                    .rules()
                    .get(0);
            return core.prepare(read, companions, testCase.parameters());
        }
        if (testCase.language().equals("sigma") && testCase.rule().contains("\n---")) {
            Rule first = new SuzakuFormat()
                    .read(oneFile("suzaku/" + testCase.file() + ".yml", testCase.rule()))
                    .rules()
                    .get(0);
            return core.prepare(first, companions, testCase.parameters());
        }
        var document = testCase.document().map(JsonText::object).orElseGet(() -> document(testCase));
        var rule = new Rule(
                testCase.language().startsWith("panther-") ? "panther" : "local",
                "case",
                testCase.name(),
                "",
                "",
                RuleKind.DETECTION,
                Severity.of(document.get("Severity").asText()),
                "",
                true,
                testCase.language(),
                SourceText.ofFile(testCase.file(), testCase.rule()),
                document,
                testCase.file(),
                Optional.empty(),
                Pipeline.CLOUDTRAIL,
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return core.prepare(rule, companions, testCase.parameters());
    }

    /** A repository of one file, for rules that lean on others beside them. */
    private static RepositoryFiles oneFile(String file, String text) {
        return new RepositoryFiles() {
            @Override
            public List<String> paths() {
                return List.of(file);
            }

            @Override
            public String read(String path) {
                return text;
            }
        };
    }

    /** Where the body is a YAML document, the rule's data is that document. */
    private static Value.ObjectOf document(ConformanceCase testCase) {
        if (!WRITTEN_IN_YAML.contains(testCase.language())) {
            return Values.objectOf(Map.of());
        }
        try {
            return YamlDocument.readAll(testCase.file(), testCase.rule()).get(0).value();
        } catch (RuleSyntaxException e) {
            throw new IllegalArgumentException(testCase + ": " + e.getMessage(), e);
        }
    }

    private static void syntaxError(PreparedRule rule, String expected) {
        assertThat(rule.readiness()).as(rule.reason()).isEqualTo(Readiness.FAILED);
        int space = expected.indexOf(' ');
        String place = space < 0 ? expected : expected.substring(0, space);
        assertThat(rule.reason()).contains(":" + place + ":");
        if (space >= 0) {
            assertThat(rule.reason()).contains(expected.substring(space + 1).strip());
        }
    }

    private void findings(ConformanceCase testCase, PreparedRule rule, boolean indexed) {
        var found = new ArrayList<Finding>();
        var ruleSet = core.compile(List.of(rule), Limits.DEFAULT);
        Evaluation evaluation = indexed ? ruleSet.start(found::add) : ruleSet.startFullScan(found::add);
        testCase.events().forEach(evaluation::accept);
        RuleVerdict verdict = evaluation.finish().get(0);
        String how = testCase + (indexed ? " (index)" : " (full scan)") + " " + verdict;
        if (testCase.expected().equals(List.of("error"))) {
            assertThat(verdict.verdict()).as(how).isEqualTo(Verdict.FAILED);
            return;
        }
        assertThat(verdict.verdict()).as(how).isIn(Verdict.FIRED, Verdict.NOT_FIRED);
        List<String> expected = testCase.expected().equals(List.of("none")) ? List.of() : testCase.expected();
        assertThat(verdict.findings()).as(how).isEqualTo(found.size());
        assertThat(found.stream().map(ConformanceRunner::print).toList())
                .as(how)
                .hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            String[] halves = expected.get(i).split("\\|", 2);
            Finding finding = found.get(i);
            assertThat(String.join(",", finding.eventIds())).as(how).isEqualTo(halves[0].strip());
            if (halves.length == 2) {
                for (String wanted : halves[1].split(";", -1)) {
                    int equals = wanted.indexOf('=');
                    String column = wanted.substring(0, equals).strip();
                    assertThat(told(finding, column))
                            .as(how + " column " + column)
                            .isEqualTo(wanted.substring(equals + 1).strip());
                }
            }
        }
    }

    /** An explanation says of every case whether the rule fires. */
    private void explanation(ConformanceCase testCase, PreparedRule rule) {
        List<String> expected = testCase.expected();
        Explanation explanation = core.explain(rule, testCase.events());
        List<String> lines = ExplanationText.of(explanation, rule.rule().body());
        String text = String.join("\n", lines);
        if (!expected.equals(List.of("error"))) {
            assertThat(explanation.fired())
                    .as(testCase + " explained: " + text)
                    .isNotEqualTo(expected.equals(List.of("none")));
        }
        int from = 0;
        for (String wanted : testCase.explained()) {
            int at = from;
            while (at < lines.size() && !lines.get(at).strip().contains(wanted)) {
                at++;
            }
            assertThat(at)
                    .as(testCase + ": <" + wanted + "> in the explanation: " + text)
                    .isLessThan(lines.size());
            from = at + 1;
        }
    }

    private static String told(Finding finding, String column) {
        return switch (column) {
            case "@title" -> finding.title();
            case "@severity" -> finding.severity().label();
            default -> ValueText.of(finding.columns().getOrDefault(column, Values.MISSING));
        };
    }

    private static String print(Finding finding) {
        return finding.eventIds() + " " + finding.columns();
    }
}

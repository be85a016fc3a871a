package io.telltale.detection.language.panther;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.RuleTestResult;
import io.telltale.detection.RuleTests;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.vendor.Companion;
import io.telltale.detection.vendor.PantherFormat;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.RepositoryFiles;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Correlation rules out of a checkout: what they take along of the rules that they join, their tests, why they fire. */
class PantherCorrelationTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final String PYTHON = """
            def rule(event):
                return event.get("eventName") == "%s"

            def alert_context(event):
                return {"user": event.deep_get("requestParameters", "userName")}
            """;
    private static final String METADATA =
            "AnalysisType: rule\nRuleID: %1$s\nFilename: %1$s.py\nLogTypes: [%2$s]\nSeverity: Info\n";
    private static final String TAKEOVER = """
            AnalysisType: correlation_rule
            RuleID: Takeover
            Severity: High
            Detection:
              - Group:
                  - ID: Reset
                    RuleID: reset
                  - ID: Login
                    RuleID: login
                MatchCriteria:
                  user:
                    - GroupID: Reset
                      Match: p_alert_context.user
                    - GroupID: Login
                      Match: p_alert_context.user
                LookbackWindowMinutes: 30
                Schedule:
                  RateMinutes: 15
                  TimeoutMinutes: 1
            Tests:
              - Name: one user
                ExpectedResult: true
                RuleOutputs:
                  - ID: Reset
                    Matches:
                      p_alert_context.user: {alice: [0]}
                  - ID: Login
                    Matches:
                      p_alert_context.user: {alice: [29]}
              - Name: too late
                ExpectedResult: false
                RuleOutputs:
                  - ID: Reset
                    Matches:
                      p_alert_context.user: {alice: ["2026-01-05T10:00:00Z"]}
                  - ID: Login
                    Matches:
                      p_alert_context.user: {alice: ["2026-01-05T10:30:00Z"]}
              - Name: a time that is none
                ExpectedResult: false
                RuleOutputs:
                  - ID: Reset
                    Matches:
                      p_alert_context.user: {alice: [soon]}
            """;

    private final Map<String, String> files = new TreeMap<>();
    private final DetectionCore core = DetectionCore.standard();

    PantherCorrelationTest() {
        files.put("correlation_rules/takeover.yml", TAKEOVER);
        files.put("rules/reset.yml", METADATA.formatted("reset", "AWS.CloudTrail"));
        files.put("rules/reset.py", PYTHON.formatted("UpdateLoginProfile"));
        files.put("rules/login.yml", METADATA.formatted("login", "AWS.CloudTrail"));
        files.put("rules/login.py", PYTHON.formatted("ConsoleLogin"));
        files.put("rules/other.yml", METADATA.formatted("other", "Okta.SystemLog"));
        files.put("rules/other.py", PYTHON.formatted("x"));
    }

    @Test
    void aCorrelationTakesAlongTheRulesThatItJoins() {
        Reading reading = read();
        assertThat(reading.problems()).isEmpty();
        assertThat(takeover(reading).logType()).isEqualTo("aws.cloudtrail");
        assertThat(((Value.ObjectOf) takeover(reading).document().get("referenced")).members())
                .containsOnlyKeys("reset", "login");
        assertThat(reading.companions())
                .extracting(Companion::kind, Companion::name)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("rule", "reset"),
                        org.assertj.core.groups.Tuple.tuple("rule", "login"));
    }

    @Test
    void aCorrelationOfRulesOnOtherLogsNamesThem() {
        files.put("correlation_rules/takeover.yml", TAKEOVER.replace("RuleID: login", "RuleID: other"));
        Reading reading = read();
        assertThat(takeover(reading).logType()).isEqualTo("aws.cloudtrail");
        PreparedRule prepared = core.prepare(takeover(reading), reading.companionsByName(), Map.of());
        assertThat(prepared.readiness()).isEqualTo(Readiness.NOT_RUNNABLE);
        assertThat(prepared.reason()).isEqualTo("signals of other on Okta.SystemLog");
    }

    @Test
    void aCorrelationJoinsCorrelationsToo() {
        files.put(
                "correlation_rules/twice.yml",
                TAKEOVER.replace("RuleID: Takeover", "RuleID: Twice")
                        .replace("RuleID: reset", "RuleID: Takeover")
                        .replaceAll("(?s)    MatchCriteria.*?    Lookback", "    Lookback"));
        Reading reading = read();
        Rule twice = reading.rules().stream()
                .filter(rule -> rule.id().equals("Twice"))
                .findFirst()
                .orElseThrow();
        PreparedRule prepared = core.prepare(twice, reading.companionsByName(), Map.of());
        assertThat(prepared.reason()).isEmpty();
        assertThat(core.explain(prepared, events()).fired()).isTrue();
    }

    @Test
    void itsOwnTestsStateOutputs() {
        Reading reading = read();
        var results = new RuleTests(core, NOW).run(takeover(reading), reading.companionsByName());
        assertThat(results)
                .extracting(RuleTestResult::outcome)
                .containsExactly(
                        RuleTestResult.Outcome.PASSED, RuleTestResult.Outcome.PASSED, RuleTestResult.Outcome.NOT_RUN);
        assertThat(results.get(2).reason()).contains("found soon, expected a time or minutes");
        RuleTest first = takeover(reading).tests().get(0);
        assertThat(new RuleTests(core, NOW)
                        .explain(takeover(reading), reading.companionsByName(), first)
                        .orElseThrow()
                        .fired())
                .isTrue();
    }

    @Test
    void anExplanationTellsHowManyOutputsThereWere() {
        Reading reading = read();
        PreparedRule prepared = core.prepare(takeover(reading), reading.companionsByName(), Map.of());
        assertThat(prepared.analysis().predicates().stream().map(p -> p.field() + " " + p.value()))
                .contains("aws::eventName UpdateLoginProfile", "aws::eventName ConsoleLogin");
        var both = core.explain(prepared, events());
        assertThat(both.fired()).isTrue();
        var one = core.explain(prepared, events().subList(0, 1));
        assertThat(one.fired()).isFalse();
        assertThat(one.stages().get(one.stages().size() - 1).conditions()).isNotEmpty();
        assertThat(core.explain(prepared, events().subList(1, 2)).fired()).isFalse();
    }

    private static List<AuditEvent> events() {
        return List.of(event(1, "UpdateLoginProfile"), event(2, "ConsoleLogin"));
    }

    private static AuditEvent event(int number, String name) {
        var fields = Values.objectOf(Map.of(
                "eventName", Values.of(name),
                "requestParameters", Values.objectOf(Map.of("userName", Values.of("alice")))));
        return new AuditEvent("" + number, Optional.of(NOW.plusSeconds(number)), fields, "test", number);
    }

    private static Rule takeover(Reading reading) {
        return reading.rules().stream()
                .filter(rule -> rule.id().equals("Takeover"))
                .findFirst()
                .orElseThrow();
    }

    private Reading read() {
        return new PantherFormat().read(new RepositoryFiles() {
            @Override
            public List<String> paths() {
                return List.copyOf(files.keySet());
            }

            @Override
            public String read(String path) {
                return files.get(path);
            }
        });
    }
}

package io.telltale.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleKind;
import io.telltale.detection.vendor.RuleTest;
import io.telltale.detection.vendor.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A vendor's own tests: what passes, what fails, what is not run, and why. */
class RuleTestsTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

    private static RuleTestResult run(String body, boolean expected, Map<String, Value> log, Value... mocks) {
        var test = new RuleTest("a test", expected, Values.objectOf(new LinkedHashMap<>(log)), List.of(mocks));
        var rule = new Rule(
                "panther",
                "Some.Rule",
                "Some rule",
                "",
                "",
                RuleKind.DETECTION,
                Severity.of("Info"),
                "",
                true,
                "python",
                SourceText.ofFile("rule.py", body),
                Values.objectOf(new LinkedHashMap<>()),
                "rules/some.yml",
                Optional.empty(),
                "some log",
                List.of(),
                List.of(),
                List.of(),
                List.of(test));
        return new RuleTests(DetectionCore.standard(), NOW)
                .run(rule, Companions.NONE)
                .get(0);
    }

    private static Value mock(String name, Value answer) {
        return Values.objectOf(new LinkedHashMap<>(Map.of("objectName", Values.of(name), "returnValue", answer)));
    }

    private static final String DELETION = "def rule(event):\n    return event.get('eventName') == 'DeleteTrail'\n";

    @Test
    void passesWhereTheRuleAnswersAsExpected() {
        var result = run(DELETION, true, Map.of("eventName", Values.of("DeleteTrail")));
        assertThat(result.outcome()).isEqualTo(RuleTestResult.Outcome.PASSED);
        assertThat(result.got()).isEqualTo("true");
        assertThat(result.reason()).isEmpty();
    }

    @Test
    void failsWithWhatTheRuleAnswered() {
        var result = run(DELETION, false, Map.of("eventName", Values.of("DeleteTrail")));
        assertThat(result.outcome()).isEqualTo(RuleTestResult.Outcome.FAILED);
        assertThat(result.reason()).isEqualTo("answered true");
    }

    @Test
    void failsWithTheExceptionThatTheRuleRaised() {
        var result = run("def rule(event):\n    return event['missing'] == 1\n", false, Map.of());
        assertThat(result.outcome()).isEqualTo(RuleTestResult.Outcome.FAILED);
        assertThat(result.got()).isEqualTo("error");
        assertThat(result.reason()).isEqualTo("KeyError: 'missing'");
    }

    @Test
    void putsTheMocksAnswerInTheFunctionsPlace() {
        String body =
                "def known(name):\n    return False\n\n\ndef rule(event):\n    return known(event.get('eventName'))\n";
        assertThat(run(body, true, Map.of(), mock("known", Values.TRUE)).outcome())
                .isEqualTo(RuleTestResult.Outcome.PASSED);
        assertThat(run(body, true, Map.of()).outcome()).isEqualTo(RuleTestResult.Outcome.FAILED);
        assertThat(run(body, true, Map.of(), mock("unknown", Values.TRUE)).reason())
                .isEqualTo("AttributeError: module 'rule' does not have the attribute 'unknown'");
    }

    @Test
    void doesNotRunWhatLeansOnAModuleThatIsNotThere() {
        var result = run("import boto3\n\n\ndef rule(event):\n    return boto3.client('s3')\n", true, Map.of());
        assertThat(result.outcome()).isEqualTo(RuleTestResult.Outcome.NOT_RUN);
        assertThat(result.reason()).isEqualTo("module boto3");
    }
}

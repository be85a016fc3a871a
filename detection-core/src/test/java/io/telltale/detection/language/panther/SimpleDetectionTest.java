package io.telltale.detection.language.panther;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.RuleTestResult;
import io.telltale.detection.RuleTests;
import io.telltale.detection.analysis.Predicate;
import io.telltale.detection.engine.Finding;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Values;
import io.telltale.detection.vendor.PantherFormat;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.RepositoryFiles;
import io.telltale.detection.vendor.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A simple detection out of a checkout: its findings, its tests, its predicates. */
class SimpleDetectionTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final String RULE = """
            AnalysisType: rule
            RuleID: Ecr.Push
            Enabled: true
            LogTypes: [AWS.CloudTrail]
            Severity: Low
            AlertTitle: "{awsRegion}: {requestParameters.repositoryName} of {nobody}"
            DynamicSeverities:
              - ChangeTo: High
                Conditions:
                  - {KeyPath: awsRegion, Condition: StartsWith, Value: us-}
              - ChangeTo: Critical
                Conditions:
                  - {KeyPath: awsRegion, Condition: Exists}
            Detection:
              - {KeyPath: eventSource, Condition: Equals, Value: ecr.amazonaws.com}
              - {KeyPath: eventName, Condition: IsIn, Values: [PutImage, BatchDeleteImage]}
              - {KeyPath: userAgent, Condition: IDoesNotContain, Value: terraform}
              - KeyPath: requestParameters.images
                Condition: NoElement
                Expressions:
                  - {Key: tag, Condition: Equals, Value: latest}
            Threshold: 1
            Tests:
              - Name: a push
                ExpectedResult: true
                Log: {eventSource: ecr.amazonaws.com, eventName: PutImage}
              - Name: a pull
                ExpectedResult: true
                Log: {eventSource: ecr.amazonaws.com, eventName: GetImage}
            """;

    private final DetectionCore core = DetectionCore.standard();
    private final Reading reading = new PantherFormat().read(new RepositoryFiles() {
        @Override
        public List<String> paths() {
            return List.of("rules/push.yml");
        }

        @Override
        public String read(String path) {
            return RULE;
        }
    });

    @Test
    void theFirstConditionsThatHoldDecideTheSeverityAndTheTitleTakesTheEventsValues() {
        assertThat(found(Map.of("awsRegion", "us-east-1")))
                .extracting(Finding::severity, Finding::title)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Severity.HIGH, "us-east-1: None of None"));
        assertThat(found(Map.of("awsRegion", "eu-west-1")))
                .extracting(Finding::severity)
                .containsExactly(Severity.CRITICAL);
        assertThat(found(Map.of())).extracting(Finding::severity).containsExactly(Severity.LOW);
    }

    @Test
    void itsOwnTestsRun() {
        assertThat(new RuleTests(core, NOW).run(reading.rules().get(0), reading.companionsByName()))
                .extracting(RuleTestResult::outcome, RuleTestResult::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(RuleTestResult.Outcome.PASSED, ""),
                        org.assertj.core.groups.Tuple.tuple(RuleTestResult.Outcome.FAILED, "answered false"));
    }

    @Test
    void predicatesAreThoseOfAnyLanguage() {
        var analysis = core.prepare(reading.rules().get(0), reading.companionsByName(), Map.of())
                .analysis();
        assertThat(analysis.predicates().stream().map(SimpleDetectionTest::text))
                .containsExactly(
                        "aws::eventSource eq ecr.amazonaws.com",
                        "aws::eventName in PutImage",
                        "aws::eventName in BatchDeleteImage",
                        "not aws::userAgent contains terraform",
                        "not aws::requestParameters.images[].tag eq latest");
        assertThat(analysis.exclusions()).hasSize(2);
    }

    private static String text(Predicate p) {
        return (p.negated() ? "not " : "") + p.field() + " " + p.kind() + " " + p.value();
    }

    private List<Finding> found(Map<String, String> fields) {
        var members = new java.util.LinkedHashMap<String, io.telltale.detection.ir.Value>();
        members.put("eventSource", Values.of("ecr.amazonaws.com"));
        members.put("eventName", Values.of("PutImage"));
        fields.forEach((name, value) -> members.put(name, Values.of(value)));
        var found = new ArrayList<Finding>();
        var prepared = core.prepare(reading.rules().get(0), reading.companionsByName(), Map.of());
        var run = core.compile(List.of(prepared), Limits.DEFAULT).start(found::add);
        run.accept(new AuditEvent("1", Optional.of(NOW), Values.objectOf(members), "test", 1));
        run.finish();
        return found;
    }
}

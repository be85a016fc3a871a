package io.telltale.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An explanation shows wanted and found, and marks the first predicate that kept the event out. */
class ExplainerTest {
    private static final Expression CONDITION = new Expression.And(
            List.of(
                    Fixtures.test(TestKind.EQ, "eventName", Fixtures.PLAIN, "PutImage"),
                    new Expression.Not(
                            Fixtures.test(TestKind.EQ, "awsRegion", Fixtures.PLAIN, "us-east-1"), Span.NONE)),
            Span.NONE);

    @Test
    void theFirstFailedPredicateIsMarkedEvenBehindANot() {
        Explanation explanation = explain("{\"eventName\":\"PutImage\",\"awsRegion\":\"us-east-1\"}");
        assertThat(explanation.fired()).isFalse();
        Explanation.Condition and = explanation.stages().get(0).conditions().get(0);
        assertThat(and.outcome()).isEqualTo("false");
        assertThat(and.children().get(0).firstFailed()).isFalse();
        Explanation.Condition region = and.children().get(1).children().get(0);
        assertThat(region.firstFailed()).isTrue();
        assertThat(region.wanted()).isEqualTo("\"us-east-1\"");
        assertThat(region.found()).isEqualTo("\"us-east-1\"");
    }

    @Test
    void nothingIsMarkedWhereTheRuleFires() {
        Explanation explanation = explain("{\"eventName\":\"putimage\",\"awsRegion\":\"eu-west-1\"}");
        assertThat(explanation.fired()).isTrue();
        Explanation.Condition and = explanation.stages().get(0).conditions().get(0);
        assertThat(and.children()).noneMatch(Explanation.Condition::firstFailed);
    }

    @Test
    void aMissingFieldIsShownAsMissing() {
        Explanation.Condition name =
                explain("{}").stages().get(0).conditions().get(0).children().get(0);
        assertThat(name.found()).isEqualTo("missing");
        assertThat(name.firstFailed()).isTrue();
    }

    @Test
    void ofManyRowsThoseThatAFilterLetsThroughAreShownFirst() {
        var events = new ArrayList<AuditEvent>();
        for (int i = 0; i < 20; i++) {
            String name = i == 19 ? "PutImage" : "GetImage";
            events.add(
                    Fixtures.event("e" + i, "2026-01-05T10:00:%02dZ".formatted(i), "{\"eventName\":\"" + name + "\"}"));
        }
        var rule = Fixtures.rule(
                "r", Fixtures.filter(Fixtures.test(TestKind.EQ, "eventName", Fixtures.PLAIN, "PutImage")));
        Explanation explanation = new Explainer(new FunctionRegistry(List.of()))
                .explain(rule.detection().orElseThrow(), events);
        assertThat(explanation.stages().get(0).conditions())
                .extracting(Explanation.Condition::found)
                .containsExactly("\"PutImage\"", "\"GetImage\"", "\"GetImage\"", "\"GetImage\"", "\"GetImage\"");
    }

    @Test
    void windowsThatNoneLeftTellHowFarTheyCame() {
        var counted = new Stage.Aggregation("n", "sigma:events", List.of(), Optional.empty());
        Expression enough = new Expression.Test(
                TestKind.GE,
                new Expression.Column("n", Span.NONE),
                List.of(Fixtures.literal(Values.of(3))),
                Fixtures.PLAIN,
                Span.NONE);
        var windows = new Stage.Windows(
                List.of(new Stage.Binding("user", Fixtures.field("user"))),
                List.of(counted),
                enough,
                Duration.ofMinutes(5),
                true,
                false,
                Span.NONE);
        var detection = Detection.of(new Pipeline(Pipeline.CLOUDTRAIL, List.of(windows)), List.of());
        Explanation explanation = new Explainer(DetectionCore.standard().functions())
                .explain(
                        detection,
                        List.of(
                                Fixtures.event("1", "2026-01-05T10:00:00Z", "{\"user\":\"a\"}"),
                                Fixtures.event("2", "2026-01-05T10:01:00Z", "{\"user\":\"a\"}")));
        assertThat(explanation.fired()).isFalse();
        assertThat(explanation.stages().get(0).conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.row()).contains("user = \"a\"", "n = 2", "2 events from 2026-01-05T10:00:00Z");
            assertThat(condition.wanted()).isEqualTo("3");
            assertThat(condition.found()).isEqualTo("2");
            assertThat(condition.firstFailed()).isTrue();
        });
    }

    @Test
    void aScheduledRuleIsToldAtTheRunThatFires() {
        var threshold = new Stage.Threshold(
                List.of(new Stage.Binding("user", Fixtures.field("user"))), 2, Duration.ofHours(1), Span.NONE);
        var pipeline = new Pipeline(Pipeline.CLOUDTRAIL, List.of(threshold));
        var hourly = Schedule.every(Duration.ofHours(1), Duration.ofHours(1));
        var detection = Detection.of(pipeline, List.of()).with(hourly, Trigger.ANY_ROW);
        Explanation explanation = new Explainer(new FunctionRegistry(List.of()))
                .explain(
                        detection,
                        List.of(
                                Fixtures.event("1", "2026-01-05T10:10:00Z", "{\"user\":\"ann\"}"),
                                Fixtures.event("2", "2026-01-05T11:10:00Z", "{\"user\":\"bob\"}"),
                                Fixtures.event("3", "2026-01-05T11:20:00Z", "{\"user\":\"bob\"}")));
        assertThat(explanation.fired()).isTrue();
        assertThat(explanation.window())
                .contains(new Explanation.Window(
                        Instant.parse("2026-01-05T12:00:00Z"),
                        Instant.parse("2026-01-05T11:00:00Z"),
                        Instant.parse("2026-01-05T12:00:00Z")));
        assertThat(explanation.stages().get(0).rows())
                .containsExactly("user = \"bob\"; 2 events from 2026-01-05T11:10:00Z to 2026-01-05T11:20:00Z");
    }

    @Test
    void aThresholdThatIsNotReachedSaysHowFarItsKeysCame() {
        var threshold = new Stage.Threshold(
                List.of(new Stage.Binding("user", Fixtures.field("user"))), 3, Duration.ofHours(1), Span.NONE);
        var rule = Fixtures.rule("r", threshold);
        Explanation explanation = new Explainer(new FunctionRegistry(List.of()))
                .explain(
                        rule.detection().orElseThrow(),
                        List.of(
                                Fixtures.event("1", "2026-01-05T10:10:00Z", "{\"user\":\"ann\"}"),
                                Fixtures.event("2", "2026-01-05T10:20:00Z", "{\"user\":\"ann\"}")));
        assertThat(explanation.fired()).isFalse();
        assertThat(explanation.stages().get(0).rows())
                .containsExactly(
                        "user = \"ann\"; 2 events from 2026-01-05T10:10:00Z to 2026-01-05T10:20:00Z, 3 needed");
    }

    @Test
    void whatIsKnownIsToldWithTheTimeOfItsFirstRow() {
        var rule = Fixtures.rule(
                "r", new Stage.FirstSeen(List.of(Fixtures.field("user")), Duration.ofHours(1), Span.NONE));
        Explanation explanation = new Explainer(new FunctionRegistry(List.of()))
                .explain(
                        rule.detection().orElseThrow(),
                        List.of(
                                Fixtures.event("1", "2026-01-05T10:00:00Z", "{\"user\":\"ann\"}"),
                                Fixtures.event("2", "2026-01-05T12:00:00Z", "{\"user\":\"ann\"}"),
                                Fixtures.event("3", "2026-01-05T12:00:00Z", "{}")));
        assertThat(explanation.stages().get(0).rows())
                .containsExactly(
                        "\"ann\": first seen at 2026-01-05T10:00:00Z, new from 2026-01-05T11:00:00Z on",
                        "missing: without a value is not looked at");
    }

    private static Explanation explain(String event) {
        var rule = Fixtures.rule("r", Fixtures.filter(CONDITION));
        return new Explainer(new FunctionRegistry(List.of()))
                .explain(rule.detection().orElseThrow(), List.of(Fixtures.event("1", "2026-01-05T10:00:00Z", event)));
    }
}

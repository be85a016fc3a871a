package io.telltale.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the stages that need several rows give, at their edges. Events are written {@code minute name user}. */
class StatefulStagesTest {
    private static final Optional<Duration> TEN_MINUTES = Optional.of(Duration.ofMinutes(10));

    @Test
    void aJoinPairsRowsWithEqualKeysAndKeepsTheEventsOfBoth() {
        var join = join(Stage.JoinKind.INNER, Optional.empty());
        assertThat(run(List.of(named("a"), join), "0 a ann", "1 b ann", "2 b bob", "3 b ann"))
                .containsExactly("0,1 {when=1}", "0,3 {when=3}");
    }

    @Test
    void aJoinTakesAsManyMatchesAsItMay() {
        var join = join(Stage.JoinKind.INNER, Optional.of(1));
        assertThat(run(List.of(named("a"), join), "0 a ann", "1 b ann", "3 b ann"))
                .containsExactly("0,1 {when=1}");
    }

    @Test
    void outerJoinsKeepRowsWithoutACounterpart() {
        String[] events = {"0 a ann", "1 b ann", "2 a cid", "3 b bob"};
        assertThat(run(List.of(named("a"), join(Stage.JoinKind.LEFT_OUTER, Optional.empty())), events))
                .containsExactly("0,1 {when=1}", "2 {}");
        assertThat(run(List.of(named("a"), join(Stage.JoinKind.RIGHT_OUTER, Optional.empty())), events))
                .containsExactly("0,1 {when=1}", "3 {when=3}");
        assertThat(run(List.of(named("a"), join(Stage.JoinKind.FULL_OUTER, Optional.empty())), events))
                .containsExactly("0,1 {when=1}", "2 {}", "3 {when=3}");
    }

    @Test
    void semiAndAntiJoinsGiveRowsOfOneSide() {
        String[] events = {"0 a ann", "1 b ann", "2 a cid", "3 b bob"};
        assertThat(run(List.of(named("a"), join(Stage.JoinKind.LEFT_SEMI, Optional.empty())), events))
                .containsExactly("0 {}");
        assertThat(run(List.of(named("a"), join(Stage.JoinKind.LEFT_ANTI, Optional.empty())), events))
                .containsExactly("2 {}");
        assertThat(run(List.of(named("a"), join(Stage.JoinKind.RIGHT_SEMI, Optional.empty())), events))
                .containsExactly("1 {when=1}");
        assertThat(run(List.of(named("a"), join(Stage.JoinKind.RIGHT_ANTI, Optional.empty())), events))
                .containsExactly("3 {when=3}");
    }

    @Test
    void absentKeysMatchNothing() {
        assertThat(run(List.of(named("a"), join(Stage.JoinKind.INNER, Optional.empty())), "0 a", "1 b"))
                .isEmpty();
        assertThat(run(List.of(named("a"), join(Stage.JoinKind.LEFT_ANTI, Optional.empty())), "0 a", "1 b"))
                .containsExactly("0 {}");
    }

    @Test
    void aTableJoinsLikeEvents() {
        var table = new Pipeline(
                new Pipeline.Source.Table(List.of(Map.of("who", Values.of("ann"), "team", Values.of("red")))),
                List.of());
        var join = new Stage.Join(
                Stage.JoinKind.INNER,
                table,
                List.of(new Stage.JoinKey(Fixtures.field("user"), column("who"))),
                List.of(new Stage.Binding("team", column("team"))),
                Optional.empty(),
                Span.NONE);
        assertThat(run(List.of(join), "0 a ann", "1 a bob")).containsExactly("0 {team=red}");
    }

    @Test
    void aUnionAddsTheRowsOfOtherPipelines() {
        var union = new Stage.Union(List.of(new Pipeline(Pipeline.CLOUDTRAIL, List.of(named("b")))), Span.NONE);
        assertThat(run(List.of(named("a"), union), "0 b x", "1 a x", "2 c x")).containsExactly("1 {}", "0 {}");
    }

    @Test
    void whatBringsRowsRunsBehindAFilterThatNoRowReaches() {
        var union = new Stage.Union(List.of(new Pipeline(Pipeline.CLOUDTRAIL, List.of(named("b")))), Span.NONE);
        var join = join(Stage.JoinKind.INNER, Optional.empty());
        assertThat(run(List.of(named("a"), join, named("a"), union), "0 a ann", "1 b bob"))
                .containsExactly("1 {}");
    }

    @Test
    void runningAggregatesSeeWhatCameBefore() {
        assertThat(run(List.of(running(true, null, null)), "0 a ann", "1 a bob", "2 a ann"))
                .containsExactly("0 {n=1}", "1 {n=1}", "2 {n=2}");
        assertThat(run(List.of(running(false, null, null)), "0 a ann", "1 a bob", "2 a ann"))
                .containsExactly("0 {n=0}", "1 {n=0}", "2 {n=1}");
        assertThat(run(List.of(running(true, 2, null)), "0 a ann", "1 a ann", "2 a ann"))
                .containsExactly("0 {n=1}", "1 {n=2}", "2 {n=2}");
        assertThat(run(List.of(running(false, 1, null)), "0 a ann", "1 a ann", "2 a ann"))
                .containsExactly("0 {n=0}", "1 {n=1}", "2 {n=1}");
        assertThat(run(List.of(running(true, null, Duration.ofMinutes(5))), "0 a ann", "5 a ann", "6 a ann"))
                .containsExactly("0 {n=1}", "5 {n=2}", "6 {n=2}");
    }

    @Test
    void aSequenceNeedsItsStepsInOrderAndWithEqualKeys() {
        var steps = sequence(TEN_MINUTES, null, step("a"), step("b"));
        assertThat(run(List.of(steps), "0 a ann", "1 b bob", "2 b ann", "3 b ann"))
                .containsExactly("0,2 {user=ann}");
        assertThat(run(List.of(steps), "0 b ann", "1 a ann")).isEmpty();
    }

    @Test
    void theSpanOfASequenceIncludesItsEdge() {
        var steps = sequence(TEN_MINUTES, null, step("a"), step("b"));
        assertThat(run(List.of(steps), "0 a ann", "10 b ann")).containsExactly("0,10 {user=ann}");
        assertThat(run(List.of(steps), "0 a ann", "11 b ann")).isEmpty();
    }

    @Test
    void aNewerStartReplacesAnOlder() {
        var steps = sequence(TEN_MINUTES, null, step("a"), step("b"));
        assertThat(run(List.of(steps), "0 a ann", "1 a ann", "11 b ann")).containsExactly("1,11 {user=ann}");
    }

    @Test
    void untilEndsWhatHasBegun() {
        var steps = sequence(TEN_MINUTES, step("c"), step("a"), step("b"));
        assertThat(run(List.of(steps), "0 a ann", "1 c bob", "2 b ann")).containsExactly("0,2 {user=ann}");
        assertThat(run(List.of(steps), "0 a ann", "1 c ann", "2 b ann")).isEmpty();
    }

    @Test
    void aStepMayNeedSeveralRows() {
        var steps = sequence(TEN_MINUTES, null, new Stage.Step(name("a"), user(), 3, false), step("b"));
        assertThat(run(List.of(steps), "0 a ann", "1 a ann", "2 a ann", "3 b ann"))
                .containsExactly("0,1,2,3 {user=ann}");
        assertThat(run(List.of(steps), "0 a ann", "1 a ann", "3 b ann")).isEmpty();
    }

    @Test
    void aMissingStepMayStandBetweenBeforeAndBehind() {
        var absent = new Stage.Step(name("x"), user(), 1, true);
        var between = sequence(TEN_MINUTES, null, step("a"), absent, step("b"));
        assertThat(run(List.of(between), "0 a ann", "1 x bob", "2 b ann")).containsExactly("0,2 {user=ann}");
        assertThat(run(List.of(between), "0 a ann", "1 x ann", "2 b ann")).isEmpty();
        var behind = sequence(TEN_MINUTES, null, step("a"), absent);
        assertThat(run(List.of(behind), "0 a ann", "11 x ann")).containsExactly("0 {user=ann}");
        assertThat(run(List.of(behind), "0 a ann", "10 x ann")).isEmpty();
        var before = sequence(TEN_MINUTES, null, absent, step("a"));
        assertThat(run(List.of(before), "0 x ann", "11 a ann")).containsExactly("11 {user=ann}");
        assertThat(run(List.of(before), "0 x ann", "9 a ann")).isEmpty();
    }

    @Test
    void firstSeenIsNewInTheLookBackAndRecent() {
        var firstSeen = new Stage.FirstSeen(user(), Duration.ofHours(1), Span.NONE);
        var schedule = new Schedule(Duration.ofHours(1), Duration.ofHours(2), Duration.ZERO);
        // ann is known from the hour before; bob's first row counts, his second does not; nobody's row has no user.
        assertThat(run(detection(schedule, firstSeen), "10 a ann", "70 a ann", "71 a bob", "72 a bob", "73 a"))
                .containsExactly("10 {}", "71 {}");
        // Behind the look-back ann is forgotten and new again.
        assertThat(run(detection(schedule, firstSeen), "10 a ann", "150 a ann")).containsExactly("10 {}", "150 {}");
    }

    @Test
    void aThresholdOpensAWindowAtTheFirstRow() {
        var threshold = new Stage.Threshold(
                List.of(new Stage.Binding("user", Fixtures.field("user"))), 2, Duration.ofMinutes(10), Span.NONE);
        assertThat(run(List.of(threshold), "0 a ann", "9 a ann", "9 a bob", "10 a ann"))
                .containsExactly("0,9 {user=ann}");
        assertThat(run(List.of(threshold), "0 a ann", "10 a ann")).isEmpty();
        assertThat(run(List.of(threshold), "0 a ann", "1 a ann", "10 a ann", "11 a ann"))
                .containsExactly("0,1 {user=ann}", "10,11 {user=ann}");
    }

    @Test
    void aFilterThatReadsTheClockIsAskedAtTheTick() {
        var recent = new Expression.Call("test:recent", List.of(), Span.NONE);
        var schedule = new Schedule(Duration.ofHours(1), Duration.ofHours(2), Duration.ZERO);
        var filter = new Stage.Filter(new Expression.And(List.of(name("a"), recent), Span.NONE), Span.NONE);
        assertThat(run(detection(schedule, filter), "10 a ann", "10 b ann")).containsExactly("10 {}");
    }

    @Test
    void rowsBeyondTheLimitFailTheRuleByName() {
        var cross = new Stage.Join(
                Stage.JoinKind.INNER,
                new Pipeline(Pipeline.CLOUDTRAIL, List.of()),
                List.of(),
                List.of(),
                Optional.empty(),
                Span.NONE);
        var set = new RuleSet(List.of(Fixtures.rule("r", cross)), registry(), new Limits(10, 10));
        Evaluation evaluation = set.start(f -> {});
        for (int i = 0; i < 4; i++) {
            evaluation.accept(event(i + " a ann"));
        }
        RuleVerdict verdict = evaluation.finish().get(0);
        assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict.reason()).contains("limit rowsPerRule");
    }

    @Test
    void anIndexedRunSeesTheEventsOfEveryPipeline() {
        var rule = Fixtures.rule("r", named("a"), join(Stage.JoinKind.INNER, Optional.empty()));
        var set = new RuleSet(List.of(rule), registry(), Limits.DEFAULT);
        var ids = new ArrayList<String>();
        Evaluation evaluation = set.start(f -> ids.addAll(f.eventIds()));
        evaluation.accept(event("0 a ann"));
        evaluation.accept(event("1 b ann"));
        evaluation.finish();
        assertThat(ids).containsExactly("0", "1");
    }

    private static Stage named(String name) {
        return Fixtures.filter(name(name));
    }

    private static Expression name(String name) {
        return Fixtures.test(TestKind.EQ, "eventName", Fixtures.PLAIN, name);
    }

    private static List<Expression> user() {
        return List.of(Fixtures.field("user"));
    }

    private static Expression column(String name) {
        return new Expression.Column(name, Span.NONE);
    }

    private static Stage join(Stage.JoinKind kind, Optional<Integer> most) {
        return new Stage.Join(
                kind,
                new Pipeline(Pipeline.CLOUDTRAIL, List.of(named("b"))),
                List.of(new Stage.JoinKey(Fixtures.field("user"), Fixtures.field("user"))),
                List.of(new Stage.Binding("when", Fixtures.field("minute"))),
                most,
                Span.NONE);
    }

    private static Stage running(boolean includeCurrent, Integer rows, Duration within) {
        return new Stage.Running(
                List.of(new Stage.Binding("user", Fixtures.field("user"))),
                List.of(new Stage.Aggregation("n", "test:count", List.of(), Optional.empty())),
                includeCurrent,
                Optional.ofNullable(rows),
                Optional.ofNullable(within),
                Span.NONE);
    }

    private static Stage.Step step(String name) {
        return new Stage.Step(name(name), user(), 1, false);
    }

    private static Stage sequence(Optional<Duration> maxSpan, Stage.Step until, Stage.Step... steps) {
        return new Stage.Sequence(List.of(steps), List.of("user"), maxSpan, Optional.ofNullable(until), Span.NONE);
    }

    private static Detection detection(Schedule schedule, Stage... stages) {
        return Detection.of(new Pipeline(Pipeline.CLOUDTRAIL, List.of(stages)), List.of())
                .with(schedule, Trigger.ANY_ROW);
    }

    private static List<String> run(List<Stage> stages, String... events) {
        return run(Detection.of(new Pipeline(Pipeline.CLOUDTRAIL, stages), List.of()), events);
    }

    /** Each finding as the minutes of its events and its columns. */
    private static List<String> run(Detection detection, String... events) {
        var set = new RuleSet(List.of(Fixtures.rule("r", detection)), registry(), Limits.DEFAULT);
        var findings = new ArrayList<String>();
        Evaluation evaluation = set.startFullScan(f -> findings.add(String.join(",", f.eventIds()) + " "
                + f.columns().entrySet().stream()
                        .map(e -> e.getKey() + "="
                                + (e.getValue().isAbsent()
                                        ? "missing"
                                        : e.getValue().asText()))
                        .toList()
                        .toString()
                        .replace('[', '{')
                        .replace(']', '}')));
        for (String event : events) {
            evaluation.accept(event(event));
        }
        evaluation.finish();
        return findings;
    }

    private static io.telltale.detection.event.AuditEvent event(String text) {
        String[] words = text.split(" ", -1);
        String user = words.length > 2 ? ",\"user\":\"" + words[2] + "\"" : "";
        return Fixtures.event(
                words[0],
                Instant.parse("2026-01-05T10:00:00Z")
                        .plus(Duration.ofMinutes(Integer.parseInt(words[0])))
                        .toString(),
                "{\"eventName\":\"" + words[1] + "\",\"minute\":" + words[0] + user + "}");
    }

    private static FunctionRegistry registry() {
        return new FunctionRegistry(List.of(new TestLanguage()));
    }

    /** A language with a count and a function that is true at eleven o'clock. */
    private static final class TestLanguage implements RuleLanguage {
        @Override
        public String slug() {
            return "test";
        }

        @Override
        public String title() {
            return "Test";
        }

        @Override
        public Lowering lower(RuleSource source) {
            return Lowering.notRunnable(new Unsupported("everything", Span.NONE));
        }

        @Override
        public List<FunctionEntry> functions() {
            return List.of(FunctionEntry.of(
                            "test:recent",
                            (in, context) -> Values.of(context.now().equals(Instant.parse("2026-01-05T11:00:00Z"))))
                    .readingClock());
        }

        @Override
        public List<AggregateEntry> aggregates() {
            return List.of(new AggregateEntry("test:count", () -> new AggregateEntry.Accumulator() {
                private long count;

                @Override
                public void add(List<Value> arguments, long time) {
                    count++;
                }

                @Override
                public Value result() {
                    return Values.of(count);
                }
            }));
        }
    }
}

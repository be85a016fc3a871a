package io.telltale.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Detection;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Scheduled rules run at their ticks, over their look-back, on event time. */
class ScheduleTest {
    private static final Schedule HOURLY = Schedule.every(Duration.ofHours(1), Duration.ofHours(1));

    @Test
    void eventsOfOneHourAreOneRunAndThoseOfTheNextAnother() {
        assertThat(run(HOURLY, Trigger.ANY_ROW, "10:05", "10:55", "11:00", "11:59"))
                .containsExactly(List.of("10:05", "10:55"), List.of("11:00", "11:59"));
    }

    @Test
    void anEventAtATickBelongsToTheRunAfterIt() {
        assertThat(run(HOURLY, Trigger.ANY_ROW, "11:00")).containsExactly(List.of("11:00"));
        assertThat(run(HOURLY, Trigger.ANY_ROW, "10:59", "11:00")).containsExactly(List.of("10:59"), List.of("11:00"));
    }

    @Test
    void overlappingLookBacksSeeAnEventAgainAndReportEqualRowsOnce() {
        var twoHours = Schedule.every(Duration.ofHours(1), Duration.ofHours(2));
        assertThat(run(twoHours, Trigger.ANY_ROW, "10:30")).containsExactly(List.of("10:30"));
        assertThat(run(twoHours, Trigger.ANY_ROW, "10:30", "11:30"))
                .containsExactly(List.of("10:30"), List.of("10:30", "11:30"), List.of("11:30"));
    }

    @Test
    void aLookBackThatEndsBeforeTheTickWaitsForTheNext() {
        var splunk = new Schedule(Duration.ofHours(1), Duration.ofMinutes(70), Duration.ofMinutes(10));
        assertThat(run(splunk, Trigger.ANY_ROW, "10:49", "10:51")).containsExactly(List.of("10:49"), List.of("10:51"));
    }

    @Test
    void eventsInAnyOrderOfArrivalAreSeenInTheOrderOfTheirTimes() {
        assertThat(run(HOURLY, Trigger.ANY_ROW, "11:59", "10:05", "10:55"))
                .containsExactly(List.of("10:05", "10:55"), List.of("11:59"));
    }

    @Test
    void aRunWithTooFewRowsIsNoFinding() {
        assertThat(run(HOURLY, new Trigger(TestKind.GT, 1), "10:05", "10:55", "11:30"))
                .isEmpty();
    }

    private static List<List<String>> run(Schedule schedule, Trigger trigger, String... times) {
        var count = new Stage.Aggregation("count", "counting:count", List.of(), Optional.empty());
        var pipeline = new Pipeline(
                Pipeline.CLOUDTRAIL, List.of(new Stage.Aggregate(List.of(), List.of(count), false, false, Span.NONE)));
        var rule = Fixtures.rule("r", Detection.of(pipeline, List.of()).with(schedule, trigger));
        var set = new RuleSet(List.of(rule), new FunctionRegistry(List.of(new Counting())), Limits.DEFAULT);
        var findings = new ArrayList<List<String>>();
        Evaluation evaluation = set.start(f -> findings.add(f.eventIds()));
        for (String time : times) {
            evaluation.accept(Fixtures.event(time, "2026-01-05T" + time + ":00Z", "{}"));
        }
        evaluation.finish();
        return findings;
    }

    /** A language with nothing but a count. */
    private static final class Counting implements RuleLanguage {
        @Override
        public String slug() {
            return "counting";
        }

        @Override
        public String title() {
            return "Counting";
        }

        @Override
        public Lowering lower(RuleSource source) {
            return Lowering.notRunnable(new Unsupported("everything", Span.NONE));
        }

        @Override
        public List<FunctionEntry> functions() {
            return List.of();
        }

        @Override
        public List<AggregateEntry> aggregates() {
            return List.of(new AggregateEntry("counting:count", () -> new AggregateEntry.Accumulator() {
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

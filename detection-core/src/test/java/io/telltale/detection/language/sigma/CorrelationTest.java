package io.telltale.detection.language.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Evaluation;
import io.telltale.detection.engine.Finding;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.vendor.RepositoryFiles;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.SuzakuFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Correlations: which groups of events reach their condition within the timespan. */
class CorrelationTest {
    private static final DetectionCore CORE = DetectionCore.standard();

    @Test
    void eventCountNeedsEnoughEventsOfOneGroupInTheTimespan() {
        String rule = correlation("type: event_count\nrules: [first]\ngroup-by: [who]\ntimespan: 10s", "gte: 3");
        assertThat(found(rule, at(0, "A", "x"), at(5, "A", "x"), at(10, "A", "x")))
                .containsExactly("1,2,3");
        assertThat(found(rule, at(0, "A", "x"), at(5, "A", "x"), at(11, "A", "x")))
                .isEmpty();
        assertThat(found(rule, at(0, "A", "x"), at(5, "A", "y"), at(6, "A", "x")))
                .isEmpty();
        assertThat(found(rule, at(0, "A", "x"), at(5, "B", "x"), at(6, "A", "x")))
                .isEmpty();
    }

    @Test
    void theLogNeedNotBeInTheOrderOfItsTimes() {
        String rule = correlation("type: event_count\nrules: [first]\ngroup-by: [who]\ntimespan: 10s", "gt: 1");
        assertThat(found(rule, at(100, "A", "x"), at(0, "A", "x"), at(95, "A", "x")))
                .hasSize(1);
    }

    @Test
    void anEventWithoutTheGroupsFieldCountsNowhere() {
        String rule = correlation("type: event_count\nrules: [first]\ngroup-by: [who]\ntimespan: 10s", "gte: 2");
        assertThat(found(rule, at(0, "A", ""), at(1, "A", ""))).isEmpty();
    }

    @Test
    void valueCountCountsDifferentValues() {
        String rule = correlation(
                "type: value_count\nrules: [first]\ngroup-by: [awsRegion]\ntimespan: 1m", "field: who\n    gte: 2");
        assertThat(found(rule, at(0, "A", "x"), at(1, "A", "x"))).isEmpty();
        assertThat(found(rule, at(0, "A", "x"), at(1, "A", "y"))).hasSize(1);
        assertThat(found(rule, at(0, "A", "x"), at(61, "A", "y"))).isEmpty();
    }

    @Test
    void temporalWantsEveryRuleInAnyOrder() {
        String rule = correlation("type: temporal\nrules: [first, second]\ngroup-by: [who]\ntimespan: 1m", "");
        assertThat(found(rule, at(5, "B", "x"), at(10, "A", "x"))).hasSize(1);
        assertThat(found(rule, at(5, "A", "x"), at(10, "A", "x"))).isEmpty();
        assertThat(found(rule, at(5, "B", "x"), at(70, "A", "x"))).isEmpty();
    }

    @Test
    void temporalOrderedWantsThemInOrder() {
        String rule = correlation("type: temporal_ordered\nrules: [first, second]\ngroup-by: [who]\ntimespan: 1m", "");
        assertThat(found(rule, at(5, "A", "x"), at(10, "B", "x"))).hasSize(1);
        assertThat(found(rule, at(5, "B", "x"), at(10, "A", "x"))).isEmpty();
        assertThat(found(rule, at(0, "A", "x"), at(50, "A", "x"), at(70, "B", "x")))
                .as("the later beginning counts")
                .hasSize(1);
    }

    @Test
    void whatCannotBeDecidedIsNamed() {
        assertThat(prepare(correlation("type: event_count\nrules: [third]\ntimespan: 1m", "gte: 3"))
                        .reason())
                .isEqualTo("correlation of a rule that is not there");
        PreparedRule failed = prepare(correlation("type: event_count\nrules: [first]\ntimespan: soon", "gte: 3"));
        assertThat(failed.readiness()).isEqualTo(Readiness.FAILED);
        assertThat(failed.reason()).contains("found the timespan soon");
    }

    private static String correlation(String members, String condition) {
        return "title: Joined\nid: joined\ncorrelation:\n"
                + members.indent(2)
                + (condition.isEmpty() ? "" : "  condition:\n    " + condition + "\n")
                + base("first", "A")
                + base("second", "B");
    }

    private static String base(String name, String eventName) {
        return "---\ntitle: Base " + name + "\nid: id-" + name + "\nname: " + name
                + "\nlogsource:\n  product: aws\n  service: cloudtrail\n"
                + "detection:\n  sel:\n    eventName: " + eventName + "\n  condition: sel\n";
    }

    private static PreparedRule prepare(String text) {
        var files = new RepositoryFiles() {
            @Override
            public List<String> paths() {
                return List.of("suzaku/joined.yml");
            }

            @Override
            public String read(String path) {
                return text;
            }
        };
        Rule rule = new SuzakuFormat().read(files).rules().get(0);
        return CORE.prepare(rule, Companions.NONE, Map.of());
    }

    private static List<String> found(String rule, AuditEvent... events) {
        PreparedRule prepared = prepare(rule);
        assertThat(prepared.readiness()).as(prepared.reason()).isEqualTo(Readiness.RUNNABLE);
        var findings = new ArrayList<Finding>();
        Evaluation evaluation = CORE.compile(List.of(prepared), Limits.DEFAULT).start(findings::add);
        int number = 0;
        for (AuditEvent event : events) {
            number++;
            evaluation.accept(
                    new AuditEvent(Integer.toString(number), event.time(), event.fields(), event.file(), number));
        }
        evaluation.finish();
        return findings.stream().map(f -> String.join(",", f.eventIds())).toList();
    }

    private static AuditEvent at(int second, String eventName, String who) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("eventName", Values.of(eventName));
        fields.put("awsRegion", Values.of("eu-central-1"));
        if (!who.isEmpty()) {
            fields.put("who", Values.of(who));
        }
        Instant time = Instant.parse("2026-01-05T10:00:00Z").plusSeconds(second);
        return new AuditEvent("", Optional.of(time), Values.objectOf(fields), "log", 1);
    }
}

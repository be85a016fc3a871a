package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Evaluation;
import io.telltale.detection.engine.ExplanationText;
import io.telltale.detection.engine.Finding;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a Sentinel rule's schedule, trigger, suppression and alert details make of the rows of its query. */
class SentinelScheduleTest {
    private static final String HOURLY = """
            id: 11111111-2222-3333-4444-555555555555
            name: Pushed
            severity: Low
            queryFrequency: 1h
            queryPeriod: 1h
            triggerOperator: gt
            triggerThreshold: 0
            query: |
              AWSCloudTrail
              | project TimeGenerated, EventName
            kind: Scheduled
            """;

    @Test
    void eachRunWithEnoughRowsGivesThem() {
        assertThat(times(HOURLY, "00:10", "00:20", "01:10", "03:10"))
                .containsExactly("00:10", "00:20", "01:10", "03:10");
        String three = HOURLY.replace("triggerThreshold: 0", "triggerThreshold: 1");
        assertThat(times(three, "00:10", "00:20", "01:10", "03:10")).containsExactly("00:10", "00:20");
    }

    @Test
    void noRunFollowsAnAlertWithinTheSuppression() {
        String suppressed = HOURLY + "suppressionEnabled: true\nsuppressionDuration: PT3H\n";
        // The run at 01:00 alerts; those at 02:00 and 03:00 are left out, that at 04:00 is not.
        assertThat(times(suppressed, "00:10", "01:10", "02:10", "03:10")).containsExactly("00:10", "03:10");
        assertThat(times(HOURLY + "suppressionEnabled: false\nsuppressionDuration: PT3H\n", "00:10", "01:10"))
                .containsExactly("00:10", "01:10");
    }

    @Test
    void whatASuppressedRunHasNotSeenALaterOneWithALongerLookBackSees() {
        String suppressed = HOURLY.replace("queryPeriod: 1h", "queryPeriod: 1d")
                + "suppressionEnabled: true\nsuppressionDuration: 5h\n";
        assertThat(times(suppressed, "00:10", "02:10")).containsExactly("00:10", "02:10");
    }

    @Test
    void aRunWithTooFewRowsSuppressesNothing() {
        String suppressed = HOURLY.replace("triggerThreshold: 0", "triggerThreshold: 1")
                + "suppressionEnabled: true\nsuppressionDuration: 5h\n";
        assertThat(times(suppressed, "00:10", "01:10", "01:20")).containsExactly("01:10", "01:20");
    }

    @Test
    void anExplanationTellsTheTriggerAndTheRunsThatSuppressionLeavesOut() {
        String three = HOURLY.replace("triggerThreshold: 0", "triggerThreshold: 1");
        List<String> few = explained(three, "00:10", "01:10");
        assertThat(few).contains("not fired", "trigger: 1 row, wanted: more than 1");
        String suppressed = HOURLY.replace("queryPeriod: 1h", "queryPeriod: 2h")
                + "suppressionEnabled: true\nsuppressionDuration: 2h\n";
        assertThat(explained(suppressed, "00:10", "01:10"))
                .contains(
                        "fired",
                        "runs",
                        "  at 2024-03-01T01:00:00Z, over events from 2024-02-29T23:00:00Z up to, without,"
                                + " 2024-03-01T01:00:00Z: fired with 1 row",
                        "  at 2024-03-01T02:00:00Z, over events from 2024-03-01T00:00:00Z up to, without,"
                                + " 2024-03-01T02:00:00Z: left out: the rule pauses behind its finding");
    }

    @Test
    void anAlertTakesItsNameAndItsSeverityFromTheRow() {
        String detailed =
                HOURLY.replace("EventName\n", "EventName, grave = iff(EventName == \"a\", \"high\", \"so so\")\n")
                        + """
                alertDetailsOverride:
                  alertDisplayNameFormat: "{{ EventName }} was called"
                  alertSeverityColumnName: grave
                """;
        List<Finding> findings = run(detailed, List.of(event(0, "00:10", "a"), event(1, "00:20", "b")));
        assertThat(findings).extracting(Finding::title).containsExactly("a was called", "b was called");
        assertThat(findings).extracting(Finding::severity).containsExactly(Severity.HIGH, Severity.LOW);
    }

    @Test
    void anotherTableIsSeenOverTheSameLookBackAsTheLog() {
        String joined = HOURLY.replace(
                "| project TimeGenerated, EventName",
                "| join kind=inner SigninLogs on $left.SourceIpAddress == $right.IPAddress\n"
                        + "  | project EventName, UserPrincipalName");
        var rows = new ArrayList<String>();
        for (String row : List.of("02-29T23:59:59 early", "03-01T00:40:00 within", "03-01T01:00:00 late")) {
            rows.add("{\"TimeGenerated\":\"2024-" + row.substring(0, 14)
                    + "Z\",\"IPAddress\":\"\",\"UserPrincipalName\":\"" + row.substring(15) + "\"}");
        }
        Map<String, String> given = Map.of("SigninLogs", String.join("\n", rows));
        assertThat(run(joined, List.of(event(0, "00:10", "a")), given))
                .extracting(finding -> finding.columns().get("UserPrincipalName"))
                .containsExactly(Values.of("within"));
    }

    private static List<String> explained(String rule, String... times) {
        PreparedRule prepared = prepared(rule, Map.of());
        return ExplanationText.of(
                DetectionCore.standard().explain(prepared, events(times)),
                prepared.rule().body());
    }

    private static List<AuditEvent> events(String... times) {
        var events = new ArrayList<AuditEvent>();
        for (String time : times) {
            events.add(event(events.size(), time, "PutImage"));
        }
        return events;
    }

    private static List<String> times(String rule, String... times) {
        return run(rule, events(times)).stream()
                .map(finding -> finding.time().orElseThrow().toString().substring(11, 16))
                .toList();
    }

    private static AuditEvent event(int number, String time, String name) {
        Instant at = Instant.parse("2024-03-01T" + time + ":00Z");
        var members = new LinkedHashMap<String, Value>();
        members.put("eventName", Values.of(name));
        members.put("eventTime", Values.of(at.toString()));
        return new AuditEvent("" + number, Optional.of(at), new Value.ObjectOf(members), "log", number);
    }

    private static PreparedRule prepared(String text, Map<String, String> parameters) {
        RepositoryFiles file = new RepositoryFiles() {
            @Override
            public List<String> paths() {
                return List.of("Solutions/X/Analytic Rules/A.yaml");
            }

            @Override
            public String read(String path) {
                return text;
            }
        };
        DetectionCore core = DetectionCore.standard();
        Rule rule = new SentinelFormat().read(file).rules().get(0);
        PreparedRule prepared = core.prepare(rule, (kind, name) -> Optional.empty(), parameters);
        assertThat(prepared.readiness()).as(prepared.reason()).isEqualTo(Readiness.RUNNABLE);
        return prepared;
    }

    private static List<Finding> run(String text, List<AuditEvent> events) {
        return run(text, events, Map.of());
    }

    private static List<Finding> run(String text, List<AuditEvent> events, Map<String, String> parameters) {
        var found = new ArrayList<Finding>();
        Evaluation evaluation = DetectionCore.standard()
                .compile(List.of(prepared(text, parameters)), Limits.DEFAULT)
                .start(found::add);
        events.forEach(evaluation::accept);
        evaluation.finish();
        return found;
    }
}

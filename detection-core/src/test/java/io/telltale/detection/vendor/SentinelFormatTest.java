package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.language.Companions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentinelFormatTest {
    private static final String ANALYTIC = """
            id: 11111111-2222-3333-4444-555555555555
            name: Pushed
            description: |
              'Says what it finds.'
            severity: Low
            requiredDataConnectors:
              - connectorId: AWS
                dataTypes:
                  - AWSCloudTrail
            queryFrequency: PT1H
            queryPeriod: 14d
            triggerOperator: gt
            triggerThreshold: 2
            tactics:
              - DefenseEvasion
              - Execution
            relevantTechniques:
              - T1562
              - T1562
            query: |
              AWSCloudTrail
              | where EventName == "PutImage"
            kind: Scheduled
            """;

    private final SentinelFormat format = new SentinelFormat();

    @Test
    void readsAnAnalyticRule() {
        Rule rule = read("Solutions/Amazon Web Services/Analytic Rules/A.yaml", ANALYTIC)
                .rules()
                .get(0);
        assertThat(rule.address()).isEqualTo("kusto/11111111-2222-3333-4444-555555555555");
        assertThat(rule.kind()).isEqualTo(RuleKind.DETECTION);
        assertThat(rule.severity()).isEqualTo(Severity.LOW);
        assertThat(rule.description()).isEqualTo("Says what it finds.");
        assertThat(rule.tactics()).containsExactly("defense-evasion", "execution");
        assertThat(rule.techniques()).containsExactly("T1562");
        assertThat(rule.logType()).isEqualTo(Pipeline.CLOUDTRAIL);
        assertThat(rule.url())
                .contains(
                        "https://github.com/Azure/Azure-Sentinel/blob/master/Solutions/Amazon%20Web%20Services/Analytic%20Rules/A.yaml");
        assertThat(rule.body().at(rule.body().text().indexOf("EventName")).line())
                .isEqualTo(22);
    }

    @Test
    void takesScheduleAndTriggerFromTheMetadata() {
        Rule rule = read("Solutions/X/Analytic Rules/A.yaml", ANALYTIC).rules().get(0);
        Detection detection = format.complete(rule, lowered());
        assertThat(detection.schedule()).contains(Schedule.every(Duration.ofHours(1), Duration.ofDays(14)));
        assertThat(detection.trigger()).isEqualTo(new Trigger(TestKind.GT, 2));
    }

    @Test
    void readsTheRulesOfAnAzureTemplate() {
        String template = """
                {
                  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
                  "resources": [
                    { "type": "Microsoft.OperationalInsights/workspaces/savedSearches", "properties": { "query": "x" } },
                    {
                      "id": "[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', 'w', 'Microsoft.SecurityInsights'),'/alertRules/11111111-2222-3333-4444-555555555555')]",
                      "name": "[concat('w','/Microsoft.SecurityInsights/11111111-2222-3333-4444-555555555555')]",
                      "type": "Microsoft.OperationalInsights/workspaces/providers/alertRules",
                      "kind": "Scheduled",
                      "properties": {
                        "displayName": "Pushed",
                        "severity": "High",
                        "enabled": false,
                        "query": "AWSCloudTrail\\n| where EventName == \\"PutImage\\"",
                        "queryFrequency": "PT5H",
                        "queryPeriod": "P1D",
                        "triggerOperator": "GreaterThan",
                        "triggerThreshold": 3,
                        "suppressionDuration": "PT5H",
                        "suppressionEnabled": false,
                        "tactics": [ "DefenseEvasion" ],
                        "techniques": [ "T1562" ],
                        "subTechniques": [ "T1562.008" ]
                      }
                    }
                  ]
                }
                """;
        var files = new TextFiles(Map.of("Azure_Sentinel_analytics_rules.json", template));
        assertThat(format.recognises(files)).isTrue();
        Reading reading = format.read(files);
        assertThat(reading.problems()).isEmpty();
        Rule rule = reading.rules().get(0);
        assertThat(reading.rules()).hasSize(1);
        assertThat(rule.address()).isEqualTo("kusto/11111111-2222-3333-4444-555555555555");
        assertThat(rule.title()).isEqualTo("Pushed");
        assertThat(rule.kind()).isEqualTo(RuleKind.DETECTION);
        assertThat(rule.techniques()).containsExactly("T1562", "T1562.008");
        assertThat(rule.body().text()).isEqualTo("AWSCloudTrail\n| where EventName == \"PutImage\"");
        assertThat(rule.body().at(rule.body().text().indexOf("EventName")).line())
                .isEqualTo(14);
        Detection detection = format.complete(rule, lowered());
        assertThat(detection.schedule()).contains(Schedule.every(Duration.ofHours(5), Duration.ofDays(1)));
        assertThat(detection.trigger()).isEqualTo(new Trigger(TestKind.GT, 3));
        Reading broken = format.read(new TextFiles(Map.of("rules.json", template.replace("PT5H", "5 hours"))));
        assertThat(broken.problems())
                .extracting(problem -> problem.position().line() + " " + problem.message())
                .containsExactly("15 found queryFrequency '5 hours', expected a time such as 5h or PT5H");
    }

    @Test
    void aHuntingQueryHasNoSchedule() {
        String hunting = ANALYTIC.replaceAll("(?m)^(queryFrequency|queryPeriod|trigger|kind).*\n", "");
        Rule rule = read("Solutions/X/Hunting Queries/A.yaml", hunting).rules().get(0);
        assertThat(rule.kind()).isEqualTo(RuleKind.HUNTING);
        assertThat(format.complete(rule, lowered()).schedule()).isEmpty();
    }

    @Test
    void aRuleThatRunsNearRealTimeRunsEachMinuteOverTheMinuteBefore() {
        String nrt = ANALYTIC.replaceAll("(?m)^(queryFrequency|queryPeriod|trigger).*\n", "")
                .replace("kind: Scheduled", "kind: NRT");
        Rule rule = read("Solutions/X/Analytic Rules/A.yaml", nrt).rules().get(0);
        assertThat(rule.kind()).isEqualTo(RuleKind.DETECTION);
        assertThat(format.complete(rule, lowered()).schedule())
                .contains(Schedule.every(Duration.ofMinutes(1), Duration.ofMinutes(1)));
    }

    @Test
    void whatIsNoRuleIsAProblemAndTheRestStillCounts() {
        Reading reading = format.read(files(Map.of(
                "Solutions/X/Analytic Rules/A.yaml", ANALYTIC,
                "Solutions/X/Analytic Rules/B.yaml", "id: [",
                "Solutions/X/Analytic Rules/C.yaml", "id: c\nname: c\n",
                "Solutions/X/Workbooks/D.yaml", "id: d\n")));
        assertThat(reading.rules()).hasSize(1);
        assertThat(reading.files()).isEqualTo(3);
        assertThat(reading.problems())
                .extracting(problem -> problem.position().file())
                .containsExactly("Solutions/X/Analytic Rules/B.yaml", "Solutions/X/Analytic Rules/C.yaml");
    }

    @Test
    void aTableThatTheRepositoryPublishesIsWhatTheVendorSets() {
        String feed = ANALYTIC.replace(
                "EventName == \"PutImage\"",
                "SourceIpAddress in (externaldata(Address:string)"
                        + " [@\"https://raw.githubusercontent.com/Azure/Azure-Sentinel/master/Sample%20Data/Feeds/a.csv\"])");
        Map<String, String> texts =
                Map.of("X/Analytic Rules/A.yaml", feed, "Sample Data/Feeds/a.csv", "192.0.2.1\n192.0.2.2\n");
        Reading reading = format.read(files(texts));
        PreparedRule prepared =
                DetectionCore.standard().prepare(reading.rules().get(0), reading.companionsByName(), Map.of());
        assertThat(prepared.readiness()).as(prepared.reason()).isEqualTo(Readiness.RUNNABLE);
        Parameter parameter = prepared.detection().orElseThrow().parameters().get(0);
        assertThat(parameter.name()).isEqualTo("a.csv");
        assertThat(parameter.vendorDefault()).contains("192.0.2.1\n192.0.2.2\n");
        assertThat(DetectionCore.standard()
                        .prepare(read("X/Analytic Rules/A.yaml", feed).rules().get(0), Companions.NONE, Map.of())
                        .readiness())
                .isEqualTo(Readiness.WAITING);
    }

    @Test
    void aTriggerMayBeThatTheNumberIsAnother() {
        Rule rule = read(
                        "X/Analytic Rules/A.yaml", ANALYTIC.replace("triggerOperator: gt", "triggerOperator: NotEqual"))
                .rules()
                .get(0);
        Trigger trigger = format.complete(rule, lowered()).trigger();
        assertThat(trigger.met(2)).isFalse();
        assertThat(trigger.met(1)).isTrue();
        assertThat(trigger.met(3)).isTrue();
    }

    @Test
    void whatCannotBeReadOfScheduleAndTriggerIsAProblemAtItsPlace() {
        Map<String, String> wrong = Map.of(
                "queryPeriod: 14d", "queryPeriod: two weeks",
                "triggerOperator: gt", "triggerOperator: above",
                "triggerThreshold: 2", "triggerThreshold: some",
                "queryFrequency: PT1H", "queryFrequency: hourly");
        wrong.forEach((right, given) -> {
            Reading reading = read("X/Analytic Rules/A.yaml", ANALYTIC.replace(right, given));
            assertThat(reading.rules()).as(given).isEmpty();
            assertThat(reading.problems()).as(given).hasSize(1);
            String word = given.substring(given.indexOf(' ') + 1);
            assertThat(reading.problems().get(0).message()).contains(word);
            List<String> lines = ANALYTIC.lines().toList();
            int line = reading.problems().get(0).position().line();
            assertThat(lines.get(line - 1)).isEqualTo(right);
        });
    }

    @Test
    void anEventGroupingThatSentinelDoesNotHaveIsAProblemAtItsPlace() {
        String grouped = ANALYTIC + "eventGroupingSettings:\n  aggregationKind: ";
        assertThat(read("Solutions/X/Analytic Rules/A.yaml", grouped + "AlertPerResult\n")
                        .rules())
                .hasSize(1);
        Reading other = read("Solutions/X/Analytic Rules/A.yaml", grouped + "PerEvent\n");
        assertThat(other.rules()).isEmpty();
        assertThat(other.problems())
                .extracting(problem -> problem.position().line() + " " + problem.message())
                .containsExactly("25 found aggregationKind 'PerEvent', expected SingleAlert or AlertPerResult");
    }

    @Test
    void durationsInBothForms() {
        assertThat(SentinelFormat.duration("30m")).contains(Duration.ofMinutes(30));
        assertThat(SentinelFormat.duration("P1D")).contains(Duration.ofDays(1));
        assertThat(SentinelFormat.duration("PT5H")).contains(Duration.ofHours(5));
        assertThat(SentinelFormat.duration("0m")).isEmpty();
        assertThat(SentinelFormat.duration("soon")).isEmpty();
    }

    private static Detection lowered() {
        return Detection.of(new Pipeline(Pipeline.CLOUDTRAIL, List.of()), List.of());
    }

    private Reading read(String path, String text) {
        return format.read(files(Map.of(path, text)));
    }

    private static RepositoryFiles files(Map<String, String> texts) {
        return new RepositoryFiles() {
            @Override
            public List<String> paths() {
                return texts.keySet().stream().sorted().toList();
            }

            @Override
            public String read(String path) {
                return java.util.Objects.requireNonNull(texts.get(path));
            }
        };
    }
}

package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.analysis.Predicate;
import io.telltale.detection.engine.Finding;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.engine.RuleVerdict;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Splunk's files are read as: detections with their deployments, macros and lookups. */
class SplunkFormatTest {
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final String DETECTION = """
        name: Console login from an odd team
        id: 11111111-2222-3333-4444-555555555555
        type: TTP
        status: production
        data_source:
          - AWS CloudTrail ConsoleLogin
        search: >-
          `cloudtrail` eventName=ConsoleLogin
          | lookup teams user AS userIdentity.userName OUTPUT team
          | where team!="red"
          | stats count by userName team
        tags:
          risk_score: 64
          message: $userName$ of $team$ signed in
          mitre_attack_id:
            - T1078
        """;
    private static final String MACRO = """
        name: cloudtrail
        definition: sourcetype=aws:cloudtrail
        """;
    private static final String LOOKUP = """
        name: teams
        filename: teams.csv
        case_sensitive_match: 'false'
        """;
    private static final String TABLE = "user,team\nann,red\nbob,blue\n";

    @Test
    void aLookupIsTheTableBesideItsDefinition() {
        Map<String, String> files = files();
        List<Finding> findings = new ArrayList<>();
        run(prepare(files, Map.of()), findings, "ann", "BOB");
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).title()).isEqualTo("BOB of blue signed in");
        assertThat(findings.get(0).severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void theRiskOfANewerFileStandsUnderRba() {
        Map<String, String> files = files();
        files.replaceAll((path, text) -> text.replace("  risk_score: 64\n", "")
                .replace("  message: $userName$ of $team$ signed in\n", "")
                .replace("tags:\n", """
                    rba:
                      message: $userName$ signed in
                      risk_objects:
                      - field: user
                        type: user
                        score: 20
                      - field: src
                        type: system
                        score: 95
                    tags:
                    """));
        List<Finding> findings = new ArrayList<>();
        run(prepare(files, Map.of()), findings, "bob");
        assertThat(findings.get(0).title()).isEqualTo("bob signed in");
        assertThat(findings.get(0).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void theReaderCanSetALookup() {
        List<Finding> findings = new ArrayList<>();
        run(prepare(files(), Map.of("teams", "user,team\nann,green\n")), findings, "ann", "bob");
        assertThat(findings).extracting(Finding::title).containsExactly("ann of green signed in");
    }

    @Test
    void aCollectionStartsEmptyAndTheVerdictSaysSo() {
        Map<String, String> files = files();
        files.put("lookups/teams.yml", "name: teams\ncollection: teams\nfields_list: _key, user, team\n");
        PreparedRule rule = prepare(files, Map.of());
        assertThat(rule.readiness()).isEqualTo(Readiness.RUNNABLE);
        RuleVerdict verdict = run(rule, new ArrayList<>(), "ann");
        assertThat(verdict.reason()).isEqualTo("with an empty table: teams");
    }

    @Test
    void aLookupThatIsNowhereIsWaitedFor() {
        Map<String, String> files = files();
        files.remove("lookups/teams.yml");
        PreparedRule rule = prepare(files, Map.of());
        assertThat(rule.readiness()).isEqualTo(Readiness.WAITING);
        assertThat(rule.detection().orElseThrow().parameters())
                .filteredOn(p -> p.value().isEmpty())
                .extracting(Parameter::name)
                .containsExactly("teams");
    }

    @Test
    void theScheduleIsTheDeploymentsOfItsType() {
        assertThat(schedule(files()))
                .isEqualTo(new Schedule(Duration.ofHours(1), Duration.ofMinutes(70), Duration.ofMinutes(10)));
        Map<String, String> files = files();
        files.put("deployments/ttp.yml", deployment("*/5 * * * *", "-15m@m", "now"));
        assertThat(schedule(files))
                .isEqualTo(new Schedule(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ZERO));
        files.put("deployments/ttp.yml", deployment("0 3 * * *", "-1d", "-10m@m"));
        assertThat(schedule(files))
                .isEqualTo(new Schedule(Duration.ofDays(1), Duration.ofDays(1), Duration.ofMinutes(10)));
        files.put("deployments/ttp.yml", deployment("0 * * * *", "-1h@h", "@h"));
        assertThat(schedule(files)).isEqualTo(new Schedule(Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO));
        files.put("deployments/ttp.yml", deployment("0 6 * * 1-5", "-1day@d", "now"));
        assertThat(schedule(files)).isEqualTo(new Schedule(Duration.ofDays(1), Duration.ofDays(1), Duration.ZERO));
    }

    @Test
    void aScheduleThatCannotBeReadIsAProblemAndIsHourly() {
        Map<String, String> files = files();
        files.put("deployments/ttp.yml", deployment("whenever", "-1d", "now"));
        Reading reading = new SplunkFormat().read(new TextFiles(files));
        PreparedRule rule = CORE.prepare(reading.rules().get(0), reading.companionsByName(), Map.of());
        assertThat(rule.detection().orElseThrow().schedule().orElseThrow().every())
                .isEqualTo(Duration.ofHours(1));
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.position().file()).isEqualTo("deployments/ttp.yml");
            assertThat(problem.message()).contains("expected cron_schedule", "runs hourly");
        });
    }

    @Test
    void aSearchThatSaysHowFarItLooksBackKeepsThat() {
        Map<String, String> files = files();
        files.put(
                "detections/cloud/odd.yml",
                DETECTION.replace("eventName=ConsoleLogin", "earliest=-3h eventName=ConsoleLogin"));
        assertThat(schedule(files)).isEqualTo(new Schedule(Duration.ofHours(1), Duration.ofHours(3), Duration.ZERO));
        files.put(
                "detections/cloud/odd.yml",
                DETECTION.replace("eventName=ConsoleLogin", "earliest=-5m eventName=ConsoleLogin"));
        assertThat(schedule(files)).isEqualTo(new Schedule(Duration.ofHours(1), Duration.ofMinutes(70), Duration.ZERO));
    }

    @Test
    void aDataModelsSearchIsOnCloudTrailWhereTheVendorSaysSo() {
        Map<String, String> files = files();
        files.put(
                "detections/cloud/odd.yml",
                DETECTION.replaceFirst(
                        "(?s)search: >-.*?tags:", "search: '| tstats count from datamodel=Change'\ntags:"));
        assertThat(read(files).rules()).extracting(Rule::logType).containsExactly("aws.cloudtrail");
    }

    @Test
    void whatTheAddOnMakesOfARecordIsNoEventName() {
        Map<String, String> files = files();
        files.put(
                "detections/cloud/odd.yml",
                DETECTION.replaceFirst(
                        "(?s)search: >-.*?tags:",
                        "search: '| tstats count from datamodel=Change where All_Changes.action=deleted"
                                + " All_Changes.command=DeleteBucket by All_Changes.user'\ntags:"));
        PreparedRule rule = prepare(files, Map.of());
        assertThat(rule.readiness()).isEqualTo(Readiness.RUNNABLE);
        assertThat(rule.analysis().predicates())
                .filteredOn(p -> p.field().equals("aws::eventName") && !p.kind().equals("function"))
                .extracting(Predicate::value)
                .containsExactly("DeleteBucket");
    }

    private static Map<String, String> files() {
        var files = new HashMap<String, String>();
        files.put("detections/cloud/odd.yml", DETECTION);
        files.put("macros/cloudtrail.yml", MACRO);
        files.put("lookups/teams.yml", LOOKUP);
        files.put("lookups/teams.csv", TABLE);
        return files;
    }

    private static String deployment(String cron, String earliest, String latest) {
        return "name: d\ntype: TTP\nscheduling:\n  cron_schedule: '" + cron + "'\n  earliest_time: '" + earliest
                + "'\n  latest_time: '" + latest + "'\n";
    }

    private static Reading read(Map<String, String> files) {
        Reading reading = new SplunkFormat().read(new TextFiles(files));
        assertThat(reading.problems()).isEmpty();
        return reading;
    }

    private static PreparedRule prepare(Map<String, String> files, Map<String, String> parameters) {
        Reading reading = read(files);
        return CORE.prepare(reading.rules().get(0), reading.companionsByName(), parameters);
    }

    private static Schedule schedule(Map<String, String> files) {
        return prepare(files, Map.of()).detection().orElseThrow().schedule().orElseThrow();
    }

    private static RuleVerdict run(PreparedRule rule, List<Finding> findings, String... users) {
        var evaluation = CORE.compile(List.of(rule), Limits.DEFAULT).start(findings::add);
        Instant time = Instant.parse("2026-01-05T10:15:00Z");
        for (String user : users) {
            var fields = Values.objectOf(Map.of(
                    "eventName",
                    Values.of("ConsoleLogin"),
                    "eventTime",
                    Values.of(time.toString()),
                    "userIdentity",
                    Values.objectOf(Map.of("userName", Values.of(user)))));
            evaluation.accept(new AuditEvent(user, Optional.of(time), fields, "log", 1));
        }
        return evaluation.finish().get(0);
    }
}

package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Panther's files are read as. */
class PantherFormatTest {
    private static final String RULE = """
            AnalysisType: rule
            Filename: one.py
            RuleID: "AWS.One"
            DisplayName: "One"
            Enabled: false
            Severity: High
            LogTypes:
              - AWS.CloudTrail
            Reports:
              MITRE ATT&CK:
                - TA0005:T1562.008
            Tests:
              - Name: fires
                ExpectedResult: true
                Log: {eventName: A}
              - Name: does not
                ExpectedResult: false
                Mocks:
                  - objectName: lookup
                    returnValue: x
                Log: {eventName: B}
            """;

    private final Map<String, String> files = new LinkedHashMap<>();

    @Test
    void aRuleIsItsYamlItsPythonAndItsTests() {
        files.put("rules/aws/one.yml", RULE);
        files.put("rules/aws/one.py", "def rule(event):\n    return True\n");
        files.put("global_helpers/helpers.py", "X = 1\n");
        files.put(
                "data_models/model.yml",
                "AnalysisType: datamodel\nLogTypes: [AWS.CloudTrail, Other]\nFilename: model.py\nMappings: []\n");
        files.put("data_models/model.py", "X = 1\n");
        Reading reading = read();
        assertThat(reading.problems()).isEmpty();
        Rule rule = reading.rules().get(0);
        assertThat(rule.address()).isEqualTo("panther/AWS.One");
        assertThat(rule.language()).isEqualTo("python");
        assertThat(rule.body().file()).isEqualTo("rules/aws/one.py");
        assertThat(rule.logType()).isEqualTo("aws.cloudtrail");
        assertThat(rule.enabled()).isFalse();
        assertThat(rule.techniques()).containsExactly("T1562.008");
        assertThat(rule.tactics()).containsExactly("defense-evasion");
        assertThat(rule.tests()).extracting(RuleTest::expected).containsExactly(true, false);
        assertThat(rule.tests().get(1).mocks()).hasSize(1);
        assertThat(reading.companions())
                .extracting(c -> c.kind() + " " + c.name())
                .containsExactly(
                        "module helpers", "data_model_module model", "data_model AWS.CloudTrail", "data_model Other");
    }

    @Test
    void correlationsQueriesAndPassedOnAlertsAreMarked() {
        files.put(
                "correlation_rules/c.yml",
                "AnalysisType: correlation_rule\nRuleID: C\nSeverity: Low\nDetection:\n  - Sequence: []\n");
        files.put("queries/q/q.yml", "AnalysisType: saved_query\nQueryName: Q\nQuery: |\n  SELECT *\n  FROM t\n");
        files.put("queries/q/s.yml", "AnalysisType: scheduled_query\nQueryName: S\nQuery: |\n  SELECT 1\n");
        files.put("rules/g.yml", RULE.replace("AWS.One", "G").replace("AWS.CloudTrail", "AWS.GuardDuty"));
        files.put("rules/one.py", "def rule(event):\n    return True\n");
        Reading reading = read();
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.rules())
                .extracting(r -> r.id() + " " + r.kind() + " " + r.language() + " " + r.logType())
                .containsExactly(
                        "C CORRELATION panther-correlation panther.signals",
                        "Q HUNTING snowflake t",
                        "S DETECTION snowflake panther.query",
                        "G FORWARDED python aws.guardduty");
        assertThat(reading.companionsByName().find("query", "S"))
                .hasValueSatisfying(query -> assertThat(query.text()).isEqualTo("SELECT 1\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            -- taken from a page; select * from panther_logs.public.okta_systemlog  | okta.systemlog
            with names as (select * from lookups) select * from names, t            | lookups
            select 'it\\'s from here' from panther_logs.public.aws_vpcflow           | aws.vpcflow
            select * from table(generator(rowcount => 2)) join aws_cloudtrail       | aws.cloudtrail
            select 1 from x /* join aws_cloudtrail                                  | x
            select count(*) from panther_views.public.all_logs                      | aws.cloudtrail
            """)
    void aQueryIsOfTheLogThatItReads(String query, String log) {
        assertThat(PantherQueries.log(query.replace("; ", "\n"))).isEqualTo(log);
    }

    @Test
    void aRuleWithoutItsPythonIsAProblemAtItsLine() {
        files.put("rules/aws/one.yml", RULE);
        assertThat(read().problems())
                .containsExactly(new Reading.Problem(
                        new io.telltale.detection.text.Position("rules/aws/one.yml", 2, 11),
                        "no file rules/aws/one.py"));
    }

    private Reading read() {
        return new PantherFormat().read(new TextFiles(files));
    }
}

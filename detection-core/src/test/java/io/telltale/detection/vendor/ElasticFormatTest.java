package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.ir.Values;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Elastic's files are read as. */
class ElasticFormatTest {
    private static final String RULE = """
            [metadata]
            integration = ["aws"]
            maturity = "production"

            [rule]
            author = ["Someone"]
            description = "Says what it finds."
            index = ["filebeat-*", "logs-aws.cloudtrail-*"]
            language = "kuery"
            name = "One"
            risk_score = 47
            rule_id = "11111111-1111-4111-8111-111111111111"
            severity = "medium"
            type = "query"
            query = '''
            event.action: PutImage
            '''

            [[rule.threat]]
            framework = "MITRE ATT&CK"
            [[rule.threat.technique]]
            id = "T1098"
            name = "Account Manipulation"
            [[rule.threat.technique.subtechnique]]
            id = "T1098.003"
            name = "Additional Cloud Roles"
            [rule.threat.tactic]
            id = "TA0003"
            name = "Persistence"
            """;

    private static final String HUNT = """
            [hunt]
            author = "Someone"
            description = "Says what it seeks."
            integration = ["aws.cloudtrail"]
            uuid = "22222222-2222-4222-8222-222222222222"
            name = "Two"
            language = ["ES|QL", "SQL"]
            mitre = ["T1580"]
            query = ['''
            from logs-aws.cloudtrail-*
            | limit 1
            ''',
            '''
            SELECT * FROM processes
            '''
            ]
            """;

    @Test
    void metadataIsReadFromTheRule() {
        Rule rule = rule("rules/integrations/aws/one.toml", RULE);
        assertThat(rule.address()).isEqualTo("elastic/11111111-1111-4111-8111-111111111111");
        assertThat(rule.logType()).isEqualTo("aws.cloudtrail");
        assertThat(rule.techniques()).containsExactly("T1098", "T1098.003");
        assertThat(rule.tactics()).containsExactly("persistence");
        assertThat(rule.kind()).isEqualTo(RuleKind.DETECTION);
        assertThat(rule.body().at(0).line()).isEqualTo(16);
    }

    @Test
    void theIntegrationTellsTheLogWhereNoIndexIsNamed() {
        String unnamed = RULE.replace("index = [\"filebeat-*\", \"logs-aws.cloudtrail-*\"]\n", "");
        assertThat(rule("rules/one.toml", unnamed).logType()).isEqualTo("aws");
        assertThat(rule("rules/one.toml", unnamed.replace("[\"aws\"]", "[\"gcp\", \"azure\"]"))
                        .logType())
                .isEqualTo("gcp,azure");
        assertThat(rule("rules/one.toml", unnamed.replace("integration = [\"aws\"]\n", ""))
                        .logType())
                .isEqualTo("elastic.other");
        assertThat(rule("rules/one.toml", RULE.replace("logs-aws.cloudtrail-*", "logs-aws.vpcflow-*"))
                        .logType())
                .isEqualTo("filebeat-*,logs-aws.vpcflow-*");
    }

    @Test
    void withdrawnAndForwardingRulesAreMarked() {
        assertThat(rule("rules/_deprecated/one.toml", RULE.replace("production", "deprecated"))
                        .deprecated())
                .isTrue();
        assertThat(rule("rules/promotions/one.toml", RULE).kind()).isEqualTo(RuleKind.FORWARDED);
    }

    @Test
    void eachQueryOfAHuntIsARule() {
        Reading reading = read("hunting/aws/queries/two.toml", HUNT);
        assertThat(reading.rules())
                .extracting(Rule::id)
                .containsExactly("22222222-2222-4222-8222-222222222222", "22222222-2222-4222-8222-222222222222-2");
        Rule first = reading.rules().get(0);
        assertThat(first.kind()).isEqualTo(RuleKind.HUNTING);
        assertThat(first.language()).isEqualTo("esql");
        assertThat(first.logType()).isEqualTo("aws.cloudtrail");
        assertThat(first.techniques()).containsExactly("T1580");
        assertThat(first.body().at(0).line()).isEqualTo(10);
        Rule second = reading.rules().get(1);
        assertThat(second.language()).isEqualTo("osquery");
        assertThat(second.title()).isEqualTo("Two (2 of 2)");
        assertThat(second.body().at(0).line()).isEqualTo(14);
    }

    @Test
    void aBrokenFileHasItsPlaceAndTheOthersCount() {
        Reading reading = new ElasticFormat()
                .read(new TextFiles(Map.of(
                        "rules/a.toml", "[rule]\nname = \"open\nx = 1\n",
                        "rules/b.toml", RULE,
                        "rules/c.toml", "[metadata]\nmaturity = \"production\"\n")));
        assertThat(reading.files()).isEqualTo(3);
        assertThat(reading.rules()).hasSize(1);
        assertThat(reading.problems())
                .extracting(p -> p.position().file() + ":" + p.position().line())
                .containsExactly("rules/a.toml:2", "rules/c.toml:1");
    }

    @Test
    void patternsThatTakeCloudTrailOutAgainDoNotSearchIt() {
        String broad = RULE.replace("event.action: PutImage", "event.module: aws and event.action: PutImage");
        assertThat(rule("rules/one.toml", broad.replace("\"filebeat-*\", \"logs-aws.cloudtrail-*\"", "\"logs-*\""))
                        .logType())
                .isEqualTo("aws.cloudtrail");
        assertThat(rule(
                                "rules/one.toml",
                                broad.replace(
                                        "\"filebeat-*\", \"logs-aws.cloudtrail-*\"",
                                        "\"logs-*\", \"-logs-aws.cloudtrail-*\""))
                        .logType())
                .isEqualTo("logs-*,-logs-aws.cloudtrail-*");
    }

    @Test
    void anExportHoldsRulesAndTheirExceptions() {
        Reading reading =
                new ElasticFormat().read(new TextFiles(Map.of("ours.ndjson", """
                        {"rule_id":"r-1","name":"One","type":"query","language":"kuery","index":["logs-aws.cloudtrail-*"],"query":"event.action: \\"A\\"","exceptions_list":[{"list_id":"l-1"}]}

                        {"rule_id":"r-2","name":"Two",
                        {"rule_id":"r-3","name":"Three","type":"query","language":"kuery","index":["logs-okta*"],"query":"a: b"}
                        {"list_id":"l-1","name":"a list","type":"detection"}
                        {"item_id":"i-1","list_id":"l-1","entries":[{"field":"user.name","operator":"included","type":"list","list":{"id":"robots.txt","type":"keyword"}}]}
                        {"exported_count":2}
                        """, "lists/robots.txt", "ann\nbob\n")));
        assertThat(reading.rules()).extracting(Rule::id).containsExactly("r-1", "r-3");
        assertThat(reading.rules()).extracting(Rule::logType).containsExactly("aws.cloudtrail", "logs-okta*");
        assertThat(reading.problems()).extracting(p -> p.position().line()).containsExactly(3);
        Rule first = reading.rules().get(0);
        assertThat(first.body().text()).isEqualTo("event.action: \"A\"");
        assertThat(first.body().at(14).column()).isEqualTo(122);
        assertThat(first.document().get("value_lists"))
                .isEqualTo(Values.objectOf(Map.of("robots.txt", Values.of("ann\nbob\n"))));
        assertThat(first.document().get("exceptions").toString()).contains("i-1");
    }

    @Test
    void exceptionsInTomlGoToTheRuleThatNamesTheirList() {
        Reading reading = new ElasticFormat()
                .read(new TextFiles(Map.of("rules/one.toml", RULE + """

                        [[rule.exceptions_list]]
                        list_id = "l-1"
                        """, "exceptions/l-1.toml", """
                        [metadata]
                        list_name = "a list"
                        [[exceptions]]
                        [exceptions.container]
                        list_id = "l-1"
                        [[exceptions.items]]
                        item_id = "i-1"
                        [[exceptions.items.entries]]
                        field = "user.name"
                        operator = "included"
                        type = "match"
                        value = "ann"
                        """)));
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.rules().get(0).document().get("exceptions").toString())
                .contains("i-1");
    }

    private static Rule rule(String path, String text) {
        Reading reading = read(path, text);
        assertThat(reading.problems()).isEmpty();
        return reading.rules().get(0);
    }

    private static Reading read(String path, String text) {
        return new ElasticFormat().read(TextFiles.of(path, text));
    }
}

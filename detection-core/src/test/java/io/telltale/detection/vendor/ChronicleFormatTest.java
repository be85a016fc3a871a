package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Google SecOps' files are read as. */
class ChronicleFormatTest {
    private static final String RULE = """
            /* rule in_a_comment { } */
            rule bucket_opened {
              meta: // what it is
                author = "Someone"
                description = "Says \\"what\\" it finds: {braces}"
                rule_id = "mr_1"
                rule_name = "Bucket Opened"
                mitre_attack_tactic = "Defense Evasion"
                mitre_attack_url = "https://attack.mitre.org/techniques/T1562/008/"
                type = "Alert"
                data_source = "AWS CloudTrail"
                severity = "High"
              events:
                $e.metadata.product_name = "AWS CloudTrail"
                $e.metadata.product_event_type = /^Put.{1,20}"?}/
                meta = "no metadata"
              outcome:
                $mitre_attack_technique_id = "T1530"
              condition:
                $e
            }
            """;

    @Test
    void metadataIsReadFromTheMetaSection() {
        Reading reading = read("rules/community/aws/bucket.yaral", RULE);
        assertThat(reading.problems()).isEmpty();
        Rule rule = reading.rules().get(0);
        assertThat(rule.address()).isEqualTo("chronicle/mr_1");
        assertThat(rule.title()).isEqualTo("Bucket Opened");
        assertThat(rule.description()).isEqualTo("Says \"what\" it finds: {braces}");
        assertThat(rule.author()).isEqualTo("Someone");
        assertThat(rule.severity()).isEqualTo(Severity.HIGH);
        assertThat(rule.kind()).isEqualTo(RuleKind.DETECTION);
        assertThat(rule.language()).isEqualTo("yaral");
        assertThat(rule.logType()).isEqualTo("aws.cloudtrail");
        assertThat(rule.techniques()).containsExactly("T1562.008", "T1530");
        assertThat(rule.tactics()).containsExactly("defense-evasion");
        assertThat(rule.body().text()).isEqualTo(RULE);
        assertThat(rule.url())
                .contains("https://github.com/chronicle/detection-rules/blob/main/rules/community/aws/bucket.yaral");
    }

    @Test
    void eachRuleOfAFileHasItsOwnPlace() {
        String second = RULE.replace("mr_1", "mr_2").replace("Bucket Opened", "Second");
        Reading reading = read("rules/two.yaral", RULE + second);
        assertThat(reading.rules()).extracting(Rule::id).containsExactly("mr_1", "mr_2");
        Rule two = reading.rules().get(1);
        int at = two.body().text().indexOf("condition");
        int line = (int) (RULE + second.substring(0, second.indexOf("condition")))
                .lines()
                .count();
        assertThat(two.body().at(at).line()).isEqualTo(line);
        assertThat(two.body().slice(new Span(at, at + 9))).isEqualTo("condition");
    }

    @Test
    void aRuleThatNamesNoProductIsOfCloudTrailWhereOnlyItsEventsCanBeMeant() {
        String rule = "rule r { events: STATEMENT condition: $e }";
        for (String statement : List.of(
                "$e.metadata.vendor_name = \"AMAZON\"",
                "$e.target.application = \"iam.amazonaws.com\"",
                "$e.metadata.product_event_type = \"CreateUser\"",
                "$e.metadata.product_event_type = /^(Put|Delete)Bucket/",
                "re.regex($e.metadata.product_event_type, `^Get\\w+Policy$`)",
                "$e.metadata.product_event_type = /^Create/ nocase",
                "$e.target.resource.attribute.labels[\"requestParameters.bucketName\"] = \"b\"",
                "$e.principal.user.userid = \"arn:aws:iam::111122223333:root\"")) {
            assertThat(read("rules/a.yaral", rule.replace("STATEMENT", statement))
                            .rules())
                    .as(statement)
                    .extracting(Rule::logType)
                    .containsExactly("aws.cloudtrail");
        }
        for (String statement : List.of(
                "$e.metadata.product_event_type = \"4688\"",
                "$e.target.hostname = \"checkip.amazonaws.com\"",
                "$e.metadata.product_name = \"Other\" $e.metadata.product_event_type = \"CreateUser\"")) {
            assertThat(read("rules/a.yaral", rule.replace("STATEMENT", statement))
                            .rules())
                    .as(statement)
                    .extracting(Rule::logType)
                    .doesNotContain("aws.cloudtrail");
        }
    }

    @Test
    void huntsForwardedFindingsAndWithdrawnRulesAreMarked() {
        assertThat(read("rules/a.yaral", RULE.replace("\"Alert\"", "\"Hunt\""))
                        .rules()
                        .get(0)
                        .kind())
                .isEqualTo(RuleKind.HUNTING);
        Rule guardDuty = read("rules/a.yaral", RULE.replace("AWS CloudTrail", "AWS GuardDuty"))
                .rules()
                .get(0);
        assertThat(guardDuty.kind()).isEqualTo(RuleKind.FORWARDED);
        assertThat(guardDuty.logType()).isEqualTo("aws.guardduty");
        Rule old = read("rules/_deprecated/a.yaral", RULE).rules().get(0);
        assertThat(old.deprecated()).isTrue();
        assertThat(old.enabled()).isFalse();
    }

    @Test
    void referenceListsAreCompanions() {
        Reading reading = new ChronicleFormat()
                .read(new TextFiles(
                        Map.of("rules/a.yaral", RULE, "rules/community/reference_lists/known_ips", "198.51.100.7\n")));
        assertThat(reading.companionsByName().find("reference_list", "known_ips"))
                .hasValueSatisfying(list -> assertThat(list.text()).isEqualTo("198.51.100.7\n"));
    }

    @Test
    void whatIsNoRuleOrNotClosedIsNotLost() {
        assertThat(read("rules/a.yaral", "// nothing\n").problems()).hasSize(1);
        assertThat(read("rules/a.yaral", "").problems()).hasSize(1);
        for (String text :
                List.of("rule a {", "rule", "rule a { meta: x = \"", "rule a { /* ", "}}} rule a { events: `")) {
            assertThat(read("rules/a.yaral", text).rules()).as(text).hasSize(1);
        }
    }

    private static Reading read(String path, String text) {
        return new ChronicleFormat().read(TextFiles.of(path, text));
    }
}

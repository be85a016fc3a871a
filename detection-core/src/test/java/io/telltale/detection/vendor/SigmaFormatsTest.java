package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.text.Position;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What SigmaHQ's and Suzaku's files are read as. */
class SigmaFormatsTest {
    private static final String RULE = """
            title: One
            id: 11111111-1111-4111-8111-111111111111
            status: test
            description: Says what it finds.
            author: Someone
            references:
                - https://example.com/a
            tags:
                - attack.defense_evasion
                - attack.t1562.008
                - attack.t1562.008
                - attack.g0016
                - cve.2026-1
            logsource:
                product: aws
                service: cloudtrail
            detection:
                sel:
                    eventName: A
                condition: sel
            level: high
            """;

    private static RepositoryFiles files(Map<String, String> texts) {
        return new RepositoryFiles() {
            @Override
            public List<String> paths() {
                return List.copyOf(new TreeMap<>(texts).keySet());
            }

            @Override
            public String read(String path) {
                return String.valueOf(texts.get(path));
            }
        };
    }

    @Test
    void metadataIsReadFromTheDocument() {
        Rule rule = new SigmaHqFormat()
                .read(files(Map.of("rules/cloud/one.yml", RULE, "tests/other.yml", RULE)))
                .rules()
                .get(0);
        assertThat(rule.address()).isEqualTo("sigma/11111111-1111-4111-8111-111111111111");
        assertThat(rule.title()).isEqualTo("One");
        assertThat(rule.severity()).isEqualTo(Severity.HIGH);
        assertThat(rule.techniques()).containsExactly("T1562.008");
        assertThat(rule.tactics()).containsExactly("defense-evasion");
        assertThat(rule.logType()).isEqualTo("aws.cloudtrail");
        assertThat(rule.references()).containsExactly("https://example.com/a");
        assertThat(rule.url()).contains("https://github.com/SigmaHQ/sigma/blob/master/rules/cloud/one.yml");
        assertThat(rule.body().text()).isEqualTo(RULE);
        assertThat(rule.enabled()).isTrue();
    }

    @Test
    void theReadersOwnRulesLieWhereTheReaderLikes() {
        var own = files(Map.of("team/buckets.yaml", RULE, ".github/workflows/a.yml", "on: push", "notes.md", "x"));
        var format = new LocalFormat();
        assertThat(format.recognises(own)).isTrue();
        assertThat(new SigmaHqFormat().recognises(own)).isFalse();
        Reading reading = format.read(own);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.rules())
                .extracting(Rule::address)
                .containsExactly("local/11111111-1111-4111-8111-111111111111");
        assertThat(reading.rules().get(0).url()).isEmpty();
        assertThat(format.recognises(files(Map.of("compose.yml", "services: {}\n"))))
                .isFalse();
    }

    @Test
    void onlyFoldersOfRulesAreRead() {
        String other = RULE.replace("11111111-1111", "22222222-2222");
        var files =
                files(Map.of("rules/a.yml", RULE, "deprecated/b.yml", other, "tests/c.yml", RULE, "rules/d.md", "x"));
        Reading reading = new SigmaHqFormat().read(files);
        assertThat(reading.files()).isEqualTo(2);
        assertThat(reading.rules())
                .extracting(rule -> rule.path() + " " + rule.enabled())
                .containsExactlyInAnyOrder("rules/a.yml true", "deprecated/b.yml false");
        assertThat(new SuzakuFormat().recognises(files)).isFalse();
        assertThat(new SuzakuFormat().recognises(files(Map.of("suzaku/aws/a.yml", RULE))))
                .isTrue();
    }

    @Test
    void eachDocumentOfAFileIsARuleWithItsOwnPlace() {
        String second = RULE.replace("One", "Two").replace("11111111-1111", "22222222-2222");
        Reading reading = new SuzakuFormat().read(files(Map.of("suzaku/two.yml", RULE + "---\n" + second)));
        assertThat(reading.rules()).extracting(Rule::title).containsExactly("One", "Two");
        Rule two = reading.rules().get(1);
        int at = two.body().text().indexOf("condition");
        int line = (int) RULE.lines().count() * 2;
        assertThat(two.body().at(at)).isEqualTo(new Position("suzaku/two.yml", line, 5));
        assertThat(reading.rules()).extracting(rule -> rule.body().text()).containsExactly(RULE, second);
    }

    @Test
    void aSecondRuleOfOneIdIsAProblemAndIsReadUnderAnother() {
        Reading reading = new SuzakuFormat().read(files(Map.of("suzaku/a.yml", RULE, "suzaku/b.yml", RULE)));
        assertThat(reading.rules())
                .extracting(Rule::id)
                .containsExactly("11111111-1111-4111-8111-111111111111", "11111111-1111-4111-8111-111111111111-2");
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.position().file()).isEqualTo("suzaku/b.yml");
            assertThat(problem.message()).contains("suzaku/a.yml").endsWith("-2");
        });
    }

    @Test
    void globalDocumentsLendTheirMembers() {
        String global = """
                action: global
                title: Lent
                id: lent
                logsource:
                  product: aws
                  service: cloudtrail
                detection:
                  condition: sel
                """;
        String own = "---\ndetection:\n  sel:\n    eventName: ";
        Reading reading = new SuzakuFormat().read(files(Map.of("suzaku/a.yml", global + own + "A\n" + own + "B\n")));
        assertThat(reading.rules()).extracting(Rule::id).containsExactly("lent", "lent-2");
        assertThat(reading.rules()).allSatisfy(rule -> {
            assertThat(rule.title()).isEqualTo("Lent");
            assertThat(rule.logType()).isEqualTo("aws.cloudtrail");
            assertThat(rule.document().get("detection").asText()).contains("condition");
        });
    }

    @Test
    void aFilterIsNoRuleAndNamesRulesThatAreThere() {
        String filter = """
                title: Tuned
                id: tuned
                logsource:
                  product: aws
                filter:
                  rules: [One, nowhere]
                  sel:
                    a: b
                  condition: not sel
                """;
        Reading reading = new SuzakuFormat().read(files(Map.of("suzaku/a.yml", RULE, "suzaku/f.yml", filter)));
        assertThat(reading.rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.document().members()).containsKey("filters"));
        assertThat(reading.companions())
                .extracting(companion -> companion.kind() + " " + companion.name())
                .containsExactly("filter tuned");
        assertThat(reading.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).isEqualTo("a filter of a rule that is not there: nowhere"));
    }

    @Test
    void aCorrelationReadsTheLogOfTheRulesThatItJoins() {
        String correlation = """
                title: Many
                id: many
                correlation:
                  type: event_count
                  rules: [One]
                  timespan: 5m
                  condition:
                    gte: 5
                ---
                """;
        String other = RULE.replace("service: cloudtrail", "service: waf");
        Reading reading = new SuzakuFormat().read(files(Map.of("suzaku/a.yml", correlation + other)));
        assertThat(reading.rules()).extracting(Rule::logType).containsExactly("aws.waf", "aws.waf");
    }

    @Test
    void aRuleThatACorrelationJoinsIsSwitchedOffUnlessItAsksForItsFindings() {
        String correlation = """
                title: Many
                id: many
                correlation:
                  type: event_count
                  rules: [One]
                  timespan: 5m
                  condition:
                    gte: 5
                GENERATE
                ---
                """;
        Reading reading = new SuzakuFormat()
                .read(files(Map.of(
                        "suzaku/a.yml", correlation.replace("GENERATE", "  generate: false") + RULE,
                        "suzaku/b.yml", correlation.replace("GENERATE", "  generate: true") + RULE,
                        "suzaku/c.yml", RULE)));
        assertThat(reading.rules())
                .extracting(
                        rule -> rule.path().substring(7, 8) + " " + rule.kind().label() + " " + rule.enabled())
                .containsExactly(
                        "a correlation true",
                        "a detection false",
                        "b correlation true",
                        "b detection true",
                        "c detection true");
    }

    @Test
    void whatIsNoYamlIsAProblemAndTheRestStillCounts() {
        Reading reading = new SuzakuFormat().read(files(Map.of("suzaku/a.yml", "title: [", "suzaku/b.yml", RULE)));
        assertThat(reading.rules()).hasSize(1);
        assertThat(reading.problems()).hasSize(1);
    }
}

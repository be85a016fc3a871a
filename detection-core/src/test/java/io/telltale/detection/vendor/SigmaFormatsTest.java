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
    void onlyFoldersOfRulesAreRead() {
        var files = files(Map.of("rules/a.yml", RULE, "deprecated/b.yml", RULE, "rules/readme.md", "x"));
        assertThat(new SigmaHqFormat().read(files).files()).isEqualTo(1);
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
        assertThat(two.body().text()).doesNotContain("One");
    }

    @Test
    void aSecondRuleOfOneIdIsAProblem() {
        Reading reading = new SuzakuFormat().read(files(Map.of("suzaku/a.yml", RULE, "suzaku/b.yml", RULE)));
        assertThat(reading.rules()).hasSize(1);
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.position().file()).isEqualTo("suzaku/b.yml");
            assertThat(problem.message()).contains("suzaku/a.yml");
        });
    }

    @Test
    void whatIsNoYamlIsAProblemAndTheRestStillCounts() {
        Reading reading = new SuzakuFormat().read(files(Map.of("suzaku/a.yml", "title: [", "suzaku/b.yml", RULE)));
        assertThat(reading.rules()).hasSize(1);
        assertThat(reading.problems()).hasSize(1);
    }
}

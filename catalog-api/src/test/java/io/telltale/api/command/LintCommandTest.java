package io.telltale.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules are found by address, as lone files and in folders; findings come as text, JSON and SARIF. */
class LintCommandTest {
    private static final String RULE = """
            title: r
            id: 1
            tags: [attack.t1525]
            logsource: {product: aws, service: cloudtrail}
            detection:
              a:
                eventName: %s
              condition: a
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aLoneFileIsPlacedByWhatItHolds() throws IOException {
        Path rule = Files.writeString(folder.resolve("my rule.yml"), RULE.formatted("PutImages"));
        assertThat(run("lint", rule.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("my rule.yml:7:", "warning unknown-event-name", "1 rules, 1 findings");
    }

    @Test
    void aFolderGivesAllItsRules() throws IOException {
        Files.writeString(folder.resolve("a.yml"), RULE.formatted("PutImage"));
        Files.writeString(folder.resolve("b.yml"), RULE.formatted("CreateUser").replace("id: 1", "id: 2"));
        assertThat(run("lint", folder.toString())).isZero();
        assertThat(out.toString()).contains("2 rules, 0 findings");
    }

    @Test
    void aBuiltInRuleIsFoundByItsAddress() {
        assertThat(run("lint", "splunk/739ed682-27e9-4ba0-80e5-a91b97698213")).isEqualTo(1);
        assertThat(out.toString()).contains("error bare-word: \"Saturday\" is taken for a field");
    }

    @Test
    void sarifSaysWhatAndWhere() throws IOException {
        Path rule = Files.writeString(folder.resolve("my rule.yml"), RULE.formatted("PutImages"));
        assertThat(run("lint", "--format", "sarif", rule.toString())).isEqualTo(1);
        JsonNode sarif = new ObjectMapper().readTree(out.toString());
        assertThat(sarif.at("/version").asText()).isEqualTo("2.1.0");
        assertThat(sarif.at("/runs/0/tool/driver/rules")).isNotEmpty().allSatisfy(code -> {
            assertThat(code.at("/id").asText()).isNotBlank();
            assertThat(code.at("/shortDescription/text").asText()).isNotBlank();
            assertThat(code.at("/help/text").asText()).isNotBlank();
        });
        JsonNode result = sarif.at("/runs/0/results/0");
        assertThat(result.at("/ruleId").asText()).isEqualTo("unknown-event-name");
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo("file://" + folder + "/my%20rule.yml");
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(7);
    }

    @Test
    void aTechniqueStandsWhereItsFileNamesIt() throws IOException {
        Path rule = Files.writeString(
                folder.resolve("rule.yml"), RULE.formatted("PutImage").replace("t1525", "t1562.008"));
        assertThat(run("lint", rule.toString())).isEqualTo(1);
        assertThat(out.toString()).contains(rule + ":3:15: warning retired-technique", "Name T1685.002.");
    }

    @Test
    void pathsOfACheckoutStartAtItsRoot() throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules/cloud"));
        Files.writeString(rules.resolve("r.yml"), RULE.formatted("PutImages"));
        Files.writeString(rules.resolve("other.yml"), RULE.formatted("PutImages"));
        run("lint", folder.toString());
        assertThat(out.toString())
                .contains("\nrules/cloud/r.yml:7:", "warning repeated-id")
                .contains("Give each rule an id of its own.");
    }

    @Test
    void aLoneFileBesideAnotherVendorsExportIsStillFound() throws IOException {
        Files.writeString(
                folder.resolve("export.ndjson"),
                "{\"rule_id\":\"2\",\"name\":\"n\",\"type\":\"query\",\"language\":\"kuery\","
                        + "\"index\":[\"logs-aws.cloudtrail-*\"],\"query\":\"event.action: PutImage\"}\n");
        Path rule = Files.writeString(folder.resolve("rule.yml"), RULE.formatted("PutImages"));
        assertThat(run("lint", rule.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("1 rules, 1 findings");
    }

    @Test
    void whatIsNoRuleIsTrouble() throws IOException {
        assertThat(run("lint", folder.resolve("none.yml").toString())).isEqualTo(2);
        Path text = Files.writeString(folder.resolve("text.yml"), "just: text\n");
        assertThat(run("lint", text.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no such file", "no rule of a known vendor is recognised there");
    }

    private int run(String... arguments) {
        return TelltaleCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}

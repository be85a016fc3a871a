package io.telltale.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code telltale test} prints and how it exits. */
class TestCommandTest {
    private static final String RULE = """
            AnalysisType: rule
            Filename: %1$s.py
            RuleID: %1$s
            Severity: Low
            LogTypes: [%2$s]
            Tests:
              - Name: an image is pushed
                ExpectedResult: true
                Log: {eventName: PutImage}
              - Name: a bucket is listed
                ExpectedResult: false
                Log: {eventName: ListBuckets}
            """;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void rules() throws IOException {
        rule("Good", "AWS.CloudTrail", "def rule(event):\n    return event.get('eventName') == 'PutImage'\n");
        rule("Eager", "AWS.CloudTrail", "def rule(event):\n    return True\n");
        rule(
                "Elsewhere",
                "'Other.Log', 'Third.Log'",
                "import nothing_known\n\ndef rule(event):\n    return nothing_known.check(event)\n");
    }

    @Test
    void jsonCountsEveryTestAndNamesThoseThatDidNotPass() throws IOException {
        assertThat(run("test", "panther", folder.toString(), "--format", "json"))
                .isEqualTo(1);
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.get("tests").asInt()).isEqualTo(6);
        assertThat(answer.get("passed").asInt()).isEqualTo(3);
        assertThat(answer.get("failed").asInt()).isEqualTo(1);
        assertThat(answer.get("notRun").asInt()).isEqualTo(2);
        assertThat(answer.get("failures")).hasSize(3);
        assertThat(answer.at("/failures/0"))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"rule\":\"Eager\",\"test\":\"a bucket is listed\",\"expected\":false,\"got\":true,"
                                + "\"reason\":\"answered true\"}"));
        assertThat(answer.at("/failures/1/got").asText()).isEmpty();
        assertThat(answer.at("/failures/1/reason").asText()).contains("nothing_known");
    }

    @Test
    void aLogTypePicksRules() {
        assertThat(run("test", "panther", folder.toString(), "--log-type", "AWS.CloudTrail"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("Eager: a bucket is listed: expected false, got true")
                .contains("4 tests, 3 passed, 1 failed, 0 not run");
        assertThat(run("test", "panther", folder.toString(), "--log-type", "Third.Log"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("2 tests, 0 passed, 0 failed, 2 not run")
                .contains("nothing_known");
        assertThat(run("test", "panther", folder.toString(), "--log-type", "Nobody's"))
                .isZero();
    }

    @Test
    void anUnknownVendorIsTrouble() {
        assertThat(run("test", "nobody", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("unknown vendor nobody");
    }

    private int run(String... arguments) {
        return TelltaleCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private void rule(String id, String logs, String body) throws IOException {
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/" + id + ".yml"), RULE.formatted(id, logs));
        Files.writeString(folder.resolve("rules/" + id + ".py"), body);
    }
}

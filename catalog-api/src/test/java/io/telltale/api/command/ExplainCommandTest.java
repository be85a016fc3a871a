package io.telltale.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A verdict is explained down to the predicate and its place in the rule's file. */
class ExplainCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theFirstPredicateThatFailedIsNamedWithItsPlace() throws IOException {
        Path rule = Files.writeString(folder.resolve("rule.yml"), """
                title: r
                id: 1
                logsource: {product: aws, service: cloudtrail}
                detection:
                  a:
                    eventSource: ecr.amazonaws.com
                    eventName: PutImage
                  condition: a
                """);
        Path log = log("{\"eventSource\":\"ecr.amazonaws.com\",\"eventName\":\"PutLifecyclePolicy\"}");
        assertThat(run("explain", rule.toString(), log.toString())).isZero();
        assertThat(out.toString())
                .contains("not fired", "found \"PutLifecyclePolicy\"  <- the first that failed, at " + rule + ":7:");
    }

    @Test
    void aRuleThatFiresSaysSoInJson() throws IOException {
        Path log = folder.resolve("log.ndjson");
        try (var sample = getClass().getResourceAsStream("/catalog/samples/ecr-cloudtrail.ndjson")) {
            Files.copy(sample, log);
        }
        int status = run("explain", "--format", "json", "splunk/d4c4d4eb-3994-41ca-a25e-a82d64e125bb", log.toString());
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.at("/vendor").asText()).isEqualTo("splunk");
        assertThat(answer.at("/file").asText()).startsWith("detections/cloud/");
        assertThat(answer.at("/stages/0/conditions/0/outcome").asText()).isEqualTo("true");
        assertThat(answer.at("/fired").asBoolean()).isTrue();
        assertThat(status).isEqualTo(1);
    }

    @Test
    void aFolderOfRulesAndAnEmptyLogAreTrouble() throws IOException {
        Path log = log("");
        assertThat(run("explain", folder.toString(), log.toString())).isEqualTo(2);
        assertThat(run("explain", "splunk/d4c4d4eb-3994-41ca-a25e-a82d64e125bb", log.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no event to explain");
    }

    @Test
    void ofSeveralRulesTheOneThatJoinsThemIsMeantOrTheOneThatIsAskedFor() throws IOException {
        String part = """
                title: %1$s
                name: %1$s
                id: %1$s
                logsource: {product: aws, service: cloudtrail}
                detection:
                  a: {eventName: %1$s}
                  condition: a
                ---
                """;
        Path rule = Files.writeString(folder.resolve("rule.yml"), part.formatted("PutImage") + """
                title: three
                id: three
                correlation:
                  type: event_count
                  rules: [PutImage]
                  group-by: [awsRegion]
                  timespan: 10m
                  condition: {gte: 3}
                """);
        Path log = log("{\"eventName\":\"PutImage\",\"awsRegion\":\"eu-west-1\"}");
        assertThat(run("explain", rule.toString(), log.toString())).isZero();
        assertThat(out.toString()).contains("/three  three", "awsRegion = \"eu-west-1\"");
        assertThat(run("explain", "--id", "PutImage", rule.toString(), log.toString()))
                .isEqualTo(1);
        Files.writeString(rule, part.formatted("PutImage") + part.formatted("CreateUser"));
        assertThat(run("explain", rule.toString(), log.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("2 rules there, one is wanted; --id says which: PutImage, CreateUser");
    }

    @Test
    void anEventMayComeIn() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(
                "{\n  \"eventSource\": \"ecr.amazonaws.com\"\n}\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(run("explain", "splunk/d4c4d4eb-3994-41ca-a25e-a82d64e125bb", "-"))
                    .isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString()).contains("found \"ecr.amazonaws.com\"");
    }

    @Test
    void aCorrelationFindsTheRulesThatItJoinsBesideItsFile() throws IOException {
        Files.writeString(folder.resolve("token.yml"), onName("Token", "GetAuthorizationToken"));
        Files.writeString(folder.resolve("push.yml"), onName("Push", "PutImage"));
        Path rule = Files.writeString(folder.resolve("both.yml"), """
                AnalysisType: correlation_rule
                RuleID: Both
                Detection:
                  - Group:
                      - {ID: T, RuleID: Token}
                      - {ID: P, RuleID: Push}
                    LookbackWindowMinutes: 30
                    Schedule: {RateMinutes: 15, TimeoutMinutes: 1}
                """);
        Path log = log("{\"eventName\":\"GetAuthorizationToken\",\"eventTime\":\"2026-01-05T10:00:01Z\"}\n"
                + "{\"eventName\":\"PutImage\",\"eventTime\":\"2026-01-05T10:00:02Z\"}");
        assertThat(run("explain", "--format", "json", rule.toString(), log.toString()))
                .isEqualTo(1);
        assertThat(new ObjectMapper().readTree(out.toString()).at("/fired").asBoolean())
                .isTrue();
    }

    private static String onName(String id, String eventName) {
        return """
                AnalysisType: rule
                RuleID: %s
                LogTypes: [AWS.CloudTrail]
                Detection:
                  - {Key: eventName, Condition: Equals, Value: %s}
                """.formatted(id, eventName);
    }

    private Path log(String text) throws IOException {
        return Files.writeString(folder.resolve("log.ndjson"), text + "\n");
    }

    private int run(String... arguments) {
        return TelltaleCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}

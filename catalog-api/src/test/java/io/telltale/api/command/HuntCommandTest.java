package io.telltale.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code telltale hunt} prints and how it exits. */
class HuntCommandTest {
    private static final String QUIET = "{\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"ListBuckets\","
            + "\"eventTime\":\"2026-01-05T10:00:00Z\",\"eventID\":\"quiet\"}";
    private static final String TOKEN =
            "{\"eventSource\":\"ecr.amazonaws.com\",\"eventName\":\"GetAuthorizationToken\","
                    + "\"eventTime\":\"2026-01-05T10:00:01Z\",\"eventID\":\"token\"}";
    private static final String TOKEN_RULE = "cf9f92dd-4d68-59e0-994f-3ea3ec634cb2";

    @TempDir
    private Path folder = Path.of(".");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void jsonHoldsEventsLostVerdictsAndFindings() throws IOException {
        Path log = log("log.ndjson", QUIET + "\n{broken\n" + TOKEN + "\n");
        assertThat(hunt(log, "--format", "json")).isEqualTo(1);
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.get("events").asInt()).isEqualTo(2);
        assertThat(answer.get("lost")).hasSize(1);
        assertThat(answer.at("/lost/0/file").asText()).endsWith("log.ndjson");
        assertThat(answer.at("/lost/0/line").asInt()).isEqualTo(2);
        assertThat(answer.at("/lost/0/reason").asText()).isNotBlank();
        JsonNode verdict = one(answer.get("verdicts"), TOKEN_RULE);
        assertThat(names(verdict)).isEqualTo(Set.of("vendor", "rule", "title", "verdict", "findings", "reason"));
        assertThat(verdict.get("verdict").asText()).isEqualTo("fired");
        assertThat(verdict.get("findings").asInt()).isEqualTo(1);
        JsonNode finding = one(answer.get("findings"), TOKEN_RULE);
        assertThat(names(finding)).isEqualTo(Set.of("vendor", "rule", "eventIds", "time", "severity", "title"));
        assertThat(finding.at("/eventIds/0").asText()).isEqualTo("token");
        assertThat(finding.get("time").asText()).isEqualTo("2026-01-05T10:00:01Z");
    }

    @Test
    void ndjsonWritesOneFindingALine() throws IOException {
        assertThat(hunt(log("log.json", "[" + TOKEN + "]"), "--format", "ndjson"))
                .isEqualTo(1);
        assertThat(out.toString().lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).get("eventIds"))
                        .hasSize(1));
    }

    @Test
    void noFindingExitsWithZeroAndSaysAVerdictOnEveryRule() throws IOException {
        assertThat(hunt(log("log.json", "{\"Records\":[" + QUIET + "]}"))).isZero();
        assertThat(out.toString()).contains("not fired").contains("1 events, 0 lost, 0 files skipped");
    }

    @Test
    void whatIsNoLogIsSkippedAndNamed() throws IOException {
        log("README.md", "These are not logs.");
        log("log.json", "[" + QUIET + "]");
        assertThat(hunt(folder)).isZero();
        assertThat(out.toString()).contains("1 files skipped");
        assertThat(err.toString()).contains("README.md");
    }

    @Test
    void rulesComeStraightFromCheckouts() throws IOException {
        Path sigma = checkout("sigma", "rules/one.yml", "lists");
        Path suzaku = checkout("suzaku", "suzaku/two.yml", "also-lists");
        Path log = log("log.ndjson", QUIET + "\n");
        assertThat(hunt(log, "--rules", sigma.toString(), "--rules", suzaku.toString(), "--format", "json"))
                .isEqualTo(1);
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.get("verdicts"))
                .hasSize(2)
                .allSatisfy(v -> assertThat(v.get("verdict").asText()).isEqualTo("fired"));
        assertThat(one(answer.get("findings"), "also-lists").get("vendor").asText())
                .isEqualTo("suzaku");
    }

    @Test
    void checkoutsMayFollowTheFirst() throws IOException {
        Path sigma = checkout("sigma", "rules/one.yml", "lists");
        Path suzaku = checkout("suzaku", "suzaku/two.yml", "also-lists");
        Path log = log("log.ndjson", QUIET + "\n");
        assertThat(run("hunt", "--rules", sigma.toString(), suzaku.toString(), log.toString(), "--format", "ndjson"))
                .isEqualTo(1);
        assertThat(out.toString().lines()).hasSize(2);
        assertThat(run("hunt", "--rules", sigma.toString(), suzaku.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("Which logs?");
    }

    @Test
    void aFolderLaidOutAsNoVendorsIsTrouble() throws IOException {
        Path log = log("log.ndjson", QUIET + "\n");
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("notes.txt"), "Nothing.");
        assertThat(hunt(log, "--rules", other.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("other: laid out as no vendor's repository")
                .contains("SigmaHQ");
        assertThat(hunt(log, "--rules", folder.resolve("gone").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("gone: no such folder");
    }

    @Test
    void whatCannotBeReadOfACheckoutIsTold() throws IOException {
        Path sigma = checkout("sigma", "rules/one.yml", "lists");
        Files.writeString(sigma.resolve("rules/broken.yml"), "a: [\n");
        assertThat(hunt(log("log.ndjson", QUIET), "--rules", sigma.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("not read: rules/broken.yml:2");
    }

    @Test
    void theReaderSetsParametersOfRules() throws IOException {
        Path sigma = checkout("sigma", "rules/one.yml", "lists");
        Path rule = sigma.resolve("rules/one.yml");
        Files.writeString(
                rule, Files.readString(rule).replace("eventName: ListBuckets", "eventSource|expand: '%watched%'"));
        Path log = log("log.ndjson", QUIET + "\n");
        String[] rules = {"--rules", sigma.toString(), "--format", "ndjson"};
        assertThat(run("hunt", log.toString(), rules[0], rules[1], rules[2], rules[3]))
                .isZero();
        assertThat(run(
                        "hunt",
                        log.toString(),
                        rules[0],
                        rules[1],
                        "--set",
                        "watched=s3.amazonaws.com",
                        "--set",
                        "odd=1"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("not used: no rule has a parameter odd")
                .doesNotContain("parameter watched");
        Path values = log("values.txt", "s3.amazonaws.com");
        assertThat(run("hunt", log.toString(), rules[0], rules[1], "--set", "watched=@" + values))
                .isEqualTo(1);
        assertThat(run("hunt", log.toString(), rules[0], rules[1], "--set", "watched=@nowhere.txt"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--set watched: nowhere.txt: no such file");
    }

    private Path checkout(String name, String path, String id) throws IOException {
        Path root = folder.resolve("checkouts/" + name);
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), """
                title: Buckets are listed
                id: %s
                logsource: {product: aws, service: cloudtrail}
                detection: {sel: {eventName: ListBuckets}, condition: sel}
                level: low
                """.formatted(id));
        return root;
    }

    @Test
    void aMissingFileAndAnUnknownOptionAreTrouble() throws IOException {
        assertThat(hunt(folder.resolve("nothing.json"))).isEqualTo(2);
        assertThat(err.toString()).contains("nothing.json");
        assertThat(hunt(log("log.json", "[]"), "--format", "xml")).isEqualTo(2);
    }

    private int hunt(Path log, String... options) {
        var arguments = new String[options.length + 2];
        arguments[0] = "hunt";
        arguments[1] = log.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return run(arguments);
    }

    private int run(String... arguments) {
        return TelltaleCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private Path log(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static JsonNode one(JsonNode list, String rule) {
        for (JsonNode node : list) {
            if (node.get("rule").asText().equals(rule)) {
                return node;
            }
        }
        throw new AssertionError("nothing about rule " + rule + " in " + list);
    }

    private static Set<String> names(JsonNode node) {
        var names = new HashSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}

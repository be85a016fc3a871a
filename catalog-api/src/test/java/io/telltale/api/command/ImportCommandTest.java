package io.telltale.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code telltale import --dry-run} prints and how it exits. */
class ImportCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void jsonHoldsTheReport() throws IOException {
        rule("runs", "sel:\n    eventName: A\n  condition: sel");
        rule("broken", "sel:\n    eventName: A\n  condition: sel and (");
        assertThat(run("import", "sigma", folder.toString(), "--dry-run", "--format", "json"))
                .isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(names(report))
                .containsExactly(
                        "vendor",
                        "commit",
                        "files",
                        "rules",
                        "cloudtrail",
                        "unsupported",
                        "errors",
                        "notRunnable",
                        "waiting");
        assertThat(report.get("vendor").asText()).isEqualTo("sigma");
        assertThat(report.get("commit").asText()).isEmpty();
        assertThat(report.get("files").asInt()).isEqualTo(2);
        assertThat(report.get("rules").asInt()).isEqualTo(2);
        assertThat(report.get("cloudtrail"))
                .isEqualTo(new ObjectMapper().readTree("{\"rules\":2,\"runnable\":1,\"waiting\":0,\"notRunnable\":1}"));
        assertThat(report.get("unsupported")).isEqualTo(new ObjectMapper().readTree("{\"syntax error\":1}"));
        assertThat(report.get("errors")).hasSize(1);
        assertThat(names(report.at("/errors/0"))).containsExactly("file", "line", "message");
        assertThat(report.at("/errors/0/file").asText()).isEqualTo("rules/broken.yml");
        assertThat(report.at("/errors/0/line").asInt()).isEqualTo(9);
    }

    @Test
    void everyRuleThatDoesNotRunSaysWhatKeepsIt() throws IOException {
        rule("broken", "sel:\n    eventName: A\n  condition: sel and (");
        rule("strange", "sel:\n    eventName|sideways: A\n  condition: sel");
        rule("waits", "sel:\n    eventName|expand: '%names%'\n  condition: sel");
        run("import", "sigma", folder.toString(), "--dry-run", "--format", "json");
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("notRunnable")).isEqualTo(new ObjectMapper().readTree("""
                [{"vendor":"sigma","rule":"broken","title":"broken","file":"rules/broken.yml","line":9,"column":23,
                  "constructs":["syntax error"]},
                 {"vendor":"sigma","rule":"strange","title":"strange","file":"rules/strange.yml","line":8,"column":5,
                  "constructs":["modifier sideways"]}]
                """));
        assertThat(report.get("waiting")).isEqualTo(new ObjectMapper().readTree("""
                [{"vendor":"sigma","rule":"waits","title":"waits","file":"rules/waits.yml","parameters":["names"]}]
                """));
        run("import", "sigma", folder.toString(), "--dry-run");
        assertThat(out.toString())
                .contains("Not runnable: 2", "rules/strange.yml:8:5: strange: modifier sideways")
                .contains("Waiting for a parameter: 1", "rules/waits.yml: waits: names");
    }

    @Test
    void theTableNamesWhatKeepsRulesFromRunning() throws IOException {
        rule("strange", "sel:\n    eventName|sideways: A\n  condition: sel");
        assertThat(run("import", "sigma", folder.toString(), "--dry-run")).isZero();
        assertThat(out.toString())
                .contains("sigma: 1 files, 1 rules")
                .contains("1 rules, 0 runnable, 0 waiting for a parameter, 1 not runnable")
                .containsPattern("1  .*sideways");
    }

    @Test
    void aReportCountsWithWhatTheReaderSets() throws IOException {
        rule("waits", "sel:\n    eventName|expand: '%names%'\n  condition: sel");
        assertThat(run("import", "sigma", folder.toString(), "--dry-run")).isZero();
        assertThat(out.toString()).contains("1 rules, 0 runnable, 1 waiting for a parameter");
        assertThat(run("import", "sigma", folder.toString(), "--dry-run", "--set", "names=A"))
                .isZero();
        assertThat(out.toString()).contains("1 rules, 1 runnable, 0 waiting for a parameter");
        assertThat(run("import", "sigma", folder.toString(), "--set", "names=A"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--set wants --dry-run");
    }

    @Test
    void anUnknownVendorAndAMissingFolderAreTrouble() {
        assertThat(run("import", "nobody", folder.toString(), "--dry-run")).isEqualTo(2);
        assertThat(err.toString()).contains("unknown vendor nobody").contains("suzaku");
        assertThat(run("import", "sigma", folder.resolve("nowhere").toString(), "--dry-run"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("nowhere: no such folder");
        assertThat(run("import", "sigma")).isEqualTo(2);
    }

    private int run(String... arguments) {
        return TelltaleCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private void rule(String name, String detection) throws IOException {
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(
                folder.resolve("rules/" + name + ".yml"),
                "title: " + name + "\nid: " + name
                        + "\nlogsource:\n  product: aws\n  service: cloudtrail\ndetection:\n  " + detection + "\n");
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}

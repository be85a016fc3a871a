package io.telltale.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application, started as a reader starts it: processes of their own, on one folder of data. */
@Timeout(240)
class ApplicationIT {
    private static final String RULE = """
            title: Buckets are listed
            id: lists
            logsource: {product: aws, service: cloudtrail}
            detection: {sel: {eventName: ListBuckets}, condition: sel}
            level: low
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFolderOfRulesIsImportedAndThenServedBesideTheDemonstration() throws IOException, InterruptedException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("lists.yml"), RULE);
        String data = folder.resolve("data").toString();

        Process importing = start("import", "local", rules.toString(), "--data", data);
        List<String> report = lines(importing);
        assertThat(importing.waitFor()).as(String.join("\n", report)).isZero();
        assertThat(report)
                .contains("CloudTrail: 1 rules, 1 runnable, 0 waiting for a parameter, 0 not runnable")
                .anyMatch(line -> line.startsWith("In the catalog: 1 added"));

        int port = freePort();
        String address = "http://127.0.0.1:" + port;
        Process demo = start("demo", "--port", String.valueOf(port), "--data", data);
        try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
            var said = new ArrayList<String>();
            String line = out.readLine();
            while (line != null && !line.startsWith("Telltale serves at")) {
                said.add(line);
                line = out.readLine();
            }
            assertThat(line)
                    .as(String.join("\n", said))
                    .isEqualTo("Telltale serves at " + address + "  (Ctrl+C ends it)");
            assertThat(said).anyMatch(row -> row.startsWith("VENDOR")).anyMatch(row -> row.contains("fired"));
            assertThat(get(address + "/api/v1/rules/local/lists")).contains("Buckets are listed");
            assertThat(get(address + "/")).contains("<html");
        } finally {
            demo.destroy();
        }
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("data")).isDirectoryNotContaining("glob:**/postmaster.pid");
    }

    @Test
    void troubleEndsWithTwoAndOneLine() throws IOException, InterruptedException {
        Process process = start("import", "nobody", folder.toString());
        assertThat(lines(process)).singleElement().asString().startsWith("telltale: unknown vendor nobody");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    private static Process start(String... arguments) throws IOException {
        Path application = Path.of("target/quarkus-app/quarkus-run.jar");
        assertThat(application).isRegularFile();
        var command = new ArrayList<String>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar"));
        command.add(application.toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static List<String> lines(Process process) throws IOException {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.lines().toList();
        }
    }

    private static String get(String address) throws IOException, InterruptedException {
        var response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(address).isEqualTo(200);
        return response.body();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

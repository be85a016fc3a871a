package io.telltale.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the script {@code ./telltale} builds before it runs; Maven and Java are stand-ins that write down their calls. */
class LauncherTest {
    private static final List<String> MODULES =
            List.of("detection-core", "catalog-model", "db", "web-ui", "catalog-api");
    private static final String APPLICATION = "catalog-api/target/quarkus-app/quarkus-run.jar";

    @TempDir
    private Path folder = Path.of("");

    private Path project = Path.of("");

    @BeforeEach
    void aProject() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        Files.copy(Path.of("../telltale"), project.resolve("telltale"));
        write(project.resolve("pom.xml"), "");
        for (String module : MODULES) {
            write(project.resolve(module + "/src/main/A.java"), "");
            write(project.resolve(module + "/src/test/ATest.java"), "");
        }
        script("mvn", "echo \"mvn $*\" >> ../calls; mkdir -p catalog-api/target/quarkus-app; : > " + APPLICATION);
        script("java", "echo \"java $*\" >> \"" + folder.resolve("calls") + "\"; exit 3");
    }

    @Test
    void itBuildsWhatHasNotBeenBuiltAndPassesArgumentsAndStatusOn() throws IOException, InterruptedException {
        assertThat(run("hunt", "logs")).isEqualTo(3);
        assertThat(calls())
                .containsExactly(
                        "mvn -q -B -ntp -DskipTests package",
                        "java -Xmx1g -jar " + project.toRealPath().resolve(APPLICATION) + " hunt logs");
    }

    @Test
    void itBuildsAgainOnlyWhereASourceHasChanged() throws IOException, InterruptedException {
        run("hunt");
        run("hunt");
        assertThat(calls()).filteredOn(call -> call.startsWith("mvn")).hasSize(1);
        change("db/src/test/ATest.java");
        run("hunt");
        assertThat(calls()).filteredOn(call -> call.startsWith("mvn")).hasSize(1);
        change("db/src/main/A.java");
        run("hunt");
        assertThat(calls()).filteredOn(call -> call.startsWith("mvn")).hasSize(2);
    }

    private void change(String path) throws IOException {
        Files.setLastModifiedTime(
                project.resolve(path), FileTime.from(Instant.now().plusSeconds(5)));
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        var command =
                new ArrayList<String>(List.of("sh", project.resolve("telltale").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().merge("PATH", "", (path, none) -> folder.resolve("bin") + ":" + path);
        builder.environment().put("TELLTALE_JAVA_OPTS", "-Xmx1g");
        Process process = builder.start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private void script(String name, String body) throws IOException {
        Path file = folder.resolve("bin/" + name);
        write(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

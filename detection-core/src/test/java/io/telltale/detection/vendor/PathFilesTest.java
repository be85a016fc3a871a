package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PathFilesTest {
    @TempDir
    Path folder;

    @Test
    void listsFilesBelowTheRootSortedAndWithoutVersionControl() throws IOException {
        Path root = Files.createDirectories(folder.resolve("repository"));
        Files.createDirectories(root.resolve("rules/aws"));
        Files.createDirectories(root.resolve(".git"));
        Files.writeString(root.resolve("rules/aws/b.yml"), "b");
        Files.writeString(root.resolve("rules/a.yml"), "ä");
        Files.writeString(root.resolve(".git/config"), "no");

        var files = new PathFiles(root);

        assertThat(files.paths()).containsExactly("rules/a.yml", "rules/aws/b.yml");
        assertThat(files.read("rules/a.yml")).isEqualTo("ä");
    }

    @Test
    void followsNoLinksAndLeavesTheRootByNoName() throws IOException {
        Path root = Files.createDirectories(folder.resolve("repository"));
        Files.writeString(folder.resolve("secret.yml"), "secret");
        Files.writeString(root.resolve("real.yml"), "real");
        Files.createSymbolicLink(root.resolve("outside.yml"), Path.of("../secret.yml"));
        Files.createSymbolicLink(root.resolve("folder"), folder);

        var files = new PathFiles(root);

        assertThat(files.paths()).containsExactly("real.yml");
        assertThat(files.read("real.yml")).isEqualTo("real");
        assertThatIOException().isThrownBy(() -> files.read("outside.yml"));
        assertThatIOException().isThrownBy(() -> files.read("../secret.yml"));
    }

    @Test
    void readsZips() throws IOException {
        Path zip = folder.resolve("repository.zip");
        try (var system = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Files.createDirectories(system.getPath("/catalog/rules"));
            Files.writeString(system.getPath("/catalog/rules/a.yml"), "a");
            var files = new PathFiles(system.getPath("/catalog"));
            assertThat(files.paths()).containsExactly("rules/a.yml");
            assertThat(files.read("rules/a.yml")).isEqualTo("a");
        }
    }
}

package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.telltale.detection.text.Position;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void followsNoLinkOutOfTheRootAndLeavesItByNoName() throws IOException {
        Path root = Files.createDirectories(folder.resolve("repository"));
        Files.writeString(folder.resolve("secret.yml"), "secret");
        Files.writeString(root.resolve("real.yml"), "real");
        Files.createSymbolicLink(root.resolve("inside.yml"), Path.of("real.yml"));
        Files.createSymbolicLink(root.resolve("outside.yml"), Path.of("../secret.yml"));
        Files.createSymbolicLink(root.resolve("nowhere.yml"), Path.of("gone.yml"));
        Files.createSymbolicLink(root.resolve("folder"), folder);

        var files = new PathFiles(root);

        assertThat(files.paths()).containsExactly("inside.yml", "nowhere.yml", "outside.yml", "real.yml");
        assertThat(files.read("real.yml")).isEqualTo("real");
        assertThat(files.read("inside.yml")).isEqualTo("real");
        assertThatIOException()
                .isThrownBy(() -> files.read("outside.yml"))
                .withMessage("outside.yml:1:1: a link that leaves the repository");
        assertThatIOException().isThrownBy(() -> files.read("nowhere.yml"));
        assertThatIOException().isThrownBy(() -> files.read("../secret.yml"));
        assertThatIOException().isThrownBy(() -> files.read("folder/secret.yml"));
        assertThat(files.leftOut())
                .containsExactly(
                        new Reading.Problem(new Position("folder", 1, 1), "a link to a folder, which is not followed"));
    }

    @Test
    void readsTextOnly() throws IOException {
        Files.write(folder.resolve("latin.yml"), new byte[] {'a', '\n', 'b', (byte) 0xE4, 'c'});
        Files.write(folder.resolve("cut.yml"), new byte[] {'a', (byte) 0xC3});
        Files.write(folder.resolve("mark.yml"), new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'a'});
        Files.write(folder.resolve("large.yml"), new byte[(int) PathFiles.MAX_BYTES + 1]);

        var files = new PathFiles(folder);

        assertThatIOException().isThrownBy(() -> files.read("latin.yml")).withMessage("latin.yml:2:2: not UTF-8");
        assertThatIOException().isThrownBy(() -> files.read("cut.yml")).withMessage("cut.yml:1:2: not UTF-8");
        assertThat(files.read("mark.yml")).isEqualTo("a");
        assertThatIOException().isThrownBy(() -> files.read("large.yml")).withMessageContaining("larger than");
    }

    @Test
    void readsFilesOfAnyName() throws IOException {
        for (String name : List.of("a b.yml", "new\nline.yml", "\"quote'.yml", "-rf.yml", "%2e%2e.yml")) {
            Files.writeString(folder.resolve(name), name);
        }
        var files = new PathFiles(folder);
        assertThat(files.paths()).hasSize(5);
        for (String path : files.paths()) {
            assertThat(files.read(path)).isEqualTo(path);
        }
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

package io.telltale.api.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.telltale.detection.vendor.GitCheckout;
import io.telltale.detection.vendor.PathFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching from a repository on disk. */
class GitRepositoryTest {
    @TempDir
    private Path folder = Path.of("");

    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void aRepository() throws IOException, InterruptedException {
        Assumptions.assumeTrue(hasGit(), "git is not installed");
        Files.createDirectories(origin());
        git("init", "--quiet", "--initial-branch=main");
        git("config", "user.name", "Someone");
        git("config", "user.email", "someone@example.com");
        git("config", "uploadpack.allowFilter", "true");
        git("config", "uploadpack.allowAnySHA1InWant", "true");
        commit("rules/a.yml", "a: 1\n");
        commit("pictures/large.bin", "x".repeat(10_000));
    }

    @Test
    void theNewestCommitIsFetchedAndThenTheNext() throws IOException, InterruptedException {
        fetch(List.of());
        assertThat(new PathFiles(checkout()).paths()).containsExactly("pictures/large.bin", "rules/a.yml");
        assertThat(GitCheckout.commit(checkout())).isEqualTo(GitCheckout.commit(origin()));
        assertThat(progress).isNotEmpty();

        commit("rules/b.yml", "b: 1\n");
        git("rm", "--quiet", "rules/a.yml");
        commit("rules/c.yml", "c: 1\n");
        Files.writeString(checkout().resolve("rules/a.yml"), "changed here\n");
        fetch(List.of());
        assertThat(new PathFiles(checkout()).paths())
                .containsExactly("pictures/large.bin", "rules/b.yml", "rules/c.yml");
        assertThat(GitCheckout.commit(checkout())).isEqualTo(GitCheckout.commit(origin()));
    }

    @Test
    void onlyTheHistorysEndIsFetched() throws IOException, InterruptedException {
        fetch(List.of());
        assertThat(checkout().resolve(".git/shallow")).isRegularFile();
    }

    @Test
    void onlyWhatIsWantedIsFetched() throws IOException, InterruptedException {
        fetch(List.of("/rules/"));
        assertThat(new PathFiles(checkout()).paths()).containsExactly("rules/a.yml");
        fetch(List.of("/rules/", "/pictures/"));
        assertThat(new PathFiles(checkout()).paths()).containsExactly("pictures/large.bin", "rules/a.yml");
    }

    @Test
    void foldersOfANameAreFetchedWhereverTheyLie() throws IOException, InterruptedException {
        commit("Solutions/Of One/Analytic Rules/a.yaml", "a: 1\n");
        commit("Solutions/Of Two/Analytic Rules/b.yaml", "b: 1\n");
        commit("Solutions/Of Two/Data/large.json", "{}\n");
        fetch(List.of("Analytic Rules/"));
        assertThat(new PathFiles(checkout()).paths())
                .containsExactly("Solutions/Of One/Analytic Rules/a.yaml", "Solutions/Of Two/Analytic Rules/b.yaml");
    }

    @Test
    void aFetchThatWasCutOffIsGoneOnWith() throws IOException, InterruptedException {
        fetch(List.of());
        Files.writeString(checkout().resolve(".git/index.lock"), "");
        Files.writeString(checkout().resolve(".git/shallow.lock"), "");
        commit("rules/b.yml", "b: 1\n");
        fetch(List.of());
        assertThat(new PathFiles(checkout()).paths()).contains("rules/b.yml");
    }

    @Test
    void whatGoesWrongIsSaidInGitsWords() {
        var nowhere = new GitRepository(folder.resolve("nowhere").toString(), "main", List.of());
        assertThatIOException()
                .isThrownBy(() -> nowhere.fetch("git", checkout(), progress::add))
                .withMessageContaining("git fetch ended with")
                .withMessageContaining("nowhere");
        var branch = new GitRepository(origin().toString(), "gone", List.of());
        assertThatIOException()
                .isThrownBy(() -> branch.fetch("git", checkout(), progress::add))
                .withMessageContaining("gone");
        var program = new GitRepository("ext::sh -c true", "main", List.of());
        assertThatIOException()
                .isThrownBy(() -> program.fetch("git", checkout(), progress::add))
                .withMessageContaining("not allowed");
    }

    @Test
    void withoutGitItSaysWhatToDo() {
        var repository = new GitRepository(origin().toString(), "main", List.of());
        assertThatIOException()
                .isThrownBy(() -> repository.fetch("no-such-git", checkout(), progress::add))
                .withMessageContaining("git cannot be started")
                .withMessageContaining("telltale import");
    }

    @Test
    void anAddressOrBranchThatIsAnOptionIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GitRepository("--upload-pack=x", "main", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new GitRepository("https://x", "--x", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new GitRepository("https://x", "a b", List.of()));
    }

    private void fetch(List<String> paths) throws IOException, InterruptedException {
        new GitRepository(origin().toUri().toString(), "main", paths).fetch("git", checkout(), progress::add);
    }

    private Path origin() {
        return folder.resolve("origin");
    }

    private Path checkout() {
        return folder.resolve("sources/sigma");
    }

    private void commit(String path, String text) throws IOException, InterruptedException {
        Path file = origin().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        git("add", ".");
        git("commit", "--quiet", "-m", "Change " + path);
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        new GitCommand("git", origin()).run(line -> {}, arguments);
    }

    private static boolean hasGit() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

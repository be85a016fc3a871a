package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commit a folder is said to be at. */
class GitCheckoutTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aBranchIsFollowedToItsLooseReference() throws IOException {
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(".git/refs/heads/main", COMMIT + "\n");
        write(".git/packed-refs", "f".repeat(40) + " refs/heads/main\n");
        assertThat(GitCheckout.commit(folder)).contains(COMMIT);
    }

    @Test
    void aBranchMayBePacked() throws IOException {
        write(".git/HEAD", "ref: refs/heads/a/main\n");
        write(
                ".git/packed-refs",
                "# pack-refs with: peeled fully-peeled sorted\n" + "f".repeat(40) + " refs/heads/not-a/main\n"
                        + "e".repeat(40) + " refs/heads/a/main2\n" + COMMIT + " refs/heads/a/main\n^"
                        + "d".repeat(40) + "\n");
        assertThat(GitCheckout.commit(folder)).contains(COMMIT);
    }

    @Test
    void aDetachedHeadIsTheCommitItself() throws IOException {
        write(".git/HEAD", COMMIT + "\n");
        assertThat(GitCheckout.commit(folder)).contains(COMMIT);
    }

    @Test
    void aLinkedWorkTreeFindsItsOwnHeadAndTheSharedReferences() throws IOException {
        write("tree/.git", "gitdir: ../main/.git/worktrees/tree\n");
        write("main/.git/HEAD", "ref: refs/heads/main\n");
        write("main/.git/worktrees/tree/HEAD", "ref: refs/heads/topic\n");
        write("main/.git/worktrees/tree/commondir", "../..\n");
        write("main/.git/refs/heads/topic", COMMIT + "\n");
        assertThat(GitCheckout.commit(folder.resolve("tree"))).contains(COMMIT);
    }

    @Test
    void whatIsNoCheckoutOrHasNoCommitHasNone() throws IOException {
        assertThat(GitCheckout.commit(folder)).isEmpty();
        assertThat(GitCheckout.commit(folder.resolve("nowhere"))).isEmpty();
        write(".git/HEAD", "ref: refs/heads/main\n");
        assertThat(GitCheckout.commit(folder)).isEmpty();
    }

    @Test
    void aReferenceThatLeavesTheFolderOrGoesInCirclesIsNotFollowed() throws IOException {
        write("secret", COMMIT + "\n");
        write(".git/HEAD", "ref: refs/../../secret\n");
        assertThat(GitCheckout.commit(folder)).isEmpty();
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(".git/refs/heads/main", "ref: refs/heads/main\n");
        assertThat(GitCheckout.commit(folder)).isEmpty();
        write(".git/HEAD", "no reference\0 at all\n");
        assertThat(GitCheckout.commit(folder)).isEmpty();
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

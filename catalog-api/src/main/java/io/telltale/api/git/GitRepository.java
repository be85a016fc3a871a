package io.telltale.api.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A branch of a git repository, of which the newest commit alone is kept in a folder. Where patterns of paths are given,
 * no other files are fetched.
 *
 * @param address what git takes for one: {@code https://…}, {@code ssh://…}, a path
 * @param paths patterns as in {@code .gitignore} of the paths that are wanted; empty means all
 */
record GitRepository(String address, String branch, List<String> paths) {
    private static final Pattern BRANCH = Pattern.compile("[\\w][\\w./+-]{0,200}");

    GitRepository {
        if (address.isBlank() || address.startsWith("-")) {
            throw new IllegalArgumentException("no address of a repository: " + address);
        }
        if (!BRANCH.matcher(branch).matches() || branch.contains("..")) {
            throw new IllegalArgumentException("no name of a branch: " + branch);
        }
        paths = List.copyOf(paths);
    }

    /**
     * Brings the folder to the branch's newest commit. What an earlier fetch brought is not fetched again; one that was
     * cut off is gone on with.
     *
     * @param program the name or path of git's executable
     * @param progress is told what goes on, in words for people
     */
    void fetch(String program, Path folder, Consumer<String> progress) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path guard = folder.resolveSibling(folder.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(channel, folder);
            removeLeftLocks(folder.resolve(".git"));
            fetchAlone(new GitCommand(program, folder), progress);
        }
    }

    /** Takes the lock, which is held until the channel is closed. */
    private static void lock(FileChannel channel, Path folder) throws IOException {
        boolean held;
        try {
            held = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            held = false;
        }
        if (!held) {
            throw new IOException(folder + " is being fetched already");
        }
    }

    /** Locks that git left when it was killed; nobody else works in the folder now. */
    private static void removeLeftLocks(Path git) throws IOException {
        if (!Files.isDirectory(git)) {
            return;
        }
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(git, "*.lock")) {
            for (Path lock : locks) {
                Files.deleteIfExists(lock);
            }
        }
    }

    private void fetchAlone(GitCommand git, Consumer<String> progress) throws IOException, InterruptedException {
        Consumer<String> quiet = line -> {};
        git.run(quiet, "init", "--quiet");
        git.run(quiet, "config", "remote.origin.url", address);
        var fetch = new ArrayList<String>(List.of("fetch", "--progress", "--depth=1", "--no-tags", "--force"));
        if (paths.isEmpty()) {
            git.run(quiet, "sparse-checkout", "disable");
        } else {
            git.run(quiet, "config", "remote.origin.promisor", "true");
            git.run(quiet, "config", "remote.origin.partialclonefilter", "blob:none");
            var sparse = new ArrayList<String>(List.of("sparse-checkout", "set", "--no-cone"));
            sparse.addAll(paths);
            git.run(quiet, sparse.toArray(String[]::new));
            fetch.add("--filter=blob:none");
        }
        // Kept under a name, so that the next fetch tells the other side what is here already.
        String kept = "refs/remotes/origin/" + branch;
        fetch.addAll(List.of("origin", "+refs/heads/" + branch + ":" + kept));
        git.run(progress, fetch.toArray(String[]::new));
        git.run(progress, "checkout", "--progress", "--force", "--detach", kept);
    }
}

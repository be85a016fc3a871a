package io.telltale.detection.vendor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells which commit a folder has checked out, from git's own files: {@code HEAD}, loose and packed references, and the
 * file that stands in the place of {@code .git} in a linked work tree or a submodule.
 */
public final class GitCheckout {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern REFERENCE = Pattern.compile("refs/[\\w.+@=,%{}#/-]{1,400}");
    private static final int MOST_LINKS = 5;
    private static final long MAX_BYTES = 16L * 1024 * 1024;

    private GitCheckout() {}

    /** The commit's id in hexadecimal digits; empty where the folder is no checkout, or has no commit yet. */
    public static Optional<String> commit(Path folder) {
        try {
            Optional<Path> own = directory(folder.resolve(".git"));
            return own.isEmpty() ? Optional.empty() : follow(own.get(), common(own.get()), "HEAD", 0);
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> directory(Path git) throws IOException {
        if (Files.isDirectory(git)) {
            return Optional.of(git);
        }
        if (!Files.isRegularFile(git)) {
            return Optional.empty();
        }
        String text = read(git);
        return text.startsWith("gitdir:")
                ? Optional.of(
                        git.resolveSibling(text.substring("gitdir:".length()).strip()))
                : Optional.empty();
    }

    /** Where references lie that all work trees share. */
    private static Path common(Path own) throws IOException {
        Path pointer = own.resolve("commondir");
        return Files.isRegularFile(pointer) ? own.resolve(read(pointer)) : own;
    }

    private static Optional<String> follow(Path own, Path common, String name, int links) throws IOException {
        for (Path folder : new Path[] {own, common}) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                String text = read(file);
                if (COMMIT.matcher(text).matches()) {
                    return Optional.of(text);
                }
                String target = text.startsWith("ref:")
                        ? text.substring("ref:".length()).strip()
                        : "";
                boolean reference = REFERENCE.matcher(target).matches() && !target.contains("..");
                return reference && links < MOST_LINKS ? follow(own, common, target, links + 1) : Optional.empty();
            }
        }
        return packed(common.resolve("packed-refs"), name);
    }

    private static Optional<String> packed(Path file, String name) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        return read(file)
                .lines()
                .filter(line -> line.endsWith(" " + name))
                .map(line -> line.substring(0, line.length() - name.length() - 1))
                .filter(id -> COMMIT.matcher(id).matches())
                .findFirst();
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    }
}

package io.telltale.detection.vendor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A repository below a folder of any file system, a checkout or a folder inside a jar. Symbolic links are not followed;
 * {@code .git} is left out; a file over the limit is an error when read.
 */
public final class PathFiles implements RepositoryFiles {
    /** Largest file that is read, in bytes. */
    public static final long MAX_BYTES = 10L * 1024 * 1024;

    private final Path root;

    public PathFiles(Path root) {
        this.root = root;
    }

    /**
     * The folder of the class path that holds the given resource.
     *
     * @param resource the address of a folder, in a directory or a jar
     */
    public static PathFiles ofResource(URL resource) {
        try {
            URI uri = resource.toURI();
            if (uri.getScheme().equals("jar")) {
                try {
                    FileSystems.newFileSystem(uri, Map.of());
                } catch (FileSystemAlreadyExistsException e) {
                    // Another reader has opened this jar; both read through the one file system.
                }
            }
            return new PathFiles(Path.of(uri));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * The folder of the class path that a file of it is given by; a jar need not list its folders for it.
     *
     * @param file the address of a file, in a directory or a jar
     */
    public static PathFiles beside(URL file) {
        Path folder = ofResource(file).root.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("no folder holds " + file);
        }
        return new PathFiles(folder);
    }

    /** The part of this repository below a folder. */
    public PathFiles below(String folder) {
        return new PathFiles(root.resolve(folder));
    }

    @Override
    public List<String> paths() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .map(f -> root.relativize(f).toString().replace('\\', '/'))
                    .filter(f -> !f.startsWith(".git/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String read(String path) throws IOException {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root.normalize()) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(path);
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(path + " is larger than " + MAX_BYTES + " bytes");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}

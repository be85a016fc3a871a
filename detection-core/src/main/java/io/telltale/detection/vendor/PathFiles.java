package io.telltale.detection.vendor;

import io.telltale.detection.text.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A repository below a folder of any file system, a checkout or a folder inside a jar. What {@code .git} holds is left out.
 * A symbolic link is read only where its target is a file of the same repository. The files are listed once, when they
 * are first asked for. Safe for use by several threads.
 */
public final class PathFiles implements RepositoryFiles {
    /** Largest file that is read, in bytes. */
    public static final long MAX_BYTES = 10L * 1024 * 1024;

    private final Path root;

    @Nullable private volatile Listing listing;

    /** The files by their names, and what was met beside them. */
    private record Listing(SortedMap<String, Path> files, List<Reading.Problem> leftOut) {}

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
        return List.copyOf(listing().files().keySet());
    }

    @Override
    public List<Reading.Problem> leftOut() {
        return listing().leftOut();
    }

    @Override
    public String read(String path) throws IOException {
        Path file = listing().files().get(path);
        var start = new Position(path, 1, 1);
        if (file == null) {
            throw new UnreadableFileException(start, "no such file");
        }
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            throw new UnreadableFileException(start, "leads nowhere");
        }
        if (!real.startsWith(root.toRealPath())) {
            throw new UnreadableFileException(start, "a link that leaves the repository");
        }
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnreadableFileException(start, "no regular file");
        }
        if (Files.size(real) > MAX_BYTES) {
            throw new UnreadableFileException(start, "larger than " + MAX_BYTES + " bytes");
        }
        return decode(path, Files.readAllBytes(real));
    }

    private static String decode(String path, byte[] bytes) throws UnreadableFileException {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        out.flip();
        String text = out.toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            int column = text.length() - text.lastIndexOf('\n');
            throw new UnreadableFileException(new Position(path, line, column), "not UTF-8");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private Listing listing() {
        Listing known = listing;
        if (known == null) {
            known = list();
            listing = known;
        }
        return known;
    }

    private Listing list() {
        var files = new TreeMap<String, Path>();
        var leftOut = new ArrayList<Reading.Problem>();
        if (!Files.isDirectory(root)) {
            return new Listing(files, List.of());
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return folder.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.endsWith(".git")) {
                        return FileVisitResult.CONTINUE;
                    }
                    if (attributes.isSymbolicLink() && Files.isDirectory(file)) {
                        leftOut.add(problem(file, "a link to a folder, which is not followed"));
                    } else if (files.putIfAbsent(name(file), file) != null) {
                        leftOut.add(problem(file, "a second file of a name that reads the same"));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    leftOut.add(problem(file, "cannot be entered: " + e.getMessage()));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Listing(Collections.unmodifiableSortedMap(files), List.copyOf(leftOut));
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private Reading.Problem problem(Path file, String message) {
        return new Reading.Problem(new Position(name(file), 1, 1), message);
    }
}

package io.telltale.detection.vendor;

import java.io.IOException;
import java.util.List;

/** A vendor's repository as its files: names and texts, whatever they are kept in. */
public interface RepositoryFiles {
    /** Paths of all files below the root, relative, with {@code /}, sorted; one of them may still refuse to be read. */
    List<String> paths();

    /**
     * The file as UTF-8 text, without a byte order mark.
     *
     * @throws UnreadableFileException where the file is not to be read, with the place and the reason
     */
    String read(String path) throws IOException;

    /** What lies below the root and is not among the paths, folders that cannot be entered for one. */
    default List<Reading.Problem> leftOut() {
        return List.of();
    }
}

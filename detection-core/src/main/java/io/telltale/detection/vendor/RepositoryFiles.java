package io.telltale.detection.vendor;

import java.io.IOException;
import java.util.List;

/** A vendor's repository as its files: names and texts, whatever they are kept in. */
public interface RepositoryFiles {
    /** Paths of all regular files below the root, relative, with {@code /}, sorted; links that leave the root are not among them. */
    List<String> paths();

    /** The file as UTF-8 text. */
    String read(String path) throws IOException;
}

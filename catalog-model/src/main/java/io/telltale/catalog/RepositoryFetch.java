package io.telltale.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Brings the newest state of a vendor's repository onto this machine. */
public interface RepositoryFetch {
    /**
     * Fetches what is not there yet; one that was cut off goes on where it was.
     *
     * @param progress is told what goes on, in words for people
     * @return the folder of the checkout
     * @throws IOException where the repository cannot be had, with the reason
     */
    Path fetch(String vendor, SourceSettings.Repository repository, Consumer<String> progress)
            throws IOException, InterruptedException;
}

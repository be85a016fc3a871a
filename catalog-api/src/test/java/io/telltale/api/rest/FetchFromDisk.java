package io.telltale.api.rest;

import io.quarkus.test.Mock;
import io.telltale.catalog.RepositoryFetch;
import io.telltale.catalog.SourceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Takes folders for what was fetched, so that tests need no network. */
@Mock
@ApplicationScoped
public class FetchFromDisk implements RepositoryFetch {
    private final Map<String, Path> folders = new ConcurrentHashMap<>();

    public void put(String vendor, Path folder) {
        folders.put(vendor, folder);
    }

    @Override
    public Path fetch(String vendor, SourceSettings.Repository repository, Consumer<String> progress)
            throws IOException {
        Path folder = folders.get(vendor);
        if (folder == null) {
            throw new IOException("nothing answers at " + repository.address());
        }
        progress.accept("fetched");
        return folder;
    }
}

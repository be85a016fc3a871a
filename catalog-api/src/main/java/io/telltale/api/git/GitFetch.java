package io.telltale.api.git;

import io.telltale.catalog.RepositoryFetch;
import io.telltale.catalog.SourceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Fetches a vendor's repository with git into the folder of the vendor's name below {@code repositories}. */
@ApplicationScoped
public class GitFetch implements RepositoryFetch {
    private static final String GIT = "git";

    private final SourceSettings settings;

    GitFetch(SourceSettings settings) {
        this.settings = settings;
    }

    @Override
    public Path fetch(String vendor, SourceSettings.Repository repository, Consumer<String> progress)
            throws IOException, InterruptedException {
        Path folder = settings.data().resolve("repositories").resolve(vendor).toAbsolutePath();
        new GitRepository(
                        repository.address(),
                        repository.branch(),
                        repository.paths().orElse(List.of()))
                .fetch(GIT, folder, progress);
        return folder;
    }
}

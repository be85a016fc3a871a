package io.telltale.api.command;

import io.quarkus.runtime.QuarkusApplication;
import io.telltale.catalog.RepositoryFetch;
import io.telltale.catalog.SourceService;
import io.telltale.catalog.SourceSettings;
import io.telltale.catalog.view.SourceReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * The application while it syncs: takes a format and vendors, fetches each one's repository and imports it, and ends. A
 * vendor whose repository cannot be had does not keep the others from theirs.
 */
public final class RepositorySync implements QuarkusApplication {
    private final SourceSettings settings;
    private final RepositoryFetch repositories;
    private final SourceService sources;

    RepositorySync(SourceSettings settings, RepositoryFetch repositories, SourceService sources) {
        this.settings = settings;
        this.repositories = repositories;
        this.sources = sources;
    }

    @Override
    public int run(String... arguments) throws InterruptedException {
        return sync(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                ReportFormat.valueOf(arguments[0]),
                List.of(arguments).subList(1, arguments.length));
    }

    /**
     * Syncs the vendors one by one.
     *
     * @param vendors their slugs; none means all whose repositories are known
     * @return the exit status
     */
    int sync(PrintWriter out, PrintWriter err, ReportFormat format, List<String> vendors) throws InterruptedException {
        List<String> known = List.copyOf(new TreeSet<>(settings.sources().keySet()));
        int status = 0;
        for (String vendor : vendors.isEmpty() ? known : vendors) {
            try {
                SourceSettings.Repository repository = settings.sources().get(vendor);
                if (repository == null) {
                    throw new IllegalArgumentException(
                            "no repository is known of this vendor, only of " + String.join(", ", known));
                }
                CheckoutImport.print(out, sync(vendor, repository, new ProgressLines(err, vendor)), format);
            } catch (IOException | RuntimeException e) {
                err.println("telltale: " + vendor + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
                status = 2;
            }
        }
        return status;
    }

    private SourceReport sync(String vendor, SourceSettings.Repository repository, ProgressLines progress)
            throws IOException, InterruptedException {
        progress.say("fetches " + repository.address());
        Path checkout = repositories.fetch(vendor, repository, progress::say);
        progress.say("reads " + checkout);
        return sources.importCheckout(
                vendor, checkout, (done, total) -> progress.say("imports its rules: " + done + " of " + total));
    }
}

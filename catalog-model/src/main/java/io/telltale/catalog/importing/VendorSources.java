package io.telltale.catalog.importing;

import io.telltale.catalog.RepositoryFetch;
import io.telltale.catalog.SourceService;
import io.telltale.catalog.SourceSettings;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SyncView;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Imports vendors' repositories, and fetches them first where that is asked for. */
@ApplicationScoped
public class VendorSources implements SourceService {
    private static final System.Logger LOG = System.getLogger(VendorSources.class.getName());

    private final RepositoryImport repositoryImport;
    private final RepositoryFetch repositoryFetch;
    private final SourceSettings settings;
    private final Map<String, SyncView> syncs = new ConcurrentHashMap<>();
    private final ExecutorService oneByOne = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "sync");
        thread.setDaemon(true);
        return thread;
    });

    @Inject
    public VendorSources(RepositoryImport repositoryImport, RepositoryFetch repositoryFetch, SourceSettings settings) {
        this.repositoryImport = repositoryImport;
        this.repositoryFetch = repositoryFetch;
        this.settings = settings;
    }

    @PreDestroy
    void stop() {
        oneByOne.shutdownNow();
    }

    @Override
    public SourceReport importCheckout(String vendor, Path checkout, ImportProgress progress) {
        return repositoryImport.run(vendor, checkout, progress);
    }

    @Override
    public Optional<SyncView> lastSync(String vendor) {
        return Optional.ofNullable(syncs.get(vendor));
    }

    @Override
    public Optional<SyncView> sync(String vendor) {
        return Optional.ofNullable(settings.sources().get(vendor))
                .map(repository -> syncs.compute(vendor, (slug, last) -> {
                    if (last != null && last.goesOn()) {
                        return last;
                    }
                    oneByOne.execute(() -> run(vendor, repository));
                    return new SyncView(vendor, "waiting", 0, 0, "waits for other syncs", now(), "");
                }));
    }

    private void run(String vendor, SourceSettings.Repository repository) {
        try {
            update(vendor, "fetching", 0, 0, "fetches " + repository.address());
            Path checkout =
                    repositoryFetch.fetch(vendor, repository, message -> update(vendor, "fetching", 0, 0, message));
            update(vendor, "reading", 0, 0, "reads its files");
            SourceReport report = importCheckout(
                    vendor, checkout, (done, total) -> update(vendor, "importing", done, total, "imports its rules"));
            end(
                    vendor,
                    "done",
                    report.added() + " rules added, " + report.revised() + " revised, " + report.unchanged()
                            + " unchanged, " + report.removed() + " removed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(vendor, "failed", "interrupted");
        } catch (IOException e) {
            end(vendor, "failed", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "sync of " + vendor + " failed", e);
            end(vendor, "failed", e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private void update(String vendor, String state, int done, int total, String message) {
        syncs.computeIfPresent(
                vendor, (slug, sync) -> new SyncView(vendor, state, done, total, message, sync.started(), ""));
    }

    private void end(String vendor, String state, String message) {
        syncs.computeIfPresent(
                vendor,
                (slug, sync) -> new SyncView(vendor, state, sync.done(), sync.total(), message, sync.started(), now()));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}

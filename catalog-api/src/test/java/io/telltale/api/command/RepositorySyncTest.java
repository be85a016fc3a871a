package io.telltale.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.catalog.RepositoryFetch;
import io.telltale.catalog.SourceService;
import io.telltale.catalog.SourceSettings;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SourceView.CloudTrailRules;
import io.telltale.catalog.view.SyncView;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code telltale sync} does with the vendors' repositories and prints. */
class RepositorySyncTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> imported = new ArrayList<>();

    /** Two repositories, of which one cannot be had. */
    private static final RepositoryFetch FETCH = (vendor, repository, progress) -> {
        if (vendor.equals("panther")) {
            throw new IOException("nothing answers at " + repository.address());
        }
        progress.accept("Receiving objects:  10% (1/10)");
        progress.accept("Receiving objects: 100% (10/10)");
        return Path.of("checkouts", vendor);
    };

    private record Repository(String address, String branch, String licence, Optional<List<String>> paths)
            implements SourceSettings.Repository {}

    private record Settings(Path data, Map<String, SourceSettings.Repository> sources) implements SourceSettings {}

    private final class Catalog implements SourceService {
        @Override
        public SourceReport importCheckout(String vendor, Path checkout, ImportProgress progress) {
            progress.imported(3, 3);
            imported.add(vendor + " from " + checkout.getFileName());
            return new SourceReport(
                    vendor,
                    "abc",
                    "2026-01-05T10:00:00Z",
                    1500,
                    4,
                    3,
                    2,
                    1,
                    0,
                    0,
                    new CloudTrailRules(3, 2, 0, 1),
                    Map.of("operator x", 1),
                    List.of());
        }

        @Override
        public Optional<SyncView> sync(String vendor) {
            return Optional.empty();
        }

        @Override
        public Optional<SyncView> lastSync(String vendor) {
            return Optional.empty();
        }
    }

    @Test
    void everyKnownRepositoryIsFetchedAndImportedAndOneThatFailsStopsNoOther() throws InterruptedException {
        assertThat(sync(ReportFormat.table)).isEqualTo(2);
        assertThat(imported).containsExactly("sigma from sigma", "suzaku from suzaku");
        assertThat(out.toString())
                .contains("sigma at abc: 4 files, 3 rules")
                .contains("1  operator x")
                .contains("2 added, 1 revised, 0 unchanged, 0 removed, in 1.5 s");
        assertThat(err.toString())
                .contains("telltale: panther: nothing answers at https://example.com/panther.git")
                .contains("sigma: fetches https://example.com/sigma.git")
                .contains("sigma: Receiving objects:  10%")
                .doesNotContain("100%");
    }

    @Test
    void oneVendorIsEnough() throws InterruptedException {
        assertThat(sync(ReportFormat.json, "suzaku")).isZero();
        assertThat(imported).containsExactly("suzaku from suzaku");
        assertThat(out.toString().lines()).hasSize(1).allMatch(line -> line.startsWith("{\"vendor\":\"suzaku\""));
    }

    @Test
    void aVendorWithoutAKnownRepositoryIsTrouble() throws InterruptedException {
        assertThat(sync(ReportFormat.table, "nobody")).isEqualTo(2);
        assertThat(err.toString())
                .contains("telltale: nobody: no repository is known")
                .contains("sigma, suzaku");
    }

    private int sync(ReportFormat format, String... vendors) throws InterruptedException {
        Map<String, SourceSettings.Repository> repositories =
                Map.of("panther", repository("panther"), "sigma", repository("sigma"), "suzaku", repository("suzaku"));
        return new RepositorySync(new Settings(Path.of("data"), repositories), FETCH, new Catalog())
                .sync(new PrintWriter(out, true), new PrintWriter(err, true), format, List.of(vendors));
    }

    private static SourceSettings.Repository repository(String vendor) {
        return new Repository("https://example.com/" + vendor + ".git", "main", "MIT", Optional.empty());
    }
}

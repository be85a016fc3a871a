package io.telltale.web;

import io.telltale.catalog.SourceService;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SyncView;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splunk's repository, in the middle of its import once it was asked for. */
@ApplicationScoped
public class SampleSources implements SourceService {
    private static final SyncView GOING_ON =
            new SyncView("splunk", "importing", 40, 2_100, "imports <rules>", "2026-01-05T10:00:00Z", "");

    final List<String> synced = new ArrayList<>();

    @Override
    public SourceReport importCheckout(String vendor, Path checkout, ImportProgress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<SyncView> sync(String vendor) {
        if (vendor.equals("splunk")) {
            synced.add(vendor);
        }
        return lastSync(vendor);
    }

    @Override
    public Optional<SyncView> lastSync(String vendor) {
        return Optional.of(GOING_ON).filter(each -> synced.contains(vendor));
    }
}

package io.telltale.catalog.importing;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.telltale.catalog.SourceService.ImportProgress;
import io.telltale.catalog.SourceSettings;
import io.telltale.catalog.entity.CatalogStateEntity;
import io.telltale.catalog.entity.ImportReportEntity;
import io.telltale.catalog.entity.SourceEntity;
import io.telltale.catalog.query.SourceQuery;
import io.telltale.catalog.store.Database;
import io.telltale.catalog.view.SourceReport;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.report.VendorRepository;
import io.telltale.detection.vendor.VendorFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Imports checkouts of vendors' repositories, each in one transaction, one import at a time. */
@ApplicationScoped
class RepositoryImport {
    /** Longer than any import takes that is still alive. */
    private static final Duration TIMEOUT = Duration.ofHours(2);

    private final Database database;
    private final SourceSettings settings;
    private final DetectionCore core = DetectionCore.standard();

    @Inject
    RepositoryImport(Database database, SourceSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    SourceReport run(String vendor, Path checkout, ImportProgress progress) {
        VendorFormat format =
                core.vendor(vendor).orElseThrow(() -> new IllegalArgumentException("unknown vendor " + vendor));
        Instant began = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        VendorRepository repository = VendorRepository.read(format, checkout);
        return QuarkusTransaction.requiringNew()
                .timeout((int) TIMEOUT.toSeconds())
                .call(() -> write(repository, began, progress));
    }

    private SourceReport write(VendorRepository repository, Instant began, ImportProgress progress) {
        database.query(Sources::lock);
        Long source = Sources.source(repository.format(), SourceEntity.REPOSITORY).id;
        var ruleImport = new RuleImport(core, Sources.events());
        RuleImport.Outcome outcome = ruleImport.run(source, repository.reading(), progress);
        if (outcome.changed()) {
            CatalogStateEntity.only().change();
        }
        Panache.getEntityManager().flush();
        Panache.getEntityManager().clear();
        SourceEntity entity = SourceEntity.findById(source);
        settings(entity);
        entity.commitId = repository.commit();
        entity.imported = began;
        ImportReportEntity report = new ReportWriter(entity).write(repository, outcome, began);
        return SourceQuery.view(report);
    }

    private void settings(SourceEntity source) {
        Optional.ofNullable(settings.sources().get(source.vendor.slug)).ifPresent(repository -> {
            source.address = repository.address();
            source.branch = repository.branch();
            source.licence = repository.licence();
        });
    }
}

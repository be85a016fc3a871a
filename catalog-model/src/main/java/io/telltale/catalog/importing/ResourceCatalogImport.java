package io.telltale.catalog.importing;

import io.telltale.catalog.CatalogImport;
import io.telltale.catalog.ImportReport;
import io.telltale.catalog.SourceService.ImportProgress;
import io.telltale.catalog.entity.CatalogFileEntity;
import io.telltale.catalog.entity.CatalogStateEntity;
import io.telltale.catalog.entity.SourceEntity;
import io.telltale.catalog.store.Database;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.vendor.PathFiles;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.VendorFormat;
import io.telltale.detection.vendor.YamlDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;

/** Imports the built-in catalog from the class path's folder {@code catalog/}, in one transaction, one import at a time. */
@ApplicationScoped
public class ResourceCatalogImport implements CatalogImport {
    private static final String ATTACK = "attack.tsv";
    private static final String EVENT_NAMES = "aws-events.tsv";

    private final Database database;
    private final DetectionCore core = DetectionCore.standard();

    @Inject
    public ResourceCatalogImport(Database database) {
        this.database = database;
    }

    @Override
    @Transactional
    public ImportReport importBuiltIn() {
        URL resource = Thread.currentThread().getContextClassLoader().getResource("catalog/" + ATTACK);
        if (resource == null) {
            throw new IllegalStateException("the class path has no catalog/" + ATTACK);
        }
        PathFiles files = PathFiles.beside(resource);
        try {
            return run(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImportReport run(PathFiles files) throws IOException {
        database.query(Sources::lock);
        var problems = new ArrayList<String>();
        boolean changed = false;
        String attack = files.read(ATTACK);
        if (CatalogFileEntity.isNew(ATTACK, ContentHash.of(List.of(attack)))) {
            AttackImport.run(attack);
            changed = true;
        }
        int services = 0;
        List<String> samples = samples(files);
        var serviceImport = new ServiceImport(samples);
        for (String path : files.paths()) {
            if (!path.startsWith("services/") || !path.endsWith(".yaml")) {
                continue;
            }
            services++;
            String text = files.read(path);
            if (CatalogFileEntity.isNew(path, ContentHash.of(List.of(text, samples)))) {
                try {
                    for (YamlDocument document : YamlDocument.readAll(path, text)) {
                        serviceImport.run(document.value());
                    }
                    changed = true;
                } catch (RuleSyntaxException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
        }
        String names = files.read(EVENT_NAMES);
        if (CatalogFileEntity.isNew(EVENT_NAMES, ContentHash.of(List.of(names)))) {
            services += database.query(sql -> EventNamesImport.run(sql, names));
            changed = true;
        }
        int rules = 0;
        int added = 0;
        int revised = 0;
        int unchanged = 0;
        var ruleImport = new RuleImport(core, Sources.events());
        for (VendorFormat vendor : core.vendors()) {
            PathFiles repository = files.below("rules/" + vendor.vendor());
            if (repository.paths().isEmpty()) {
                continue;
            }
            Reading reading = vendor.read(repository);
            reading.problems().forEach(p -> problems.add(p.position() + ": " + p.message()));
            RuleImport.Outcome outcome =
                    ruleImport.run(Sources.source(vendor, SourceEntity.BUILT_IN).id, reading, ImportProgress.IGNORED);
            rules += outcome.rules();
            added += outcome.added();
            revised += outcome.revised();
            unchanged += outcome.unchanged();
            changed |= outcome.changed();
        }
        if (changed) {
            CatalogStateEntity.only().change();
        }
        return new ImportReport(services, rules, added, revised, unchanged, problems);
    }

    private static List<String> samples(PathFiles files) throws IOException {
        var records = new ArrayList<String>();
        for (String path : files.paths()) {
            if (path.startsWith("samples/") && path.endsWith(".ndjson")) {
                files.read(path).lines().filter(line -> !line.isBlank()).forEach(records::add);
            }
        }
        return records;
    }
}

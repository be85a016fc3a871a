package io.telltale.api;

import io.quarkus.runtime.StartupEvent;
import io.telltale.catalog.CatalogImport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Fills the catalog before the application takes its first request, so that none finds it empty. */
@ApplicationScoped
class CatalogAtStart {
    private final CatalogImport catalogImport;

    CatalogAtStart(CatalogImport catalogImport) {
        this.catalogImport = catalogImport;
    }

    void fill(@Observes StartupEvent start) {
        catalogImport.importBuiltIn();
    }
}

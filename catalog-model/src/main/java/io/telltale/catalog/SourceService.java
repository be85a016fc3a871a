package io.telltale.catalog;

import io.telltale.catalog.view.SourceReport;
import java.nio.file.Path;

/** Brings vendors' repositories into the catalog. */
public interface SourceService {
    /**
     * Imports a checkout of a vendor's repository in the caller's thread: all of it or, where it throws, nothing.
     *
     * @param vendor a vendor's slug
     * @throws IllegalArgumentException where there is no such vendor
     */
    default SourceReport importCheckout(String vendor, Path checkout) {
        return importCheckout(vendor, checkout, ImportProgress.IGNORED);
    }

    SourceReport importCheckout(String vendor, Path checkout, ImportProgress progress);

    /** Is told how far an import has come. */
    @FunctionalInterface
    interface ImportProgress {
        ImportProgress IGNORED = (done, total) -> {};

        /** So many of so many rules have been imported. */
        void imported(int done, int total);
    }
}

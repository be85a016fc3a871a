package io.telltale.catalog;

import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SyncView;
import java.nio.file.Path;
import java.util.Optional;

/** Brings vendors' repositories into the catalog. */
public interface SourceService {
    /**
     * Imports a checkout of a vendor's repository in the caller's thread: all of it or, where it throws, nothing.
     *
     * @param vendor a vendor's slug
     * @throws IllegalArgumentException where there is no such vendor
     */
    SourceReport importCheckout(String vendor, Path checkout, ImportProgress progress);

    /**
     * Fetches a vendor's repository and imports it, in a thread of its own, one vendor after another. A sync of this vendor
     * that goes on already is not begun again.
     *
     * @return how far it is; empty where no repository is known of such a vendor
     */
    Optional<SyncView> sync(String vendor);

    /** How far the vendor's last sync has come since the application started; empty where there was none. */
    Optional<SyncView> lastSync(String vendor);

    /** Is told how far an import has come. */
    @FunctionalInterface
    interface ImportProgress {
        ImportProgress IGNORED = (done, total) -> {};

        /** So many of so many rules have been imported. */
        void imported(int done, int total);
    }
}

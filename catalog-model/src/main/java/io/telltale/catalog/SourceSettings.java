package io.telltale.catalog;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** Where vendors publish their rules, by vendor; the defaults lie in {@code META-INF/microprofile-config.properties}. */
@ConfigMapping(prefix = "telltale")
public interface SourceSettings {
    /** The vendors' repositories, by the vendor's slug. */
    Map<String, Repository> sources();

    /** A vendor's git repository. */
    interface Repository {
        String address();

        String branch();

        /** Its SPDX id. */
        String licence();
    }
}

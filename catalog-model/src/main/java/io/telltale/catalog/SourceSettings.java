package io.telltale.catalog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where vendors publish their rules and where checkouts are kept; the defaults lie in {@code META-INF/microprofile-config.properties}. */
@ConfigMapping(prefix = "telltale")
public interface SourceSettings {
    /** The folder of the application's data; checkouts of repositories lie below it. */
    @WithDefault("data")
    Path data();

    /** The vendors' repositories, by the vendor's slug. */
    Map<String, Repository> sources();

    /** A vendor's git repository. */
    interface Repository {
        String address();

        String branch();

        /** Its SPDX id. */
        String licence();

        /** Patterns, as in {@code .gitignore}, of the paths that are wanted of a large repository; none means all. */
        Optional<List<String>> paths();
    }
}

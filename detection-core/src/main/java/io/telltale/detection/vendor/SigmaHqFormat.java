package io.telltale.detection.vendor;

import java.util.Set;

/**
 * SigmaHQ's repository: rules below the folders whose names begin with {@code rules}, and below those of what it has
 * withdrawn or what its own backends cannot run.
 */
public final class SigmaHqFormat implements VendorFormat {
    private static final Set<String> FOLDERS = Set.of(
            "deprecated",
            "rules",
            "rules-compliance",
            "rules-dfir",
            "rules-emerging-threats",
            "rules-placeholder",
            "rules-threat-hunting",
            "unsupported");

    @Override
    public String vendor() {
        return "sigma";
    }

    @Override
    public String title() {
        return "SigmaHQ";
    }

    @Override
    public boolean recognises(RepositoryFiles files) {
        return RepositoryReading.anySays(
                files,
                path -> path.startsWith("rules") && isRule(path) && Metadata.isYaml(path),
                SigmaRules::looksLikeRule);
    }

    @Override
    public Reading read(RepositoryFiles files) {
        return new SigmaRules(vendor(), "SigmaHQ/sigma", "master", SigmaHqFormat::isRule).read(files);
    }

    private static boolean isRule(String path) {
        int slash = path.indexOf('/');
        return slash > 0 && FOLDERS.contains(path.substring(0, slash));
    }
}

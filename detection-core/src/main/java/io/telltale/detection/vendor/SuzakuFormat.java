package io.telltale.detection.vendor;

/**
 * The repository of Yamato Security's Suzaku: its own rules below {@code suzaku/}. The copies of SigmaHQ's rules beside
 * them are SigmaHQ's and not read here.
 */
public final class SuzakuFormat implements VendorFormat {
    @Override
    public String vendor() {
        return "suzaku";
    }

    @Override
    public String title() {
        return "Suzaku";
    }

    @Override
    public boolean recognises(RepositoryFiles files) {
        return files.paths().stream().anyMatch(path -> path.startsWith("suzaku/") && path.endsWith(".yml"));
    }

    @Override
    public Reading read(RepositoryFiles files) {
        return new SigmaRules(vendor(), "Yamato-Security/suzaku-rules", "main", path -> path.startsWith("suzaku/"))
                .read(files);
    }
}

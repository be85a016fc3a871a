package io.telltale.detection.vendor;

/** The reader's own rules: a folder of Sigma files, laid out as the reader likes. Hidden folders are left alone. */
public final class LocalFormat implements VendorFormat {
    /** The slug. */
    public static final String VENDOR = "local";

    @Override
    public String vendor() {
        return VENDOR;
    }

    @Override
    public String title() {
        return "Your own";
    }

    @Override
    public boolean recognises(RepositoryFiles files) {
        return RepositoryReading.anySays(files, LocalFormat::isRule, SigmaRules::looksLikeRule);
    }

    @Override
    public Reading read(RepositoryFiles files) {
        return new SigmaRules(VENDOR, LocalFormat::isRule).read(files);
    }

    private static boolean isRule(String path) {
        return Metadata.isYaml(path) && !path.startsWith(".") && !path.contains("/.");
    }
}

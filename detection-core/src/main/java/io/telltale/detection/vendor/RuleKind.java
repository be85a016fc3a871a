package io.telltale.detection.vendor;

import java.util.Locale;

/** What a vendor publishes a rule as. */
public enum RuleKind {
    DETECTION,
    HUNTING,
    CORRELATION,
    /** Passes on another product's alerts. */
    FORWARDED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

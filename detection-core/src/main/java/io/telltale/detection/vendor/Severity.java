package io.telltale.detection.vendor;

import java.util.Locale;

/** How grave a vendor calls a rule's findings; every vendor's words map to these five. */
public enum Severity {
    INFORMATIONAL,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /** Lower case, as shown and stored. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a vendor's word without regard to case ({@code info} and {@code informational} are one); unknown words are medium. */
    public static Severity of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "info", "informational", "none" -> INFORMATIONAL;
            case "low" -> LOW;
            case "high" -> HIGH;
            case "critical" -> CRITICAL;
            default -> MEDIUM;
        };
    }
}

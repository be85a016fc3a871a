package io.telltale.catalog.attachment;

import java.util.Locale;

/** That a rule belongs to an event of the catalog, how, and why in words for people. */
public record Attachment(CataloguedEvent event, Kind kind, String why) {
    /** How a rule names its event, the plainest first. */
    public enum Kind {
        PINNED,
        LISTED,
        RESOLVED,
        CATCH_ALL;

        /** The word that is shown, stored and sent. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}

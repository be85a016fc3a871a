package io.telltale.catalog.attachment;

/** An event that the catalog knows: its key there, its service, and what a record of it says. */
public record CataloguedEvent(long key, String serviceTitle, String eventSource, String name) {
    /** The name of the event that stands for all of a service's. */
    public static final String CATCH_ALL = "_catch_all";

    public boolean isCatchAll() {
        return name.equals(CATCH_ALL);
    }
}

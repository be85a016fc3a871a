package io.telltale.catalog.view;

import java.util.List;

/**
 * A service with all of its events.
 *
 * @param identifiedBy the field that tells one operation from another, by provider
 * @param operations how many events, the catch-all counted
 */
public record ServiceView(
        String id,
        String title,
        String provider,
        String eventSource,
        String identifiedBy,
        String description,
        String url,
        long operations,
        long rules,
        List<EventSummary> events) {
    public ServiceView {
        events = List.copyOf(events);
    }
}

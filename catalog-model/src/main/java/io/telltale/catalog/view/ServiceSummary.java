package io.telltale.catalog.view;

/**
 * A service in a list.
 *
 * @param events operations of its catalog, the catch-all counted
 * @param rules rules attached to any of them
 */
public record ServiceSummary(
        String id, String title, String provider, String eventSource, String description, long events, long rules) {}

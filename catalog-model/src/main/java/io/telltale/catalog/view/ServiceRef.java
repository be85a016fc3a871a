package io.telltale.catalog.view;

/**
 * Names a service.
 *
 * @param provider its slug, which is the namespace of its fields, too
 */
public record ServiceRef(String id, String title, String provider, String eventSource) {}

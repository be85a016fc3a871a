package io.telltale.catalog.view;

/** Names a service. */
public record ServiceRef(String id, String title, String provider, String eventSource) {}

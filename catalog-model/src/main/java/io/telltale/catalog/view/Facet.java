package io.telltale.catalog.view;

/**
 * A value that a list can be narrowed to, and how many it would then hold.
 *
 * @param value as the filter takes it
 */
public record Facet(String value, String title, long count) {}

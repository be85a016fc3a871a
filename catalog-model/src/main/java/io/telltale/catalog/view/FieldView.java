package io.telltale.catalog.view;

/**
 * A field of an event.
 *
 * @param level who gives it: provider, service or event
 */
public record FieldView(String name, String type, String description, String level) {}

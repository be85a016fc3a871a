package io.telltale.catalog.view;

/**
 * Something found.
 *
 * @param kind service, event, field, rule or technique
 * @param address its page from the root
 * @param text a passage around the words
 */
public record SearchHit(String kind, String title, String address, String text, String detail) {}

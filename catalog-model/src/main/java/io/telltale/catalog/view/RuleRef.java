package io.telltale.catalog.view;

/**
 * Names a rule.
 *
 * @param attachment how it is attached where that was asked, else empty
 */
public record RuleRef(String vendor, String id, String title, String attachment) {}

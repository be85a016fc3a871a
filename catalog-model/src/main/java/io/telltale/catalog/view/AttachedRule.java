package io.telltale.catalog.view;

/**
 * A rule on an event and why it belongs there.
 *
 * @param attachment pinned, listed, resolved or catch-all
 * @param why the reason, for people
 */
public record AttachedRule(RuleSummary rule, String attachment, String why) {}

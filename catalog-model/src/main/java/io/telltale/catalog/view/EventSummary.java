package io.telltale.catalog.view;

/**
 * An event in a list.
 *
 * @param access read, write or, for the catch-all, empty
 * @param rules how many are attached to it
 * @param catchAll whether it stands for the events that no rule enumerates
 */
public record EventSummary(
        String service, String name, String access, String description, long rules, boolean catchAll) {}

package io.telltale.catalog.view;

import java.util.List;

/**
 * A (field, kind, value) triple that rules look for.
 *
 * @param negated whether they want it not to hold
 * @param caseSensitive whether every rule that uses it minds the case
 * @param eventRules rules attached to the event (service, catalog) asked for that use it
 * @param corpusRules all rules that use it
 * @param vendors of all of those
 * @param rules the first of the rules behind eventRules
 */
public record IndicatorView(
        String field,
        String kind,
        String value,
        boolean negated,
        boolean caseSensitive,
        EventRules eventRules,
        long corpusRules,
        List<String> vendors,
        List<RuleRef> rules,
        Links links) {
    public IndicatorView {
        vendors = List.copyOf(vendors);
        rules = List.copyOf(rules);
    }

    /** Rules by how they are attached; a catch-all attachment counts in the total only. */
    public record EventRules(long total, long pinned, long listed, long resolved) {}

    /** Addresses, from the root of the REST API, of the rules behind the two counts. */
    public record Links(String eventRules, String corpusRules) {}
}

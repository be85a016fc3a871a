package io.telltale.catalog.view;

import java.util.List;

/** The rules of one vendor on an event. */
public record RuleGroup(String vendor, String title, List<AttachedRule> rules) {
    public RuleGroup {
        rules = List.copyOf(rules);
    }
}

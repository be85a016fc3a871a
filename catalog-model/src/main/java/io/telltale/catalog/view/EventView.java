package io.telltale.catalog.view;

import java.util.List;

/**
 * An event taken apart.
 *
 * @param example a whole record as indented JSON; empty where there is none
 */
public record EventView(
        ServiceRef service,
        String name,
        String access,
        String description,
        boolean catchAll,
        List<FieldView> fields,
        List<IndicatorView> indicators,
        long rules,
        List<RuleGroup> ruleGroups,
        String example,
        List<String> references) {
    public EventView {
        fields = List.copyOf(fields);
        indicators = List.copyOf(indicators);
        ruleGroups = List.copyOf(ruleGroups);
        references = List.copyOf(references);
    }
}

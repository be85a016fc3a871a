package io.telltale.catalog.view;

/**
 * Which rules are wanted; an empty text asks for all.
 *
 * @param technique an ATT&amp;CK id, its sub-techniques included
 * @param runnable true, false or empty
 * @param text words in title, description, id or body
 * @param field with kind and value: only rules that use this indicator
 */
public record RuleFilter(
        String vendor,
        String service,
        String event,
        String technique,
        String severity,
        String kind,
        String language,
        String runnable,
        String text,
        String field,
        String indicatorKind,
        String value) {
    public static final RuleFilter NONE = new RuleFilter("", "", "", "", "", "", "", "", "", "", "", "");
}

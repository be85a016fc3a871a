package io.telltale.catalog.view;

/**
 * Which rules are wanted; an empty text asks for all. Addresses carry its components under their own names.
 *
 * @param technique an ATT&amp;CK id, its sub-techniques included
 * @param runnable true, false or empty
 * @param text words in title, description, id or body
 * @param field with indicatorKind, value and negated: only rules that use this indicator
 * @param negated true, false or empty
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
        String value,
        String negated) {
    public static final RuleFilter NONE = new RuleFilter("", "", "", "", "", "", "", "", "", "", "", "", "");

    /** A filter that takes an indicator whether it is negated or not. */
    public RuleFilter(
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
        this(
                vendor,
                service,
                event,
                technique,
                severity,
                kind,
                language,
                runnable,
                text,
                field,
                indicatorKind,
                value,
                "");
    }

    /** Whether field, kind and negation say which indicator is meant, so that an empty value is that value and no wildcard. */
    public boolean isWholeIndicator() {
        return !field.isEmpty() && !indicatorKind.isEmpty() && !negated.isEmpty();
    }

    /** The filter that the rules attached to an event pass. */
    public static RuleFilter ofEvent(String service, String event) {
        return new RuleFilter("", service, event, "", "", "", "", "", "", "", "", "");
    }
}

package io.telltale.catalog.view;

/**
 * Which indicators are wanted; an empty text asks for all.
 *
 * @param vendor only those that this vendor uses
 */
public record IndicatorFilter(String service, String event, String field, String kind, String value, String vendor) {
    public static final IndicatorFilter NONE = new IndicatorFilter("", "", "", "", "", "");

    public static IndicatorFilter ofEvent(String service, String event) {
        return new IndicatorFilter(service, event, "", "", "", "");
    }
}

package io.telltale.catalog.view;

import java.util.List;

/**
 * A rule language: what of it runs here, and what keeps the catalog's rules from running.
 *
 * @param slug as the filter of rules takes it
 * @param rules rules of the catalog in this language, on any log
 * @param cloudtrail those of them on CloudTrail
 * @param supported what rules may use, by kind
 * @param missing constructs that keep rules on CloudTrail from running, the most frequent first
 */
public record LanguageView(
        String slug,
        String title,
        long rules,
        SourceView.CloudTrailRules cloudtrail,
        List<ConstructGroup> supported,
        List<Missing> missing) {
    public LanguageView {
        supported = List.copyOf(supported);
        missing = List.copyOf(missing);
    }

    /** The supported constructs of a kind, {@code command} or {@code function} for instance. */
    public record ConstructGroup(String kind, List<String> names) {
        public ConstructGroup {
            names = List.copyOf(names);
        }
    }

    /** A construct and how many rules of a vendor it keeps from running. */
    public record Missing(String construct, String vendor, String vendorTitle, long rules) {}
}

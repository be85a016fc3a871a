package io.telltale.catalog.view;

import java.util.List;

/**
 * Where a vendor's rules come from and what became of them.
 *
 * @param address of the vendor's git repository
 * @param commit the one that was imported last; empty where the repository has not been imported, and the catalog has the
 *     vendor's built-in rules only
 * @param imported when, in ISO 8601; empty likewise
 * @param files files that the last import opened
 * @param read rules that the last import read, on any log
 * @param catalogued rules of the vendor that the catalog has, built-in ones too
 * @param removed rules that the vendor has withdrawn
 * @param cloudtrail those of the catalogued rules that are on CloudTrail
 * @param unsupported what keeps rules on CloudTrail from running, the most frequent first
 * @param errors how many errors the last import's report has
 */
public record SourceView(
        String vendor,
        String title,
        String address,
        String branch,
        String licence,
        String commit,
        String imported,
        long files,
        long read,
        long catalogued,
        long removed,
        CloudTrailRules cloudtrail,
        List<ConstructCount> unsupported,
        long errors) {
    public SourceView {
        unsupported = List.copyOf(unsupported);
    }

    /** Rules on CloudTrail by readiness; one whose text cannot be read is not runnable. */
    public record CloudTrailRules(long rules, long runnable, long waiting, long notRunnable) {}

    /** A construct and how many rules it keeps from running. */
    public record ConstructCount(String construct, long rules) {}
}

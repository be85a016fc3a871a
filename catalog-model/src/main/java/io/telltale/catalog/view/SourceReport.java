package io.telltale.catalog.view;

import io.telltale.catalog.view.SourceView.CloudTrailRules;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an import of a vendor's repository brought.
 *
 * @param commit the commit that was checked out; empty where the folder was no checkout
 * @param imported when, in ISO 8601
 * @param files files that were opened as rules or as what rules lean on
 * @param rules rules that were read, on any log
 * @param added rules that the catalog did not have
 * @param revised rules whose files had changed
 * @param unchanged rules whose files had not
 * @param removed rules that were no longer there
 * @param unsupported for each construct how many rules on CloudTrail it keeps from running, the most frequent first
 * @param errors in the order of files and lines
 */
public record SourceReport(
        String vendor,
        String commit,
        String imported,
        long durationMillis,
        int files,
        int rules,
        int added,
        int revised,
        int unchanged,
        int removed,
        CloudTrailRules cloudtrail,
        Map<String, Integer> unsupported,
        List<FileError> errors) {
    public SourceReport {
        unsupported = Collections.unmodifiableMap(new LinkedHashMap<>(unsupported));
        errors = List.copyOf(errors);
    }

    /** A place in a file of the vendor, its line counted from 1, and what is wrong there. */
    public record FileError(String file, int line, String message) {}
}

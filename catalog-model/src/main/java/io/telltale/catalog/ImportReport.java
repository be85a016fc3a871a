package io.telltale.catalog;

import java.util.List;

/**
 * What an import did.
 *
 * @param services services read
 * @param rules rules read
 * @param added rules that were new
 * @param revised rules whose files had changed
 * @param unchanged rules left as they were
 * @param problems files, or parts of them, that could not be read
 */
public record ImportReport(int services, int rules, int added, int revised, int unchanged, List<String> problems) {
    public ImportReport {
        problems = List.copyOf(problems);
    }
}

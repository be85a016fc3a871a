package io.telltale.detection.report;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.language.Companions;
import io.telltale.detection.vendor.GitCheckout;
import io.telltale.detection.vendor.PathFiles;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.VendorFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A vendor's repository that has been read: its rules, what they lean on, and the commit they come from.
 *
 * @param commit the commit that is checked out; empty where the folder is no checkout
 */
public record VendorRepository(VendorFormat format, String commit, Reading reading) {
    /** Reads a folder as the vendor's repository. */
    public static VendorRepository read(VendorFormat format, Path folder) {
        return new VendorRepository(format, GitCheckout.commit(folder).orElse(""), format.read(new PathFiles(folder)));
    }

    /**
     * Parses, lowers and analyses the rules that are wanted, in the order of the reading.
     *
     * @param parameters the reader's values by name
     */
    public List<PreparedRule> prepare(DetectionCore core, Predicate<Rule> wanted, Map<String, String> parameters) {
        Companions companions = reading.companionsByName();
        return reading.rules().stream()
                .filter(wanted)
                .map(rule -> core.prepare(rule, companions, parameters))
                .toList();
    }

    /** The report over rules that {@link #prepare} has prepared, at least those on CloudTrail. */
    public RepositoryReport report(List<PreparedRule> prepared) {
        return RepositoryReport.of(format.vendor(), commit, reading, prepared);
    }
}

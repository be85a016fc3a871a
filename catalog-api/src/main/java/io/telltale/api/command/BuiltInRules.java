package io.telltale.api.command;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.vendor.PathFiles;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.VendorFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules that the application ships, prepared from their files with no database. */
final class BuiltInRules {
    private BuiltInRules() {}

    /**
     * Reads and prepares them, in the order of vendors and files.
     *
     * @param parameters the reader's values by name
     * @throws IllegalStateException where a shipped file cannot be read as what it is
     */
    static List<PreparedRule> prepare(DetectionCore core, Map<String, String> parameters) {
        PathFiles catalog = PathFiles.ofResource(BuiltInRules.class.getResource("/catalog/"));
        var prepared = new ArrayList<PreparedRule>();
        for (VendorFormat vendor : core.vendors()) {
            Reading reading = vendor.read(catalog.below("rules/" + vendor.vendor()));
            if (!reading.problems().isEmpty()) {
                throw new IllegalStateException(
                        "built-in rule " + reading.problems().get(0));
            }
            for (Rule rule : reading.rules()) {
                prepared.add(core.prepare(rule, reading.companionsByName(), parameters));
            }
        }
        return prepared;
    }
}

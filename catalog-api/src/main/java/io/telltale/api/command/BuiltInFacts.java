package io.telltale.api.command;

import io.telltale.detection.lint.LogFacts;
import io.telltale.detection.vendor.PathFiles;
import java.io.IOException;

/** What the application ships about the log and about ATT&amp;CK. */
final class BuiltInFacts {
    private BuiltInFacts() {}

    static LogFacts read() throws IOException {
        PathFiles catalog = PathFiles.ofResource(BuiltInFacts.class.getResource("/catalog/"));
        return new LogFacts(
                catalog.read("aws-events.tsv"), catalog.read("attack.tsv"), catalog.read("attack-retired.tsv"));
    }
}

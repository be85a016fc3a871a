package io.telltale.detection.vendor;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.util.List;

/** Reads a lookup's definition and its table, from the CSV file beside it or, of a collection, only its columns. */
final class SplunkLookups {
    private static final List<String> OPTIONS =
            List.of("match_type", "case_sensitive_match", "default_match", "min_matches", "max_matches");

    private SplunkLookups() {}

    static void read(YamlDocument document, RepositoryReading reading) throws RuleSyntaxException, IOException {
        String name = document.value().get("name").asText();
        String file = document.value().get("filename").asText();
        String columns = document.value().get("fields_list").asText();
        if (name.isEmpty()) {
            throw new RuleSyntaxException(document.position(), "no name");
        }
        var options = new StringBuilder();
        for (String option : OPTIONS) {
            String value = document.value().get(option).asText();
            if (!value.isEmpty()) {
                options.append(option)
                        .append('=')
                        .append(value.replace('\n', ' '))
                        .append('\n');
            }
        }
        reading.companion(
                new Companion("lookup_definition", name, SourceText.ofFile(document.file(), options.toString())));
        String path = "lookups/" + file;
        if (file.endsWith(".csv") && reading.has(path)) {
            reading.table("lookup", name, path);
            reading.table("lookup", file, path);
        } else if (file.isEmpty() && !columns.isEmpty()) {
            reading.companion(
                    new Companion("lookup", name, SourceText.ofFile(document.file(), columns.replace(" ", ""))));
        }
    }
}

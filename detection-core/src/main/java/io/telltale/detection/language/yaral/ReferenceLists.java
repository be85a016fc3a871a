package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Parameter;
import io.telltale.detection.language.RuleSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reference lists that a rule names: parameters, with the vendor's list as their default where it publishes one. */
final class ReferenceLists {
    private final RuleSource source;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    ReferenceLists(RuleSource source) {
        this.source = source;
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** The entries of a list; none where the rule waits for it. */
    List<String> entries(String name) {
        Optional<String> published =
                source.companions().find("reference_list", name).map(text -> String.join("\n", lines(text.text())));
        Optional<String> value =
                Optional.ofNullable(source.parameters().get(name)).or(() -> published);
        parameters.put(name, new Parameter(name, "list", value, published));
        var entries = new ArrayList<String>();
        String all = value.orElse("");
        // Entries may hold commas where each has a line of its own.
        for (String entry : all.split(all.indexOf('\n') >= 0 ? "\n" : ",", -1)) {
            if (!entry.isBlank()) {
                entries.add(entry.strip());
            }
        }
        return entries;
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(line -> {
                    int comment = line.indexOf("//");
                    return (comment < 0 ? line : line.substring(0, comment)).strip();
                })
                .filter(line -> !line.isEmpty())
                .toList();
    }
}

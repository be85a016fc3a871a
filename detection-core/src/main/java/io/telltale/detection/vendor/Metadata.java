package io.telltale.detection.vendor;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what vendors write about a rule beside its body, in the forms that several of them share. */
final class Metadata {
    private static final Map<String, String> TACTICS = Map.ofEntries(
            Map.entry("TA0001", "initial-access"),
            Map.entry("TA0002", "execution"),
            Map.entry("TA0003", "persistence"),
            Map.entry("TA0004", "privilege-escalation"),
            Map.entry("TA0005", "defense-evasion"),
            Map.entry("TA0006", "credential-access"),
            Map.entry("TA0007", "discovery"),
            Map.entry("TA0008", "lateral-movement"),
            Map.entry("TA0009", "collection"),
            Map.entry("TA0010", "exfiltration"),
            Map.entry("TA0011", "command-and-control"),
            Map.entry("TA0040", "impact"),
            Map.entry("TA0042", "resource-development"),
            Map.entry("TA0043", "reconnaissance"));

    private Metadata() {}

    /** The text of a member, trimmed; empty where there is none. */
    static String text(Value.ObjectOf object, String key) {
        return object.get(key).asText().strip();
    }

    /** A list's elements as texts; a single value is a list of one, and nothing is an empty list. */
    static List<String> texts(Value value) {
        var texts = new ArrayList<String>();
        for (Value element : value instanceof Value.ListOf list ? list.elements() : List.of(value)) {
            if (!element.isAbsent() && !element.asText().isBlank()) {
                texts.add(element.asText().strip());
            }
        }
        return texts;
    }

    /** A member that is an object; an empty one where it is none. */
    static Value.ObjectOf object(Value.ObjectOf object, String key) {
        return object.get(key) instanceof Value.ObjectOf member ? member : Values.objectOf(Map.of());
    }

    /** A tactic's slug from its ATT&CK number ({@code TA0005}); empty where it is none of ATT&CK's. */
    static Optional<String> tactic(String number) {
        return Optional.ofNullable(TACTICS.get(number.strip().toUpperCase(Locale.ROOT)));
    }

    /** A tactic's slug from its name: {@code Defense Evasion}, {@code DefenseEvasion} and {@code defense_evasion} are one. */
    static String tacticSlug(String name) {
        String spaced = name.strip().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
        return spaced.toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
    }

    /** Where a file of a repository on GitHub can be seen. */
    static Optional<String> published(String repository, String branch, String path) {
        try {
            var uri = new URI("https", "github.com", "/" + repository + "/blob/" + branch + "/" + path, null);
            return Optional.of(uri.toASCIIString());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** A text for a file name's sake: YAML by its ending. */
    static boolean isYaml(String path) {
        return path.endsWith(".yml") || path.endsWith(".yaml");
    }
}

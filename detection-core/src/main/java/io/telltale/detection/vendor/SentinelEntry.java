package io.telltale.detection.vendor;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule of Sentinel's and where its members stand: a YAML document of its own, or a resource of an Azure template, as the
 * portal exports rules and the management interface takes them. Of both, the members have the names that the YAML files use.
 *
 * @param path of the members, in the document
 */
record SentinelEntry(YamlDocument document, List<String> path, Value.ObjectOf fields) {
    private static final Pattern IDENTIFIER =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** Whether a JSON file's text holds rules of Sentinel's. */
    static boolean isTemplate(String text) {
        return text.contains("alertRules") && text.contains("SecurityInsights");
    }

    static SentinelEntry of(YamlDocument document) {
        return new SentinelEntry(document, List.of(), document.value());
    }

    /** The rules of a template, or the one that a document is a resource of. */
    static List<SentinelEntry> ofTemplate(YamlDocument document) {
        var entries = new ArrayList<SentinelEntry>();
        if (document.value().get("resources") instanceof Value.ListOf resources) {
            for (int i = 0; i < resources.elements().size(); i++) {
                if (resources.elements().get(i) instanceof Value.ObjectOf resource) {
                    resource(document, List.of("resources", Integer.toString(i)), resource)
                            .ifPresent(entries::add);
                }
            }
        } else {
            resource(document, List.of(), document.value()).ifPresent(entries::add);
        }
        return entries;
    }

    private static Optional<SentinelEntry> resource(YamlDocument document, List<String> path, Value.ObjectOf resource) {
        String type = Metadata.text(resource, "type").toLowerCase(Locale.ROOT);
        if (!type.endsWith("/alertrules") || !(resource.get("properties") instanceof Value.ObjectOf properties)) {
            return Optional.empty();
        }
        var fields = new LinkedHashMap<String, Value>(properties.members());
        fields.put("id", Values.of(identifier(resource)));
        fields.put("name", properties.get("displayName"));
        fields.put("kind", resource.get("kind"));
        var techniques = new ArrayList<Value>();
        for (String member : List.of("techniques", "subTechniques")) {
            Metadata.texts(properties.get(member)).forEach(technique -> techniques.add(Values.of(technique)));
        }
        fields.put("relevantTechniques", Values.listOf(techniques));
        var within = new ArrayList<String>(path);
        within.add("properties");
        return Optional.of(new SentinelEntry(document, within, Values.objectOf(fields)));
    }

    /** The identifier inside of the expression that gives the resource its id or its name, or else its whole name. */
    private static String identifier(Value.ObjectOf resource) {
        for (String member : List.of("id", "name")) {
            Matcher identifier = IDENTIFIER.matcher(Metadata.text(resource, member));
            String last = "";
            while (identifier.find()) {
                last = identifier.group();
            }
            if (!last.isEmpty()) {
                return last;
            }
        }
        return Metadata.text(resource, "name");
    }

    String text(String key) {
        return Metadata.text(fields, key);
    }

    Optional<SourceText> source(String key) {
        return document.text(at(key));
    }

    Position position(String key) {
        return document.position(at(key));
    }

    /** Where the rule begins. */
    Position position() {
        return document.position(path.toArray(String[]::new));
    }

    private String[] at(String key) {
        var steps = new ArrayList<String>(path);
        steps.add(key);
        return steps.toArray(String[]::new);
    }
}

package io.telltale.detection.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The lists that lie beside a repository's rules: exception lists with their items, from exported files and from the TOML
 * files of a folder {@code exceptions}, and value lists, each a file of the list's own id.
 */
final class ElasticLists {
    /** Longest value list that is read, in characters; a longer one is the reader's to set. */
    private static final int MAX_LENGTH = 500_000;

    private final Map<String, ArrayNode> items = new LinkedHashMap<>();

    static boolean isExceptions(String path) {
        return path.endsWith(".toml") && ("/" + path).contains("/exceptions/");
    }

    /** Takes the lists of a TOML file. */
    void read(JsonNode document) {
        for (JsonNode exception : document.path("exceptions")) {
            String list = exception.path("container").path("list_id").asText("");
            known(list);
            exception.path("items").forEach(item -> item(item.path("list_id").asText(list), item));
        }
    }

    /** Takes an object of an exported file; answers whether it is a list or an item of one. */
    boolean take(JsonNode exported) {
        String list = exported.path("list_id").asText("");
        if (list.isEmpty()) {
            return false;
        }
        known(list);
        if (exported.has("entries")) {
            item(list, exported);
        }
        return true;
    }

    private ArrayNode known(String list) {
        return items.computeIfAbsent(list, id -> JsonNodeFactory.instance.arrayNode());
    }

    private void item(String list, JsonNode item) {
        known(list).add(item);
    }

    /** Puts beside a rule the items of its exception lists, and the value lists that these name. */
    void beside(ObjectNode document, RepositoryReading reading) {
        var exceptions = JsonNodeFactory.instance.objectNode();
        var named = new LinkedHashSet<String>();
        for (JsonNode list : document.path("rule").path("exceptions_list")) {
            String id = list.path("list_id").asText("");
            if (items.containsKey(id)) {
                exceptions.set(id, known(id));
                valueLists(known(id), named);
            }
        }
        var values = JsonNodeFactory.instance.objectNode();
        for (String id : named) {
            String text = reading.textNamed(id).orElse("");
            if (!text.isEmpty() && text.length() <= MAX_LENGTH) {
                values.put(id, text);
            }
        }
        if (!exceptions.isEmpty()) {
            document.set("exceptions", exceptions);
            document.set("value_lists", values);
        }
    }

    private static void valueLists(JsonNode entries, Set<String> ids) {
        for (JsonNode entry : entries) {
            String id = entry.path("list").path("id").asText("");
            if (!id.isEmpty()) {
                ids.add(id);
            }
            valueLists(entry.path("entries"), ids);
        }
    }
}

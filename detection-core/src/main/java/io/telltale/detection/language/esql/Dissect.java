package io.telltale.detection.language.esql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dissect pattern: {@code %{keys}} between literal delimiters. A key takes what stands before its delimiter, the last
 * one without a delimiter the rest; {@code ?} leaves a key out, {@code +} appends to it, {@code ->} passes over repeated
 * delimiters.
 */
final class Dissect {
    private static final Pattern KEY = Pattern.compile("%\\{([^}]*)\\}");

    private record Key(String name, boolean kept, boolean appended, int order, boolean padded, String delimiter) {}

    private final String prefix;
    private final List<Key> keys;

    private Dissect(String prefix, List<Key> keys) {
        this.prefix = prefix;
        this.keys = keys;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException naming what cannot be had
     */
    static Dissect compile(String text) {
        var keys = new ArrayList<Key>();
        Matcher matcher = KEY.matcher(text);
        String prefix = "";
        int end = 0;
        String open = null;
        while (matcher.find()) {
            String literal = text.substring(end, matcher.start());
            if (open == null) {
                prefix = literal;
            } else {
                keys.add(key(open, literal, keys.size()));
            }
            open = matcher.group(1);
            end = matcher.end();
        }
        if (open == null) {
            throw new IllegalArgumentException("dissect pattern without a key");
        }
        keys.add(key(open, text.substring(end), keys.size()));
        return new Dissect(prefix, List.copyOf(keys));
    }

    private static Key key(String written, String delimiter, int place) {
        String name = written;
        boolean padded = name.endsWith("->");
        if (padded) {
            name = name.substring(0, name.length() - 2);
        }
        boolean appended = name.startsWith("+");
        boolean skipped = name.isEmpty() || name.startsWith("?");
        if (name.startsWith("*") || name.startsWith("&")) {
            throw new IllegalArgumentException("dissect reference key");
        }
        if (appended || name.startsWith("?")) {
            name = name.substring(1);
        }
        int order = place;
        int slash = name.lastIndexOf('/');
        if (appended && slash > 0 && name.substring(slash + 1).matches("\\d{1,4}")) {
            order = Integer.parseInt(name.substring(slash + 1));
            name = name.substring(0, slash);
        }
        return new Key(name, !skipped, appended, order, padded, delimiter);
    }

    /** The columns, each once. */
    List<String> names() {
        return keys.stream().filter(Key::kept).map(Key::name).distinct().toList();
    }

    /** The parts of the text; empty where it is not of the pattern's form. */
    Optional<Map<String, String>> match(String text, String separator) {
        if (!text.startsWith(prefix)) {
            return Optional.empty();
        }
        var parts = new LinkedHashMap<String, TreeMap<Integer, String>>();
        int at = prefix.length();
        for (Key key : keys) {
            int end = key.delimiter().isEmpty() ? text.length() : text.indexOf(key.delimiter(), at);
            if (end < 0) {
                return Optional.empty();
            }
            if (key.kept()) {
                int order = key.appended() ? key.order() : -1;
                parts.computeIfAbsent(key.name(), k -> new TreeMap<>()).put(order, text.substring(at, end));
            }
            at = end + key.delimiter().length();
            while (key.padded() && !key.delimiter().isEmpty() && text.startsWith(key.delimiter(), at)) {
                at += key.delimiter().length();
            }
        }
        var found = new LinkedHashMap<String, String>();
        parts.forEach((name, pieces) -> found.put(name, String.join(separator, pieces.values())));
        return Optional.of(found);
    }
}

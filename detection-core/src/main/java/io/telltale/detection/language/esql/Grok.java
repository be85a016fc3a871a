package io.telltale.detection.language.esql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Grok patterns, of which the first that is found counts: each a regular expression with named pieces,
 * {@code %{NOTSPACE:name}} or {@code (?<name>…)}, found anywhere in the text. A name that stands twice has several values.
 * The pieces of the library are written without look-around, so that matching stays linear.
 */
final class Grok {
    private static final int MAX_DEPTH = 20;
    private static final String IPV4 =
            "(?:(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})\\.){3}(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})";
    private static final Map<String, String> LIBRARY = Map.ofEntries(
            Map.entry("WORD", "\\b\\w+\\b"),
            Map.entry("NOTSPACE", "\\S+"),
            Map.entry("SPACE", "\\s*"),
            Map.entry("DATA", ".*?"),
            Map.entry("GREEDYDATA", ".*"),
            Map.entry("INT", "[+-]?[0-9]+"),
            Map.entry("POSINT", "\\b[1-9][0-9]*\\b"),
            Map.entry("NONNEGINT", "\\b[0-9]+\\b"),
            Map.entry("BASE10NUM", "[+-]?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)"),
            Map.entry("NUMBER", "%{BASE10NUM}"),
            Map.entry("BASE16NUM", "(?:[+-]?(?:0x)?[0-9A-Fa-f]+)"),
            Map.entry("UUID", "[A-Fa-f0-9]{8}-(?:[A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}"),
            Map.entry("QUOTEDSTRING", "(?:\"(?:\\\\.|[^\\\\\"])*\"|'(?:\\\\.|[^\\\\'])*')"),
            Map.entry("QS", "%{QUOTEDSTRING}"),
            Map.entry("USERNAME", "[a-zA-Z0-9._-]+"),
            Map.entry("USER", "%{USERNAME}"),
            Map.entry("EMAILLOCALPART", "[a-zA-Z][a-zA-Z0-9_.+=:-]*"),
            Map.entry("EMAILADDRESS", "%{EMAILLOCALPART}@%{HOSTNAME}"),
            Map.entry(
                    "HOSTNAME", "\\b(?:[0-9A-Za-z][0-9A-Za-z_-]{0,62})(?:\\.(?:[0-9A-Za-z][0-9A-Za-z_-]{0,62}))*\\.?"),
            Map.entry("IPV4", IPV4),
            Map.entry("IPV6", "(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{1,4}|" + IPV4 + ")?"),
            Map.entry("IP", "(?:%{IPV6}|%{IPV4})"),
            Map.entry("IPORHOST", "(?:%{IP}|%{HOSTNAME})"),
            Map.entry("HOSTPORT", "%{IPORHOST}:%{POSINT}"),
            Map.entry("MAC", "(?:[A-Fa-f0-9]{2}[:-]){5}[A-Fa-f0-9]{2}"),
            Map.entry("UNIXPATH", "(?:/[\\w_%!$@:.,+~-]*)+"),
            Map.entry("WINPATH", "(?:[A-Za-z]+:|\\\\)(?:\\\\[^\\\\?*]*)+"),
            Map.entry("PATH", "(?:%{UNIXPATH}|%{WINPATH})"),
            Map.entry("URIPROTO", "[A-Za-z][A-Za-z0-9+.-]+"),
            Map.entry("URIHOST", "%{IPORHOST}(?::%{POSINT})?"),
            Map.entry("URIPATH", "(?:/[A-Za-z0-9$.+!*'(){},~:;=@#%&_-]*)+"),
            Map.entry("URIPARAM", "\\?[A-Za-z0-9$.+!*'|(){},~@#%&/=:;_?\\[\\]<>-]*"),
            Map.entry("URIPATHPARAM", "%{URIPATH}(?:%{URIPARAM})?"),
            Map.entry("URI", "%{URIPROTO}://(?:%{USER}(?::[^@]*)?@)?(?:%{URIHOST})?(?:%{URIPATHPARAM})?"),
            Map.entry("YEAR", "[0-9]{2}(?:[0-9]{2})?"),
            Map.entry("MONTHNUM", "(?:0?[1-9]|1[0-2])"),
            Map.entry("MONTHDAY", "(?:0[1-9]|[12][0-9]|3[01]|[1-9])"),
            Map.entry("HOUR", "(?:2[0123]|[01]?[0-9])"),
            Map.entry("MINUTE", "[0-5][0-9]"),
            Map.entry("SECOND", "(?:[0-5]?[0-9]|60)(?:[:.,][0-9]+)?"),
            Map.entry("ISO8601_TIMEZONE", "(?:Z|[+-]%{HOUR}(?::?%{MINUTE}))"),
            Map.entry(
                    "TIMESTAMP_ISO8601",
                    "%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE}(?::?%{SECOND})?%{ISO8601_TIMEZONE}?"),
            Map.entry(
                    "LOGLEVEL",
                    "(?i:trace|debug|notice|info|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|severe|emerg(?:ency)?|alert)"));

    private record Capture(String name, int group, String type) {}

    private record One(Pattern pattern, List<Capture> captures) {}

    private final List<One> patterns;

    private Grok(List<One> patterns) {
        this.patterns = patterns;
    }

    /**
     * Compiles a pattern or a list of them.
     *
     * @throws IllegalArgumentException naming the construct that cannot be had
     */
    static Grok compile(Value patterns) {
        return new Grok(EsqlAggregates.elements(patterns).stream()
                .map(pattern -> one(pattern.asText()))
                .toList());
    }

    private static One one(String text) {
        var captures = new ArrayList<Capture>();
        var out = new StringBuilder();
        expand(text, out, captures, new int[1], 0);
        return new One(Patterns.re2(out.toString(), 0), List.copyOf(captures));
    }

    private static void expand(String text, StringBuilder out, List<Capture> captures, int[] groups, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("grok pattern of more than " + MAX_DEPTH + " levels");
        }
        boolean inClass = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                out.append(c).append(text.charAt(++i));
            } else if (inClass) {
                inClass = c != ']';
                out.append(c);
            } else if (c == '[') {
                inClass = true;
                out.append(c);
            } else if (text.startsWith("%{", i) && text.indexOf('}', i) > 0) {
                int end = text.indexOf('}', i);
                piece(text.substring(i + 2, end), out, captures, groups, depth);
                i = end;
            } else if (text.startsWith("(?<", i) && !text.startsWith("(?<=", i) && !text.startsWith("(?<!", i)) {
                int end = text.indexOf('>', i);
                if (end < 0) {
                    throw new IllegalArgumentException("grok name without its end");
                }
                captures.add(new Capture(text.substring(i + 3, end), ++groups[0], ""));
                out.append('(');
                i = end;
            } else if (c == '(' && !text.startsWith("(?", i)) {
                // Groups without a name capture nothing.
                out.append("(?:");
            } else {
                out.append(c);
            }
        }
    }

    private static void piece(String piece, StringBuilder out, List<Capture> captures, int[] groups, int depth) {
        String[] parts = piece.split(":", -1);
        String body = LIBRARY.get(parts[0]);
        if (body == null) {
            throw new IllegalArgumentException("grok pattern " + parts[0]);
        }
        if (parts.length > 1 && !parts[1].isEmpty()) {
            captures.add(new Capture(parts[1], ++groups[0], parts.length > 2 ? parts[2] : ""));
            out.append('(');
        } else {
            out.append("(?:");
        }
        expand(body, out, captures, groups, depth + 1);
        out.append(')');
    }

    /** The columns, each once. */
    List<String> names() {
        return patterns.stream()
                .flatMap(one -> one.captures().stream())
                .map(Capture::name)
                .distinct()
                .toList();
    }

    /** What the first match captures; empty where there is none. */
    Optional<Map<String, Value>> match(String text) {
        return patterns.stream()
                .map(one -> match(one, text))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Map<String, Value>> match(One one, String text) {
        Matcher matcher = one.pattern().matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        var found = new LinkedHashMap<String, List<Value>>();
        for (Capture capture : one.captures()) {
            String group = matcher.group(capture.group());
            if (group != null) {
                found.computeIfAbsent(capture.name(), name -> new ArrayList<>()).add(typed(group, capture.type()));
            }
        }
        var values = new LinkedHashMap<String, Value>();
        found.forEach((name, all) -> values.put(name, EsqlAggregates.several(all)));
        return Optional.of(values);
    }

    private static Value typed(String text, String type) {
        try {
            return switch (type) {
                case "int", "long" -> Values.of(Long.parseLong(text));
                case "double", "float" -> Values.of(Double.parseDouble(text));
                case "boolean" -> Values.of(text.equalsIgnoreCase("true"));
                default -> Values.of(text);
            };
        } catch (NumberFormatException e) {
            return Values.NULL;
        }
    }
}

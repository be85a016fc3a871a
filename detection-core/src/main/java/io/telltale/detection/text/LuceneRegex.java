package io.telltale.detection.text;

import java.util.Optional;

/**
 * Lucene's regular expressions, which Elasticsearch matches against the whole text, written in RE2's syntax. A dot is any
 * character, {@code ^} and {@code $} are plain characters, double quotes hold literal text, {@code @} is any text;
 * complement, intersection and numeric ranges have no counterpart.
 */
public final class LuceneRegex {
    private LuceneRegex() {}

    /** The operator that RE2 cannot express, if the pattern uses one. */
    public static Optional<String> unsupported(String pattern) {
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"' && !inClass) {
                int close = pattern.indexOf('"', i + 1);
                i = close < 0 ? pattern.length() : close;
            } else if (c == '[' || c == ']') {
                inClass = c == '[';
            } else if (!inClass && "~&<".indexOf(c) >= 0) {
                return Optional.of(String.valueOf(c));
            }
        }
        return Optional.empty();
    }

    /** The pattern anchored at both ends. */
    public static String toRe2(String pattern) {
        var out = new StringBuilder("(?s)\\A(?:");
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                char next = pattern.charAt(++i);
                out.append("dDwWsS".indexOf(next) >= 0 ? "\\" + next : literal(next));
            } else if (inClass) {
                inClass = c != ']';
                out.append(c == '[' ? "\\[" : String.valueOf(c));
            } else if (c == '[') {
                inClass = true;
                out.append(c);
            } else if (c == '"') {
                int close = pattern.indexOf('"', i + 1);
                if (close < 0) {
                    throw new IllegalArgumentException("regular expression: a quote without its end");
                }
                out.append("(?:")
                        .append(Patterns.quote(pattern.substring(i + 1, close)))
                        .append(')');
                i = close;
            } else if (c == '@') {
                out.append(".*");
            } else if (c == '^' || c == '$') {
                out.append('\\').append(c);
            } else if (c == '#') {
                out.append("[^\\x00-\\x{10FFFF}]");
            } else if (c == '(') {
                out.append("(?:");
            } else {
                out.append(c);
            }
        }
        return out.append(")\\z").toString();
    }

    private static String literal(char c) {
        return Character.isLetterOrDigit(c) || c > 127 ? String.valueOf(c) : "\\" + c;
    }
}

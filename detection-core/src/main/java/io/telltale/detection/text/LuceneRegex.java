package io.telltale.detection.text;

import java.util.ArrayDeque;
import java.util.Deque;
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

    /**
     * The pattern anchored at both ends. A repetition where there is nothing to repeat is a plain character, and one behind
     * another repeats what that gives.
     */
    public static String toRe2(String pattern) {
        return new Translation(pattern).whole();
    }

    /** One pattern on its way. */
    private static final class Translation {
        private final String pattern;
        private final StringBuilder out = new StringBuilder("(?s)\\A(?:");
        private final Deque<Integer> groups = new ArrayDeque<>();
        private int atom = -1;
        private boolean repeated;
        private int at;

        Translation(String pattern) {
            this.pattern = pattern;
        }

        String whole() {
            while (at < pattern.length()) {
                step(pattern.charAt(at));
            }
            return out.append(")\\z").toString();
        }

        private void step(char c) {
            switch (c) {
                case '\\' -> {
                    atom(at + 1 < pattern.length() ? escaped(pattern.charAt(at + 1)) : "\\\\");
                    at += 2;
                }
                case '[' -> characterClass();
                case '"' -> quoted();
                case '(' -> {
                    groups.push(out.length());
                    out.append("(?:");
                    atom = -1;
                    at++;
                }
                case ')' -> {
                    out.append(')');
                    atom = groups.isEmpty() ? -1 : groups.pop();
                    repeated = false;
                    at++;
                }
                case '|' -> {
                    out.append('|');
                    atom = -1;
                    at++;
                }
                case '*', '+', '?', '{' -> repetition(c);
                default -> {
                    atom(c == '@' ? "(?:.*)" : c == '#' ? "[^\\x00-\\x{10FFFF}]" : c == '.' ? "." : literal(c));
                    at++;
                }
            }
        }

        private void atom(String text) {
            atom = out.length();
            repeated = false;
            out.append(text);
        }

        private static String escaped(char c) {
            return "dDwWsS".indexOf(c) >= 0 ? "\\" + c : literal(c);
        }

        private void repetition(char c) {
            if (atom < 0) {
                atom(literal(c));
                at++;
                return;
            }
            int end = c == '{' ? pattern.indexOf('}', at) : at;
            if (end < 0) {
                throw new IllegalArgumentException("regular expression: a repetition without its end");
            }
            if (repeated) {
                out.insert(atom, "(?:").append(')');
            }
            out.append(pattern, at, end + 1);
            repeated = true;
            at = end + 1;
        }

        private void quoted() {
            int close = pattern.indexOf('"', at + 1);
            if (close < 0) {
                throw new IllegalArgumentException("regular expression: a quote without its end");
            }
            atom("(?:" + Patterns.quote(pattern.substring(at + 1, close)) + ")");
            at = close + 1;
        }

        private void characterClass() {
            var set = new StringBuilder("[");
            int i = at + 1;
            if (i < pattern.length() && pattern.charAt(i) == '^') {
                set.append('^');
                i++;
            }
            for (; i < pattern.length() && pattern.charAt(i) != ']'; i++) {
                char c = pattern.charAt(i);
                if (c == '\\' && i + 1 < pattern.length()) {
                    set.append(escaped(pattern.charAt(++i)));
                } else {
                    set.append(c == '-' ? "-" : literal(c));
                }
            }
            if (i >= pattern.length()) {
                throw new IllegalArgumentException("regular expression: a class without its end");
            }
            atom(set.append(']').toString());
            at = i + 1;
        }
    }

    private static String literal(char c) {
        return Character.isLetterOrDigit(c) || c > 127 ? String.valueOf(c) : "\\" + c;
    }
}

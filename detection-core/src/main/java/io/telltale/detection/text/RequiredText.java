package io.telltale.detection.text;

import java.util.Optional;

/**
 * Finds in a regular expression a text that all its matches hold, so that a search for that text can spare the
 * expression. Sound because it gives up on what it does not know: it reads the characters that stand for themselves
 * outside groups and classes, and nothing of an expression with an alternative at its top or with flags inside.
 */
final class RequiredText {
    private final String pattern;
    private final StringBuilder run = new StringBuilder();
    private String longest = "";

    private RequiredText(String pattern) {
        this.pattern = pattern;
    }

    /** The longest such text, in ASCII; empty where none is known. */
    static Optional<String> of(String pattern) {
        if (pattern.replace("(?:", "").contains("(?") || pattern.contains("\\Q") || pattern.contains("[:")) {
            return Optional.empty();
        }
        var reading = new RequiredText(pattern);
        return reading.read() && !reading.longest.isEmpty() ? Optional.of(reading.longest) : Optional.empty();
    }

    private boolean read() {
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int end = at + 1;
            boolean literal = false;
            switch (c) {
                case '|' -> {
                    return false;
                }
                case '(' -> end = closing(at);
                case '[' -> end = classEnd(at);
                case '\\' -> {
                    end = at + 2;
                    if (end > pattern.length()) {
                        return false;
                    }
                    c = pattern.charAt(at + 1);
                    literal = c < 128 && !Character.isLetterOrDigit(c);
                    if (!literal && "dDwWsSbB".indexOf(c) < 0) {
                        return false;
                    }
                }
                case ')', ']', '{', '}', '*', '+', '?' -> {
                    return false;
                }
                default -> literal = c < 128 && c != '.' && c != '^' && c != '$';
            }
            if (end < 0) {
                return false;
            }
            int after = afterRepetition(end);
            if (after < 0) {
                return false;
            }
            if (literal && after == end) {
                run.append(c);
            } else {
                endRun();
            }
            at = after;
        }
        endRun();
        return true;
    }

    private void endRun() {
        if (run.length() > longest.length()) {
            longest = run.toString();
        }
        run.setLength(0);
    }

    /** Behind the repetition that stands here, if one does; -1 where it cannot be told. */
    private int afterRepetition(int at) {
        int end = at;
        if (end < pattern.length() && pattern.charAt(end) == '{') {
            end = pattern.indexOf('}', end) + 1;
            if (end == 0) {
                return -1;
            }
        } else if (end < pattern.length() && "*+?".indexOf(pattern.charAt(end)) >= 0) {
            end++;
        } else {
            return end;
        }
        return end < pattern.length() && pattern.charAt(end) == '?' ? end + 1 : end;
    }

    /** Behind the group that opens here; -1 where it does not close. */
    private int closing(int open) {
        int depth = 0;
        for (int at = open; at < pattern.length(); at++) {
            switch (pattern.charAt(at)) {
                case '\\' -> at++;
                case '[' -> {
                    int end = classEnd(at);
                    if (end < 0) {
                        return -1;
                    }
                    at = end - 1;
                }
                case '(' -> depth++;
                case ')' -> {
                    if (--depth == 0) {
                        return at + 1;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }

    /** Behind the class that opens here, whose first character may be its own bracket; -1 where it does not close. */
    private int classEnd(int open) {
        int at = open + 1;
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        for (int first = at; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == ']' && at > first) {
                return at + 1;
            }
        }
        return -1;
    }
}

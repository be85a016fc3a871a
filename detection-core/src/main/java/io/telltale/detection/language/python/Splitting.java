package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Cuts texts at separators, at whitespace and at the ends of lines. */
final class Splitting {
    private Splitting() {}

    /** The parts between separators, or words where there is none; at most so many cuts, or any number below nought. */
    static List<Object> split(String text, Optional<String> separator, int limit) {
        return separator.isEmpty() ? words(text, limit) : parts(text, separator.get(), limit);
    }

    private static List<Object> parts(String text, String mark, int limit) {
        var parts = new ArrayList<Object>();
        int at = 0;
        while (limit < 0 || parts.size() < limit) {
            int next = text.indexOf(mark, at);
            if (next < 0) {
                break;
            }
            parts.add(text.substring(at, next));
            at = next + mark.length();
        }
        parts.add(text.substring(at));
        return parts;
    }

    private static List<Object> words(String text, int limit) {
        var words = new ArrayList<Object>();
        int at = skip(text, 0);
        while (at < text.length()) {
            if (limit >= 0 && words.size() >= limit) {
                int end = text.length();
                while (TextMethods.isSpace(text.charAt(end - 1))) {
                    end--;
                }
                words.add(text.substring(at, end));
                break;
            }
            int end = at;
            while (end < text.length() && !TextMethods.isSpace(text.charAt(end))) {
                end++;
            }
            words.add(text.substring(at, end));
            at = skip(text, end);
        }
        return words;
    }

    private static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && TextMethods.isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The same, cut from the right. */
    static List<Object> rsplit(String text, Optional<String> separator, int limit) {
        if (limit < 0) {
            return split(text, separator, limit);
        }
        var parts = new ArrayList<Object>();
        if (separator.isEmpty()) {
            String mirrored = new StringBuilder(text).reverse().toString();
            words(mirrored, limit)
                    .forEach(w ->
                            parts.add(new StringBuilder((String) w).reverse().toString()));
        } else {
            String mark = separator.get();
            int end = text.length();
            while (parts.size() < limit) {
                int at = end < mark.length() ? -1 : text.lastIndexOf(mark, end - mark.length());
                if (at < 0) {
                    break;
                }
                parts.add(text.substring(at + mark.length(), end));
                end = at;
            }
            parts.add(text.substring(0, end));
        }
        Collections.reverse(parts);
        return parts;
    }

    private static boolean isLineEnd(char c) {
        return (c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    static List<Object> lines(String text, boolean keepEnds) {
        var lines = new ArrayList<Object>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isLineEnd(c)) {
                int end = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
                lines.add(text.substring(start, keepEnds ? end : i));
                start = end;
                i = end - 1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    static Optional<String> separator(Arguments a) {
        Object separator = a.get(0, "sep", Py.None.NONE);
        if (separator == Py.None.NONE) {
            return Optional.empty();
        }
        if (!(separator instanceof String mark)) {
            throw Py.error("TypeError", "must be str or None, not " + Py.typeName(separator));
        }
        if (mark.isEmpty()) {
            throw Py.error("ValueError", "empty separator");
        }
        return Optional.of(mark);
    }

    static int limit(Arguments a) {
        return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, a.integer(1, "maxsplit", -1)));
    }

    static Object partition(String text, Arguments a, boolean first) {
        String mark = a.text(0);
        if (mark.isEmpty()) {
            throw Py.error("ValueError", "empty separator");
        }
        int at = first ? text.indexOf(mark) : text.lastIndexOf(mark);
        if (at < 0) {
            return new Py.Tuple(first ? List.of(text, "", "") : List.of("", "", text));
        }
        return new Py.Tuple(List.of(text.substring(0, at), mark, text.substring(at + mark.length())));
    }
}

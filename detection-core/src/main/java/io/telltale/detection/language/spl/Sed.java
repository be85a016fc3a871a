package io.telltale.detection.language.spl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A substitution as {@code sed} writes it.
 *
 * @param which the match that is replaced; 0 for all
 */
record Sed(String regex, String replacement, int which) {
    /** Reads {@code s/regex/replacement/flags} with any mark in the slash's place; empty for anything else. */
    static Optional<Sed> read(String text) {
        List<String> parts = parts(text, 's');
        if (parts.size() != 3 || !parts.get(2).matches("g?|[1-9]\\d{0,3}")) {
            return Optional.empty();
        }
        String flags = parts.get(2);
        int which = flags.equals("g") ? 0 : flags.isEmpty() ? 1 : Integer.parseInt(flags);
        return Optional.of(new Sed(parts.get(0), parts.get(1), which));
    }

    /** Reads {@code y/characters/others/}: as many of the ones as of the others; empty for anything else. */
    static Optional<List<String>> characters(String text) {
        List<String> parts = parts(text, 'y');
        return Optional.of(parts)
                .filter(p -> p.size() == 3 && p.get(2).isEmpty())
                .filter(p -> p.get(0).length() == p.get(1).length());
    }

    /** What stands between the marks, and behind the last of three. */
    private static List<String> parts(String text, char letter) {
        if (text.length() < 4 || text.charAt(0) != letter) {
            return List.of();
        }
        char mark = text.charAt(1);
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                if (next != mark) {
                    part.append(c);
                }
                part.append(next);
            } else if (c == mark && parts.size() < 2) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}

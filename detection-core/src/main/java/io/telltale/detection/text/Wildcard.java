package io.telltale.detection.text;

/**
 * A pattern over the whole text in the one dialect of the intermediate representation: {@code *} is any text, {@code ?}
 * one character, a backslash takes the next character as it is. Matching is linear in text times pattern at the worst.
 */
public final class Wildcard {
    private static final char ANY = '\uFFFF';
    private static final char ONE = '\uFFFE';

    private final char[] pattern;
    private final boolean caseSensitive;

    private Wildcard(char[] pattern, boolean caseSensitive) {
        this.pattern = pattern;
        this.caseSensitive = caseSensitive;
    }

    public static Wildcard compile(String text, boolean caseSensitive) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                out.append(fold(text.charAt(++i), caseSensitive));
            } else if (c == '*') {
                if (out.length() == 0 || out.charAt(out.length() - 1) != ANY) {
                    out.append(ANY);
                }
            } else if (c == '?') {
                out.append(ONE);
            } else {
                out.append(fold(c, caseSensitive));
            }
        }
        return new Wildcard(out.toString().toCharArray(), caseSensitive);
    }

    /** The literal text as a pattern. */
    public static String quote(String literal) {
        var out = new StringBuilder();
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '*' || c == '?' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }

    public boolean matches(String text) {
        int t = 0;
        int p = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length
                    && (pattern[p] == ONE
                            || (pattern[p] != ANY && pattern[p] == fold(text.charAt(t), caseSensitive)))) {
                t++;
                p++;
            } else if (p < pattern.length && pattern[p] == ANY) {
                star = p++;
                mark = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == ANY) {
            p++;
        }
        return p == pattern.length;
    }

    private static char fold(char c, boolean caseSensitive) {
        return caseSensitive ? c : Folding.fold(c);
    }
}

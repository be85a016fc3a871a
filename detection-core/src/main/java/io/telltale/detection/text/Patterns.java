package io.telltale.detection.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * Regular expressions of strangers, matched in time linear in the text. What a linear matcher cannot do (look-around,
 * back-references) is refused by name.
 */
public final class Patterns {
    /** Longest pattern that is compiled, in characters. */
    public static final int MAX_LENGTH = 10_000;

    private Patterns() {}

    /** A compiled pattern. */
    public interface Matcher {
        /** Whether the pattern occurs anywhere in the text. */
        boolean find(String text);
    }

    /**
     * Compiles a pattern in RE2's syntax.
     *
     * @throws IllegalArgumentException with the reason where it cannot be compiled
     */
    public static Matcher compile(String pattern, boolean caseSensitive) {
        Pattern compiled = re2(pattern, caseSensitive ? 0 : Pattern.CASE_INSENSITIVE);
        Optional<String> required = RequiredText.of(pattern);
        if (required.isEmpty()) {
            return text -> compiled.matcher(text).find();
        }
        String piece = required.get();
        return text -> (caseSensitive ? text.contains(piece) : Folding.contains(text, piece))
                && compiled.matcher(text).find();
    }

    /**
     * Compiles to the library's own pattern, for groups and replacement.
     *
     * @param flags of {@link Pattern}
     * @throws IllegalArgumentException with the reason where it cannot be compiled
     */
    public static Pattern re2(String pattern, int flags) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("regular expression longer than " + MAX_LENGTH + " characters");
        }
        try {
            return Pattern.compile(pattern, flags);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("regular expression: " + e.getMessage(), e);
        }
    }

    /** The literal text as a pattern in RE2's syntax. */
    public static String quote(String literal) {
        return Pattern.quote(literal);
    }
}

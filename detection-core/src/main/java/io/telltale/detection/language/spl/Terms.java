package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Wildcard;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A word or a phrase that is looked for in the whole event: with {@code *} as any text, and standing between
 * the characters that break an event into words (everything but letters and digits does, at one level or the other).
 */
final class Terms {
    private static final Pattern MORE_THAN_WORDS = Pattern.compile("[=<>!()\\[\\]|\"]|\\b(OR|AND|NOT)\\b");

    private Terms() {}

    static boolean found(String text, String wanted) {
        if (text.isEmpty() || wanted.isEmpty()) {
            return false;
        }
        if (wanted.indexOf('*') >= 0) {
            return wild(text, wanted);
        }
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            if (isEdge(text, at) && isEdge(text, at + wanted.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text holds all words that a subsearch returned; what is more than words fails. */
    static Value all(Value text, Value words) {
        if (MORE_THAN_WORDS.matcher(words.asText()).find()) {
            return Values.failure("a subsearch returned more than words to look for: " + words.asText());
        }
        String whole = Scanner.lower(text.asText());
        return Values.of(Arrays.stream(Scanner.lower(words.asText()).strip().split("\\s+"))
                .allMatch(word -> found(whole, word)));
    }

    /** Whether one word ends and another begins here. */
    private static boolean isEdge(String text, int at) {
        return at == 0
                || at == text.length()
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || !Character.isLetterOrDigit(text.charAt(at));
    }

    private static boolean wild(String text, String wanted) {
        boolean openStart = wanted.startsWith("*");
        boolean openEnd = wanted.endsWith("*");
        String inner =
                wanted.substring(openStart ? 1 : 0, Math.max(openStart ? 1 : 0, wanted.length() - (openEnd ? 1 : 0)));
        if (inner.indexOf('*') < 0) {
            if (inner.isEmpty()) {
                return true;
            }
            for (int at = text.indexOf(inner); at >= 0; at = text.indexOf(inner, at + 1)) {
                if ((openStart || isEdge(text, at)) && (openEnd || isEdge(text, at + inner.length()))) {
                    return true;
                }
            }
            return false;
        }
        Wildcard pattern = Wildcard.compile(Wildcard.quote(wanted).replace("\\*", "*"), true);
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || " \",:{}[]()\t\n".indexOf(text.charAt(at)) >= 0) {
                if (at > from && pattern.matches(text.substring(from, at))) {
                    return true;
                }
                from = at + 1;
            }
        }
        return false;
    }
}

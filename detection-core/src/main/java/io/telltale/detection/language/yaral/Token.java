package io.telltale.detection.language.yaral;

import io.telltale.detection.text.Span;

/**
 * A word of a rule.
 *
 * @param text without quotes, escapes and the sign in front of a variable, a count or a list
 */
record Token(Kind kind, String text, Span span) {
    enum Kind {
        WORD,
        /** {@code $name} */
        VARIABLE,
        /** {@code #name} */
        COUNT,
        /** {@code %name} */
        LIST,
        TEXT,
        /** {@code /pattern/} */
        REGEX,
        NUMBER,
        /** {@code 5m} */
        DURATION,
        SIGN,
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }
}

package io.telltale.detection.language.snowflake;

import io.telltale.detection.text.Span;

/**
 * A word of a query.
 *
 * @param text a name or a text without its quotes; a number or a symbol as written
 */
record Token(Kind kind, String text, Span span) {
    /** What a word is. */
    enum Kind {
        NAME,
        /** A name in double quotes, whose case counts. */
        QUOTED_NAME,
        NUMBER,
        TEXT,
        SYMBOL,
        END
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** Whether it is this keyword, in any case, or this symbol. */
    boolean says(String word) {
        return (kind == Kind.NAME && text.equalsIgnoreCase(word)) || (kind == Kind.SYMBOL && text.equals(word));
    }

    boolean isName() {
        return kind == Kind.NAME || kind == Kind.QUOTED_NAME;
    }

    /** What an error calls it. */
    String shown() {
        String shortened = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return switch (kind) {
            case END -> "the end of the query";
            case TEXT -> "'" + shortened + "'";
            case QUOTED_NAME -> "\"" + shortened + "\"";
            default -> shortened;
        };
    }
}

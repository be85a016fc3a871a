package io.telltale.detection.language.python;

import io.telltale.detection.text.Span;

/**
 * A token of Python.
 *
 * @param text a name, keyword, operator or number as written; a string's decoded value
 * @param prefix a string's prefix in lower case, empty for other tokens
 * @param inner where the characters between a string's quotes begin
 */
record Token(Kind kind, String text, String prefix, int inner, Span span) {
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        OPERATOR,
        NEWLINE,
        INDENT,
        DEDENT,
        END
    }

    boolean is(String wanted) {
        return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(wanted);
    }

    String shown() {
        return switch (kind) {
            case NEWLINE -> "end of line";
            case INDENT -> "indent";
            case DEDENT -> "dedent";
            case END -> "end of text";
            case STRING -> "a string";
            default -> "\"" + text + "\"";
        };
    }
}

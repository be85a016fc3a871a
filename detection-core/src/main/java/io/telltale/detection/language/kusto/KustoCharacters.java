package io.telltale.detection.language.kusto;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;

/** The characters of a query that are still to be read. */
final class KustoCharacters {
    final SourceText source;
    final String text;
    int at;

    KustoCharacters(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    boolean hasMore() {
        return at < text.length();
    }

    /** The character so far ahead; 0 where there is none. */
    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    boolean ahead(String wanted) {
        return text.startsWith(wanted, at);
    }

    String since(int start) {
        return text.substring(start, at);
    }

    void skipDigits() {
        while (isDigit(peek(0))) {
            at++;
        }
    }

    void skipName() {
        while (isNameStart(peek(0)) || isDigit(peek(0))) {
            at++;
        }
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isNameStart(char c) {
        return c == '_' || c == '$' || Character.isLetter(c);
    }

    RuleSyntaxException error(int start, int end, String detail) {
        return new RuleSyntaxException(source, new Span(start, Math.max(start, Math.min(end, text.length()))), detail);
    }
}

package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.Locale;

/** A place in an expanded search; what counts as a word depends on who asks, since SPL's lexing does. */
final class Scanner {
    static final int MAX_DEPTH = 200;

    private final ExpandedSearch search;
    private final String text;
    private int at;
    private int depth;

    Scanner(ExpandedSearch search) {
        this.search = search;
        this.text = search.text();
    }

    int at() {
        return at;
    }

    void back(int to) {
        at = to;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The next character; NUL at the end. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    void skip(int characters) {
        at += characters;
    }

    Scanner space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return this;
    }

    /** Skips white space and commas. */
    Scanner separators() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
            at++;
        }
        return this;
    }

    /** Takes the symbol if it is next, after white space. */
    boolean take(String symbol) {
        space();
        if (text.startsWith(symbol, at)) {
            at += symbol.length();
            return true;
        }
        return false;
    }

    void expect(String symbol) throws RuleSyntaxException {
        if (!take(symbol)) {
            throw unexpected("expected " + symbol);
        }
    }

    /** Whether the keyword is next, after white space and as a whole word. */
    boolean seesKeyword(String keyword, boolean caseSensitive) {
        space();
        int end = at + keyword.length();
        return text.regionMatches(!caseSensitive, at, keyword, 0, keyword.length())
                && (end >= text.length() || !isNameCharacter(text.charAt(end)));
    }

    boolean takeKeyword(String keyword, boolean caseSensitive) {
        if (!seesKeyword(keyword, caseSensitive)) {
            return false;
        }
        at += keyword.length();
        return true;
    }

    static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c)
                || c == '_'
                || c == '.'
                || c == ':'
                || c == '{'
                || c == '}'
                || c == '-'
                || c == '*'
                || c == '@'
                || c == '$'
                || c == '#'
                || c == '/';
    }

    /** A quoted text, or a word up to white space or one of the given characters. */
    Word word(String stops, String expected) throws RuleSyntaxException {
        space();
        int start = at;
        if (peek() == '"') {
            return quoted();
        }
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && stops.indexOf(text.charAt(at)) < 0
                && text.charAt(at) != '"') {
            at += text.startsWith("\\\"", at) ? 2 : 1;
        }
        if (at == start) {
            throw unexpected("expected " + expected);
        }
        return new Word(text.substring(start, at).replace("\\\"", "\""), false, span(start));
    }

    /** A field's name in a command's arguments: bare, or in either kind of quotes; {@code count(x)} is one too. */
    Word name(String expected) throws RuleSyntaxException {
        space();
        if (peek() == '\'') {
            return quoted();
        }
        int start = at;
        Word word = word(",()|[]=", expected);
        if (word.quoted() || peek() != '(') {
            return word;
        }
        parentheses();
        return new Word(text.substring(start, at), false, span(start));
    }

    Word quoted() throws RuleSyntaxException {
        int start = at;
        char mark = text.charAt(at++);
        var out = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw search.error(start, start + 1, "found the end of the search, expected a closing " + mark);
            }
            char c = text.charAt(at++);
            if (c == mark) {
                return new Word(out.toString(), true, span(start));
            }
            if (c == '\\' && (peek() == mark || peek() == '\\')) {
                c = text.charAt(at++);
            }
            out.append(c);
        }
    }

    String textFrom(int start) {
        return text.substring(start, at).strip();
    }

    String identifier() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    /** An identifier that may hold dots, as {@code perc99.5} does. */
    String dottedIdentifier() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at))
                        || text.charAt(at) == '_'
                        || (text.charAt(at) == '.'
                                && at + 1 < text.length()
                                && Character.isDigit(text.charAt(at + 1))))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Passes over the rest of a command, up to the pipe that ends it or the bracket that closes around it. */
    String rest() throws RuleSyntaxException {
        int start = at;
        while (!atEnd() && peek() != '|' && peek() != ']') {
            if (peek() == '[') {
                brackets();
            } else if (peek() == '"') {
                quoted();
            } else {
                at++;
            }
        }
        return text.substring(start, at).strip();
    }

    /** Passes over {@code [ … ]}. */
    Span brackets() throws RuleSyntaxException {
        return enclosed('[', ']');
    }

    /** What stands between parentheses, as it is written, with them. */
    Word parentheses() throws RuleSyntaxException {
        int start = at;
        Span span = enclosed('(', ')');
        return new Word(text.substring(start, at), true, span);
    }

    boolean sees(String symbol) {
        return text.startsWith(symbol, at);
    }

    /** What stands between parentheses that each stand in quotes, its own quotes behind backslashes. */
    Word quotedParentheses() throws RuleSyntaxException {
        int start = at;
        int end = text.indexOf("\")\"", at + 3);
        while (end > 0 && text.charAt(end - 1) == '\\') {
            end = text.indexOf("\")\"", end + 1);
        }
        if (end < 0) {
            throw search.error(start, start + 3, "found the end of the search, expected a closing \")\"");
        }
        at = end + 3;
        return new Word(text.substring(start + 3, end).replace("\\\"", "\""), true, span(start));
    }

    private Span enclosed(char opening, char closing) throws RuleSyntaxException {
        int start = at;
        int open = 0;
        do {
            if (atEnd()) {
                throw search.error(start, start + 1, "found the end of the search, expected a closing " + closing);
            }
            if (peek() == '"') {
                quoted();
                continue;
            }
            open += peek() == opening ? 1 : peek() == closing ? -1 : 0;
            at++;
        } while (open > 0);
        return span(start);
    }

    Span span(int start) {
        int end = at;
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return search.span(start, end);
    }

    void deeper() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw search.error(at, at + 1, "nested deeper than " + MAX_DEPTH);
        }
    }

    void shallower() {
        depth--;
    }

    /** A syntax error at this place: what is here, and what should be. */
    RuleSyntaxException unexpected(String expectation) {
        space();
        int start = at;
        if (atEnd()) {
            while (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
                start--;
            }
            return search.error(start, start, "found the end of the search, " + expectation);
        }
        int end = at + 1;
        while (isNameCharacter(text.charAt(start))
                && end < text.length()
                && isNameCharacter(text.charAt(end))
                && end < at + 40) {
            end++;
        }
        return search.error(start, end, "found " + text.substring(start, end) + ", " + expectation);
    }

    RuleSyntaxException error(int start, String detail) {
        return search.error(start, Math.max(at, start + 1), detail);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

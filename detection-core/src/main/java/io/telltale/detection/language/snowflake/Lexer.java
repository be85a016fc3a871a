package io.telltale.detection.language.snowflake;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;

/** Splits a query into words; comments and white space are left out. */
final class Lexer {
    private static final int MAX_INPUT = 1_000_000;
    private static final List<String> SYMBOLS = List.of(
            "::", "=>", "<=", ">=", "<>", "!=", "||", "->", "(", ")", "[", "]", "{", "}", ",", ".", ";", ":", "=", "<",
            ">", "+", "-", "*", "/", "%", "?");

    private final SourceText source;
    private final String text;
    private int at;

    private Lexer(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    /**
     * The words of a query, the last of them the end.
     *
     * @see <a href="https://docs.snowflake.com/en/sql-reference/identifiers-syntax">identifiers</a>
     * @see <a href="https://docs.snowflake.com/en/sql-reference/data-types-text">string constants</a>
     */
    static List<Token> tokens(SourceText source) throws RuleSyntaxException {
        if (source.text().length() > MAX_INPUT) {
            throw new RuleSyntaxException(
                    source,
                    Span.NONE,
                    "found a query of more than " + MAX_INPUT + " characters, expected a shorter one");
        }
        var lexer = new Lexer(source);
        var tokens = new ArrayList<Token>();
        while (true) {
            Token token = lexer.next();
            tokens.add(token);
            if (token.is(Token.Kind.END)) {
                return tokens;
            }
        }
    }

    private Token next() throws RuleSyntaxException {
        skip();
        int start = at;
        if (at >= text.length()) {
            return new Token(Token.Kind.END, "", new Span(text.length(), text.length()));
        }
        char c = text.charAt(at);
        if (isNameStart(c)) {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            return token(Token.Kind.NAME, text.substring(start, at), start);
        }
        if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
            return number();
        }
        if (c == '\'') {
            return quoted();
        }
        if (c == '"') {
            return quotedName();
        }
        if (text.startsWith("$$", at)) {
            int close = text.indexOf("$$", at + 2);
            if (close < 0) {
                throw error(start, "found a text without end, expected $$");
            }
            at = close + 2;
            return token(Token.Kind.TEXT, text.substring(start + 2, close), start);
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                at += symbol.length();
                return token(Token.Kind.SYMBOL, symbol, start);
            }
        }
        throw error(start, "found " + (Character.isISOControl(c) ? "a control character" : "" + c) + ", expected SQL");
    }

    private void skip() throws RuleSyntaxException {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\u00a0' || text.charAt(at) == '\ufeff') {
                at++;
            } else if (text.startsWith("--", at) || text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end + 1;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw error(at, "found a comment without end, expected */");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private Token number() {
        int start = at;
        digits();
        if (at < text.length() && text.charAt(at) == '.' && !text.startsWith("..", at)) {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1 < text.length() && (text.charAt(at + 1) == '+' || text.charAt(at + 1) == '-') ? 2 : 1;
            if (isDigit(at + sign)) {
                at += sign;
                digits();
            }
        }
        return token(Token.Kind.NUMBER, text.substring(start, at), start);
    }

    private void digits() {
        while (isDigit(at)) {
            at++;
        }
    }

    /** A text: a quote is written twice or behind a backslash, which also writes the usual control characters. */
    private Token quoted() throws RuleSyntaxException {
        int start = at++;
        var out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' && at + 1 < text.length() && text.charAt(at + 1) == '\'') {
                out.append('\'');
                at += 2;
            } else if (c == '\'') {
                at++;
                return token(Token.Kind.TEXT, out.toString(), start);
            } else if (c == '\\' && at + 1 < text.length()) {
                escape(out);
            } else {
                out.append(c);
                at++;
            }
        }
        throw error(start, "found a text without end, expected '");
    }

    private void escape(StringBuilder out) {
        char c = text.charAt(at + 1);
        at += 2;
        switch (c) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case '0' -> out.append('\0');
            case 'u' -> code(out, 4, 'u');
            case 'x' -> code(out, 2, 'x');
            default -> out.append(c);
        }
    }

    private void code(StringBuilder out, int length, char kind) {
        int end = at + length;
        if (end <= text.length() && text.substring(at, end).chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            out.append((char) Integer.parseInt(text.substring(at, end), 16));
            at = end;
        } else {
            out.append(kind);
        }
    }

    private Token quotedName() throws RuleSyntaxException {
        int start = at++;
        var out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                out.append('"');
                at += 2;
            } else if (c == '"') {
                at++;
                return token(Token.Kind.QUOTED_NAME, out.toString(), start);
            } else {
                out.append(c);
                at++;
            }
        }
        throw error(start, "found a name without end, expected \"");
    }

    private Token token(Token.Kind kind, String value, int start) {
        return new Token(kind, value, new Span(start, at));
    }

    private RuleSyntaxException error(int start, String detail) {
        return new RuleSyntaxException(source, new Span(start, Math.min(text.length(), start + 1)), detail);
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}

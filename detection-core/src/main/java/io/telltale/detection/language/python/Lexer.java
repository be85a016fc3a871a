package io.telltale.detection.language.python;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Cuts Python's text into tokens, with its indentation as tokens of their own. */
final class Lexer {
    static final int MAX_LENGTH = 1_000_000;
    private static final int MAX_INDENTS = 100;
    private static final List<String> OPERATORS = List.of(
            "**=", "//=", ">>=", "<<=", "...", "==", "!=", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "%=", "&=",
            "|=", "^=", "**", "//", "<<", ">>", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">", "(", ")",
            "[", "]", "{", "}", ",", ":", ".", ";", "=");

    private final SourceText source;
    private final String text;
    private final int end;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Integer> indents = new ArrayDeque<>();
    private int at;
    private int brackets;

    private Lexer(SourceText source, int start, int end) {
        this.source = source;
        this.text = source.text();
        this.at = start;
        this.end = end;
    }

    static List<Token> module(SourceText source) throws RuleSyntaxException {
        if (source.text().length() > MAX_LENGTH) {
            throw new RuleSyntaxException(source, Span.NONE, "longer than " + MAX_LENGTH + " characters");
        }
        var lexer = new Lexer(source, 0, source.text().length());
        lexer.indents.push(0);
        lexer.lines();
        return lexer.tokens;
    }

    /** The tokens of an expression inside an f-string, which knows no indentation. */
    static List<Token> expression(SourceText source, int start, int end) throws RuleSyntaxException {
        var lexer = new Lexer(source, start, end);
        lexer.brackets = 1;
        while (lexer.at < end) {
            lexer.token();
        }
        lexer.add(Token.Kind.END, "", end);
        return lexer.tokens;
    }

    private void lines() throws RuleSyntaxException {
        boolean lineStart = true;
        while (at < end) {
            if (lineStart) {
                lineStart = false;
                if (!indentation()) {
                    lineStart = true;
                    continue;
                }
            }
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                int start = at++;
                if (brackets == 0) {
                    add(Token.Kind.NEWLINE, "\n", start);
                    lineStart = true;
                }
                continue;
            }
            token();
        }
        if (brackets > 0) {
            throw new RuleSyntaxException(source, new Span(end, end), "found end of text, expected a closing bracket");
        }
        if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).kind() != Token.Kind.NEWLINE) {
            add(Token.Kind.NEWLINE, "\n", at);
        }
        while (indents.pop() > 0) {
            add(Token.Kind.DEDENT, "", at);
        }
        add(Token.Kind.END, "", at);
    }

    /** Reads a line's indentation; false where the line holds nothing, and is then skipped. */
    private boolean indentation() throws RuleSyntaxException {
        int start = at;
        int column = 0;
        while (at < end) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\f') {
                column++;
            } else if (c == '\t') {
                column = (column / 8 + 1) * 8;
            } else {
                break;
            }
            at++;
        }
        if (at >= end) {
            return false;
        }
        char c = text.charAt(at);
        if (c == '#') {
            comment();
            c = at < end ? text.charAt(at) : '\n';
        }
        if (c == '\n' || c == '\r') {
            at = Math.min(at + 1, end);
            return false;
        }
        if (column > indents.peek()) {
            if (indents.size() > MAX_INDENTS) {
                throw new RuleSyntaxException(source, new Span(start, at), "indented too often");
            }
            indents.push(column);
            add(Token.Kind.INDENT, "", start);
        }
        while (column < indents.peek()) {
            indents.pop();
            add(Token.Kind.DEDENT, "", at);
        }
        if (column != indents.peek()) {
            throw new RuleSyntaxException(
                    source, new Span(start, at), "unindent does not match any outer indentation level");
        }
        return true;
    }

    private void comment() {
        while (at < end && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void token() throws RuleSyntaxException {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t' || c == '\f' || c == '\n' || c == '\r') {
            at++;
        } else if (c == '#') {
            comment();
        } else if (c == '\\' && at + 1 < end && (text.charAt(at + 1) == '\n' || text.charAt(at + 1) == '\r')) {
            at += text.startsWith("\r\n", at + 1) ? 3 : 2;
        } else if (c == '"' || c == '\'') {
            string(at, "");
        } else if (Character.isJavaIdentifierStart(c) && c != '$') {
            int start = at;
            while (at < end && Character.isJavaIdentifierPart(text.charAt(at)) && text.charAt(at) != '$') {
                at++;
            }
            String name = text.substring(start, at);
            String prefix = name.toLowerCase(Locale.ROOT);
            boolean quote = at < end && (text.charAt(at) == '"' || text.charAt(at) == '\'');
            if (quote && List.of("f", "r", "b", "u", "rf", "fr", "rb", "br").contains(prefix)) {
                string(start, prefix);
            } else {
                add(Token.Kind.NAME, name, start);
            }
        } else if (digit(at) || (c == '.' && digit(at + 1))) {
            number();
        } else {
            operator();
        }
    }

    private boolean digit(int index) {
        return index < end && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private void number() {
        int start = at;
        if (text.charAt(at) == '0' && at + 1 < end && "xXoObB".indexOf(text.charAt(at + 1)) >= 0) {
            at += 2;
            while (at < end && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
        } else {
            while (at < end
                    && (digit(at)
                            || text.charAt(at) == '_'
                            || text.charAt(at) == '.'
                            || text.charAt(at) == 'e'
                            || text.charAt(at) == 'E'
                            || ((text.charAt(at) == '-' || text.charAt(at) == '+')
                                    && Character.toLowerCase(text.charAt(at - 1)) == 'e'))) {
                at++;
            }
        }
        add(Token.Kind.NUMBER, text.substring(start, at), start);
    }

    private void operator() throws RuleSyntaxException {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at) && at + operator.length() <= end) {
                int start = at;
                at += operator.length();
                if ("([{".contains(operator)) {
                    brackets++;
                } else if (")]}".contains(operator) && brackets > 0) {
                    brackets--;
                }
                add(Token.Kind.OPERATOR, operator, start);
                return;
            }
        }
        throw new RuleSyntaxException(
                source, new Span(at, at + 1), "found \"" + text.charAt(at) + "\", expected a token");
    }

    private void string(int start, String prefix) throws RuleSyntaxException {
        char quote = text.charAt(at);
        String triple = String.valueOf(quote).repeat(3);
        boolean isTriple = text.startsWith(triple, at);
        at += isTriple ? 3 : 1;
        int inner = at;
        boolean raw = prefix.contains("r");
        boolean format = prefix.contains("f");
        while (true) {
            if (at >= end || (!isTriple && text.charAt(at) == '\n')) {
                throw new RuleSyntaxException(source, new Span(start, at), "found an unterminated string literal");
            }
            if (isTriple ? text.startsWith(triple, at) : text.charAt(at) == quote) {
                break;
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        int close = at;
        at += isTriple ? 3 : 1;
        String body = text.substring(inner, close);
        String value = format || raw ? body : Escapes.decode(body);
        tokens.add(new Token(Token.Kind.STRING, value, prefix, inner, new Span(start, at)));
    }

    private void add(Token.Kind kind, String tokenText, int start) {
        tokens.add(new Token(kind, tokenText, "", start, new Span(start, Math.max(start, at))));
    }
}

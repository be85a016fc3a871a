package io.telltale.detection.language.python;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Set;

/** A place in a list of tokens, moved by what the grammar asks for. */
final class TokenReader {
    static final int MAX_DEPTH = 200;
    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    private final SourceText source;
    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenReader(SourceText source, List<Token> tokens, int depth) {
        this.source = source;
        this.tokens = tokens;
        this.depth = depth;
    }

    SourceText source() {
        return source;
    }

    int depth() {
        return depth;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token ahead() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    /** Whether this line ends in a colon and an indented {@code case} follows. */
    boolean lineOpensCase() {
        int end = at;
        while (end < tokens.size() - 1 && tokens.get(end).kind() != Token.Kind.NEWLINE) {
            end++;
        }
        return end > at + 1
                && end + 2 < tokens.size()
                && tokens.get(end - 1).is(":")
                && tokens.get(end + 1).kind() == Token.Kind.INDENT
                && tokens.get(end + 2).is("case");
    }

    boolean is(String text) {
        return peek().is(text);
    }

    boolean accept(String text) {
        if (is(text)) {
            next();
            return true;
        }
        return false;
    }

    Token expect(String text) throws RuleSyntaxException {
        if (!is(text)) {
            throw expected("\"" + text + "\"");
        }
        return next();
    }

    Token expect(Token.Kind kind, String shown) throws RuleSyntaxException {
        if (peek().kind() != kind) {
            throw expected(shown);
        }
        return next();
    }

    boolean isName() {
        return peek().kind() == Token.Kind.NAME && !KEYWORDS.contains(peek().text());
    }

    String name() throws RuleSyntaxException {
        if (!isName()) {
            throw expected("a name");
        }
        return next().text();
    }

    RuleSyntaxException expected(String what) {
        return error(peek().span(), "found " + peek().shown() + ", expected " + what);
    }

    RuleSyntaxException error(Span span, String message) {
        return new RuleSyntaxException(source, span, message);
    }

    void enter() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw error(peek().span(), "nested deeper than " + MAX_DEPTH);
        }
    }

    void leave() {
        depth--;
    }

    /** From a token's first character to the last character read. */
    Span since(Span start) {
        int end = at == 0 ? start.end() : tokens.get(at - 1).span().end();
        return new Span(start.start(), Math.max(start.start(), end));
    }
}

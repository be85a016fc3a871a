package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.List;

/** The tokens that are still to be read, and how deep the reading is nested. */
final class KustoTokens {
    private static final int MAX_DEPTH = 200;

    private final SourceText source;
    private final List<KustoToken> tokens;
    private int at;
    private int depth;

    KustoTokens(SourceText source) throws RuleSyntaxException {
        this.source = source;
        this.tokens = KustoLexer.read(source);
    }

    KustoToken peek() {
        return tokens.get(at);
    }

    KustoToken peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    KustoToken next() {
        KustoToken token = tokens.get(at);
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean accept(String mark) {
        if (peek().is(mark)) {
            next();
            return true;
        }
        return false;
    }

    KustoToken expect(String mark) throws RuleSyntaxException {
        if (!peek().is(mark)) {
            throw unexpected("'" + mark + "'");
        }
        return next();
    }

    KustoToken expectName(String what) throws RuleSyntaxException {
        if (peek().kind() != Kind.NAME && peek().kind() != Kind.QUOTED_NAME) {
            throw unexpected(what);
        }
        return next();
    }

    /** Reads {@code name=} or {@code name.name=}; the name. */
    String option() throws RuleSyntaxException {
        var name = new StringBuilder(expectName("an option").text());
        while (accept(".")) {
            name.append('.').append(expectName("an option").text());
        }
        expect("=");
        return name.toString();
    }

    RuleSyntaxException unexpected(String expected) {
        return error(peek().span(), "found " + peek().shown() + ", expected " + expected);
    }

    RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }

    /** From the given start to the last token that was read. */
    Span since(Span start) {
        return at == 0 ? start : start.to(tokens.get(at - 1).span());
    }

    void enter() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw error(peek().span(), "nested deeper than " + MAX_DEPTH);
        }
    }

    void leave() {
        depth--;
    }

    /** Refuses a chain of operators so long that its tree would be too deep. */
    void limitChain(int links) throws RuleSyntaxException {
        if (links > MAX_DEPTH) {
            throw error(peek().span(), "more than " + MAX_DEPTH + " operators in a row");
        }
    }

    /** Whether an operator ends here. */
    boolean atOperatorEnd() {
        KustoToken token = peek();
        return token.kind() == KustoToken.Kind.END || token.is("|") || token.is(";") || isClosing(token);
    }

    /** Reads on to a {@code |} or {@code ;}, or to a closing bracket that was not opened meanwhile. */
    void skipOperator() {
        int open = 0;
        while (peek().kind() != Kind.END) {
            KustoToken token = peek();
            if (open == 0 && (token.is("|") || token.is(";") || isClosing(token))) {
                return;
            }
            open += isOpening(token) ? 1 : isClosing(token) ? -1 : 0;
            next();
        }
    }

    /** Reads on behind the bracket that closes the one ahead. */
    void skipBracketed() throws RuleSyntaxException {
        KustoToken first = peek();
        int open = 0;
        do {
            KustoToken token = next();
            if (token.kind() == Kind.END) {
                throw error(first.span(), "found no end of " + first.shown() + ", expected its closing bracket");
            }
            open += isOpening(token) ? 1 : isClosing(token) ? -1 : 0;
        } while (open > 0);
    }

    /**
     * Whether a mark stands ahead, at the given depth of brackets counted from here, before a {@code ;} outside of
     * brackets, or the bracket that closes the one around.
     */
    boolean ahead(String mark, int atDepth) {
        int open = 0;
        for (int i = at; i < tokens.size(); i++) {
            KustoToken token = tokens.get(i);
            if (open == atDepth && token.is(mark)) {
                return true;
            }
            if (open == 0 && (token.is(";") || isClosing(token))) {
                return false;
            }
            open += isOpening(token) ? 1 : isClosing(token) ? -1 : 0;
            if (open == 0 && atDepth > 0 && isClosing(token)) {
                return false;
            }
        }
        return false;
    }

    private static boolean isOpening(KustoToken token) {
        return token.kind() == Kind.MARK && (token.is("(") || token.is("[") || token.is("{"));
    }

    private static boolean isClosing(KustoToken token) {
        return token.kind() == Kind.MARK && (token.is(")") || token.is("]") || token.is("}"));
    }
}

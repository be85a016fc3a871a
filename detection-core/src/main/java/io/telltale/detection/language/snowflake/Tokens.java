package io.telltale.detection.language.snowflake;

import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Set;

/** A query's words, read one after the other, and how deep the parser stands in it. */
final class Tokens {
    private static final int MAX_DEPTH = 200;

    /** Words that end what stands before them, and so are no aliases. */
    private static final Set<String> RESERVED = Set.of(
            "ALL",
            "AND",
            "ANY",
            "AS",
            "ASOF",
            "BETWEEN",
            "BY",
            "CASE",
            "CONNECT",
            "CROSS",
            "DISTINCT",
            "ELSE",
            "END",
            "EXCEPT",
            "EXISTS",
            "FETCH",
            "FOLLOWING",
            "FOR",
            "FROM",
            "FULL",
            "GROUP",
            "HAVING",
            "ILIKE",
            "IN",
            "INNER",
            "INTERSECT",
            "IS",
            "JOIN",
            "LATERAL",
            "LEFT",
            "LIKE",
            "LIMIT",
            "MATCH_RECOGNIZE",
            "MINUS",
            "NATURAL",
            "NOT",
            "OFFSET",
            "ON",
            "OR",
            "ORDER",
            "PIVOT",
            "QUALIFY",
            "REGEXP",
            "RIGHT",
            "RLIKE",
            "SAMPLE",
            "SELECT",
            "START",
            "TABLESAMPLE",
            "THEN",
            "UNION",
            "UNPIVOT",
            "USING",
            "WHEN",
            "WHERE",
            "WITH");

    private final SourceText source;
    private final List<Token> all;
    private int at;
    private int depth;

    Tokens(SourceText source) throws RuleSyntaxException {
        this.source = source;
        this.all = Lexer.tokens(source);
    }

    Token peek() {
        return all.get(at);
    }

    /** A word further on; the end where there is none. */
    Token peek(int ahead) {
        return all.get(Math.min(at + ahead, all.size() - 1));
    }

    Token next() {
        Token token = all.get(at);
        if (at < all.size() - 1) {
            at++;
        }
        return token;
    }

    boolean sees(String word) {
        return peek().says(word);
    }

    boolean sees(String first, String second) {
        return peek().says(first) && peek(1).says(second);
    }

    boolean accept(String word) {
        if (!sees(word)) {
            return false;
        }
        next();
        return true;
    }

    boolean accept(String first, String second) {
        if (!sees(first, second)) {
            return false;
        }
        next();
        next();
        return true;
    }

    void expect(String word) throws RuleSyntaxException {
        if (!accept(word)) {
            throw unexpected(word);
        }
    }

    /** A name; a keyword is one only where nothing else can stand. */
    Identifier name() throws RuleSyntaxException {
        Token token = peek();
        if (!token.isName()) {
            throw unexpected("a name");
        }
        return identifier(next());
    }

    /** Whether a name stands here that can be an alias without {@code AS}. */
    boolean seesAlias() {
        Token token = peek();
        return token.is(Token.Kind.QUOTED_NAME) || (token.is(Token.Kind.NAME) && !isReserved(token));
    }

    static boolean isReserved(Token token) {
        return token.is(Token.Kind.NAME) && RESERVED.contains(token.text().toUpperCase(java.util.Locale.ROOT));
    }

    static Identifier identifier(Token token) {
        return new Identifier(token.text(), token.is(Token.Kind.QUOTED_NAME), token.span());
    }

    long number() throws RuleSyntaxException {
        Token token = peek();
        if (token.is(Token.Kind.NUMBER) && token.text().chars().allMatch(Character::isDigit)) {
            try {
                long number = Long.parseLong(token.text());
                next();
                return number;
            } catch (NumberFormatException e) {
                throw unexpected("a smaller number");
            }
        }
        throw unexpected("a whole number");
    }

    /** Passes over brackets and all that stands in them. */
    void skipBrackets() throws RuleSyntaxException {
        expect("(");
        int open = 1;
        while (open > 0) {
            if (peek().is(Token.Kind.END)) {
                throw unexpected(")");
            }
            Token token = next();
            open += token.says("(") ? 1 : token.says(")") ? -1 : 0;
        }
    }

    /** From a word's begin to the end of the word before the current one. */
    Span from(Span start) {
        return start.to(all.get(Math.max(0, at - 1)).span());
    }

    void enter() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw new RuleSyntaxException(source, peek().span(), "found more than " + MAX_DEPTH + " levels of nesting");
        }
    }

    void leave() {
        depth--;
    }

    RuleSyntaxException unexpected(String expected) {
        return new RuleSyntaxException(source, peek().span(), "found " + peek().shown() + ", expected " + expected);
    }
}

package io.telltale.detection.language.yaral;

import io.telltale.detection.language.yaral.Token.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.List;

/** Goes through a rule's words; says what was found where something else was expected. */
final class TokenCursor {
    private final SourceText source;
    private final List<Token> tokens;
    private int next;

    TokenCursor(SourceText source) throws RuleSyntaxException {
        this.source = source;
        this.tokens = Lexer.read(source);
    }

    /** Where it stands, for {@link #backTo}. */
    int place() {
        return next;
    }

    void backTo(int place) {
        next = place;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekAfter() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    boolean takeSign(String sign) {
        boolean there = peek().isSign(sign);
        if (there) {
            take();
        }
        return there;
    }

    boolean takeWord(String word) {
        boolean there = peek().isWord(word);
        if (there) {
            take();
        }
        return there;
    }

    Token expect(Kind kind, String what) throws RuleSyntaxException {
        if (peek().kind() != kind) {
            throw found(what);
        }
        return take();
    }

    void expectSign(String sign) throws RuleSyntaxException {
        if (!takeSign(sign)) {
            throw found(sign);
        }
    }

    RuleSyntaxException found(String expected) {
        Token token = peek();
        String what = token.kind() == Kind.END ? "the end of the rule" : source.slice(token.span());
        return new RuleSyntaxException(source, token.span(), "found " + what + ", expected " + expected);
    }
}

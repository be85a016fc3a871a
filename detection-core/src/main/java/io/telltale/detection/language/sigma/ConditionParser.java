package io.telltale.detection.language.sigma;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses conditions: {@code not} binds tightest, then {@code and}, then {@code or}. */
final class ConditionParser {
    private static final int MAX_DEPTH = 200;

    private final SourceText body;
    private final SearchReader.ConditionText condition;
    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private int depth;

    private record Token(String text, int start, int end) {
        boolean is(String keyword) {
            return text.equalsIgnoreCase(keyword);
        }
    }

    /** A condition and the aggregation behind its bar, if it has one. */
    record Parsed(Condition condition, Optional<Pipe> pipe) {}

    ConditionParser(SourceText body, SearchReader.ConditionText condition) {
        this.body = body;
        this.condition = condition;
        String text = condition.text();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int start = at++;
            if (Character.isWhitespace(c)) {
                continue;
            }
            while (!isSign(c)
                    && at < text.length()
                    && !isSign(text.charAt(at))
                    && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            tokens.add(new Token(text.substring(start, at), start, at));
        }
        tokens.add(new Token("", text.length(), text.length()));
    }

    Parsed parse() throws RuleSyntaxException {
        Condition parsed = or();
        if (peek().is("|")) {
            Token bar = take();
            if (peek().is("near")) {
                take();
                Condition others = or();
                if (!atEnd()) {
                    throw found("and, or, or the end of the condition");
                }
                Span span = condition.span(bar.start(), condition.text().length());
                return new Parsed(parsed, Optional.of(new Pipe.Near(others, span)));
            }
            return new Parsed(parsed, Optional.of(new PipeParser(body, condition, bar.end()).parse()));
        }
        if (!atEnd()) {
            throw found("and, or, or the end of the condition");
        }
        return new Parsed(parsed, Optional.empty());
    }

    private Condition or() throws RuleSyntaxException {
        var operands = new ArrayList<Condition>();
        operands.add(and());
        while (peek().is("or")) {
            take();
            operands.add(and());
        }
        return operands.size() == 1 ? operands.get(0) : new Condition.Or(List.copyOf(operands), around(operands));
    }

    private Condition and() throws RuleSyntaxException {
        var operands = new ArrayList<Condition>();
        operands.add(not());
        while (peek().is("and")) {
            take();
            operands.add(not());
        }
        return operands.size() == 1 ? operands.get(0) : new Condition.And(List.copyOf(operands), around(operands));
    }

    private Condition not() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw error(peek(), "condition nested deeper than " + MAX_DEPTH);
        }
        Condition result;
        if (peek().is("not")) {
            Span sign = span(take());
            Condition operand = not();
            result = new Condition.Not(operand, sign.to(operand.span()));
        } else {
            result = primary();
        }
        depth--;
        return result;
    }

    private Condition primary() throws RuleSyntaxException {
        Token token = peek();
        if (atEnd() || token.is(")") || token.is("|") || token.is("and") || token.is("or")) {
            throw found("a search, not or (");
        }
        take();
        if (token.is("(")) {
            Condition inner = or();
            if (!peek().is(")")) {
                throw found(")");
            }
            take();
            return inner;
        }
        if (!peek().is("of")) {
            return new Condition.Name(token.text(), span(token));
        }
        if (!token.is("1") && !token.is("any") && !token.is("all")) {
            throw error(token, "found " + token.text() + " of, expected 1, any or all");
        }
        take();
        Token pattern = peek();
        if (atEnd() || isSign(pattern.text().charAt(0))) {
            throw found("them or a pattern of names");
        }
        take();
        return new Condition.Of(token.is("all"), pattern.text(), span(token).to(span(pattern)));
    }

    private static boolean isSign(char c) {
        return c == '(' || c == ')' || c == '|';
    }

    private static Span around(List<Condition> operands) {
        return operands.get(0).span().to(operands.get(operands.size() - 1).span());
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private boolean atEnd() {
        return next == tokens.size() - 1;
    }

    private Span span(Token token) {
        return condition.span(token.start(), token.end());
    }

    private RuleSyntaxException found(String expected) {
        String what = atEnd() ? "the end of the condition" : peek().text();
        return error(peek(), "found " + what + ", expected " + expected);
    }

    private RuleSyntaxException error(Token token, String detail) {
        return new RuleSyntaxException(body, span(token), detail);
    }
}

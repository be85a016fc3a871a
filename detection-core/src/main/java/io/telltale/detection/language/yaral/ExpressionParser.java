package io.telltale.detection.language.yaral;

import io.telltale.detection.language.yaral.Token.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses expressions: {@code not} binds tightest, then {@code and}, then {@code or}. */
final class ExpressionParser {
    private static final int MAX_DEPTH = 200;
    private static final Set<String> COMPARISONS = Set.of("=", "==", "!=", "<", "<=", ">", ">=");

    private final SourceText source;
    private final List<Token> tokens;
    private int next;
    private int depth;

    ExpressionParser(SourceText source) throws RuleSyntaxException {
        this.source = source;
        this.tokens = Lexer.read(source);
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

    Syntax expression() throws RuleSyntaxException {
        deeper();
        var operands = new ArrayList<Syntax>();
        operands.add(conjunction());
        while (takeWord("or")) {
            operands.add(conjunction());
        }
        depth--;
        return operands.size() == 1 ? operands.get(0) : new Syntax.Or(List.copyOf(operands), around(operands));
    }

    private Syntax conjunction() throws RuleSyntaxException {
        var operands = new ArrayList<Syntax>();
        operands.add(negation());
        while (takeWord("and")) {
            operands.add(negation());
        }
        return operands.size() == 1 ? operands.get(0) : new Syntax.And(List.copyOf(operands), around(operands));
    }

    private Syntax negation() throws RuleSyntaxException {
        Token sign = peek();
        if (!sign.isWord("not") && !sign.isSign("!")) {
            return comparison();
        }
        deeper();
        take();
        Syntax operand = negation();
        depth--;
        return new Syntax.Not(operand, sign.span().to(operand.span()));
    }

    private Syntax comparison() throws RuleSyntaxException {
        Token first = peek();
        if ((first.isWord("any") || first.isWord("all")) && startsValue(peekAfter())) {
            take();
            Syntax condition = comparison();
            return new Syntax.Each(first.isWord("all"), condition, first.span().to(condition.span()));
        }
        Syntax left = sum();
        Token operator = peek();
        if (operator.kind() == Kind.SIGN && COMPARISONS.contains(operator.text())) {
            take();
            Syntax right = sum();
            boolean nocase = takeWord("nocase");
            String written = operator.text().equals("==") ? "=" : operator.text();
            return new Syntax.Compare(written, left, right, nocase, left.span().to(right.span()));
        }
        if (operator.isWord("in")) {
            take();
            String kind = "";
            if (peek().isWord("regex") || peek().isWord("cidr")) {
                kind = take().text().toLowerCase(Locale.ROOT);
            }
            Token list = expect(Kind.LIST, "a reference list such as %name");
            String name = list.text();
            Span span = list.span();
            while (peek().isSign(".") && peekAfter().kind() == Kind.WORD) {
                take();
                Token column = take();
                name += "." + column.text();
                span = span.to(column.span());
            }
            boolean nocase = takeWord("nocase");
            return new Syntax.In(
                    left,
                    kind,
                    new Syntax.ListName(name, span),
                    nocase,
                    left.span().to(span));
        }
        if (operator.isWord("nocase") && left instanceof Syntax.Call call) {
            take();
            return new Syntax.Call(call.function(), call.arguments(), true, call.span());
        }
        return left;
    }

    private static boolean startsValue(Token token) {
        return token.kind() == Kind.VARIABLE || token.kind() == Kind.WORD || token.isSign("(");
    }

    private Syntax sum() throws RuleSyntaxException {
        Syntax left = product();
        int before = depth;
        while (peek().isSign("+") || peek().isSign("-")) {
            deeper();
            String operator = take().text();
            Syntax right = product();
            left = new Syntax.Arithmetic(operator, left, right, left.span().to(right.span()));
        }
        depth = before;
        return left;
    }

    private Syntax product() throws RuleSyntaxException {
        Syntax left = value();
        int before = depth;
        while (peek().isSign("*") || peek().isSign("/")) {
            deeper();
            String operator = take().text();
            Syntax right = value();
            left = new Syntax.Arithmetic(operator, left, right, left.span().to(right.span()));
        }
        depth = before;
        return left;
    }

    private Syntax value() throws RuleSyntaxException {
        Token token = peek();
        switch (token.kind()) {
            case TEXT -> {
                take();
                return new Syntax.Text(token.text(), token.span());
            }
            case REGEX -> {
                take();
                return new Syntax.Regex(token.text(), token.span());
            }
            case NUMBER -> {
                take();
                return new Syntax.Numeral(
                        Double.parseDouble(token.text()), token.text().indexOf('.') < 0, token.span());
            }
            case COUNT -> {
                take();
                return new Syntax.Count(token.text(), token.span());
            }
            case VARIABLE -> {
                take();
                return field(token);
            }
            case WORD -> {
                if (token.isWord("true") || token.isWord("false")) {
                    take();
                    return new Syntax.Truth(token.isWord("true"), token.span());
                }
                return call();
            }
            default -> {
                return signed(token);
            }
        }
    }

    private Syntax signed(Token token) throws RuleSyntaxException {
        if (token.isSign("-")) {
            deeper();
            take();
            Syntax operand = value();
            depth--;
            Span span = token.span().to(operand.span());
            return operand instanceof Syntax.Numeral number
                    ? new Syntax.Numeral(-number.value(), number.whole(), span)
                    : new Syntax.Arithmetic("-", new Syntax.Numeral(0, true, token.span()), operand, span);
        }
        if (token.isSign("(")) {
            take();
            Syntax inner = expression();
            expectSign(")");
            return inner;
        }
        throw found("a field, a variable, a value or a function");
    }

    private Syntax field(Token variable) throws RuleSyntaxException {
        var steps = new ArrayList<Syntax.Step>();
        Span span = variable.span();
        while (peek().isSign(".") || peek().isSign("[")) {
            if (takeSign(".")) {
                Token name = expect(Kind.WORD, "the name of a field");
                steps.add(new Syntax.Step.Name(name.text()));
                span = span.to(name.span());
                continue;
            }
            take();
            Token key = peek();
            if (key.kind() == Kind.TEXT) {
                steps.add(new Syntax.Step.Key(take().text()));
            } else if (key.kind() == Kind.NUMBER
                    && key.text().length() < 7
                    && key.text().indexOf('.') < 0) {
                steps.add(new Syntax.Step.Index(Integer.parseInt(take().text())));
            } else {
                throw found("a key in quotes or a number");
            }
            span = span.to(peek().span());
            expectSign("]");
        }
        return steps.isEmpty()
                ? new Syntax.Variable(variable.text(), span)
                : new Syntax.Field(variable.text(), List.copyOf(steps), span);
    }

    private Syntax call() throws RuleSyntaxException {
        Token first = take();
        var name = new StringBuilder(first.text());
        while (peek().isSign(".") && peekAfter().kind() == Kind.WORD) {
            take();
            name.append('.').append(take().text());
        }
        if (!peek().isSign("(")) {
            Span span = first.span();
            throw new RuleSyntaxException(
                    source, span, "found " + name + ", expected a field of an event variable, a value or a function");
        }
        take();
        var arguments = new ArrayList<Syntax>();
        if (!peek().isSign(")")) {
            arguments.add(expression());
            while (takeSign(",")) {
                arguments.add(expression());
            }
        }
        Span span = first.span().to(peek().span());
        expectSign(")");
        return new Syntax.Call(name.toString().toLowerCase(Locale.ROOT), List.copyOf(arguments), false, span);
    }

    private void deeper() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw new RuleSyntaxException(source, peek().span(), "expression nested deeper than " + MAX_DEPTH);
        }
    }

    private static Span around(List<Syntax> operands) {
        return operands.get(0).span().to(operands.get(operands.size() - 1).span());
    }

    RuleSyntaxException found(String expected) {
        Token token = peek();
        String what = token.kind() == Kind.END ? "the end of the rule" : source.slice(token.span());
        return new RuleSyntaxException(source, token.span(), "found " + what + ", expected " + expected);
    }
}

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

    /** Words for when a window begins and ends. */
    static final Set<String> WINDOW_EDGES = Set.of("window_start", "window_end");

    private final SourceText source;
    private final TokenCursor tokens;
    private int depth;

    ExpressionParser(SourceText source, TokenCursor tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    Syntax expression() throws RuleSyntaxException {
        deeper();
        var operands = new ArrayList<Syntax>();
        operands.add(conjunction());
        while (tokens.takeWord("or")) {
            operands.add(conjunction());
        }
        depth--;
        return operands.size() == 1 ? operands.get(0) : new Syntax.Or(List.copyOf(operands), around(operands));
    }

    private Syntax conjunction() throws RuleSyntaxException {
        var operands = new ArrayList<Syntax>();
        operands.add(negation());
        while (tokens.takeWord("and")) {
            operands.add(negation());
        }
        return operands.size() == 1 ? operands.get(0) : new Syntax.And(List.copyOf(operands), around(operands));
    }

    private Syntax negation() throws RuleSyntaxException {
        Token sign = tokens.peek();
        if (!sign.isWord("not") && !sign.isSign("!")) {
            return comparison();
        }
        deeper();
        tokens.take();
        Syntax operand = negation();
        depth--;
        return new Syntax.Not(operand, sign.span().to(operand.span()));
    }

    private Syntax comparison() throws RuleSyntaxException {
        Token first = tokens.peek();
        if (tokens.peekAfter().isWord("of")) {
            return atLeast();
        }
        if ((first.isWord("any") || first.isWord("all")) && startsValue(tokens.peekAfter())) {
            tokens.take();
            Syntax condition = comparison();
            return new Syntax.Each(first.isWord("all"), condition, first.span().to(condition.span()));
        }
        Syntax left = sum();
        Token operator = tokens.peek();
        if (operator.kind() == Kind.SIGN && COMPARISONS.contains(operator.text())) {
            tokens.take();
            Syntax right = sum();
            boolean nocase = tokens.takeWord("nocase");
            String written = operator.text().equals("==") ? "=" : operator.text();
            return new Syntax.Compare(written, left, right, nocase, left.span().to(right.span()));
        }
        if (operator.isWord("in")) {
            tokens.take();
            String kind = "";
            if (tokens.peek().isWord("regex") || tokens.peek().isWord("cidr")) {
                kind = tokens.take().text().toLowerCase(Locale.ROOT);
            }
            if (tokens.peek().kind() != Kind.LIST) {
                throw tokens.found("a reference list such as %name");
            }
            Syntax.ListName list = list();
            boolean nocase = tokens.takeWord("nocase");
            return new Syntax.In(left, kind, list, nocase, left.span().to(list.span()));
        }
        if (operator.isWord("is")) {
            return absence(left);
        }
        if (operator.isWord("nocase") && left instanceof Syntax.Call call) {
            tokens.take();
            return new Syntax.Call(call.function(), call.arguments(), true, call.span());
        }
        return left;
    }

    /** {@code any of [a, b]}, {@code all of [a, b]} and {@code 2 of [a, b, c]}. */
    private Syntax atLeast() throws RuleSyntaxException {
        Token number = tokens.peek();
        boolean counted = number.kind() == Kind.NUMBER && number.text().matches("[1-9][0-9]{0,2}");
        if (!counted && !number.isWord("any") && !number.isWord("all")) {
            throw tokens.found("any, all or a number before of");
        }
        tokens.take();
        tokens.take();
        tokens.expectSign("[");
        var operands = new ArrayList<Syntax>();
        do {
            operands.add(expression());
        } while (tokens.takeSign(","));
        Span span = number.span().to(tokens.peek().span());
        tokens.expectSign("]");
        int least = counted ? Integer.parseInt(number.text()) : number.isWord("any") ? 1 : operands.size();
        if (least > operands.size()) {
            throw new RuleSyntaxException(
                    source, number.span(), "found " + least + " of " + operands.size() + " conditions");
        }
        return new Syntax.AtLeast(least, List.copyOf(operands), span);
    }

    private Syntax.ListName list() {
        Token list = tokens.take();
        String name = list.text();
        Span span = list.span();
        while (tokens.peek().isSign(".") && tokens.peekAfter().kind() == Kind.WORD) {
            tokens.take();
            Token column = tokens.take();
            name += "." + column.text();
            span = span.to(column.span());
        }
        return new Syntax.ListName(name, span);
    }

    /** {@code is null} and {@code is not null}: whether a field has no value other than that for nothing. */
    private Syntax absence(Syntax left) throws RuleSyntaxException {
        tokens.take();
        boolean negated = tokens.takeWord("not");
        Token empty = tokens.peek();
        if (!tokens.takeWord("null")) {
            throw tokens.found("null or not null");
        }
        Span span = left.span().to(empty.span());
        return new Syntax.Compare(negated ? "!=" : "=", left, new Syntax.Text("", empty.span()), false, span);
    }

    private static boolean startsValue(Token token) {
        return token.kind() == Kind.VARIABLE || token.kind() == Kind.WORD || token.isSign("(");
    }

    private Syntax sum() throws RuleSyntaxException {
        Syntax left = product();
        int before = depth;
        while (tokens.peek().isSign("+") || tokens.peek().isSign("-")) {
            deeper();
            String operator = tokens.take().text();
            Syntax right = product();
            left = new Syntax.Arithmetic(operator, left, right, left.span().to(right.span()));
        }
        depth = before;
        return left;
    }

    private Syntax product() throws RuleSyntaxException {
        Syntax left = value();
        int before = depth;
        while (tokens.peek().isSign("*")
                || tokens.peek().isSign("/")
                || tokens.peek().isSign("%")) {
            deeper();
            String operator = tokens.take().text();
            Syntax right = value();
            left = new Syntax.Arithmetic(operator, left, right, left.span().to(right.span()));
        }
        depth = before;
        return left;
    }

    private Syntax value() throws RuleSyntaxException {
        Token token = tokens.peek();
        switch (token.kind()) {
            case TEXT -> {
                tokens.take();
                return new Syntax.Text(token.text(), token.span());
            }
            case REGEX -> {
                tokens.take();
                return new Syntax.Regex(token.text(), token.span());
            }
            case NUMBER -> {
                tokens.take();
                return new Syntax.Numeral(
                        Double.parseDouble(token.text()), token.text().indexOf('.') < 0, token.span());
            }
            case COUNT -> {
                tokens.take();
                return new Syntax.Count(token.text(), token.span());
            }
            case LIST -> {
                return list();
            }
            case VARIABLE -> {
                tokens.take();
                return field(token);
            }
            case WORD -> {
                if (token.isWord("true") || token.isWord("false")) {
                    tokens.take();
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
            tokens.take();
            Syntax operand = value();
            depth--;
            Span span = token.span().to(operand.span());
            return operand instanceof Syntax.Numeral number
                    ? new Syntax.Numeral(-number.value(), number.whole(), span)
                    : new Syntax.Arithmetic("-", new Syntax.Numeral(0, true, token.span()), operand, span);
        }
        if (token.isSign("(")) {
            tokens.take();
            Syntax inner = expression();
            tokens.expectSign(")");
            return inner;
        }
        throw tokens.found("a field, a variable, a value or a function");
    }

    private Syntax field(Token variable) throws RuleSyntaxException {
        var steps = new ArrayList<Syntax.Step>();
        Span span = variable.span();
        while (tokens.peek().isSign(".") || tokens.peek().isSign("[")) {
            if (tokens.takeSign(".")) {
                Token name = tokens.expect(Kind.WORD, "the name of a field");
                steps.add(new Syntax.Step.Name(name.text()));
                span = span.to(name.span());
                continue;
            }
            tokens.take();
            Token key = tokens.peek();
            if (key.kind() == Kind.TEXT) {
                steps.add(new Syntax.Step.Key(tokens.take().text()));
            } else if (key.kind() == Kind.NUMBER
                    && key.text().length() < 7
                    && key.text().indexOf('.') < 0) {
                steps.add(new Syntax.Step.Index(Integer.parseInt(tokens.take().text())));
            } else {
                throw tokens.found("a key in quotes or a number");
            }
            span = span.to(tokens.peek().span());
            tokens.expectSign("]");
        }
        return steps.isEmpty()
                ? new Syntax.Variable(variable.text(), span)
                : new Syntax.Field(variable.text(), List.copyOf(steps), span);
    }

    private Syntax call() throws RuleSyntaxException {
        Token first = tokens.take();
        var name = new StringBuilder(first.text());
        while (tokens.peek().isSign(".") && tokens.peekAfter().kind() == Kind.WORD) {
            tokens.take();
            name.append('.').append(tokens.take().text());
        }
        if (!tokens.peek().isSign("(")) {
            Span span = first.span();
            if (WINDOW_EDGES.contains(name.toString())) {
                return new Syntax.Call(name.toString(), List.of(), false, span);
            }
            throw new RuleSyntaxException(
                    source, span, "found " + name + ", expected a field of an event variable, a value or a function");
        }
        tokens.take();
        var arguments = new ArrayList<Syntax>();
        if (!tokens.peek().isSign(")")) {
            arguments.add(argument());
            while (tokens.takeSign(",")) {
                arguments.add(argument());
            }
        }
        Span span = first.span().to(tokens.peek().span());
        tokens.expectSign(")");
        return new Syntax.Call(name.toString().toLowerCase(Locale.ROOT), List.copyOf(arguments), false, span);
    }

    /** An argument, which may be written behind its name, as {@code window:30d} and {@code principal.ip:$ip} are. */
    private Syntax argument() throws RuleSyntaxException {
        int start = tokens.place();
        Token first = tokens.peek();
        if (first.kind() == Kind.WORD) {
            Span span = tokens.take().span();
            while (tokens.peek().isSign(".") && tokens.peekAfter().kind() == Kind.WORD) {
                tokens.take();
                span = span.to(tokens.take().span());
            }
            if (tokens.takeSign(":")) {
                Token value = tokens.peek();
                boolean written = value.kind() == Kind.DURATION || value.kind() == Kind.WORD;
                Syntax named = written ? new Syntax.Text(tokens.take().text(), value.span()) : value();
                return new Syntax.Named(source.slice(span), named, span.to(named.span()));
            }
            tokens.backTo(start);
        }
        return expression();
    }

    private void deeper() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw new RuleSyntaxException(source, tokens.peek().span(), "expression nested deeper than " + MAX_DEPTH);
        }
    }

    private static Span around(List<Syntax> operands) {
        return operands.get(0).span().to(operands.get(operands.size() - 1).span());
    }
}

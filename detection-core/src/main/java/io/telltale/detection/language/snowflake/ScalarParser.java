package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Parses expressions. From loose to tight: {@code OR}; {@code AND}; {@code NOT}; comparisons and tests; {@code ||};
 * {@code +} and {@code -}; {@code *}, {@code /} and {@code %}; signs; casts; paths.
 */
final class ScalarParser {
    private static final int LONGEST_CHAIN = 500;
    private static final Set<String> COMPARISONS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");

    private final Tokens tokens;
    private final QueryParser queries;
    private final CallParser calls;

    ScalarParser(Tokens tokens, QueryParser queries) {
        this.tokens = tokens;
        this.queries = queries;
        this.calls = new CallParser(tokens, queries, this);
    }

    Scalar scalar() throws RuleSyntaxException {
        tokens.enter();
        Scalar result = connective(true);
        tokens.leave();
        return result;
    }

    /** A call of a function, as it stands in {@code FROM}. */
    Syntax.Call call() throws RuleSyntaxException {
        Identifier name = tokens.name();
        if (calls.call(name) instanceof Syntax.Call call) {
            return call;
        }
        throw tokens.unexpected("a table function");
    }

    private Scalar connective(boolean any) throws RuleSyntaxException {
        Span start = tokens.peek().span();
        var operands = new ArrayList<Scalar>();
        do {
            operands.add(any ? connective(false) : not());
        } while (tokens.accept(any ? "OR" : "AND"));
        return operands.size() == 1
                ? operands.get(0)
                : new Syntax.Connective(any, List.copyOf(operands), tokens.from(start));
    }

    private Scalar not() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        if (!tokens.accept("NOT")) {
            return comparison();
        }
        tokens.enter();
        Scalar operand = not();
        tokens.leave();
        return new Syntax.Not(operand, tokens.from(start));
    }

    private Scalar comparison() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        Scalar left = concatenation();
        for (int i = 0; ; i++) {
            bound(i);
            Token token = tokens.peek();
            if (token.is(Token.Kind.SYMBOL) && COMPARISONS.contains(token.text())) {
                tokens.next();
                String operator = token.text().equals("<>") ? "!=" : token.text();
                if ((tokens.sees("ANY") || tokens.sees("ALL")) && tokens.peek(1).says("(")) {
                    String word = tokens.next().text().toUpperCase(Locale.ROOT);
                    tokens.skipBrackets();
                    left = new Syntax.UnknownScalar("operator " + operator + " " + word, tokens.from(start));
                } else {
                    left = new Syntax.Binary(operator, left, concatenation(), tokens.from(start));
                }
                continue;
            }
            if (tokens.accept("IS")) {
                left = is(left, start);
                continue;
            }
            boolean negated = tokens.sees("NOT") && isTest(tokens.peek(1));
            if (!negated && !isTest(tokens.peek())) {
                return left;
            }
            if (negated) {
                tokens.next();
            }
            left = test(left, negated, start);
        }
    }

    private static boolean isTest(Token token) {
        return token.says("IN")
                || token.says("BETWEEN")
                || token.says("LIKE")
                || token.says("ILIKE")
                || token.says("RLIKE")
                || token.says("REGEXP");
    }

    private Scalar is(Scalar left, Span start) throws RuleSyntaxException {
        boolean negated = tokens.accept("NOT");
        if (tokens.accept("NULL")) {
            return new Syntax.IsNull(left, negated, tokens.from(start));
        }
        if (tokens.accept("TRUE") || tokens.sees("FALSE")) {
            boolean wanted = !tokens.accept("FALSE");
            return new Syntax.IsTruth(left, wanted, negated, tokens.from(start));
        }
        if (tokens.accept("DISTINCT", "FROM")) {
            return new Syntax.IsDistinct(left, concatenation(), negated, tokens.from(start));
        }
        throw tokens.unexpected("NULL, TRUE, FALSE or DISTINCT FROM");
    }

    private Scalar test(Scalar left, boolean negated, Span start) throws RuleSyntaxException {
        String word = tokens.next().text().toUpperCase(Locale.ROOT);
        if (word.equals("BETWEEN")) {
            Scalar from = concatenation();
            tokens.expect("AND");
            return new Syntax.Between(left, from, concatenation(), negated, tokens.from(start));
        }
        if (word.equals("IN")) {
            return in(left, negated, start);
        }
        String operator = word.equals("REGEXP") ? "RLIKE" : word;
        boolean all = tokens.sees("ALL", "(");
        if (all || tokens.sees("ANY", "(")) {
            tokens.next();
            tokens.expect("(");
            List<Scalar> patterns = list();
            tokens.expect(")");
            Optional<Scalar> escape = escape();
            return new Syntax.Like(operator, left, patterns, all, escape, negated, tokens.from(start));
        }
        Scalar pattern = concatenation();
        Optional<Scalar> escape = escape();
        return new Syntax.Like(operator, left, List.of(pattern), false, escape, negated, tokens.from(start));
    }

    private Optional<Scalar> escape() throws RuleSyntaxException {
        return tokens.accept("ESCAPE") ? Optional.of(concatenation()) : Optional.empty();
    }

    private Scalar in(Scalar left, boolean negated, Span start) throws RuleSyntaxException {
        if (tokens.sees("(") && queries.isAtQuery()) {
            Syntax.Query query = queries.inBrackets();
            return new Syntax.InQuery(left, query, negated, tokens.from(start));
        }
        tokens.expect("(");
        List<Scalar> values = list();
        tokens.expect(")");
        return new Syntax.In(left, values, negated, tokens.from(start));
    }

    /** Expressions with commas between them, at least one. */
    List<Scalar> list() throws RuleSyntaxException {
        var all = new ArrayList<Scalar>();
        do {
            all.add(scalar());
        } while (tokens.accept(","));
        return all;
    }

    private Scalar concatenation() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        Scalar left = sum();
        for (int i = 0; tokens.accept("||"); i++) {
            bound(i);
            left = new Syntax.Binary("||", left, sum(), tokens.from(start));
        }
        return left;
    }

    private Scalar sum() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        Scalar left = product();
        for (int i = 0; tokens.sees("+") || tokens.sees("-"); i++) {
            bound(i);
            String operator = tokens.next().text();
            left = new Syntax.Binary(operator, left, product(), tokens.from(start));
        }
        return left;
    }

    private Scalar product() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        Scalar left = signed();
        for (int i = 0; tokens.sees("*") || tokens.sees("/") || tokens.sees("%"); i++) {
            bound(i);
            String operator = tokens.next().text();
            left = new Syntax.Binary(operator, left, signed(), tokens.from(start));
        }
        return left;
    }

    private void bound(int links) throws RuleSyntaxException {
        if (links > LONGEST_CHAIN) {
            throw tokens.unexpected("fewer than " + LONGEST_CHAIN + " operators in a row");
        }
    }

    private Scalar signed() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        if (tokens.accept("+")) {
            return signed(start, false);
        }
        return tokens.accept("-") ? signed(start, true) : postfix();
    }

    private Scalar signed(Span start, boolean negative) throws RuleSyntaxException {
        tokens.enter();
        Scalar operand = signed();
        tokens.leave();
        return negative ? new Syntax.Negative(operand, tokens.from(start)) : operand;
    }

    /** A primary with what stands behind it: keys, indexes, casts. */
    private Scalar postfix() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        Scalar value = primary();
        for (int i = 0; ; i++) {
            bound(i);
            if (tokens.accept("::")) {
                value = new Syntax.Cast(value, type(), false, tokens.from(start));
            } else if (tokens.sees(":")
                    && (tokens.peek(1).isName() || tokens.peek(1).says("["))) {
                tokens.next();
                if (!tokens.sees("[")) {
                    value = key(value, start);
                }
            } else if (tokens.sees(".") && tokens.peek(1).isName() && !(value instanceof Syntax.Name)) {
                tokens.next();
                value = key(value, start);
            } else if (tokens.accept("[")) {
                Scalar step = scalar();
                tokens.expect("]");
                value = new Syntax.Path(value, step, true, tokens.from(start));
            } else {
                return value;
            }
        }
    }

    private Scalar key(Scalar base, Span start) {
        Token token = tokens.next();
        var step = new Syntax.Literal(Values.of(token.text()), token.span());
        return new Syntax.Path(base, step, false, tokens.from(start));
    }

    /** A type's name with its sizes: {@code NUMBER(38,2)}. */
    String type() throws RuleSyntaxException {
        var type = new StringBuilder(tokens.name().text().toUpperCase(Locale.ROOT));
        if (type.toString().equals("DOUBLE")) {
            tokens.accept("PRECISION");
        }
        if (tokens.accept("(")) {
            type.append('(').append(tokens.next().text());
            while (tokens.accept(",")) {
                type.append(',').append(tokens.next().text());
            }
            tokens.expect(")");
            type.append(')');
        }
        for (String word : List.of("WITH", "WITHOUT")) {
            if (tokens.sees(word, "LOCAL")
                    || (tokens.sees(word, "TIME") && tokens.peek(2).says("ZONE"))) {
                while (!tokens.sees("ZONE") && !tokens.peek().is(Token.Kind.END)) {
                    tokens.next();
                }
                tokens.expect("ZONE");
            }
        }
        return type.toString();
    }

    private Scalar primary() throws RuleSyntaxException {
        Token token = tokens.peek();
        switch (token.kind()) {
            case NUMBER -> {
                tokens.next();
                return new Syntax.Literal(number(token.text()), token.span());
            }
            case TEXT -> {
                tokens.next();
                return new Syntax.Literal(Values.of(token.text()), token.span());
            }
            case NAME, QUOTED_NAME -> {
                return named(token);
            }
            case SYMBOL -> {
                return symbol(token);
            }
            default -> throw tokens.unexpected("an expression");
        }
    }

    private static Value number(String text) {
        try {
            return text.chars().allMatch(Character::isDigit)
                    ? Values.of(Long.parseLong(text))
                    : Values.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return Values.of(Double.parseDouble(text));
        }
    }

    private Scalar symbol(Token token) throws RuleSyntaxException {
        Span start = token.span();
        if (token.says("(")) {
            if (queries.isAtQuery()) {
                return new Syntax.ScalarQuery(queries.inBrackets(), tokens.from(start));
            }
            tokens.next();
            List<Scalar> values = list();
            tokens.expect(")");
            return values.size() == 1 ? values.get(0) : new Syntax.Tuple(values, tokens.from(start));
        }
        if (token.says("[")) {
            tokens.next();
            List<Scalar> elements = tokens.sees("]") ? List.of() : list();
            tokens.expect("]");
            return new Syntax.ArrayOf(elements, tokens.from(start));
        }
        if (token.says("{")) {
            return object(start);
        }
        throw tokens.unexpected("an expression");
    }

    private Scalar object(Span start) throws RuleSyntaxException {
        tokens.next();
        var members = new ArrayList<Syntax.Argument>();
        while (!tokens.sees("}")) {
            if (!tokens.peek().is(Token.Kind.TEXT)) {
                throw tokens.unexpected("a key in quotes");
            }
            String key = tokens.next().text();
            tokens.expect(":");
            members.add(new Syntax.Argument(Optional.of(key), scalar()));
            if (!tokens.accept(",")) {
                break;
            }
        }
        tokens.expect("}");
        return new Syntax.ObjectOf(members, tokens.from(start));
    }

    private Scalar named(Token token) throws RuleSyntaxException {
        Span start = token.span();
        if (token.is(Token.Kind.NAME)) {
            Optional<Scalar> word = calls.keyword(token);
            if (word.isPresent()) {
                return word.get();
            }
            if (Tokens.isReserved(token) && !isFunctionToo(token)) {
                throw tokens.unexpected("an expression");
            }
        }
        var parts = new ArrayList<Identifier>();
        parts.add(tokens.name());
        while (tokens.sees(".") && tokens.peek(1).isName()) {
            tokens.next();
            parts.add(tokens.name());
        }
        if (tokens.sees("(")) {
            return calls.call(parts.get(parts.size() - 1));
        }
        if (parts.size() == 1 && tokens.sees("->")) {
            tokens.next();
            return new Syntax.Lambda(parts.get(0), scalar(), tokens.from(start));
        }
        return new Syntax.Name(List.copyOf(parts), tokens.from(start));
    }

    /** Words that are keywords in one place and functions in another. */
    private boolean isFunctionToo(Token token) {
        return tokens.peek(1).says("(")
                && List.of("LEFT", "RIGHT", "LIKE", "ILIKE", "RLIKE")
                        .contains(token.text().toUpperCase(Locale.ROOT));
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoSyntax.Call;
import io.telltale.detection.language.kusto.KustoSyntax.Index;
import io.telltale.detection.language.kusto.KustoSyntax.Literal;
import io.telltale.detection.language.kusto.KustoSyntax.Member;
import io.telltale.detection.language.kusto.KustoSyntax.Name;
import io.telltale.detection.language.kusto.KustoSyntax.Query;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoSyntax.Star;
import io.telltale.detection.language.kusto.KustoSyntax.ToScalar;
import io.telltale.detection.language.kusto.KustoSyntax.Unknown;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.Optional;
import java.util.Set;

/** Parses what operators stand between: literals, names, calls, and paths into them. */
final class KustoOperandParser {
    private static final Set<String> NO_OPERANDS = Set.of("and", "or", "in", "in~", "by", "has", "contains", "between");

    private final KustoTokens tokens;
    private final KustoScalarParser scalars;
    private final KustoQueryParser queries;

    KustoOperandParser(KustoTokens tokens, KustoScalarParser scalars, KustoQueryParser queries) {
        this.tokens = tokens;
        this.scalars = scalars;
        this.queries = queries;
    }

    /** An operand with the members and elements that are taken of it: {@code a.b['c'].[0][1]}. */
    Scalar path() throws RuleSyntaxException {
        Scalar target = primary();
        int links = 0;
        while (true) {
            if (tokens.peek().is(".")) {
                tokens.limitChain(++links);
                tokens.next();
                if (tokens.peek().is("[")) {
                    target = index(target);
                    continue;
                }
                KustoToken name = tokens.expectName("a property's name");
                if (tokens.peek().is("(")) {
                    tokens.skipBracketed();
                    return new Unknown("method " + name.text(), tokens.since(target.span()));
                }
                target = new Member(target, name.text(), tokens.since(target.span()));
            } else if (tokens.peek().is("[")) {
                tokens.limitChain(++links);
                target = index(target);
            } else {
                return target;
            }
        }
    }

    private Scalar index(Scalar target) throws RuleSyntaxException {
        tokens.expect("[");
        Scalar index = scalars.scalar();
        tokens.expect("]");
        Span span = tokens.since(target.span());
        boolean key = index instanceof Literal literal && literal.value() instanceof Value.Text;
        return key ? new Member(target, ((Literal) index).value().asText(), span) : new Index(target, index, span);
    }

    private Scalar primary() throws RuleSyntaxException {
        KustoToken token = tokens.peek();
        switch (token.kind()) {
            case TEXT -> {
                tokens.next();
                var text = new StringBuilder(token.value().asText());
                while (tokens.peek().kind() == Kind.TEXT) {
                    text.append(tokens.next().value().asText());
                }
                return new Literal(Values.of(text.toString()), KustoType.STRING, tokens.since(token.span()));
            }
            case NUMBER -> {
                tokens.next();
                KustoType type = token.value() instanceof Value.Int ? KustoType.LONG : KustoType.REAL;
                return new Literal(token.value(), type, token.span());
            }
            case TIMESPAN, DATETIME -> {
                tokens.next();
                KustoType type = token.kind() == Kind.TIMESPAN ? KustoType.TIMESPAN : KustoType.DATETIME;
                return new Literal(token.value(), type, token.span());
            }
            case QUOTED_NAME -> {
                tokens.next();
                return new Name(token.text(), token.span());
            }
            case NAME -> {
                return named(token);
            }
            default -> {
                if (token.is("*")) {
                    tokens.next();
                    return new Star(token.span());
                }
                if (tokens.accept("(")) {
                    Scalar inner = scalars.scalar();
                    tokens.expect(")");
                    return inner;
                }
                throw tokens.unexpected("an expression");
            }
        }
    }

    private Scalar named(KustoToken token) throws RuleSyntaxException {
        tokens.next();
        String name = token.text();
        if (!tokens.peek().is("(")) {
            if (NO_OPERANDS.contains(name)) {
                throw tokens.error(token.span(), "found '" + name + "', expected an expression");
            }
            boolean truth = name.equals("true") || name.equals("false");
            return truth
                    ? new Literal(Values.of(name.equals("true")), KustoType.BOOL, token.span())
                    : new Name(name, token.span());
        }
        if (name.equals("dynamic")) {
            tokens.next();
            Value value = new KustoJsonParser(tokens).value();
            tokens.expect(")");
            return new Literal(value, KustoType.DYNAMIC, tokens.since(token.span()));
        }
        Optional<KustoType> typed = KustoType.named(name);
        if (typed.isPresent()) {
            return new Literal(typed(typed.get()), typed.get(), tokens.since(token.span()));
        }
        if (name.equals("typeof")) {
            tokens.next();
            KustoType type = queries.type();
            tokens.expect(")");
            return new KustoSyntax.TypeOf(type, tokens.since(token.span()));
        }
        if (name.equals("toscalar")) {
            tokens.next();
            if (!queries.isQuery() && !tokens.peek(1).is(")")) {
                Scalar alone = scalars.scalar();
                tokens.expect(")");
                return alone;
            }
            if (tokens.peek().kind() != Kind.NAME && tokens.peek(1).is(")")) {
                Scalar alone = scalars.scalar();
                tokens.expect(")");
                return alone;
            }
            Query query = queries.query();
            tokens.expect(")");
            return new ToScalar(query, tokens.since(token.span()));
        }
        if (name.equals("materialize")) {
            tokens.skipBracketed();
            return new Unknown("a query as a scalar", tokens.since(token.span()));
        }
        tokens.next();
        return new Call(name, scalars.arguments(), tokens.since(token.span()));
    }

    /** What stands in the parentheses of {@code long(…)}, {@code bool(…)} and their like. */
    private Value typed(KustoType type) throws RuleSyntaxException {
        tokens.expect("(");
        boolean minus = tokens.accept("-");
        if (!minus) {
            tokens.accept("+");
        }
        KustoToken inside = tokens.peek();
        tokens.next();
        tokens.expect(")");
        if (inside.is("null")) {
            return Values.NULL;
        }
        if (type == KustoType.BOOL && (inside.is("true") || inside.is("false"))) {
            return Values.of(inside.is("true"));
        }
        if (type == KustoType.BOOL && inside.value() instanceof Value.Int number) {
            return Values.of(number.value() != 0);
        }
        if (type == KustoType.STRING && inside.kind() == Kind.TEXT) {
            return inside.value();
        }
        if (type == KustoType.REAL && inside.is("nan")) {
            return Values.of(Double.NaN);
        }
        if (type == KustoType.REAL && inside.is("inf")) {
            return Values.of(minus ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (type.isNumber() && inside.kind() == Kind.NUMBER) {
            return minus ? KustoJsonParser.negative(inside.value()) : inside.value();
        }
        throw tokens.error(inside.span(), "found " + inside.shown() + ", expected a value of this type");
    }
}

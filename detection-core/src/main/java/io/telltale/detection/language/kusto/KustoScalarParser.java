package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoSyntax.Call;
import io.telltale.detection.language.kusto.KustoSyntax.Index;
import io.telltale.detection.language.kusto.KustoSyntax.Infix;
import io.telltale.detection.language.kusto.KustoSyntax.Listed;
import io.telltale.detection.language.kusto.KustoSyntax.Literal;
import io.telltale.detection.language.kusto.KustoSyntax.Logical;
import io.telltale.detection.language.kusto.KustoSyntax.Member;
import io.telltale.detection.language.kusto.KustoSyntax.Name;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Negated;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoSyntax.Star;
import io.telltale.detection.language.kusto.KustoSyntax.Unknown;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses scalar expressions; from the weakest: or, and, comparison, plus and minus, times and divide, sign, path. */
final class KustoScalarParser {
    private static final Set<String> COMPARISONS = Set.of(
            "==",
            "!=",
            "<>",
            "=~",
            "!~",
            "<",
            "<=",
            ">",
            ">=",
            "has",
            "!has",
            "has_cs",
            "!has_cs",
            "hasprefix",
            "!hasprefix",
            "hasprefix_cs",
            "!hasprefix_cs",
            "hassuffix",
            "!hassuffix",
            "hassuffix_cs",
            "!hassuffix_cs",
            "contains",
            "!contains",
            "contains_cs",
            "!contains_cs",
            "startswith",
            "!startswith",
            "startswith_cs",
            "!startswith_cs",
            "endswith",
            "!endswith",
            "endswith_cs",
            "!endswith_cs");
    private static final Set<String> LISTS = Set.of("in", "in~", "!in", "!in~", "has_any", "has_all");
    private static final Map<String, KustoType> TYPED = Map.of(
            "bool", KustoType.BOOL,
            "boolean", KustoType.BOOL,
            "int", KustoType.LONG,
            "long", KustoType.LONG,
            "real", KustoType.REAL,
            "double", KustoType.REAL,
            "decimal", KustoType.REAL,
            "guid", KustoType.STRING);

    private final KustoTokens tokens;

    KustoScalarParser(KustoTokens tokens) {
        this.tokens = tokens;
    }

    Scalar scalar() throws RuleSyntaxException {
        tokens.enter();
        Scalar result = logical(false);
        tokens.leave();
        return result;
    }

    private Scalar logical(boolean all) throws RuleSyntaxException {
        Scalar first = all ? comparison() : logical(true);
        String operator = all ? "and" : "or";
        if (!tokens.peek().is(operator)) {
            return first;
        }
        var operands = new ArrayList<Scalar>(List.of(first));
        while (tokens.accept(operator)) {
            operands.add(all ? comparison() : logical(true));
        }
        return new Logical(all, operands, tokens.since(first.span()));
    }

    private Scalar comparison() throws RuleSyntaxException {
        Scalar left = additive();
        KustoToken token = tokens.peek();
        String operator = token.text();
        if (token.kind() != Kind.MARK && token.kind() != Kind.NAME) {
            return left;
        }
        if (COMPARISONS.contains(operator)) {
            tokens.next();
            Scalar right = additive();
            return new Infix(operator.equals("<>") ? "!=" : operator, left, right, tokens.since(left.span()));
        }
        if (LISTS.contains(operator)) {
            tokens.next();
            return listed(operator, left);
        }
        if (operator.equals("between") || operator.equals("!between")) {
            tokens.next();
            tokens.expect("(");
            Scalar low = additive();
            tokens.expect("..");
            Scalar high = additive();
            tokens.expect(")");
            return new Listed(operator, left, List.of(low, high), tokens.since(left.span()));
        }
        if ((operator.equals("matches") || operator.equals("!matches"))
                && tokens.peek(1).is("regex")) {
            tokens.next();
            tokens.next();
            Scalar right = additive();
            return new Infix(operator + " regex", left, right, tokens.since(left.span()));
        }
        return left;
    }

    private Scalar listed(String operator, Scalar left) throws RuleSyntaxException {
        if (!tokens.peek().is("(")) {
            Scalar list = additive();
            return new Listed(operator, left, List.of(list), tokens.since(left.span()));
        }
        if (tokens.ahead("|", 1)) {
            tokens.skipBracketed();
            return new Unknown("operator " + operator + " over a query", tokens.since(left.span()));
        }
        tokens.expect("(");
        List<Scalar> items = arguments();
        if (items.isEmpty()) {
            throw tokens.error(tokens.since(left.span()), "found an empty list, expected a value");
        }
        return new Listed(operator, left, items, tokens.since(left.span()));
    }

    private Scalar additive() throws RuleSyntaxException {
        Scalar left = multiplicative();
        int links = 0;
        while (tokens.peek().is("+") || tokens.peek().is("-")) {
            tokens.limitChain(++links);
            String operator = tokens.next().text();
            Scalar right = multiplicative();
            left = new Infix(operator, left, right, tokens.since(left.span()));
        }
        return left;
    }

    private Scalar multiplicative() throws RuleSyntaxException {
        Scalar left = signed();
        int links = 0;
        while (tokens.peek().is("*") || tokens.peek().is("/") || tokens.peek().is("%")) {
            tokens.limitChain(++links);
            String operator = tokens.next().text();
            Scalar right = signed();
            left = new Infix(operator, left, right, tokens.since(left.span()));
        }
        return left;
    }

    private Scalar signed() throws RuleSyntaxException {
        KustoToken token = tokens.peek();
        if (token.is("-")) {
            tokens.enter();
            tokens.next();
            Scalar operand = signed();
            tokens.leave();
            return new Negated(operand, tokens.since(token.span()));
        }
        if (tokens.accept("+")) {
            return path();
        }
        return path();
    }

    private Scalar path() throws RuleSyntaxException {
        Scalar target = primary();
        int links = 0;
        while (true) {
            if (tokens.peek().is(".")) {
                tokens.limitChain(++links);
                tokens.next();
                KustoToken name = tokens.expectName("a property's name");
                if (tokens.peek().is("(")) {
                    tokens.skipBracketed();
                    return new Unknown("method " + name.text(), tokens.since(target.span()));
                }
                target = new Member(target, name.text(), tokens.since(target.span()));
            } else if (tokens.peek().is("[")) {
                tokens.limitChain(++links);
                tokens.next();
                Scalar index = scalar();
                tokens.expect("]");
                Span span = tokens.since(target.span());
                boolean key = index instanceof Literal literal && literal.value() instanceof Value.Text;
                target = key
                        ? new Member(target, ((Literal) index).value().asText(), span)
                        : new Index(target, index, span);
            } else {
                return target;
            }
        }
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
                    Scalar inner = scalar();
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
            return switch (name) {
                case "true", "false" -> new Literal(Values.of(name.equals("true")), KustoType.BOOL, token.span());
                case "and", "or", "in", "in~", "by", "has", "contains", "between" ->
                    throw tokens.error(token.span(), "found '" + name + "', expected an expression");
                default -> new Name(name, token.span());
            };
        }
        if (name.equals("dynamic")) {
            tokens.next();
            Value value = json();
            tokens.expect(")");
            return new Literal(value, KustoType.DYNAMIC, tokens.since(token.span()));
        }
        KustoType typed = TYPED.get(name);
        if (typed != null && tokens.peek(2).is(")")) {
            tokens.next();
            KustoToken inside = tokens.next();
            tokens.next();
            return new Literal(typed(inside, typed), typed, tokens.since(token.span()));
        }
        if (name.equals("toscalar") || name.equals("materialize")) {
            tokens.skipBracketed();
            return new Unknown("function " + name, tokens.since(token.span()));
        }
        tokens.next();
        return new Call(name, arguments(), tokens.since(token.span()));
    }

    private Value typed(KustoToken inside, KustoType type) throws RuleSyntaxException {
        if (inside.is("null")) {
            return Values.NULL;
        }
        if (type == KustoType.BOOL && (inside.is("true") || inside.is("false"))) {
            return Values.of(inside.is("true"));
        }
        if (type == KustoType.STRING && inside.kind() == Kind.TEXT) {
            return inside.value();
        }
        if (type.isNumber() && inside.kind() == Kind.NUMBER) {
            return inside.value();
        }
        throw tokens.error(inside.span(), "found " + inside.shown() + ", expected a value of this type");
    }

    /** The arguments behind an open parenthesis, and the closing one. */
    List<Scalar> arguments() throws RuleSyntaxException {
        var arguments = new ArrayList<Scalar>();
        if (tokens.accept(")")) {
            return arguments;
        }
        do {
            arguments.add(scalar());
        } while (tokens.accept(","));
        if (!tokens.accept(")")) {
            throw tokens.unexpected("',' or ')'");
        }
        return arguments;
    }

    /** {@code name = value}, or a value alone. */
    Named namedScalar() throws RuleSyntaxException {
        boolean name = tokens.peek().kind() == Kind.NAME || tokens.peek().kind() == Kind.QUOTED_NAME;
        if (name && tokens.peek(1).is("=")) {
            String text = tokens.next().text();
            tokens.next();
            return new Named(Optional.of(text), scalar());
        }
        return new Named(Optional.empty(), scalar());
    }

    private Value json() throws RuleSyntaxException {
        tokens.enter();
        KustoToken token = tokens.next();
        Value value;
        if (token.is("[")) {
            var elements = new ArrayList<Value>();
            while (!tokens.peek().is("]")) {
                elements.add(json());
                if (!tokens.accept(",")) {
                    break;
                }
            }
            tokens.expect("]");
            value = Values.listOf(elements);
        } else if (token.is("{")) {
            var members = new LinkedHashMap<String, Value>();
            while (tokens.peek().kind() == Kind.TEXT) {
                String key = tokens.next().value().asText();
                tokens.expect(":");
                members.put(key, json());
                if (!tokens.accept(",")) {
                    break;
                }
            }
            tokens.expect("}");
            value = Values.objectOf(members);
        } else if (token.kind() == Kind.QUOTED_NAME) {
            // A list of one text is cut as a name in brackets.
            value = Values.listOf(List.of(Values.of(token.text())));
        } else if (token.is("-") && tokens.peek().kind() == Kind.NUMBER) {
            Value number = tokens.next().value();
            value = number instanceof Value.Int whole
                    ? Values.of(-whole.value())
                    : Values.of(-((Value.Decimal) number).value());
        } else if (token.is("true") || token.is("false")) {
            value = Values.of(token.is("true"));
        } else if (token.is("null")) {
            value = Values.NULL;
        } else if (token.kind() == Kind.TEXT
                || token.kind() == Kind.NUMBER
                || token.kind() == Kind.DATETIME
                || token.kind() == Kind.TIMESPAN) {
            value = token.value();
        } else {
            throw tokens.error(token.span(), "found " + token.shown() + ", expected a JSON value");
        }
        tokens.leave();
        return value;
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoSyntax.Infix;
import io.telltale.detection.language.kusto.KustoSyntax.Listed;
import io.telltale.detection.language.kusto.KustoSyntax.ListedQuery;
import io.telltale.detection.language.kusto.KustoSyntax.Logical;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Negated;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
            "containscs",
            "!containscs",
            "startswith",
            "!startswith",
            "startswith_cs",
            "!startswith_cs",
            "endswith",
            "!endswith",
            "endswith_cs",
            "!endswith_cs");
    private static final Set<String> LISTS = Set.of("in", "in~", "!in", "!in~", "has_any", "has_all");
    private final KustoTokens tokens;
    private final KustoOperandParser operands;
    private final KustoQueryParser queries;

    KustoScalarParser(KustoTokens tokens, KustoQueryParser queries) {
        this.tokens = tokens;
        this.queries = queries;
        this.operands = new KustoOperandParser(tokens, this, queries);
    }

    /** The comparisons that are read, in alphabetical order; those with {@code !} are their negations. */
    static Set<String> operators() {
        var all = new TreeSet<String>(COMPARISONS);
        all.addAll(LISTS);
        all.addAll(List.of("between", "!between", "matches regex"));
        return all;
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

    /** A comparison, or an operand of {@code and} that is none. */
    Scalar comparison() throws RuleSyntaxException {
        Scalar left = additive();
        KustoToken token = tokens.peek();
        String operator = token.text();
        if (token.kind() != Kind.MARK && token.kind() != Kind.NAME) {
            return left;
        }
        if (COMPARISONS.contains(operator)) {
            tokens.next();
            Scalar right = additive();
            String named = operator.equals("<>") ? "!=" : operator.replace("containscs", "contains_cs");
            return new Infix(named, left, right, tokens.since(left.span()));
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
        tokens.expect("(");
        if (queries.isQueryInParentheses()) {
            var query = queries.query();
            tokens.expect(")");
            return new ListedQuery(operator, left, query, tokens.since(left.span()));
        }
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
        tokens.accept("+");
        return operands.path();
    }

    /** An operand alone, without operators around it. */
    Scalar operand() throws RuleSyntaxException {
        return operands.path();
    }

    /** The arguments behind an open parenthesis, and the closing one. */
    List<Scalar> arguments() throws RuleSyntaxException {
        var arguments = new ArrayList<Scalar>();
        if (tokens.accept(")")) {
            return arguments;
        }
        do {
            arguments.add(argument());
        } while (tokens.accept(","));
        if (!tokens.accept(")")) {
            throw tokens.unexpected("',' or ')'");
        }
        return arguments;
    }

    /** A value, {@code name = value}, or a query. */
    Scalar argument() throws RuleSyntaxException {
        if (queries.isTableArgument()) {
            KustoSyntax.Query query = queries.query();
            return new KustoSyntax.TableArgument(query, query.span());
        }
        if (!isName(tokens.peek()) || !tokens.peek(1).is("=")) {
            return scalar();
        }
        KustoToken name = tokens.next();
        tokens.next();
        Scalar value = argument();
        return new KustoSyntax.NamedArgument(name.text(), value, tokens.since(name.span()));
    }

    /** Values, each perhaps with a name. */
    List<Named> columns() throws RuleSyntaxException {
        var columns = new ArrayList<Named>();
        do {
            columns.add(namedScalar());
        } while (tokens.accept(","));
        return columns;
    }

    /** {@code name = value}, {@code (name, name) = value}, or a value alone. */
    Named namedScalar() throws RuleSyntaxException {
        if (isName(tokens.peek()) && tokens.peek(1).is("=")) {
            String text = tokens.next().text();
            tokens.next();
            return new Named(Optional.of(text), scalar());
        }
        if (isTuple()) {
            tokens.next();
            var names = new ArrayList<String>();
            do {
                names.add(tokens.expectName("a column").text());
            } while (tokens.accept(","));
            tokens.expect(")");
            tokens.expect("=");
            return new Named(names, scalar());
        }
        return new Named(Optional.empty(), scalar());
    }

    private boolean isTuple() {
        if (!tokens.peek().is("(")) {
            return false;
        }
        int at = 1;
        while (isName(tokens.peek(at)) && tokens.peek(at + 1).is(",")) {
            at += 2;
        }
        return isName(tokens.peek(at))
                && tokens.peek(at + 1).is(")")
                && tokens.peek(at + 2).is("=");
    }

    private static boolean isName(KustoToken token) {
        return token.kind() == Kind.NAME || token.kind() == Kind.QUOTED_NAME;
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoSyntax.Call;
import io.telltale.detection.language.kusto.KustoSyntax.Datatable;
import io.telltale.detection.language.kusto.KustoSyntax.ExternalData;
import io.telltale.detection.language.kusto.KustoSyntax.Invoked;
import io.telltale.detection.language.kusto.KustoSyntax.Nested;
import io.telltale.detection.language.kusto.KustoSyntax.Operator;
import io.telltale.detection.language.kusto.KustoSyntax.Print;
import io.telltale.detection.language.kusto.KustoSyntax.Query;
import io.telltale.detection.language.kusto.KustoSyntax.Range;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoSyntax.Source;
import io.telltale.detection.language.kusto.KustoSyntax.Table;
import io.telltale.detection.language.kusto.KustoSyntax.TypedName;
import io.telltale.detection.language.kusto.KustoSyntax.UnionOf;
import io.telltale.detection.language.kusto.KustoSyntax.UnionSource;
import io.telltale.detection.language.kusto.KustoSyntax.UnknownSource;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses queries: a source, and the tabular operators that its rows pass. */
final class KustoQueryParser {
    /** Words that make a source, and can start nothing else. */
    private static final Set<String> SOURCES = Set.of(
            "union",
            "datatable",
            "externaldata",
            "external_data",
            "materialize",
            "print",
            "range",
            "find",
            "search",
            "workspace",
            "_GetWatchlist");

    private final KustoTokens tokens;
    private final KustoScalarParser scalars;
    private final KustoOperatorParser operators;

    KustoQueryParser(KustoTokens tokens) {
        this.tokens = tokens;
        this.scalars = new KustoScalarParser(tokens, this);
        this.operators = new KustoOperatorParser(tokens, scalars, this);
    }

    KustoScalarParser scalars() {
        return scalars;
    }

    /** Whether a query stands ahead where a scalar could stand too; a name alone is taken for a query. */
    boolean isQuery() {
        KustoToken first = tokens.peek();
        if (isSourceWord(first) || tokens.ahead("|", 0)) {
            return true;
        }
        if (first.is("(")) {
            return tokens.ahead("|", 1) || isSourceWord(tokens.peek(1)) || isWrapped();
        }
        KustoToken second = tokens.peek(1);
        boolean alone = second.is(";") || second.is("}") || second.kind() == Kind.END;
        return first.kind() == Kind.NAME && alone && !first.is("true") && !first.is("false");
    }

    private boolean isWrapped() {
        int at = 0;
        while (tokens.peek(at).is("(")) {
            at++;
        }
        return at > 1 && tokens.ahead("|", at);
    }

    /** Whether a query stands behind the parenthesis that was just read, where a list of scalars could stand too. */
    boolean isQueryInParentheses() {
        return isSourceWord(tokens.peek())
                || tokens.ahead("|", 0)
                || (tokens.peek().is("(") && tokens.ahead("|", 1));
    }

    private boolean isSourceWord(KustoToken token) {
        if (token.kind() != Kind.NAME || !SOURCES.contains(token.text())) {
            return false;
        }
        // range(a, b, step) is a function too.
        return !token.is("range") || tokens.peek(1).kind() == Kind.NAME;
    }

    Query query() throws RuleSyntaxException {
        tokens.enter();
        Source source = source();
        Span start = source.span();
        var read = new ArrayList<Operator>();
        while (tokens.accept("|")) {
            Operator operator = operators.operator();
            if (operator instanceof KustoSyntax.Invoke invoke) {
                source = invoked(new Query(source, List.copyOf(read), tokens.since(start)), invoke);
                read.clear();
            } else {
                read.add(operator);
            }
        }
        tokens.leave();
        return new Query(source, read, tokens.since(start));
    }

    /** {@code rows | invoke f(…)} is a call of the function with the rows in front of its arguments. */
    private static Source invoked(Query rows, KustoSyntax.Invoke invoke) {
        var arguments = new ArrayList<Scalar>(List.of(new KustoSyntax.TableArgument(rows, rows.span())));
        arguments.addAll(invoke.call().arguments());
        var call = new Call(invoke.call().function(), arguments, invoke.span());
        return new Invoked(call, invoke.span());
    }

    private List<Operator> pipes() throws RuleSyntaxException {
        var read = new ArrayList<Operator>();
        while (tokens.accept("|")) {
            read.add(operators.operator());
        }
        return read;
    }

    /** Operators without a source in front, as in {@code mv-apply}. */
    List<Operator> operatorsOnly() throws RuleSyntaxException {
        tokens.enter();
        var read = new ArrayList<Operator>();
        read.add(operators.operator());
        read.addAll(pipes());
        tokens.leave();
        return read;
    }

    /** A source alone, as {@code join} and {@code union} take it: a name, a call, or a query in parentheses. */
    Query single() throws RuleSyntaxException {
        Source source = source();
        return new Query(source, List.of(), source.span());
    }

    private Source source() throws RuleSyntaxException {
        KustoToken token = tokens.peek();
        Span start = token.span();
        if (token.is("(") || (token.is("materialize") && tokens.peek(1).is("("))) {
            if (!token.is("(")) {
                tokens.next();
            }
            tokens.next();
            Query query = query();
            tokens.expect(")");
            return new Nested(query, tokens.since(start));
        }
        tokens.expectName("a table");
        switch (token.text()) {
            case "union" -> {
                return new UnionSource(union(), tokens.since(start));
            }
            case "datatable" -> {
                return datatable(start);
            }
            case "externaldata", "external_data" -> {
                return externalData(start);
            }
            case "print" -> {
                return new Print(scalars.columns(), tokens.since(start));
            }
            case "range" -> {
                return range(start);
            }
            case "search" -> {
                return new KustoSearchParser(tokens, scalars).source(start, this);
            }
            case "find", "workspace" -> {
                tokens.skipOperator();
                return new UnknownSource("operator " + token.text(), start);
            }
            default -> {
                return tokens.peek().is("(") ? invoked(token) : table(token);
            }
        }
    }

    /** A table's name, in which {@code *} may stand for any text. */
    private Source table(KustoToken first) {
        var name = new StringBuilder(first.text());
        Span span = first.span();
        while (tokens.peek().is("*") && tokens.peek().span().start() == span.end()) {
            name.append(tokens.next().text());
            span = tokens.since(first.span());
        }
        return new Table(name.toString(), span);
    }

    private Source invoked(KustoToken name) throws RuleSyntaxException {
        tokens.next();
        List<Scalar> arguments = scalars.arguments();
        Span span = tokens.since(name.span());
        return new Invoked(new Call(name.text(), arguments, span), span);
    }

    /** Whether the argument ahead is a query. */
    boolean isTableArgument() {
        return isPipedArgument() || isSourceWord(tokens.peek()) || isSourceInParentheses();
    }

    private boolean isSourceInParentheses() {
        return tokens.peek().is("(") && isSourceWord(tokens.peek(1));
    }

    /** Whether a {@code |} stands in the argument ahead, outside of brackets or inside those that it starts with. */
    private boolean isPipedArgument() {
        int depth = tokens.peek().is("(") ? 1 : 0;
        int open = 0;
        for (int i = 0; tokens.peek(i).kind() != Kind.END; i++) {
            KustoToken token = tokens.peek(i);
            if (token.is("|") && open <= depth) {
                return true;
            }
            open += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
            if (open < 0 || (open == 0 && token.is(","))) {
                return false;
            }
        }
        return false;
    }

    UnionOf union() throws RuleSyntaxException {
        boolean inner = false;
        boolean fuzzy = false;
        Optional<String> sourceColumn = Optional.empty();
        while (tokens.peek().kind() == Kind.NAME && isOption()) {
            String option = tokens.option();
            String value = tokens.next().text();
            inner |= option.equals("kind") && value.equals("inner");
            fuzzy |= option.equals("isfuzzy") && value.equals("true");
            if (option.equals("withsource") || option.equals("with_source")) {
                sourceColumn = Optional.of(value);
            }
        }
        var parts = new ArrayList<Query>();
        do {
            parts.add(tokens.peek().is("*") ? anyTable() : single());
        } while (tokens.accept(","));
        return new UnionOf(parts, inner, fuzzy, sourceColumn);
    }

    private Query anyTable() {
        Span span = tokens.next().span();
        return new Query(new Table("*", span), List.of(), span);
    }

    /** Whether {@code name=} or {@code name.name=} stands ahead. */
    boolean isOption() {
        return tokens.peek(1).is("=")
                || (tokens.peek(1).is(".") && tokens.peek(3).is("="));
    }

    private Source datatable(Span start) throws RuleSyntaxException {
        List<TypedName> columns = typedNames();
        tokens.expect("[");
        var values = new ArrayList<Scalar>();
        while (!tokens.peek().is("]")) {
            values.add(scalars.scalar());
            if (!tokens.accept(",")) {
                break;
            }
        }
        tokens.expect("]");
        Span span = tokens.since(start);
        if (columns.isEmpty() || values.size() % columns.size() != 0) {
            throw tokens.error(span, "found " + values.size() + " values for " + columns.size() + " columns");
        }
        return new Datatable(columns, values, span);
    }

    /** A type's name. */
    KustoType type() throws RuleSyntaxException {
        return operators.type();
    }

    private Source externalData(Span start) throws RuleSyntaxException {
        List<TypedName> columns = typedNames();
        // A single text in brackets is cut as a name in brackets.
        var places = new ArrayList<String>();
        if (tokens.peek().kind() == Kind.QUOTED_NAME) {
            places.add(tokens.next().text());
        } else {
            tokens.expect("[");
            while (!tokens.peek().is("]")) {
                places.add(tokens.next().value().asText());
                tokens.accept(",");
                if (tokens.peek().kind() == Kind.END) {
                    throw tokens.unexpected("']'");
                }
            }
            tokens.expect("]");
        }
        boolean skipFirst = false;
        if (tokens.accept("with")) {
            tokens.expect("(");
            while (!tokens.peek().is(")")) {
                String option = tokens.option();
                String value = tokens.next().text();
                skipFirst |= option.equals("ignoreFirstRecord") && value.equals("true");
                if (!tokens.accept(",")) {
                    break;
                }
            }
            tokens.expect(")");
        }
        return new ExternalData(columns, places, skipFirst, tokens.since(start));
    }

    List<TypedName> typedNames() throws RuleSyntaxException {
        tokens.expect("(");
        var columns = new ArrayList<TypedName>();
        if (tokens.accept("*")) {
            tokens.accept(",");
        }
        while (!tokens.peek().is(")")) {
            String name = tokens.expectName("a column").text();
            tokens.expect(":");
            columns.add(new TypedName(name, operators.type()));
            if (!tokens.accept(",")) {
                break;
            }
        }
        tokens.expect(")");
        return columns;
    }

    private Source range(Span start) throws RuleSyntaxException {
        String name = tokens.expectName("a column").text();
        tokens.expect("from");
        Scalar from = scalars.scalar();
        tokens.expect("to");
        Scalar to = scalars.scalar();
        tokens.expect("step");
        return new Range(name, from, to, scalars.scalar(), tokens.since(start));
    }
}

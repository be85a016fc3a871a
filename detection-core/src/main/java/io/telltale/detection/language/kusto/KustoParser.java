package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoSyntax.*;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses a query: {@code let} statements, a source, and the tabular operators that its rows pass. */
final class KustoParser {
    /** Operators that are known and have no meaning here yet. */
    private static final Set<String> KNOWN = Set.of(
            "as",
            "consume",
            "evaluate",
            "facet",
            "fork",
            "getschema",
            "invoke",
            "join",
            "lookup",
            "make-graph",
            "make-series",
            "mv-apply",
            "parse",
            "parse-kv",
            "parse-where",
            "partition",
            "print",
            "reduce",
            "render",
            "sample",
            "sample-distinct",
            "scan",
            "search",
            "serialize",
            "top-hitters",
            "top-nested",
            "union");

    private static final Set<String> SOURCES = Set.of(
            "union", "datatable", "externaldata", "external_data", "print", "range", "find", "search", "workspace");

    private final KustoTokens tokens;
    private final KustoScalarParser scalars;

    private KustoParser(SourceText source) throws RuleSyntaxException {
        this.tokens = new KustoTokens(source);
        this.scalars = new KustoScalarParser(tokens);
    }

    static Program parse(SourceText source) throws RuleSyntaxException {
        return new KustoParser(source).program();
    }

    private Program program() throws RuleSyntaxException {
        var lets = new ArrayList<Let>();
        while (true) {
            if (tokens.accept(";")) {
                continue;
            }
            if (tokens.peek().is("set") && tokens.peek(1).kind() == Kind.NAME) {
                tokens.skipOperator();
                continue;
            }
            if (!tokens.peek().is("let")) {
                break;
            }
            lets.add(let());
            tokens.expect(";");
        }
        Query query = query();
        boolean ended = false;
        while (tokens.accept(";")) {
            ended = true;
        }
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.unexpected(ended ? "the end" : "'|' or the end");
        }
        return new Program(lets, query);
    }

    private Let let() throws RuleSyntaxException {
        Span start = tokens.next().span();
        String name = tokens.expectName("a name").text();
        tokens.expect("=");
        if (tokens.peek().is("(") && isFunction()) {
            tokens.skipBracketed();
            tokens.skipBracketed();
            return let(name, "let with a function", start);
        }
        if (tokens.peek().is("view")) {
            tokens.skipOperator();
            return let(name, "let with a view", start);
        }
        boolean alone = tokens.peek().kind() == Kind.NAME
                && tokens.peek(1).is(";")
                && !tokens.peek().is("true")
                && !tokens.peek().is("false");
        boolean wrapped = tokens.peek().is("materialize") && tokens.peek(1).is("(");
        boolean tabular = alone
                || wrapped
                || tokens.ahead("|", 0)
                || (tokens.peek().is("(") && tokens.ahead("|", 1))
                || (SOURCES.contains(tokens.peek().text()) && tokens.peek().kind() == Kind.NAME);
        if (tabular) {
            Query query = query();
            return new Let(name, Optional.empty(), Optional.of(query), Optional.empty(), tokens.since(start));
        }
        Scalar scalar = scalars.scalar();
        return new Let(name, Optional.of(scalar), Optional.empty(), Optional.empty(), tokens.since(start));
    }

    private Let let(String name, String unknown, Span start) {
        return new Let(name, Optional.empty(), Optional.empty(), Optional.of(unknown), tokens.since(start));
    }

    /** Whether the parentheses ahead are parameters: a body in braces follows. */
    private boolean isFunction() {
        int open = 0;
        for (int i = 0; tokens.peek(i).kind() != Kind.END; i++) {
            KustoToken token = tokens.peek(i);
            open += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (open == 0) {
                return tokens.peek(i + 1).is("{");
            }
        }
        return false;
    }

    private Query query() throws RuleSyntaxException {
        tokens.enter();
        Source source = source();
        var operators = new ArrayList<Operator>();
        while (tokens.accept("|")) {
            operators.add(operator());
        }
        tokens.leave();
        return new Query(source, operators, tokens.since(source.span()));
    }

    private Source source() throws RuleSyntaxException {
        KustoToken token = tokens.peek();
        if (token.is("(")) {
            tokens.next();
            Query query = query();
            tokens.expect(")");
            return new Nested(query, tokens.since(token.span()));
        }
        if (token.is("materialize") && tokens.peek(1).is("(")) {
            tokens.next();
            tokens.next();
            Query query = query();
            tokens.expect(")");
            return new Nested(query, tokens.since(token.span()));
        }
        tokens.expectName("a table");
        if (SOURCES.contains(token.text())) {
            tokens.skipOperator();
            return new UnknownSource("operator " + token.text(), token.span());
        }
        if (tokens.peek().is("(")) {
            tokens.skipBracketed();
            return new UnknownSource("function " + token.text(), tokens.since(token.span()));
        }
        return new Table(token.text(), token.span());
    }

    private Operator operator() throws RuleSyntaxException {
        KustoToken first = tokens.expectName("an operator");
        var name = new StringBuilder(first.text());
        Span end = first.span();
        while (tokens.peek().is("-")
                && tokens.peek().span().start() == end.end()
                && tokens.peek(1).kind() == Kind.NAME
                && tokens.peek(1).span().start() == end.end() + 1) {
            tokens.next();
            KustoToken part = tokens.next();
            name.append('-').append(part.text());
            end = part.span();
        }
        Span start = first.span();
        return switch (name.toString()) {
            case "where", "filter" -> new Where(scalars.scalar(), tokens.since(start));
            case "extend" -> new Extend(columns(), tokens.since(start));
            case "project" -> new Project(columns(), tokens.since(start));
            case "project-away" -> new Choose(false, patterns(), tokens.since(start));
            case "project-keep" -> new Choose(true, patterns(), tokens.since(start));
            case "project-rename" -> new Rename(columns(), tokens.since(start));
            case "project-reorder" -> {
                tokens.skipOperator();
                yield new Reorder(tokens.since(start));
            }
            case "summarize" -> summarize(start);
            case "distinct" -> {
                var columns = new ArrayList<Scalar>();
                do {
                    columns.add(scalars.scalar());
                } while (tokens.accept(","));
                yield new Distinct(columns, tokens.since(start));
            }
            case "sort", "order" -> {
                tokens.expect("by");
                var orders = new ArrayList<Order>();
                do {
                    orders.add(order());
                } while (tokens.accept(","));
                yield new Sort(orders, tokens.since(start));
            }
            case "top" -> {
                Scalar rows = scalars.scalar();
                tokens.expect("by");
                yield new Top(rows, order(), tokens.since(start));
            }
            case "take", "limit" -> new Take(scalars.scalar(), tokens.since(start));
            case "count" -> new Count(tokens.since(start));
            case "mv-expand", "mvexpand" -> mvExpand(start);
            default -> {
                if (!KNOWN.contains(name.toString())) {
                    throw tokens.error(start.to(end), "found '" + name + "', expected an operator");
                }
                tokens.skipOperator();
                yield new UnknownOperator(name.toString(), start.to(end));
            }
        };
    }

    private List<Named> columns() throws RuleSyntaxException {
        var columns = new ArrayList<Named>();
        do {
            columns.add(scalars.namedScalar());
        } while (tokens.accept(","));
        return columns;
    }

    /** Names in which {@code *} stands for any text. */
    private List<String> patterns() throws RuleSyntaxException {
        var patterns = new ArrayList<String>();
        do {
            var pattern = new StringBuilder();
            int end = tokens.peek().span().start();
            while ((tokens.peek().kind() == Kind.NAME
                            || tokens.peek().kind() == Kind.QUOTED_NAME
                            || tokens.peek().is("*"))
                    && (pattern.length() == 0 || tokens.peek().span().start() == end)) {
                end = tokens.peek().span().end();
                pattern.append(tokens.next().text());
            }
            if (pattern.length() == 0) {
                throw tokens.unexpected("a column");
            }
            patterns.add(pattern.toString());
        } while (tokens.accept(","));
        return patterns;
    }

    private Operator summarize(Span start) throws RuleSyntaxException {
        List<Named> aggregates = tokens.peek().is("by") ? List.of() : columns();
        List<Named> keys = tokens.accept("by") ? columns() : List.of();
        if (aggregates.isEmpty() && keys.isEmpty()) {
            throw tokens.unexpected("an aggregate");
        }
        return new Summarize(aggregates, keys, tokens.since(start));
    }

    private Order order() throws RuleSyntaxException {
        Scalar key = scalars.scalar();
        boolean ascending = tokens.accept("asc");
        if (!ascending) {
            tokens.accept("desc");
        }
        boolean nullsLast = !ascending;
        if (tokens.accept("nulls")) {
            nullsLast = tokens.accept("last");
            if (!nullsLast) {
                tokens.expect("first");
            }
        }
        return new Order(key, !ascending, nullsLast);
    }

    private Operator mvExpand(Span start) throws RuleSyntaxException {
        while (tokens.peek().kind() == Kind.NAME
                && tokens.peek(1).is("=")
                && Set.of("kind", "bagexpansion", "with_itemindex")
                        .contains(tokens.peek().text())) {
            String option = tokens.next().text();
            tokens.next();
            String value = tokens.expectName("a name").text();
            if (option.equals("with_itemindex") || value.equals("array")) {
                tokens.skipOperator();
                return new UnknownOperator("mv-expand " + option, start);
            }
        }
        var columns = new ArrayList<Named>();
        var types = new ArrayList<KustoType>();
        do {
            columns.add(scalars.namedScalar());
            types.add(tokens.accept("to") ? typeof() : KustoType.DYNAMIC);
        } while (tokens.accept(","));
        Optional<Long> limit = Optional.empty();
        if (tokens.accept("limit")) {
            KustoToken rows = tokens.next();
            if (!(rows.value() instanceof io.telltale.detection.ir.Value.Int number)) {
                throw tokens.error(rows.span(), "found " + rows.shown() + ", expected a number");
            }
            limit = Optional.of(number.value());
        }
        return new MvExpand(columns, types, limit, tokens.since(start));
    }

    private KustoType typeof() throws RuleSyntaxException {
        tokens.expect("typeof");
        tokens.expect("(");
        KustoToken type = tokens.expectName("a type");
        tokens.expect(")");
        return switch (type.text()) {
            case "string" -> KustoType.STRING;
            case "bool", "boolean" -> KustoType.BOOL;
            case "int", "long" -> KustoType.LONG;
            case "real", "double" -> KustoType.REAL;
            case "dynamic" -> KustoType.DYNAMIC;
            default -> throw tokens.error(type.span(), "found " + type.shown() + ", expected a type");
        };
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.language.kusto.KustoSyntax.Expansion;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Operator;
import io.telltale.detection.language.kusto.KustoSyntax.Order;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses one tabular operator, behind its {@code |}. */
final class KustoOperatorParser {
    private static final Set<String> JOIN_KINDS = Set.of(
            "innerunique",
            "inner",
            "leftouter",
            "rightouter",
            "fullouter",
            "leftsemi",
            "rightsemi",
            "leftanti",
            "anti",
            "leftantisemi",
            "rightanti",
            "rightantisemi");

    private final KustoTokens tokens;
    private final KustoScalarParser scalars;
    private final KustoQueryParser queries;
    private final KustoGroupingParser grouping;
    private final KustoCutParser texts;

    KustoOperatorParser(KustoTokens tokens, KustoScalarParser scalars, KustoQueryParser queries) {
        this.tokens = tokens;
        this.scalars = scalars;
        this.queries = queries;
        this.grouping = new KustoGroupingParser(tokens, scalars, queries);
        this.texts = new KustoCutParser(tokens, scalars, queries);
    }

    Operator operator() throws RuleSyntaxException {
        KustoToken first = tokens.expectName("an operator");
        Span start = first.span();
        String name = name(first);
        Span end = tokens.since(start);
        return switch (name) {
            case "where", "filter" -> new KustoSyntax.Where(scalars.scalar(), tokens.since(start));
            case "extend" -> new KustoSyntax.Extend(columns(), tokens.since(start));
            case "serialize" ->
                new KustoSyntax.Extend(tokens.atOperatorEnd() ? List.of() : columns(), tokens.since(start));
            case "project" -> new KustoSyntax.Project(columns(), tokens.since(start));
            case "project-away" -> new KustoSyntax.Choose(false, patterns(), tokens.since(start));
            case "project-keep" -> new KustoSyntax.Choose(true, patterns(), tokens.since(start));
            case "project-rename" -> new KustoSyntax.Rename(columns(), tokens.since(start));
            case "project-reorder" -> new KustoSyntax.Reorder(places(), tokens.since(start));
            case "render" -> {
                tokens.skipOperator();
                yield new KustoSyntax.Unchanged(tokens.since(start));
            }
            case "summarize" -> grouping.summarize(start);
            case "make-series" -> grouping.makeSeries(start);
            case "distinct" -> new KustoSyntax.Distinct(columns(), tokens.since(start));
            case "top-nested" -> grouping.topNested(start);
            case "partition" -> partition(start);
            case "top-hitters" -> grouping.topHitters(start);
            case "sample-distinct" -> grouping.sampleDistinct(start);
            case "search" -> new KustoSearchParser(tokens, scalars).search(start);
            case "scan" -> new KustoScanParser(tokens, scalars, queries).scan(start);
            case "sort", "order" -> sort(start);
            case "top" -> {
                Scalar rows = scalars.scalar();
                tokens.expect("by");
                yield new KustoSyntax.Top(rows, order(), tokens.since(start));
            }
            // Any rows will do for a sample; here the first are taken.
            case "take", "limit", "sample" -> new KustoSyntax.Take(scalars.scalar(), tokens.since(start));
            case "count" -> {
                String column =
                        tokens.accept("as") ? tokens.expectName("a column").text() : "Count";
                yield new KustoSyntax.Count(column, tokens.since(start));
            }
            case "mv-expand" -> new KustoSyntax.MvExpand(expansion(Optional.empty()), tokens.since(start));
            // The older form takes 128 rows at the most where it is not told otherwise.
            case "mvexpand" -> new KustoSyntax.MvExpand(expansion(Optional.of(128L)), tokens.since(start));
            case "mv-apply", "mvapply" -> mvApply(start);
            case "join" -> join(start, false);
            case "lookup" -> join(start, true);
            case "union" -> new KustoSyntax.Union(queries.union(), tokens.since(start));
            case "parse", "parse-where" -> texts.parse(start, name.equals("parse-where"));
            case "parse-kv" -> texts.parseKv(start);
            case "evaluate" -> evaluate(start);
            case "invoke" -> {
                KustoToken function = tokens.expectName("a function");
                tokens.expect("(");
                var call = new KustoSyntax.Call(function.text(), scalars.arguments(), tokens.since(start));
                yield new KustoSyntax.Invoke(call, tokens.since(start));
            }
            case "as" -> {
                skipOptions();
                yield new KustoSyntax.As(tokens.expectName("a name").text(), tokens.since(start));
            }
            default -> {
                if (!KustoOperators.KNOWN.contains(name)) {
                    throw tokens.error(start.to(end), "found '" + name + "', expected an operator");
                }
                tokens.skipOperator();
                yield new KustoSyntax.UnknownOperator(name, start.to(end));
            }
        };
    }

    /** An operator's name, whose parts hyphens join without blanks. */
    private String name(KustoToken first) {
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
        return name.toString();
    }

    private List<Named> columns() throws RuleSyntaxException {
        return scalars.columns();
    }

    /** Names in which {@code *} stands for any text. */
    private List<String> patterns() throws RuleSyntaxException {
        var patterns = new ArrayList<String>();
        do {
            patterns.add(pattern());
        } while (tokens.accept(","));
        return patterns;
    }

    private String pattern() throws RuleSyntaxException {
        var pattern = new StringBuilder();
        int end = tokens.peek().span().start();
        while ((tokens.peek().kind() == Kind.NAME
                        || tokens.peek().kind() == Kind.QUOTED_NAME
                        || tokens.peek().is("*"))
                && tokens.peek().span().start() == end) {
            end = tokens.peek().span().end();
            pattern.append(tokens.next().text());
        }
        if (pattern.length() == 0) {
            throw tokens.unexpected("a column");
        }
        return pattern.toString();
    }

    private List<KustoSyntax.Place> places() throws RuleSyntaxException {
        var places = new ArrayList<KustoSyntax.Place>();
        do {
            String pattern = pattern();
            Optional<String> order = Optional.empty();
            if (tokens.peek().kind() == Kind.NAME) {
                KustoToken first = tokens.next();
                order = Optional.of(name(first));
                if (!Set.of("asc", "desc", "granny-asc", "granny-desc").contains(order.get())) {
                    throw tokens.error(first.span(), "found '" + order.get() + "', expected an order");
                }
            }
            places.add(new KustoSyntax.Place(pattern, order));
        } while (tokens.accept(","));
        return places;
    }

    private Operator sort(Span start) throws RuleSyntaxException {
        skipOptions();
        tokens.expect("by");
        var orders = new ArrayList<Order>();
        do {
            orders.add(order());
        } while (tokens.accept(","));
        return new KustoSyntax.Sort(orders, tokens.since(start));
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

    private Expansion expansion(Optional<Long> mostOtherwise) throws RuleSyntaxException {
        Optional<String> index = Optional.empty();
        boolean pairs = false;
        while (tokens.peek().kind() == Kind.NAME
                && tokens.peek(1).is("=")
                && Set.of("kind", "bagexpansion", "with_itemindex")
                        .contains(tokens.peek().text())) {
            String option = tokens.option();
            String value = tokens.expectName("a name").text();
            if (option.equals("with_itemindex")) {
                index = Optional.of(value);
            } else {
                pairs = value.equals("array");
            }
        }
        var columns = new ArrayList<Named>();
        var types = new ArrayList<KustoType>();
        do {
            columns.add(scalars.namedScalar());
            types.add(tokens.accept("to") ? typeof() : KustoType.DYNAMIC);
        } while (tokens.accept(","));
        Optional<Long> limit = mostOtherwise;
        if (tokens.accept("limit")) {
            KustoToken rows = tokens.next();
            if (!(rows.value() instanceof Value.Int number)) {
                throw tokens.error(rows.span(), "found " + rows.shown() + ", expected a number");
            }
            limit = Optional.of(number.value());
        }
        return new Expansion(columns, types, index, pairs, limit);
    }

    private KustoType typeof() throws RuleSyntaxException {
        tokens.expect("typeof");
        tokens.expect("(");
        KustoType type = type();
        tokens.expect(")");
        return type;
    }

    KustoType type() throws RuleSyntaxException {
        KustoToken type = tokens.expectName("a type");
        return KustoType.named(type.text())
                .orElseThrow(() -> tokens.error(type.span(), "found " + type.shown() + ", expected a type"));
    }

    private Operator mvApply(Span start) throws RuleSyntaxException {
        Expansion expansion = expansion(Optional.empty());
        tokens.expect("on");
        tokens.expect("(");
        List<Operator> operators = queries.operatorsOnly();
        tokens.expect(")");
        return new KustoSyntax.MvApply(expansion, operators, tokens.since(start));
    }

    private Operator partition(Span start) throws RuleSyntaxException {
        skipOptions();
        tokens.expect("by");
        KustoToken name = tokens.expectName("a column");
        var column = new KustoSyntax.Name(name.text(), name.span());
        if (tokens.peek().is("{")) {
            tokens.skipBracketed();
            return new KustoSyntax.UnknownOperator("partition with a source of its own", tokens.since(start));
        }
        tokens.expect("(");
        List<Operator> operators = queries.operatorsOnly();
        tokens.expect(")");
        return new KustoSyntax.Partition(column, operators, tokens.since(start));
    }

    private void skipOptions() throws RuleSyntaxException {
        while (tokens.peek().kind() == Kind.NAME && queries.isOption()) {
            tokens.option();
            tokens.next();
        }
    }

    private Operator join(Span start, boolean lookup) throws RuleSyntaxException {
        String kind = lookup ? "leftouter" : "innerunique";
        while (tokens.peek().kind() == Kind.NAME && queries.isOption()) {
            String option = tokens.option();
            KustoToken value = tokens.next();
            if (option.equals("kind")) {
                kind = value.text();
                boolean known = lookup ? Set.of("leftouter", "inner").contains(kind) : JOIN_KINDS.contains(kind);
                if (!known) {
                    throw tokens.error(value.span(), "found " + value.shown() + ", expected a kind of join");
                }
            }
        }
        KustoSyntax.Query right = queries.single();
        var conditions = new ArrayList<Scalar>();
        tokens.expect("on");
        do {
            conditions.add(scalars.scalar());
        } while (tokens.accept(","));
        return new KustoSyntax.Join(kind, right, conditions, lookup, tokens.since(start));
    }

    private Operator evaluate(Span start) throws RuleSyntaxException {
        skipOptions();
        KustoToken name = tokens.expectName("a plugin");
        tokens.expect("(");
        List<Scalar> arguments = scalars.arguments();
        var call = new KustoSyntax.Call(name.text(), arguments, tokens.since(name.span()));
        Optional<KustoSyntax.Schema> schema = Optional.empty();
        if (tokens.accept(":")) {
            boolean all = tokens.peek().is("(") && tokens.peek(1).is("*");
            schema = Optional.of(new KustoSyntax.Schema(all, queries.typedNames()));
        }
        return new KustoSyntax.Evaluate(call, schema, tokens.since(start));
    }
}

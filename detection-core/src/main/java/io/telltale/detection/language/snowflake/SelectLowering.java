package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.language.snowflake.Syntax.Item;
import io.telltale.detection.language.snowflake.Syntax.OrderKey;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.language.snowflake.Syntax.Select;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers one {@code SELECT}. Its clauses take effect in the order that Snowflake documents: {@code FROM}, {@code WHERE},
 * {@code GROUP BY}, {@code HAVING}, windows, {@code QUALIFY}, {@code DISTINCT}, {@code ORDER BY}, {@code LIMIT}.
 */
final class SelectLowering {
    private final QueryLowering queries;
    private final Context context;
    private final Ctes ctes;
    private final Optional<Correlation> correlation;
    private final Map<String, Scalar> aliases = new LinkedHashMap<>();

    SelectLowering(QueryLowering queries, Ctes ctes, Optional<Correlation> correlation) {
        this.queries = queries;
        this.context = queries.context();
        this.ctes = ctes;
        this.correlation = correlation;
    }

    Rows lower(Select select, List<OrderKey> order) throws RuleSyntaxException {
        for (Item item : select.items()) {
            if (item instanceof Syntax.Column column && column.alias().isPresent()) {
                aliases.putIfAbsent(column.alias().get().text().toUpperCase(Locale.ROOT), column.value());
            }
        }
        var conditions = new ArrayList<Scalar>();
        select.where().ifPresent(where -> conditions.addAll(Walk.conjuncts(where)));
        context.lookBack().filter(select.where());
        Rows rows = new FromLowering(queries, context, ctes, select.where(), conditions).lower(select.from());
        correlate(rows, conditions);
        if (!conditions.isEmpty()) {
            where(rows, conditions, select);
        }
        SelectPlace place = place(rows, select, order);
        if (select.having().isPresent()) {
            Expression having = place.lowering().condition(select.having().get());
            place.rows().add(new Stage.Filter(having, select.having().get().span()));
        }
        List<Binding> outputs = new ArrayList<>();
        Source output = items(select, place, outputs);
        if (select.qualify().isPresent()) {
            Expression qualify = place.lowering().condition(select.qualify().get());
            place.rows().add(new Stage.Filter(qualify, select.qualify().get().span()));
        }
        if (!order.isEmpty()) {
            sort(order, place, outputs, output, select.span());
        }
        place.finish();
        project(rows, outputs, output, select);
        if (select.distinct()) {
            QueryLowering.distinct(rows, select.span());
        }
        select.top().ifPresent(most -> QueryLowering.limit(rows, most, select.span()));
        return rows;
    }

    /** Takes from the conditions those that ask something of the row around a query inside of another. */
    private void correlate(Rows rows, List<Scalar> conditions) throws RuleSyntaxException {
        if (correlation.isEmpty()) {
            return;
        }
        Correlation outer = correlation.get();
        for (Scalar condition : List.copyOf(conditions)) {
            if (Walk.hasQuery(condition) || !outer.reads(condition, rows.scope())) {
                continue;
            }
            conditions.remove(condition);
            Optional<Scalar> mine = Optional.empty();
            Optional<Scalar> theirs = Optional.empty();
            if (condition instanceof Syntax.Binary binary && binary.operator().equals("=")) {
                boolean straight = outer.isOuter(binary.right(), rows.scope())
                        && JoinLowering.belongs(binary.left(), rows.scope());
                boolean turned = outer.isOuter(binary.left(), rows.scope())
                        && JoinLowering.belongs(binary.right(), rows.scope());
                mine = straight ? Optional.of(binary.left()) : turned ? Optional.of(binary.right()) : mine;
                theirs = straight ? Optional.of(binary.right()) : turned ? Optional.of(binary.left()) : theirs;
            }
            if (mine.isEmpty() || theirs.isEmpty()) {
                outer.rest().add(condition);
                continue;
            }
            Typed inner = queries.scalars(rows, ctes).lower(mine.get());
            String hidden = context.hiddenColumn("inner");
            rows.add(new Stage.Extend(List.of(new Binding(hidden, inner.expression())), condition.span()));
            outer.pairs()
                    .add(new Correlation.Pair(
                            new Typed(new Column(hidden, condition.span()), inner.type()), theirs.get()));
        }
    }

    private void where(Rows rows, List<Scalar> conditions, Select select) throws RuleSyntaxException {
        ScalarLowering scalars = new RowPlace(queries, ctes, rows, aliases).lowering();
        var all = new ArrayList<Expression>();
        for (Scalar condition : conditions) {
            all.add(scalars.condition(condition));
        }
        Span span = select.where().map(Scalar::span).orElse(select.span());
        rows.add(new Stage.Filter(Expression.allOf(all, span), span));
    }

    private SelectPlace place(Rows rows, Select select, List<OrderKey> order) throws RuleSyntaxException {
        var place = new SelectPlace(queries, ctes, rows, aliases);
        boolean aggregates = select.items().stream()
                        .anyMatch(item -> item instanceof Syntax.Column column && place.hasAggregate(column.value()))
                || select.having().filter(place::hasAggregate).isPresent()
                || select.qualify().filter(place::hasAggregate).isPresent()
                || order.stream().anyMatch(key -> place.hasAggregate(key.key()));
        if (select.groupBy().isEmpty() && !aggregates) {
            return place;
        }
        var keys = new ArrayList<Scalar>();
        if (select.groupBy().isPresent()) {
            Syntax.Grouping grouping = select.groupBy().get();
            if (grouping.all()) {
                for (Item item : select.items()) {
                    if (item instanceof Syntax.Column column && !place.hasAggregate(column.value())) {
                        keys.add(column.value());
                    }
                }
            }
            for (Scalar key : grouping.keys()) {
                keys.add(position(key, select));
            }
        }
        var hidden = new ArrayList<Typed>();
        if (correlation.isPresent()) {
            correlation.get().pairs().forEach(pair -> hidden.add(pair.inner()));
            if (!correlation.get().rest().isEmpty()) {
                context.unsupported("correlated subquery on more than equality", select.span());
            }
        }
        place.group(keys, hidden, select.span());
        return place;
    }

    /** A key that is a whole number counts to a column of the query. */
    private Scalar position(Scalar key, Select select) throws RuleSyntaxException {
        if (key instanceof Syntax.Literal literal
                && literal.value() instanceof io.telltale.detection.ir.Value.Int number) {
            boolean there = number.value() >= 1
                    && number.value() <= select.items().size()
                    && select.items().get((int) number.value() - 1) instanceof Syntax.Column;
            if (!there) {
                throw context.error(key.span(), "found no column " + number.value() + " to group by");
            }
            return ((Syntax.Column) select.items().get((int) number.value() - 1)).value();
        }
        return key;
    }

    /** Lowers what the query selects; its own source is what the rows are read as behind it. */
    private Source items(Select select, SelectPlace place, List<Binding> outputs) throws RuleSyntaxException {
        var columns = new ArrayList<Source.Column>();
        Optional<LogTable> log = Optional.empty();
        for (Item item : select.items()) {
            if (item instanceof Syntax.Column column) {
                Typed value = place.lowering().lower(column.value());
                add(name(column), value, outputs, columns);
                continue;
            }
            Syntax.AllColumns star = (Syntax.AllColumns) item;
            if (place.isGrouped()) {
                throw context.error(star.span(), "found * in a query of groups, expected columns of GROUP BY");
            }
            Optional<LogTable> open = star(star, place, outputs, columns, log.isPresent());
            log = open.isPresent() ? open : log;
        }
        return new Source(List.of(), columns, log);
    }

    private static void add(Identifier name, Typed value, List<Binding> outputs, List<Source.Column> columns) {
        String unique = name.text();
        for (int i = 2; isTaken(unique, outputs); i++) {
            unique = name.text() + "_" + i;
        }
        outputs.add(new Binding(unique, value.expression()));
        columns.add(new Source.Column(name, new Typed(new Column(unique, name.span()), value.type())));
    }

    private static boolean isTaken(String name, List<Binding> outputs) {
        return outputs.stream().anyMatch(output -> output.name().equals(name));
    }

    /**
     * The columns that a star stands for. The columns of the row's own event are not listed: the row keeps it.
     *
     * @param open whether the row keeps its event already
     */
    private Optional<LogTable> star(
            Syntax.AllColumns star, SelectPlace place, List<Binding> outputs, List<Source.Column> columns, boolean open)
            throws RuleSyntaxException {
        List<Source> sources = place.rows().sources();
        if (!star.qualifier().isEmpty()) {
            sources = List.of(place.rows()
                    .scope()
                    .source(star.qualifier())
                    .orElseThrow(() -> context.error(
                            star.span(),
                            "found no table "
                                    + star.qualifier()
                                            .get(star.qualifier().size() - 1)
                                            .text() + " in this query")));
        }
        boolean plain = star.exclude().isEmpty()
                && star.replace().isEmpty()
                && star.rename().isEmpty()
                && star.ilike().isEmpty();
        Optional<LogTable> kept = open ? Optional.of(new LogTable(true, Optional.empty())) : Optional.empty();
        for (Source source : sources) {
            boolean stays =
                    source.log().isPresent() && source.log().get().event().isEmpty() && plain;
            if (stays) {
                kept = source.log();
            } else if (source.log().isPresent()) {
                for (String name : LogTable.columnNames()) {
                    var identifier = new Identifier(name, false, star.span());
                    Typed value =
                            source.log().get().known(identifier, star.span()).orElse(null);
                    if (value != null && kept.isEmpty()) {
                        column(star, identifier, value, place, outputs, columns);
                    }
                }
            }
            for (Source.Column column : source.columns()) {
                column(star, column.name(), column.value(), place, outputs, columns);
            }
        }
        return kept;
    }

    private static void column(
            Syntax.AllColumns star,
            Identifier name,
            Typed value,
            SelectPlace place,
            List<Binding> outputs,
            List<Source.Column> columns)
            throws RuleSyntaxException {
        if (star.exclude().stream().anyMatch(e -> e.names(name)) || name.text().startsWith(" ")) {
            return;
        }
        if (star.ilike().isPresent() && !like(name.text(), star.ilike().get())) {
            return;
        }
        Typed read = value;
        for (Syntax.Column replaced : star.replace()) {
            if (replaced.alias().orElseThrow().names(name)) {
                read = place.lowering().lower(replaced.value());
            }
        }
        Identifier shown = name;
        for (List<Identifier> pair : star.rename()) {
            shown = pair.get(0).names(name) ? pair.get(1) : shown;
        }
        add(shown, read, outputs, columns);
    }

    private static boolean like(String name, String pattern) {
        return name.toLowerCase(Locale.ROOT)
                .matches(java.util.regex.Pattern.quote(pattern.toLowerCase(Locale.ROOT))
                        .replace("%", "\\E.*\\Q")
                        .replace("_", "\\E.\\Q"));
    }

    /** A column's name: its alias, or else its own name, or else its text. */
    private Identifier name(Syntax.Column column) {
        Span span = column.value().span();
        if (column.alias().isPresent()) {
            return column.alias().get();
        }
        if (column.value() instanceof Syntax.Name name) {
            return Scope.last(name);
        }
        return new Identifier(context.slice(span), true, span);
    }

    private void sort(List<OrderKey> order, SelectPlace place, List<Binding> outputs, Source output, Span span)
            throws RuleSyntaxException {
        var orderings = new ArrayList<Stage.Ordering>();
        for (OrderKey key : order) {
            Expression value = ordered(key.key(), outputs, output)
                    .orElseGet(() -> new Literal(Values.MISSING, key.key().span()));
            if (value instanceof Literal) {
                value = place.lowering().lower(key.key()).expression();
            }
            orderings.add(
                    new Stage.Ordering(value, key.descending(), Directions.absentLast(key), Matching.Types.STRICT));
        }
        place.rows().add(new Stage.Sort(orderings, span));
    }

    /** What an order's key means, where it is a column of the query, by its name or its place. */
    private static Optional<Expression> ordered(Scalar key, List<Binding> outputs, Source output) {
        for (int i = 0; i < outputs.size(); i++) {
            boolean named = key instanceof Syntax.Name name
                    && name.parts().size() == 1
                    && output.columns().get(i).name().names(name.parts().get(0));
            boolean placed = output.log().isEmpty()
                    && key instanceof Syntax.Literal literal
                    && literal.value().equals(Values.of(i + 1L));
            if (named || placed) {
                return Optional.of(outputs.get(i).value());
            }
        }
        return Optional.empty();
    }

    private void project(Rows rows, List<Binding> outputs, Source output, Select select) {
        Span span = select.span();
        var kept = new ArrayList<>(outputs);
        boolean whole = correlation.filter(c -> !c.rest().isEmpty()).isPresent();
        var sources = new ArrayList<Source>();
        sources.add(output);
        if (whole || output.log().isPresent()) {
            if (!kept.isEmpty()) {
                rows.add(new Stage.Extend(kept, span));
            }
            if (whole) {
                sources.addAll(rows.sources());
            }
        } else {
            correlation.ifPresent(c -> c.pairs().forEach(pair -> {
                if (pair.inner().expression() instanceof Column column) {
                    kept.add(new Binding(column.name(), column));
                }
            }));
            rows.add(new Stage.Project(kept, span));
        }
        rows.scope().replace(sources);
    }
}

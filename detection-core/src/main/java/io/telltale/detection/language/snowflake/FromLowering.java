package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Alias;
import io.telltale.detection.language.snowflake.Syntax.From;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lowers where a query's rows come from. */
final class FromLowering {
    private static final int MOST_ROWS = 100_000;
    private static final Set<String> LOGS = Set.of("panther_logs", "panther_logs.public");

    /** The views over all of Panther's logs, of which this engine reads CloudTrail's. */
    private static final Set<String> VIEWS = Set.of("all_logs", "all_databases");

    private final QueryLowering queries;
    private final Context context;
    private final Ctes ctes;
    private final Optional<Scalar> where;
    private final List<Scalar> conditions;
    private final JoinLowering joins;

    /** @param conditions what rows must meet behind the joins, of {@code where}; each is taken away that is met before */
    FromLowering(QueryLowering queries, Context context, Ctes ctes, Optional<Scalar> where, List<Scalar> conditions) {
        this.queries = queries;
        this.context = context;
        this.ctes = ctes;
        this.where = where;
        this.conditions = conditions;
        this.joins = new JoinLowering(context, queries, ctes);
    }

    Rows lower(List<From> all) throws RuleSyntaxException {
        if (all.isEmpty()) {
            return Rows.ofNothing();
        }
        Rows rows = source(all.get(0), true);
        for (From next : all.subList(1, all.size())) {
            rows = beside(rows, next);
        }
        return rows;
    }

    /** Rows with those of another source, or of a function of them. */
    private Rows beside(Rows left, From next) throws RuleSyntaxException {
        if (next instanceof Syntax.TableFunction function && isFlatten(function)) {
            flatten(left, function, false);
            return left;
        }
        Rows right = source(next, true);
        joins.inner(left, right, List.of(), List.of(), conditions, next.span());
        return left;
    }

    /** @param early whether conditions on a source may be met before it is joined */
    private Rows source(From from, boolean early) throws RuleSyntaxException {
        context.count(from.span());
        Rows rows;
        if (from instanceof Syntax.Table table) {
            rows = table(table);
        } else if (from instanceof Syntax.Derived derived) {
            rows = aliased(queries.query(derived.query(), ctes, Optional.empty()), derived.alias());
        } else if (from instanceof Syntax.TableFunction function) {
            rows = function(function);
        } else if (from instanceof Syntax.Join join) {
            return join(join, early);
        } else {
            Syntax.UnknownFrom unknown = (Syntax.UnknownFrom) from;
            context.unsupported(unknown.construct(), unknown.span());
            rows = other("unknown", List.of());
        }
        if (early) {
            meetEarly(rows);
        }
        return rows;
    }

    /** Filters by the conditions that read nothing but these rows. */
    private void meetEarly(Rows rows) throws RuleSyntaxException {
        for (Scalar condition : List.copyOf(conditions)) {
            List<Syntax.Name> names = Walk.names(condition);
            boolean own = !names.isEmpty()
                    && !Walk.hasQuery(condition)
                    && names.stream().allMatch(name -> rows.scope().known(name).isPresent());
            if (own) {
                rows.add(new Stage.Filter(queries.scalars(rows, ctes).condition(condition), condition.span()));
                conditions.remove(condition);
            }
        }
    }

    private Rows join(Syntax.Join join, boolean early) throws RuleSyntaxException {
        String kind = join.kind();
        boolean keepsLeft = kind.equals("INNER") || kind.equals("CROSS") || kind.equals("LEFT");
        boolean keepsRight = kind.equals("INNER") || kind.equals("CROSS") || kind.equals("RIGHT");
        Rows left = source(join.left(), early && keepsLeft);
        if (join.right() instanceof Syntax.TableFunction function && isFlatten(function)) {
            flatten(left, function, kind.equals("LEFT"));
            if (join.on().isPresent() && !(join.on().get() instanceof Syntax.Literal)) {
                left.add(new Stage.Filter(
                        queries.scalars(left, ctes).condition(join.on().get()), join.span()));
            }
            return left;
        }
        Rows right = source(join.right(), early && keepsRight);
        var on = new ArrayList<Scalar>();
        join.on().ifPresent(condition -> on.addAll(Walk.conjuncts(condition)));
        List<Identifier> shared = join.natural() ? common(left, right) : join.using();
        if (kind.equals("INNER") || kind.equals("CROSS")) {
            joins.inner(left, right, on, shared, early ? conditions : List.of(), join.span());
        } else if (kind.equals("ASOF")) {
            context.unsupported("ASOF JOIN", join.span());
        } else {
            joins.outer(left, right, kind, on, shared, join.span());
        }
        return left;
    }

    /** The columns that both sides have. */
    private static List<Identifier> common(Rows left, Rows right) {
        return left.sources().stream()
                .flatMap(source -> source.columns().stream())
                .map(Source.Column::name)
                .filter(name ->
                        right.sources().stream().anyMatch(s -> s.column(name).isPresent()))
                .toList();
    }

    private Rows table(Syntax.Table table) throws RuleSyntaxException {
        List<Identifier> name = table.name();
        Identifier last = name.get(name.size() - 1);
        Optional<Ctes.Entry> cte = name.size() == 1 ? ctes.find(last) : Optional.empty();
        if (cte.isPresent()) {
            Syntax.Named named = cte.get().named();
            Rows rows = queries.query(named.query(), cte.get().visible(), Optional.empty());
            Source source = rows.sources().get(0).renamed(named.columns());
            rows.scope()
                    .replace(List.of(source.named(
                            table.alias().map(a -> List.of(a.name())).orElse(name))));
            table.alias().ifPresent(alias -> rename(rows, alias));
            return rows;
        }
        String database = String.join(
                        ".",
                        name.subList(0, name.size() - 1).stream()
                                .map(Identifier::text)
                                .toList())
                .toLowerCase(Locale.ROOT);
        String folded = last.text().toLowerCase(Locale.ROOT);
        List<Identifier> names = table.alias().map(a -> List.of(a.name())).orElse(name);
        boolean ownDatabase = database.isEmpty() || database.equals("public") || LOGS.contains(database);
        if ((ownDatabase && folded.equals("aws_cloudtrail"))
                || (database.startsWith("panther_views") && VIEWS.contains(folded))) {
            context.lookBack().read(where);
            return new Rows(
                    new Pipeline.Source.Log(Pipeline.CLOUDTRAIL),
                    List.of(new Source(names, List.of(), Optional.of(new LogTable(true, Optional.empty())))));
        }
        if (database.startsWith("panther_lookups")) {
            return lookup(last.text(), names, table.span());
        }
        String shown = ownDatabase ? last.text() : database + "." + last.text();
        context.unsupported("table " + shown, table.span());
        return other(shown, names);
    }

    /** Rows of a log that this engine has no reader for. */
    private static Rows other(String name, List<Identifier> names) {
        return new Rows(
                new Pipeline.Source.Log(name),
                List.of(new Source(names, List.of(), Optional.of(new LogTable(false, Optional.empty())))));
    }

    /** A lookup table: the reader's, or else the repository's. */
    private Rows lookup(String name, List<Identifier> names, Span span) throws RuleSyntaxException {
        Optional<String> own = context.companion("lookup", name).map(SourceText::text);
        Optional<String> text = context.parameter(name, "table", own);
        List<Map<String, Value>> table = List.of();
        if (text.isPresent()) {
            table = LookupTable.read(text.get())
                    .orElseThrow(() -> context.error(span, "found no CSV or JSON in the parameter " + name));
        }
        var columns = new ArrayList<Source.Column>();
        for (String column : table.isEmpty() ? Set.<String>of() : table.get(0).keySet()) {
            columns.add(new Source.Column(
                    new Identifier(column, false, span), new Typed(new Expression.Column(column, span), Type.VARIANT)));
        }
        Optional<LogTable> any = text.isEmpty() ? Optional.of(new LogTable(false, Optional.empty())) : Optional.empty();
        return new Rows(new Pipeline.Source.Table(table), List.of(new Source(names, columns, any)));
    }

    private static Rows aliased(Rows rows, Optional<Alias> alias) {
        Source only = rows.sources().get(0);
        rows.scope()
                .replace(List.of(only.named(alias.map(a -> List.of(a.name())).orElse(List.of()))));
        alias.ifPresent(a -> rename(rows, a));
        return rows;
    }

    private static void rename(Rows rows, Alias alias) {
        if (!alias.columns().isEmpty()) {
            rows.scope().replace(List.of(rows.sources().get(0).renamed(alias.columns())));
        }
    }

    private static boolean isFlatten(Syntax.TableFunction function) {
        return function.call().function().equals("flatten")
                || function.call().function().equals("split_to_table")
                || function.call().function().equals("strtok_split_to_table");
    }

    private Rows function(Syntax.TableFunction function) throws RuleSyntaxException {
        if (isFlatten(function)) {
            Rows rows = Rows.ofNothing();
            flatten(rows, function, false);
            return rows;
        }
        Syntax.Call call = function.call();
        if (call.function().equals("generator")) {
            return generator(function);
        }
        context.unsupported("function " + call.function(), call.span());
        return other(
                call.function(), function.alias().map(a -> List.of(a.name())).orElse(List.of()));
    }

    private Rows generator(Syntax.TableFunction function) throws RuleSyntaxException {
        long count = -1;
        for (Syntax.Argument argument : function.call().arguments()) {
            if (argument.name().orElse("rowcount").equals("rowcount")
                    && argument.value() instanceof Syntax.Literal literal
                    && literal.value() instanceof Value.Int number) {
                count = number.value();
            }
        }
        if (count < 0 || count > MOST_ROWS) {
            throw context.error(function.span(), "found no ROWCOUNT up to " + MOST_ROWS + " of GENERATOR");
        }
        var rows = new ArrayList<Map<String, Value>>();
        for (long i = 0; i < count; i++) {
            rows.add(Map.of(SpecialForms.GENERATED, Values.of(i)));
        }
        Span span = function.span();
        var number = new Source.Column(
                new Identifier(SpecialForms.GENERATED, true, span),
                new Typed(new Expression.Column(SpecialForms.GENERATED, span), Type.NUMBER));
        List<Identifier> names = function.alias().map(a -> List.of(a.name())).orElse(List.of());
        return new Rows(new Pipeline.Source.Table(rows), List.of(new Source(names, List.of(number), Optional.empty())));
    }

    /** One row for each element of an array or an object of the row so far. */
    private void flatten(Rows rows, Syntax.TableFunction function, boolean outerJoin) throws RuleSyntaxException {
        Syntax.Call call = function.call();
        Span span = call.span();
        ScalarLowering scalars = queries.scalars(rows, ctes);
        Expression list;
        boolean outer = outerJoin;
        if (call.function().equals("flatten")) {
            Optional<Scalar> input = argument(call, "input", 0);
            if (input.isEmpty()) {
                throw context.error(span, "found FLATTEN without INPUT");
            }
            outer |= flag(call, "outer");
            Expression path = argument(call, "path", 1).isPresent()
                    ? scalars.lower(argument(call, "path", 1).get()).expression()
                    : new Literal(Values.EMPTY_TEXT, span);
            Expression mode = argument(call, "mode", 4).isPresent()
                    ? scalars.lower(argument(call, "mode", 4).get()).expression()
                    : new Literal(Values.of("BOTH"), span);
            list = new Call(
                    "snowflake:flatten",
                    List.of(
                            scalars.lower(input.get()).expression(),
                            path,
                            new Literal(Values.of(flag(call, "recursive")), span),
                            mode),
                    span);
        } else {
            String splitting = call.function().equals("split_to_table") ? "split" : "strtok_to_array";
            Typed pieces = scalars.lower(
                    new Syntax.Call(splitting, false, call.arguments(), List.of(), Optional.empty(), false, span));
            list = new Call(
                    "snowflake:flatten",
                    List.of(
                            pieces.expression(),
                            new Literal(Values.EMPTY_TEXT, span),
                            new Literal(Values.FALSE, span),
                            new Literal(Values.of("ARRAY"), span)),
                    span);
        }
        String column =
                context.hiddenColumn(function.alias().map(a -> a.name().text()).orElse("flattened"));
        rows.add(new Stage.Unnest(column, list, outer, Optional.empty(), span));
        rows.scope().add(flattened(column, function.alias(), span));
    }

    private static Source flattened(String column, Optional<Alias> alias, Span span) {
        var columns = new ArrayList<Source.Column>();
        for (String name : Flattening.COLUMNS) {
            Expression row = new Expression.Column(column, span);
            Typed value = name.equals("VALUE")
                    ? new Typed(new Call("snowflake:flattened_value", List.of(row), span), Type.PART)
                    : new Typed(
                            new Call("snowflake:flattened", List.of(row, new Literal(Values.of(name), span)), span),
                            name.equals("THIS") ? Type.VARIANT : name.equals("KEY") ? Type.TEXT : Type.UNKNOWN);
            columns.add(new Source.Column(new Identifier(name, false, span), value));
        }
        Source source = new Source(alias.map(a -> List.of(a.name())).orElse(List.of()), columns, Optional.empty());
        return alias.isPresent() ? source.renamed(alias.get().columns()) : source;
    }

    private static Optional<Scalar> argument(Syntax.Call call, String name, int place) {
        int at = 0;
        for (Syntax.Argument argument : call.arguments()) {
            if (argument.name().isPresent() ? argument.name().get().equals(name) : at == place) {
                return Optional.of(argument.value());
            }
            at++;
        }
        return Optional.empty();
    }

    private static boolean flag(Syntax.Call call, String name) {
        return argument(call, name, name.equals("outer") ? 2 : 3)
                .filter(v ->
                        v instanceof Syntax.Literal literal && literal.value().equals(Values.TRUE))
                .isPresent();
    }
}

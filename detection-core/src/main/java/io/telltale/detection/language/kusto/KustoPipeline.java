package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Stage.Ordering;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Operator;
import io.telltale.detection.language.kusto.KustoSyntax.Order;
import io.telltale.detection.language.kusto.KustoSyntax.Query;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoSyntax.TypedName;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers a query: each tabular operator to the stages that do the same to rows. */
final class KustoPipeline {
    static final String TABLE = "AWSCloudTrail";

    private final KustoScalars scalars;
    private final KustoSources sources;
    private final List<Stage> stages = new ArrayList<>();
    private final KustoScope scope;
    private Pipeline.Source source = new Pipeline.Source.Log(Pipeline.CLOUDTRAIL);

    private KustoPipeline(KustoScalars scalars) {
        this.scalars = scalars;
        this.scope = new KustoScope(KustoLanguage.SCHEMA, KustoNamespace.EMPTY, stages, false);
        this.sources = new KustoSources(this, scalars);
    }

    /** A pipeline of its own, read with the given names. */
    static KustoPipeline lower(Query query, KustoNamespace names, KustoScalars scalars) throws RuleSyntaxException {
        var pipeline = new KustoPipeline(scalars);
        pipeline.query(query, names);
        return pipeline;
    }

    Pipeline pipeline() {
        return new Pipeline(source, stages);
    }

    KustoScope scope() {
        return scope;
    }

    void add(Stage stage) {
        stages.add(stage);
    }

    void startFrom(Pipeline.Source rows) {
        source = rows;
    }

    /** Starts from rows that are stated, under their columns. */
    void startFrom(List<Map<String, Value>> rows, List<TypedName> columns) {
        startFrom(new Pipeline.Source.Table(rows));
        bind(columns);
    }

    void bind(List<TypedName> columns) {
        columns.forEach(column -> scope.bind(column.name(), column.type(), Optional.empty()));
    }

    /** The first column, as a query that is used as a list or a scalar gives it; empty where the columns are not known. */
    Optional<Typed> firstColumn() throws RuleSyntaxException {
        List<String> names = scope.names();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(scalars.lower(new KustoSyntax.Name(names.get(0), Span.NONE), scope));
    }

    /** Adds what the query does to this pipeline. */
    void query(Query query, KustoNamespace names) throws RuleSyntaxException {
        scalars.context().enter(query.span());
        KustoNamespace before = scope.enter(names);
        sources.lower(query.source());
        List<Operator> operators = query.operators();
        for (int i = 0; i < operators.size(); i++) {
            if (operators.get(i) instanceof KustoSyntax.As as) {
                var soFar = new Query(query.source(), List.copyOf(operators.subList(0, i)), query.span());
                scope.enter(scope.namespace().with(as.name(), new KustoNamespace.Rows(soFar, names)));
            } else {
                operator(operators.get(i));
            }
        }
        scope.enter(before);
        scalars.context().leave();
    }

    void unsupported(String construct, Span span) {
        scalars.context().unsupported(construct, span);
        scope.blur();
    }

    void operator(Operator operator) throws RuleSyntaxException {
        Span span = operator.span();
        scalars.context().enter(span);
        if (operator instanceof KustoSyntax.Where where) {
            Expression condition = scalars.condition(where.condition(), scope);
            add(new Stage.Filter(condition, span));
        } else if (operator instanceof KustoSyntax.Extend extend) {
            extend(extend.columns(), span);
        } else if (operator instanceof KustoSyntax.Project project) {
            project(project.columns(), span);
        } else if (operator instanceof KustoSyntax.Choose choose) {
            choose(choose);
        } else if (operator instanceof KustoSyntax.Rename rename) {
            rename(rename);
        } else if (operator instanceof KustoSyntax.Reorder reorder) {
            scope.reorder(KustoNames.reordered(scope.names(), reorder.places()));
        } else if (operator instanceof KustoSyntax.Summarize summarize) {
            new KustoSummarize(scalars, stages).lower(summarize, scope);
        } else if (operator instanceof KustoSyntax.MakeSeries make) {
            new KustoMakeSeries(this, scalars).lower(make);
        } else if (operator instanceof KustoSyntax.Distinct distinct) {
            distinct(distinct);
        } else if (operator instanceof KustoSyntax.Sort sort) {
            sort(sort.orders(), span);
        } else if (operator instanceof KustoSyntax.Top top) {
            sort(List.of(top.order()), span);
            limit(top.rows(), "top", span);
        } else if (operator instanceof KustoSyntax.Take take) {
            limit(take.rows(), "take", span);
        } else if (operator instanceof KustoSyntax.MvExpand expand) {
            new KustoExpansions(this, scalars).expand(expand.expansion(), span);
        } else if (operator instanceof KustoSyntax.MvApply apply) {
            new KustoExpansions(this, scalars).apply(apply);
        } else if (operator instanceof KustoSyntax.Count counted) {
            var count = new Stage.Aggregation(counted.column(), "kusto:count", List.of(), Optional.empty());
            List<Binding> pins = scope.pins(span);
            add(new Stage.Aggregate(pins, List.of(count), false, pins.isEmpty(), span));
            scope.close();
            scope.bind(counted.column(), KustoType.LONG, Optional.empty());
        } else if (operator instanceof KustoSyntax.Join join) {
            new KustoJoins(this, scalars).join(join);
        } else if (operator instanceof KustoSyntax.Union union) {
            new KustoUnions(this, scalars).append(union.parts(), span);
        } else if (operator instanceof KustoSyntax.Parse parse) {
            new KustoParses(this, scalars).parse(parse);
        } else if (operator instanceof KustoSyntax.ParseKv parse) {
            new KustoParses(this, scalars).parseKv(parse);
        } else if (operator instanceof KustoSyntax.Evaluate evaluate) {
            new KustoPlugins(this, scalars).evaluate(evaluate);
        } else if (operator instanceof KustoSyntax.TopNested nested) {
            new KustoTopNested(this, scalars).lower(nested);
        } else if (operator instanceof KustoSyntax.Scan scan) {
            new KustoScan(this, scalars, scan).lower();
        } else if (operator instanceof KustoSyntax.Partition partition) {
            partition(partition);
        } else if (operator instanceof KustoSyntax.Several several) {
            for (Operator one : several.operators()) {
                operator(one);
            }
        } else if (operator instanceof KustoSyntax.Invoke) {
            unsupported("operator invoke inside of another operator", span);
        } else if (operator instanceof KustoSyntax.UnknownOperator unknown) {
            unsupported("operator " + unknown.name(), span);
        }
        scalars.context().leave();
    }

    private void extend(List<Named> columns, Span span) throws RuleSyntaxException {
        var bindings = new ArrayList<Binding>();
        var values = new ArrayList<Typed>();
        var names = new KustoNames(scope.names());
        for (Named column : columns) {
            bindings(column, names, bindings, values);
        }
        if (!bindings.isEmpty()) {
            add(new Stage.Extend(bindings, span));
            bind(bindings, values);
        }
    }

    /** What a column binds: one name to its value, or several to the parts of it. */
    private void bindings(Named column, KustoNames names, List<Binding> bindings, List<Typed> values)
            throws RuleSyntaxException {
        Typed value = scalars.lower(column.value(), scope);
        Named spread = KustoTuples.spread(column);
        if (!KustoTuples.isSpread(spread)) {
            bindings.add(new Binding(names.of(column), value.expression()));
            values.add(value);
            return;
        }
        for (int i = 0; i < spread.names().size(); i++) {
            Typed part = part(value, i);
            bindings.add(new Binding(spread.names().get(i), part.expression()));
            values.add(part);
        }
    }

    private static Typed part(Typed list, int index) {
        var at = new Literal(io.telltale.detection.ir.Values.of(index), list.span());
        return new Typed(
                new Expression.Call("kusto:member", List.of(list.expression(), at), list.span()), KustoType.DYNAMIC);
    }

    private void bind(List<Binding> bindings, List<Typed> values) {
        var origins = new ArrayList<Optional<Expression>>();
        for (Typed value : values) {
            origins.add(
                    value.expression() instanceof Column column
                            ? scope.bound(column.name()).flatMap(KustoScope.Bound::origin)
                            : KustoPaths.partOfEvent(value.expression()));
        }
        for (int i = 0; i < bindings.size(); i++) {
            scope.bind(bindings.get(i).name(), values.get(i).type(), origins.get(i));
        }
    }

    void project(List<Named> columns, Span span) throws RuleSyntaxException {
        var bindings = new ArrayList<Binding>();
        var values = new ArrayList<Typed>();
        var names = new KustoNames(List.of());
        for (Named column : columns) {
            if (column.value() instanceof KustoSyntax.Star star) {
                for (String name : scope.names()) {
                    Typed value = scalars.lower(new KustoSyntax.Name(name, star.span()), scope);
                    bindings.add(new Binding(name, KustoScalars.column(value)));
                    values.add(value);
                }
                continue;
            }
            bindings(column, names, bindings, values);
        }
        for (int i = 0; i < bindings.size(); i++) {
            Expression held = KustoScalars.column(
                    new Typed(bindings.get(i).value(), values.get(i).type()));
            bindings.set(i, new Binding(bindings.get(i).name(), held));
        }
        project(bindings, values.stream().map(Typed::type).toList(), span);
    }

    void project(List<Binding> bindings, List<KustoType> types, Span span) {
        var all = new ArrayList<>(bindings);
        all.addAll(scope.pins(span));
        add(new Stage.Project(all, span));
        scope.close();
        for (int i = 0; i < bindings.size(); i++) {
            scope.bind(bindings.get(i).name(), types.get(i), Optional.empty());
        }
    }

    private void choose(KustoSyntax.Choose choose) throws RuleSyntaxException {
        var patterns = choose.patterns().stream()
                .map(pattern -> Wildcard.compile(pattern, true))
                .toList();
        var kept = new ArrayList<Named>();
        for (String name : scope.names()) {
            boolean named = patterns.stream().anyMatch(pattern -> pattern.matches(name));
            if (named == choose.keep()) {
                kept.add(new Named(Optional.of(name), new KustoSyntax.Name(name, choose.span())));
            }
        }
        project(kept, choose.span());
    }

    /** A renamed column keeps its place. */
    private void rename(KustoSyntax.Rename rename) throws RuleSyntaxException {
        var renamed = new LinkedHashMap<String, Named>();
        for (String name : scope.names()) {
            renamed.put(name, new Named(Optional.of(name), new KustoSyntax.Name(name, rename.span())));
        }
        for (Named column : rename.columns()) {
            if (column.name().isEmpty() || !(column.value() instanceof KustoSyntax.Name old)) {
                throw scalars.error(column.value().span(), "found no 'new = old', expected one in project-rename");
            }
            renamed.put(old.name(), column);
        }
        project(List.copyOf(renamed.values()), rename.span());
    }

    private void distinct(KustoSyntax.Distinct distinct) throws RuleSyntaxException {
        Span span = distinct.span();
        project(distinct.columns(), span);
        var keys = new ArrayList<Expression>();
        for (String name : scope.names()) {
            keys.add(new Column(name, span));
        }
        scope.pins(span).forEach(pin -> keys.add(pin.value()));
        add(new Stage.Distinct(keys, span));
    }

    private void sort(List<Order> orders, Span span) throws RuleSyntaxException {
        var orderings = new ArrayList<Ordering>();
        for (Order order : orders) {
            orderings.add(new Ordering(
                    scalars.lower(order.key(), scope).expression(),
                    order.descending(),
                    order.nullsLast(),
                    Matching.Types.STRICT));
        }
        add(new Stage.Sort(orderings, span));
    }

    private void limit(Scalar rows, String operator, Span span) throws RuleSyntaxException {
        Optional<Integer> number = number(rows);
        if (number.isEmpty()) {
            unsupported("operator " + operator + " with a computed number", span);
        } else if (scope.pins(span).isEmpty()) {
            add(new Stage.Limit(number.get(), span));
        } else {
            String position = scalars.context().hiddenColumn();
            var count = new Stage.Aggregation(position, "kusto:count", List.of(), Optional.empty());
            add(new Stage.Running(scope.pins(span), List.of(count), true, Optional.empty(), Optional.empty(), span));
            add(new Stage.Filter(KustoComparisons.atMost(new Column(position, span), number.get(), span), span));
        }
    }

    /** The number that a scalar states. */
    Optional<Integer> number(Scalar scalar) throws RuleSyntaxException {
        Expression given = scalars.lower(scalar, scope).expression();
        return given instanceof Literal literal && literal.value() instanceof Value.Int number && number.value() >= 0
                ? Optional.of((int) Math.min(Integer.MAX_VALUE, number.value()))
                : Optional.empty();
    }

    private void partition(KustoSyntax.Partition partition) throws RuleSyntaxException {
        Span span = partition.span();
        for (Operator operator : partition.operators()) {
            if (!KustoOperators.isPlain(operator)) {
                unsupported("operator partition with an operator that reads other rows", operator.span());
                return;
            }
        }
        Typed column = scalars.lower(partition.column(), scope);
        String hidden = scalars.context().hiddenColumn();
        add(new Stage.Extend(List.of(new Binding(hidden, KustoScalars.column(column))), span));
        scope.pin(hidden, column.type());
        for (Operator operator : partition.operators()) {
            operator(operator);
        }
        scope.unpin(hidden);
    }
}

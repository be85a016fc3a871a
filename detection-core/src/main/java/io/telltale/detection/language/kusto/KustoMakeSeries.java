package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Aggregation;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Name;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoSyntax.Series;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers {@code make-series}: rows are aggregated by the keys and the step of the axis that they lie in, what comes out of
 * that is gathered in lists by the keys, and each list is spread over the whole axis.
 */
final class KustoMakeSeries {
    private final KustoPipeline pipeline;
    private final KustoScalars scalars;

    KustoMakeSeries(KustoPipeline pipeline, KustoScalars scalars) {
        this.pipeline = pipeline;
        this.scalars = scalars;
    }

    void lower(KustoSyntax.MakeSeries make) throws RuleSyntaxException {
        Span span = make.span();
        for (Series series : make.series()) {
            boolean aggregate = series.aggregate().value() instanceof KustoSyntax.Call call
                    && KustoAggregates.isAggregate(call.function());
            if (!aggregate) {
                pipeline.unsupported(
                        "make-series of a computed aggregate",
                        series.aggregate().value().span());
                return;
            }
        }
        KustoScope scope = pipeline.scope();
        var start = bound(make.from(), span);
        var end = bound(make.to(), span);
        var step = bound(Optional.of(make.step()), span);
        var place = new Name(scalars.context().hiddenColumn(), span);
        Scalar bin = make.from().isPresent()
                ? new KustoSyntax.Call("bin_at", List.of(make.axis(), step, start), span)
                : new KustoSyntax.Call("bin", List.of(make.axis(), step), span);
        if (make.from().isPresent()) {
            pipeline.operator(new KustoSyntax.Where(new KustoSyntax.Infix(">=", make.axis(), start, span), span));
        }
        if (make.to().isPresent()) {
            pipeline.operator(new KustoSyntax.Where(new KustoSyntax.Infix("<", make.axis(), end, span), span));
        }
        var defaults = new ArrayList<Expression>();
        for (Series series : make.series()) {
            defaults.add(scalars.lower(series.otherwise(), scope).expression());
        }
        var keys = new ArrayList<>(make.keys());
        for (Name hidden : List.of(start, end, step)) {
            keys.add(new Named(Optional.of(hidden.name()), hidden));
        }
        keys.add(new Named(Optional.of(place.name()), bin));
        List<Named> aggregates = make.series().stream().map(Series::aggregate).toList();
        pipeline.operator(new KustoSyntax.Summarize(aggregates, keys, span));
        spread(make, List.of(start, end, step), place, defaults);
    }

    /** A bound of the axis in a column of ours: null where there is none. */
    private Name bound(Optional<Scalar> bound, Span span) throws RuleSyntaxException {
        var name = new Name(scalars.context().hiddenColumn(), span);
        Scalar value = bound.orElseGet(
                () -> new KustoSyntax.Literal(io.telltale.detection.ir.Values.NULL, KustoType.DYNAMIC, span));
        pipeline.operator(new KustoSyntax.Extend(List.of(new Named(Optional.of(name.name()), value)), span));
        return name;
    }

    private void spread(KustoSyntax.MakeSeries make, List<Name> bounds, Name place, List<Expression> defaults)
            throws RuleSyntaxException {
        Span span = make.span();
        KustoScope scope = pipeline.scope();
        var named = new KustoNames(List.of());
        List<String> keyNames = make.keys().stream().map(named::of).toList();
        List<String> values =
                scope.names().stream().filter(name -> !keyNames.contains(name)).toList();
        if (values.size() != defaults.size()) {
            pipeline.unsupported("make-series of an aggregate with several columns", span);
            return;
        }
        var keys = new ArrayList<Binding>();
        var types = new ArrayList<KustoType>();
        for (String name : keyNames) {
            Typed key = scalars.lower(new Name(name, span), scope);
            keys.add(new Binding(name, key.expression()));
            types.add(key.type());
        }
        var results = new ArrayList<>(keyNames.stream()
                .map(name -> new Binding(name, new Column(name, span)))
                .toList());
        bounds.forEach(bound -> keys.add(new Binding(bound.name(), new Column(bound.name(), span))));
        var lists = new ArrayList<Aggregation>();
        String places = gathered(place.name(), lists, span);
        var axis = new ArrayList<Expression>(List.of(new Column(places, span), new Column(places, span)));
        bounds.forEach(bound -> axis.add(new Column(bound.name(), span)));
        for (int i = 0; i < values.size(); i++) {
            var arguments = new ArrayList<>(axis);
            arguments.set(1, new Column(gathered(values.get(i), lists, span), span));
            arguments.add(defaults.get(i));
            results.add(new Binding(values.get(i), new Call("kusto:made_series", arguments, span)));
            types.add(KustoType.DYNAMIC);
        }
        results.add(new Binding(axisName(make.axis()), new Call("kusto:made_series", axis, span)));
        types.add(KustoType.DYNAMIC);
        pipeline.add(new Stage.Aggregate(keys, lists, false, false, span));
        pipeline.project(results, types, span);
    }

    /** Adds a list of all that a column holds, the null among it. */
    private String gathered(String column, List<Aggregation> lists, Span span) {
        String name = scalars.context().hiddenColumn();
        lists.add(new Aggregation(
                name, "kusto:make_list_with_nulls", List.of(new Column(column, span)), Optional.empty()));
        return name;
    }

    private static String axisName(Scalar axis) {
        String name = KustoNames.of(axis);
        return name.isEmpty() ? "Column1" : name;
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Aggregation;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Expansion;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Operator;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers {@code mv-expand} and {@code mv-apply}. */
final class KustoExpansions {
    private final KustoPipeline pipeline;
    private final KustoScalars scalars;

    KustoExpansions(KustoPipeline pipeline, KustoScalars scalars) {
        this.pipeline = pipeline;
        this.scalars = scalars;
    }

    /**
     * One row for each element. Several columns are expanded side by side, the shorter ones filled with null: their lists
     * are first made one list of lists, which the first column holds in between.
     */
    void expand(Expansion expansion, Span span) throws RuleSyntaxException {
        KustoScope scope = pipeline.scope();
        var names = new ArrayList<String>();
        var lists = new ArrayList<Expression>();
        for (Named column : expansion.columns()) {
            String name = new KustoNames(List.of()).of(column);
            names.add(name);
            Typed list = scalars.lower(column.value(), scope);
            String function = expansion.pairs() ? "kusto:expansion_pairs" : "kusto:expansion";
            lists.add(new Call(function, List.of(list.expression()), span));
        }
        boolean single = lists.size() == 1 && expansion.index().isEmpty();
        String carrier = names.get(0);
        Optional<Integer> limit = expansion.limit().map(most -> (int) Math.min(Integer.MAX_VALUE, most));
        Expression list = single ? lists.get(0) : new Call("kusto:zipped", lists, span);
        pipeline.add(new Stage.Unnest(carrier, list, false, limit, span));
        var bindings = new ArrayList<Binding>();
        for (int i = 0; i < names.size(); i++) {
            Expression element = new Column(carrier, span);
            if (!single) {
                element = new Call("kusto:member", List.of(element, new Literal(Values.of(i + 1), span)), span);
            }
            KustoType type = expansion.types().get(i);
            if (!cast(type).isEmpty()) {
                element = new Call(cast(type), List.of(element), span);
            }
            if (!(element instanceof Column)) {
                bindings.add(new Binding(names.get(i), element));
            }
        }
        if (expansion.index().isPresent()) {
            var position = new Literal(Values.of(0), span);
            bindings.add(new Binding(
                    expansion.index().get(),
                    new Call("kusto:member", List.of(new Column(carrier, span), position), span)));
        }
        if (!bindings.isEmpty()) {
            pipeline.add(new Stage.Extend(bindings, span));
        }
        for (int i = 0; i < names.size(); i++) {
            scope.bind(names.get(i), expansion.types().get(i), Optional.empty());
        }
        expansion.index().ifPresent(index -> scope.bind(index, KustoType.LONG, Optional.empty()));
    }

    /** An element is only cast: a text that reads as a number is none. JSON has no dates, so that those are read. */
    private static String cast(KustoType type) {
        return switch (type) {
            case LONG -> "kusto:cast_long";
            case REAL -> "kusto:cast_real";
            case BOOL -> "kusto:cast_bool";
            default -> type.conversion();
        };
    }

    /**
     * The operators inside work on the rows of each outer row apart: where they look at one row only, that makes no
     * difference; where they look at several, the number of the outer row keeps those apart.
     */
    void apply(KustoSyntax.MvApply apply) throws RuleSyntaxException {
        Span span = apply.span();
        Optional<Operator> unknown = apply.operators().stream()
                .filter(operator -> !isRowwise(operator) && !isGrouping(operator))
                .findFirst();
        if (unknown.isPresent()) {
            pipeline.unsupported("operator mv-apply with an operator that looks at several rows", span);
            return;
        }
        boolean grouping = apply.operators().stream().anyMatch(KustoExpansions::isGrouping);
        KustoScope scope = pipeline.scope();
        // An element under its list's own name takes that column's place.
        List<String> outer = new ArrayList<>(scope.names());
        apply.expansion().columns().forEach(column -> outer.remove(new KustoNames(List.of()).of(column)));
        String row = scalars.context().hiddenColumn();
        if (grouping) {
            var count = new Aggregation(row, "kusto:count", List.of(), Optional.empty());
            pipeline.add(new Stage.Running(
                    scope.pins(span), List.of(count), true, Optional.empty(), Optional.empty(), span));
            scope.pin(row, KustoType.LONG);
        }
        Map<String, String> copies = grouping ? copies(apply, outer) : Map.of();
        expand(apply.expansion(), span);
        for (Operator operator : apply.operators()) {
            if (operator instanceof KustoSyntax.Project project) {
                project(project, outer);
            } else if (operator instanceof KustoSyntax.Summarize summarize) {
                within(summarize, outer, copies);
            } else if (operator instanceof KustoSyntax.Distinct distinct) {
                within(new KustoSyntax.Summarize(List.of(), distinct.columns(), span), outer, copies);
            } else if (operator instanceof KustoSyntax.Count counted) {
                var count = new Named(Optional.of(counted.column()), new KustoSyntax.Call("count", List.of(), span));
                within(new KustoSyntax.Summarize(List.of(count), List.of(), span), outer, copies);
            } else {
                pipeline.operator(operator);
            }
        }
        scope.unpin(row);
    }

    private void within(KustoSyntax.Summarize summarize, List<String> outer, Map<String, String> copies)
            throws RuleSyntaxException {
        KustoScope scope = pipeline.scope();
        new KustoSummarize(scalars, scope.stages()).within(summarize, scope, new KustoSummarize.Outer(outer, copies));
    }

    /** Copies under names of ours of the outer row's columns that operators inside give a new meaning. */
    private Map<String, String> copies(KustoSyntax.MvApply apply, List<String> outer) throws RuleSyntaxException {
        KustoScope scope = pipeline.scope();
        var copies = new LinkedHashMap<String, String>();
        var bindings = new ArrayList<Binding>();
        for (String name : outer) {
            boolean changed = apply.operators().stream().anyMatch(operator -> binds(operator, name));
            if (changed) {
                Typed value = scalars.lower(new KustoSyntax.Name(name, apply.span()), scope);
                String hidden = scalars.context().hiddenColumn();
                bindings.add(new Binding(hidden, KustoScalars.column(value)));
                scope.bind(hidden, value.type(), Optional.empty());
                copies.put(name, hidden);
            }
        }
        if (!bindings.isEmpty()) {
            pipeline.add(new Stage.Extend(bindings, apply.span()));
        }
        return copies;
    }

    private static boolean binds(Operator operator, String name) {
        List<Named> columns = List.of();
        if (operator instanceof KustoSyntax.Extend extend) {
            columns = extend.columns();
        } else if (operator instanceof KustoSyntax.MvExpand expand) {
            columns = expand.expansion().columns();
        } else if (operator instanceof KustoSyntax.MvApply apply) {
            columns = apply.expansion().columns();
            if (apply.operators().stream().anyMatch(inner -> binds(inner, name))) {
                return true;
            }
        } else if (operator instanceof KustoSyntax.Project project) {
            columns = project.columns();
        }
        return columns.stream()
                .anyMatch(column -> new KustoNames(List.of()).of(column).equals(name));
    }

    private static boolean isRowwise(Operator operator) {
        return operator instanceof KustoSyntax.Where
                || operator instanceof KustoSyntax.Extend
                || operator instanceof KustoSyntax.Project
                || operator instanceof KustoSyntax.MvExpand
                || operator instanceof KustoSyntax.MvApply
                || operator instanceof KustoSyntax.Parse
                || operator instanceof KustoSyntax.Sort
                || operator instanceof KustoSyntax.Reorder
                || operator instanceof KustoSyntax.Unchanged;
    }

    private static boolean isGrouping(Operator operator) {
        return operator instanceof KustoSyntax.Summarize
                || operator instanceof KustoSyntax.Distinct
                || operator instanceof KustoSyntax.Count
                || operator instanceof KustoSyntax.Top
                || operator instanceof KustoSyntax.Take;
    }

    /** A projection inside leaves the outer row's columns. */
    private void project(KustoSyntax.Project project, List<String> outer) throws RuleSyntaxException {
        var names = new KustoNames(List.of());
        var own = project.columns().stream().map(names::of).toList();
        var columns = new ArrayList<Named>();
        for (String name : outer) {
            if (!own.contains(name) && pipeline.scope().has(name)) {
                columns.add(new Named(Optional.of(name), new KustoSyntax.Name(name, project.span())));
            }
        }
        columns.addAll(project.columns());
        pipeline.project(columns, project.span());
    }
}

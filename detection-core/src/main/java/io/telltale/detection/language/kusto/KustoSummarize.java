package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoAggregates.Shape;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Call;
import io.telltale.detection.language.kusto.KustoSyntax.Name;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers {@code summarize}: aggregates that stand alone become an aggregation each; those inside an expression are
 * gathered under names of ours, and the expression is computed behind.
 */
final class KustoSummarize {
    private final KustoScalars scalars;
    private final List<Stage> stages;
    private final KustoGathered gathered;
    private final List<Named> results = new ArrayList<>();
    private final List<Binding> hiddenKeys = new ArrayList<>();
    private final KustoNames names = new KustoNames(List.of());
    private int hidden;

    KustoSummarize(KustoScalars scalars, List<Stage> stages) {
        this.scalars = scalars;
        this.stages = stages;
        this.gathered = new KustoGathered(scalars);
    }

    /** Adds the stages, and leaves the scope with the columns that they make. */
    void lower(KustoSyntax.Summarize summarize, KustoScope scope) throws RuleSyntaxException {
        lower(summarize, scope, scope.pins(summarize.span()));
    }

    /**
     * The rows around {@code mv-apply}.
     *
     * @param columns their columns
     * @param copies where a column is kept that operators inside have given a new meaning
     */
    record Outer(List<String> columns, Map<String, String> copies) {}

    /** The same inside {@code mv-apply}: for each outer row apart, whose columns stay. */
    void within(KustoSyntax.Summarize summarize, KustoScope scope, Outer outer) throws RuleSyntaxException {
        Span span = summarize.span();
        List<String> kept = new ArrayList<>(outer.columns());
        var own = new KustoNames(List.of());
        summarize.keys().forEach(key -> kept.remove(own.of(key)));
        summarize.aggregates().forEach(aggregate -> aggregate.names().forEach(kept::remove));
        for (String name : kept) {
            if (scope.has(name)) {
                String held = outer.copies().getOrDefault(name, name);
                Typed value = scalars.lower(new Name(held, span), scope);
                var any = new Shape("take_any", false, "any");
                gathered.add(name, any, List.of(KustoScalars.column(value)), Optional.empty(), value.type());
                results.add(new Named(Optional.of(name), new Name(name, span)));
            }
        }
        lower(summarize, scope);
        hiddenKeys.clear();
    }

    private void lower(KustoSyntax.Summarize summarize, KustoScope scope, List<Binding> hiddenBy)
            throws RuleSyntaxException {
        Span span = summarize.span();
        var keys = new ArrayList<Binding>(hiddenBy);
        hiddenKeys.addAll(hiddenBy);
        for (Named key : summarize.keys()) {
            Typed value = scalars.lower(key.value(), scope);
            String name = names.of(key);
            keys.add(new Binding(name, KustoScalars.column(value)));
            gathered.key(name, value.type());
            results.add(new Named(Optional.of(name), new Name(name, key.value().span())));
        }
        for (Named aggregate : summarize.aggregates()) {
            aggregate(aggregate, scope);
        }
        stages.add(new Stage.Aggregate(keys, gathered.aggregates(), false, keys.isEmpty(), span));
        scope.close();
        gathered.types().forEach((name, type) -> scope.bind(name, type, Optional.empty()));
        if (hidden > 0) {
            project(scope, span);
        }
    }

    /** Computes the results from what was gathered under names of ours. */
    private void project(KustoScope scope, Span span) throws RuleSyntaxException {
        var bindings = new ArrayList<Binding>(hiddenKeys);
        var resultTypes = new ArrayList<KustoType>();
        for (Named result : results) {
            Typed value = scalars.lower(result.value(), scope);
            bindings.add(new Binding(result.name().orElseThrow(), value.expression()));
            resultTypes.add(value.type());
        }
        stages.add(new Stage.Project(bindings, span));
        scope.close();
        for (int i = 0; i < results.size(); i++) {
            scope.bind(results.get(i).name().orElseThrow(), resultTypes.get(i), Optional.empty());
        }
    }

    private void aggregate(Named aggregate, KustoScope scope) throws RuleSyntaxException {
        if (aggregate.value() instanceof Call call && KustoAggregates.isAggregate(call.function())) {
            for (String name : gathered.call(call, aggregate.names(), scope)) {
                results.add(new Named(Optional.of(name), new Name(name, call.span())));
            }
            return;
        }
        if (aggregate.value() instanceof Call call && KustoAggregates.KNOWN.contains(call.function())) {
            String shown = aggregate.name().orElse(call.function() + "_");
            scalars.unsupported("aggregate " + call.function(), call.span());
            results.add(new Named(
                    Optional.of(shown), new KustoSyntax.Literal(Values.NULL, KustoType.DYNAMIC, call.span())));
            return;
        }
        Scalar computed = gather(aggregate.value(), scope);
        String name = gathered.free(names.of(aggregate), KustoType.DYNAMIC);
        if (hidden == 0) {
            scalars.unsupported(
                    "summarize without an aggregate", aggregate.value().span());
        }
        results.add(new Named(Optional.of(name), computed));
    }

    /** The expression with each aggregate in it replaced by the hidden column that holds it. */
    private Scalar gather(Scalar scalar, KustoScope scope) throws RuleSyntaxException {
        if (scalar instanceof Call call) {
            if (KustoAggregates.isAggregate(call.function())) {
                hidden++;
                String name = scalars.context().hiddenColumn();
                gathered.call(call, List.of(name), scope);
                return new Name(name, call.span());
            }
            return new Call(call.function(), gather(call.arguments(), scope), call.span());
        }
        if (scalar instanceof KustoSyntax.Infix infix) {
            return new KustoSyntax.Infix(
                    infix.operator(), gather(infix.left(), scope), gather(infix.right(), scope), infix.span());
        }
        if (scalar instanceof KustoSyntax.Logical logical) {
            return new KustoSyntax.Logical(logical.all(), gather(logical.operands(), scope), logical.span());
        }
        if (scalar instanceof KustoSyntax.Negated negated) {
            return new KustoSyntax.Negated(gather(negated.operand(), scope), negated.span());
        }
        if (scalar instanceof KustoSyntax.Index index) {
            return new KustoSyntax.Index(gather(index.target(), scope), index.index(), index.span());
        }
        if (scalar instanceof KustoSyntax.Member member) {
            return new KustoSyntax.Member(gather(member.target(), scope), member.name(), member.span());
        }
        return scalar;
    }

    private List<Scalar> gather(List<Scalar> all, KustoScope scope) throws RuleSyntaxException {
        var gathered = new ArrayList<Scalar>();
        for (Scalar one : all) {
            gathered.add(gather(one, scope));
        }
        return gathered;
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Aggregation;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Stage.Ordering;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Level;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers {@code top-nested}: at each level the rows are given their group's aggregate, ordered by it and numbered by group
 * within the level above, and those of the first groups stay; at the end one row is left of each group.
 */
final class KustoTopNested {
    private final KustoPipeline pipeline;
    private final KustoScalars scalars;
    private final List<Binding> results = new ArrayList<>();
    private final List<KustoType> types = new ArrayList<>();

    /** The values of the levels so far, in columns of ours. */
    private final List<Binding> above = new ArrayList<>();

    KustoTopNested(KustoPipeline pipeline, KustoScalars scalars) {
        this.pipeline = pipeline;
        this.scalars = scalars;
    }

    void lower(KustoSyntax.TopNested nested) throws RuleSyntaxException {
        Span span = nested.span();
        for (Level level : nested.levels()) {
            if (!(level.aggregate().value() instanceof KustoSyntax.Call call)
                    || !KustoAggregates.isAggregate(call.function())) {
                pipeline.unsupported("top-nested by a computed aggregate", span);
                return;
            }
            Optional<Integer> rows = level.rows().isEmpty()
                    ? Optional.empty()
                    : pipeline.number(level.rows().get());
            if (level.rows().isPresent() && rows.isEmpty()) {
                pipeline.unsupported("operator top-nested with a computed number", span);
                return;
            }
            level(level, call, rows, span);
        }
        pipeline.add(new Stage.Aggregate(results, List.of(), false, false, span));
        KustoScope scope = pipeline.scope();
        scope.close();
        for (int i = 0; i < results.size(); i++) {
            scope.bind(results.get(i).name(), types.get(i), Optional.empty());
        }
    }

    private void level(Level level, KustoSyntax.Call call, Optional<Integer> rows, Span span)
            throws RuleSyntaxException {
        KustoScope scope = pipeline.scope();
        Typed value = scalars.lower(level.value().value(), scope);
        String own = new KustoNames(List.of()).of(level.value());
        String held = scalars.context().hiddenColumn();
        pipeline.add(new Stage.Extend(List.of(new Binding(held, KustoScalars.column(value))), span));
        List<Binding> parents = List.copyOf(above);
        above.add(new Binding(held, new Column(held, span)));
        String total = scalars.context().hiddenColumn();
        var aggregates = new ArrayList<Aggregation>();
        Typed aggregate = KustoGathered.alone(scalars, call, total, scope, aggregates::add);
        pipeline.add(new Stage.Annotate(above, aggregates, false, span));
        if (rows.isPresent()) {
            first(level, held, total, parents, rows.get(), span);
        }
        add(own, value.type(), held, span);
        add(level.aggregate().name().orElse("aggregated_" + own), aggregate.type(), total, span);
    }

    private void first(Level level, String held, String total, List<Binding> parents, int rows, Span span) {
        pipeline.add(new Stage.Sort(
                List.of(
                        new Ordering(new Column(total, span), level.descending(), true),
                        new Ordering(new Column(held, span), false, true, Matching.Types.STRICT)),
                span));
        String rank = scalars.context().hiddenColumn();
        List<Expression> group = List.of(new Column(held, span));
        var dense = new Aggregation(rank, "kusto:row_rank_dense", group, Optional.empty());
        pipeline.add(new Stage.Running(parents, List.of(dense), true, Optional.empty(), Optional.empty(), span));
        pipeline.add(new Stage.Filter(KustoComparisons.atMost(new Column(rank, span), rows, span), span));
    }

    private void add(String name, KustoType type, String from, Span span) {
        results.add(new Binding(name, new Column(from, span)));
        types.add(type);
    }
}

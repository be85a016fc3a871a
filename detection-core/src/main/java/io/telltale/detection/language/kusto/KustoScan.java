package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Declared;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Lowers {@code scan}: what {@code step.column} reads becomes what the step keeps of its row. */
final class KustoScan {
    private final KustoPipeline pipeline;
    private final KustoScalars scalars;
    private final KustoScope scope;
    private final KustoSyntax.Scan scan;
    private final Map<String, Typed> declared = new LinkedHashMap<>();

    /** What each step keeps, by its column's name in the query. */
    private final List<Map<String, Reference>> kept = new ArrayList<>();

    /** The step whose condition and assignments are being lowered. */
    private int current;

    /** A column of a step as expressions read it. */
    private record Reference(Stage.Kept kept, Typed read) {}

    KustoScan(KustoPipeline pipeline, KustoScalars scalars, KustoSyntax.Scan scan) {
        this.pipeline = pipeline;
        this.scalars = scalars;
        this.scope = pipeline.scope();
        this.scan = scan;
    }

    void lower() throws RuleSyntaxException {
        Span span = scan.span();
        for (Declared column : scan.declared()) {
            declared.put(column.name(), otherwise(column));
        }
        scan.steps().forEach(step -> kept.add(new LinkedHashMap<>()));
        var conditions = new ArrayList<Expression>();
        var assigned = new ArrayList<List<Binding>>();
        scope.enterScan(Optional.of(this));
        for (current = 0; current < scan.steps().size(); current++) {
            KustoSyntax.ScanStep step = scan.steps().get(current);
            conditions.add(scalars.lower(step.condition(), scope).expression());
            assigned.add(assigned(step.assigned()));
        }
        scope.enterScan(Optional.empty());
        var steps = new ArrayList<Stage.ScanStep>();
        for (int i = 0; i < scan.steps().size(); i++) {
            var output = Stage.ScanOutput.valueOf(scan.steps().get(i).output().toUpperCase(Locale.ROOT));
            List<Stage.Kept> columns =
                    kept.get(i).values().stream().map(Reference::kept).toList();
            steps.add(new Stage.ScanStep(conditions.get(i), assigned.get(i), columns, output));
        }
        var defaults = new ArrayList<Binding>();
        declared.forEach((name, value) -> defaults.add(new Binding(name, value.expression())));
        pipeline.add(new Stage.Scan(scope.pins(span), defaults, steps, scan.matchId(), span));
        declared.forEach((name, value) -> scope.bind(name, value.type(), Optional.empty()));
        scan.matchId().ifPresent(name -> scope.bind(name, KustoType.LONG, Optional.empty()));
    }

    /** What a declared column holds where a step gives it nothing. */
    private Typed otherwise(Declared column) throws RuleSyntaxException {
        Typed stated = column.otherwise().isPresent()
                ? scalars.lower(column.otherwise().get(), scope.withoutColumns(scope.namespace()))
                : new Typed(nothing(column.type(), column.span()), column.type());
        return new Typed(stated.expression(), column.type());
    }

    private static Expression nothing(KustoType type, Span span) {
        return new Literal(type == KustoType.STRING ? Values.of("") : Values.NULL, span);
    }

    private List<Binding> assigned(List<Named> columns) throws RuleSyntaxException {
        var bindings = new ArrayList<Binding>();
        for (Named column : columns) {
            String name = column.names().get(0);
            if (!declared.containsKey(name)) {
                throw scalars.error(column.value().span(), "found " + name + ", expected a column that scan declares");
            }
            bindings.add(new Binding(name, KustoScalars.column(scalars.lower(column.value(), scope))));
        }
        return bindings;
    }

    /** What {@code step.column} reads; empty where there is no such step. */
    Optional<Typed> reference(String stepName, String column, Span span) throws RuleSyntaxException {
        int step =
                scan.steps().stream().map(KustoSyntax.ScanStep::name).toList().indexOf(stepName);
        if (step < 0) {
            return Optional.empty();
        }
        if (step > current) {
            throw scalars.error(span, "found step " + stepName + ", expected one that does not come later");
        }
        Reference known = kept.get(step).get(column);
        if (known == null) {
            known = keep(column, span);
            kept.get(step).put(column, known);
        }
        return Optional.of(known.read());
    }

    private Reference keep(String column, Span span) throws RuleSyntaxException {
        String hidden = scalars.context().hiddenColumn();
        Typed given = declared.get(column);
        Typed value = given != null
                ? new Typed(new Column(column, span), given.type())
                : scalars.lower(new KustoSyntax.Name(column, span), scope);
        Expression otherwise = given != null ? given.expression() : nothing(value.type(), span);
        Expression read = new Column(hidden, span);
        if (value.type() == KustoType.STRING) {
            read = new Call("kusto:tostring", List.of(read), span);
        }
        return new Reference(
                new Stage.Kept(hidden, KustoScalars.column(value), otherwise), new Typed(read, value.type()));
    }
}

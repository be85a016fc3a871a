package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Lowers subsearches: a search whose rows are a condition of the search around it. */
final class SubsearchLowering {
    private final SplLowering whole;

    SubsearchLowering(SplLowering whole) {
        this.whole = whole;
    }

    /** A subsearch that all rows must match, or none. */
    void subsearch(Rows rows, SearchSyntax.Subsearch subsearch, boolean negated) {
        Optional<Sub> sub = sub(rows, subsearch, !negated && rows.scope().open());
        if (sub.isEmpty()) {
            return;
        }
        rows.add(new Stage.Join(
                negated ? Stage.JoinKind.LEFT_ANTI : Stage.JoinKind.LEFT_SEMI,
                sub.get().pipeline(),
                sub.get().keys(),
                List.of(),
                Optional.empty(),
                subsearch.span()));
        if (sub.get().unnested()) {
            // Of a row that was taken apart by the values of a field, one is enough.
            var whole = new ArrayList<Expression>(List.of(new Expression.Event(subsearch.span())));
            rows.scope().bound().forEach(n -> whole.add(rows.resolve(n)));
            rows.add(new Stage.Distinct(whole, subsearch.span()));
        }
    }

    /** A subsearch among other conditions: a column says whether a row matched. */
    Expression matchesAny(Rows rows, SearchSyntax.Subsearch subsearch) {
        Optional<Sub> sub = sub(rows, subsearch, false);
        if (sub.isEmpty()) {
            return rows.literal(Values.NULL);
        }
        String mark = rows.hiddenName();
        rows.add(new Stage.Join(
                Stage.JoinKind.LEFT_OUTER,
                sub.get().pipeline(),
                sub.get().keys(),
                List.of(new Stage.Binding(mark, rows.literal(Values.TRUE))),
                Optional.of(1),
                subsearch.span()));
        return rows.isPresent(new Expression.Column(mark, subsearch.span()));
    }

    private record Sub(Pipeline pipeline, List<Stage.JoinKey> keys, boolean unnested) {}

    private Optional<Sub> sub(Rows rows, SearchSyntax.Subsearch subsearch, boolean mayUnnest) {
        Rows inner = whole.pipeline(subsearch.commands(), false);
        rows.at(subsearch.span());
        if (inner.scope().open()) {
            rows.refuse("subsearch that returns whole events", subsearch.span());
            return Optional.empty();
        }
        // What begins with an underscore is Splunk's own and no part of the condition.
        List<String> names =
                inner.names().stream().filter(n -> !n.startsWith("_")).toList();
        if (names.contains("search") || names.contains("query")) {
            rows.refuse("subsearch that returns a text to search for", subsearch.span());
            return Optional.empty();
        }
        if (starred(inner.pipeline())) {
            rows.refuse("subsearch over a table with wildcards", subsearch.span());
            return Optional.empty();
        }
        var keys = new ArrayList<Stage.JoinKey>();
        boolean unnested = false;
        for (String name : names) {
            Expression own = rows.scope().resolve(name, subsearch.span());
            if (rows.isSeveral(own) && mayUnnest) {
                String column = rows.hiddenName();
                rows.add(new Stage.Unnest(column, own, false, Optional.empty(), subsearch.span()));
                own = new Expression.Column(column, subsearch.span());
                unnested = true;
            } else if (rows.isSeveral(own)) {
                rows.refuse("subsearch over a multivalue field", subsearch.span());
            }
            keys.add(new Stage.JoinKey(
                    rows.call("folded", own), rows.call("folded", inner.scope().resolve(name, subsearch.span()))));
        }
        return Optional.of(new Sub(inner.pipeline(), keys, unnested));
    }

    private static boolean starred(Pipeline pipeline) {
        return pipeline.source() instanceof Pipeline.Source.Table table
                && table.rows().stream()
                        .flatMap(r -> r.values().stream())
                        .anyMatch(v ->
                                v instanceof Value.Text text && text.value().contains("*"));
    }

    /** {@code return}: the first rows, with the fields that are named. */
    static void returned(Rows rows, Command.Return returned) {
        rows.putInOrder();
        rows.add(new Stage.Limit(returned.rows(), rows.command()));
        var bindings = new LinkedHashMap<String, Expression>();
        returned.terms().forEach(t -> bindings.put(t.name(), rows.resolve(t.field())));
        rows.add(new Stage.Project(
                bindings.entrySet().stream()
                        .map(b -> new Stage.Binding(b.getKey(), b.getValue()))
                        .toList(),
                rows.command()));
        rows.renewed(bindings.keySet());
    }
}

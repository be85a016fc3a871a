package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lowers subsearches: a search whose rows are a condition of the search around it. */
final class SubsearchLowering {
    /** The fields whose values are no values of fields of those names, but words of the search around. */
    private static final Set<String> WORDS = Set.of("search", "query");

    private final SplLowering whole;

    SubsearchLowering(SplLowering whole) {
        this.whole = whole;
    }

    /** A subsearch that all rows must match, or none. */
    void subsearch(Rows rows, SearchSyntax.Subsearch subsearch, boolean negated) {
        Rows inner = inner(rows, subsearch);
        Optional<Expression> read = read(rows, inner, subsearch.span());
        if (read.isPresent()) {
            rows.filter(negated ? new Expression.Not(read.get(), subsearch.span()) : read.get());
            return;
        }
        Optional<Sub> sub = sub(rows, inner, subsearch, !negated && rows.scope().open());
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
        Rows inner = inner(rows, subsearch);
        Optional<Expression> read = read(rows, inner, subsearch.span());
        if (read.isPresent()) {
            return read.get();
        }
        Optional<Sub> sub = sub(rows, inner, subsearch, false);
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

    private Rows inner(Rows rows, SearchSyntax.Subsearch subsearch) {
        Rows inner = whole.pipeline(subsearch.commands(), false);
        rows.at(subsearch.span());
        inner.at(subsearch.span());
        return inner;
    }

    /** What is no part of Splunk's own of a subsearch's fields: those that do not begin with an underscore. */
    private static List<String> names(Rows inner) {
        return inner.names().stream().filter(n -> !n.startsWith("_")).toList();
    }

    /**
     * The condition of a subsearch that has to be read to be met, where equal texts do not say it all: one that returns words
     * to look for, and one over a table in which stars, networks and empty cells stand.
     */
    private static Optional<Expression> read(Rows rows, Rows inner, Span span) {
        if (inner.scope().open()) {
            return Optional.empty();
        }
        List<String> names = names(inner);
        Optional<String> words = names.stream().filter(WORDS::contains).findFirst();
        if (words.isEmpty() && !isPattern(inner.pipeline())) {
            return Optional.empty();
        }
        var cells = new ArrayList<Expression>();
        for (String name : names) {
            cells.add(inner.literal(name));
            cells.add(inner.resolve(name));
        }
        String list = rows.hiddenName();
        Expression row = words.map(inner::resolve).orElseGet(() -> new Expression.Call("spl:record", cells, span));
        inner.add(new Stage.Aggregate(
                List.of(),
                List.of(new Stage.Aggregation(list, "spl:rows", List.of(row), Optional.empty())),
                true,
                false,
                span));
        rows.add(new Stage.Join(
                Stage.JoinKind.LEFT_OUTER,
                inner.pipeline(),
                List.of(),
                List.of(new Stage.Binding(list, new Expression.Column(list, span))),
                Optional.of(1),
                false,
                span));
        String each = rows.context().newName();
        var one = new Expression.Column(each, span);
        Expression met = words.isPresent()
                ? rows.call("words", rows.resolve("_raw"), one)
                : Expression.allOf(
                        names.stream()
                                .<Expression>map(n ->
                                        rows.call("meets", rows.resolve(n), rows.call("member", one, rows.literal(n))))
                                .toList(),
                        span);
        return Optional.of(new Expression.Quantified(
                Expression.Quantifier.ANY, each, new Expression.Column(list, span), met, span));
    }

    private static boolean isPattern(Pipeline pipeline) {
        if (!(pipeline.source() instanceof Pipeline.Source.Table table)) {
            return false;
        }
        int most = table.rows().stream().mapToInt(Map::size).max().orElse(0);
        return table.rows().stream()
                .anyMatch(r ->
                        r.size() < most || r.values().stream().anyMatch(v -> SearchComparison.isPattern(v.asText())));
    }

    private record Sub(Pipeline pipeline, List<Stage.JoinKey> keys, boolean unnested) {}

    private Optional<Sub> sub(Rows rows, Rows inner, SearchSyntax.Subsearch subsearch, boolean mayUnnest) {
        if (inner.scope().open()) {
            rows.refuse("subsearch that returns whole events", subsearch.span());
            return Optional.empty();
        }
        var keys = new ArrayList<Stage.JoinKey>();
        boolean unnested = false;
        for (String name : names(inner)) {
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

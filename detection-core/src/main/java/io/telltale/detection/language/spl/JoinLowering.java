package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers the commands that bring rows of another search or of a table to the rows at hand. */
final class JoinLowering {
    private final SplLowering whole;

    JoinLowering(SplLowering whole) {
        this.whole = whole;
    }

    void join(Rows rows, Command.Join join) {
        Rows right = whole.pipeline(join.subsearch(), true);
        right.putInOrder();
        List<String> names = join.fields().stream().map(Word::text).toList();
        if (names.isEmpty()) {
            if (rows.scope().open() || right.scope().open()) {
                rows.refuse("join without fields");
                return;
            }
            names = right.scope().bound().stream()
                    .filter(rows.scope().bound()::contains)
                    .toList();
        }
        List<Stage.JoinKey> keys = names.stream()
                .map(n -> new Stage.JoinKey(
                        rows.call("key", rows.resolve(n)),
                        rows.call("key", right.scope().resolve(n, rows.command()))))
                .toList();
        var carried = new ArrayList<Stage.Binding>();
        var columns = new LinkedHashMap<String, String>();
        for (String name : right.scope().bound()) {
            if (!names.contains(name)) {
                String column = rows.hiddenName();
                columns.put(name, column);
                carried.add(new Stage.Binding(column, right.scope().resolve(name, rows.command())));
            }
        }
        String event = right.scope().open() ? rows.hiddenName() : "";
        if (right.scope().open()) {
            carried.add(new Stage.Binding(event, new Expression.Event(rows.command())));
        }
        rows.add(new Stage.Join(
                join.outer() ? Stage.JoinKind.LEFT_OUTER : Stage.JoinKind.INNER,
                right.pipeline(),
                keys,
                carried,
                join.most() == 0 ? Optional.empty() : Optional.of(join.most()),
                rows.command()));
        if (right.scope().open()) {
            rows.rescope(new RowScopes.Joined(
                    rows.scope(), right.scope(), new Transplant(event, columns), join.overwrite()));
            return;
        }
        columns.forEach((name, column) -> {
            Expression brought = new Expression.Column(column, rows.command());
            boolean own = rows.scope().open() || rows.scope().bound().contains(name);
            boolean several = right.isSeveral(right.scope().resolve(name, rows.command()));
            rows.bind(
                    name,
                    !own
                            ? brought
                            : join.overwrite()
                                    ? rows.call("alias", brought, rows.resolve(name))
                                    : rows.call("alias", rows.resolve(name), brought));
            if (several) {
                rows.markSeveral(name);
            }
        });
    }

    void append(Rows rows, Command.Append append) {
        boolean starts = rows.isUntouched() && !append.continues();
        for (List<Command> commands : append.subsearches()) {
            Rows other;
            if (append.continues()) {
                other = rows.copy();
                whole.run(other, commands, false, rows.orderMatters());
            } else {
                other = whole.pipeline(commands, false);
            }
            if (starts && rows.isUntouched()) {
                // A union at a search's beginning has no rows of its own before it.
                rows.startFrom(new Pipeline.Source.Table(List.of()), new Scope.Fresh());
            }
            union(rows, other);
        }
    }

    /** Rows of two kinds; where they name fields differently, those of the second are marked. */
    private static void union(Rows rows, Rows other) {
        other.at(rows.command());
        String mark = rows.hiddenName();
        other.add(new Stage.Extend(List.of(new Stage.Binding(mark, rows.literal(Values.TRUE))), rows.command()));
        rows.add(new Stage.Union(List.of(other.pipeline()), rows.command()));
        rows.rescope(
                rows.scope() instanceof Scope.Fresh
                                && rows.scope().bound().isEmpty()
                                && other.scope().bound().isEmpty()
                        ? other.scope()
                        : new RowScopes.Either(rows.scope(), other.scope(), mark));
        rows.order(List.of());
    }

    void inputlookup(Rows rows, Command.Inputlookup input, boolean first) {
        LookupTable table = rows.context().lookup(input.table().text());
        Rows read = new Rows(rows.context(), new Pipeline.Source.Table(table.rows()), scopeOf(table.columns()));
        read.at(rows.command());
        if (input.where().isPresent()) {
            var lowering = new SearchLowering(read, whole, false);
            read.filter(Expression.allOf(
                    lowering.conjuncts(input.where().get()).stream()
                            .map(lowering::lower)
                            .toList(),
                    rows.command()));
        }
        input.most().ifPresent(n -> read.add(new Stage.Limit(n, rows.command())));
        if (input.append() && !first) {
            union(rows, read);
            return;
        }
        rows.startFrom(new Pipeline.Source.Table(table.rows()), scopeOf(table.columns()));
        read.pipeline().stages().forEach(rows::add);
    }

    private static Scope scopeOf(List<String> columns) {
        Scope scope = new Scope.Fresh();
        for (String column : columns) {
            scope = scope.with(column);
        }
        return scope;
    }

    void lookup(Rows rows, Command.Lookup lookup) {
        LookupTable table = rows.context().lookup(lookup.table().text());
        List<String> keys = lookup.keys().stream().map(k -> k.column().text()).toList();
        List<Command.Pair> outputs = lookup.outputs().isEmpty()
                ? table.columns().stream()
                        .filter(c -> !keys.contains(c) && !c.equals("_key"))
                        .map(c -> new Word(c, true, lookup.table().span()))
                        .map(w -> new Command.Pair(w, w))
                        .toList()
                : lookup.outputs();
        boolean exact = keys.stream().noneMatch(table.kinds()::containsKey);
        Map<String, Expression> found =
                exact ? joined(rows, lookup, table, keys, outputs) : searched(rows, lookup, table, outputs);
        for (Command.Pair output : outputs) {
            Expression value = found.get(output.column().text());
            if (!table.defaultMatch().isEmpty()) {
                value = rows.call("alias", value, rows.literal(table.defaultMatch()));
            }
            String name = output.field().text();
            rows.bind(name, lookup.keepsOld() ? rows.call("alias", rows.resolve(name), value) : value);
            rows.markSeveral(name);
        }
    }

    private static Map<String, Expression> joined(
            Rows rows, Command.Lookup lookup, LookupTable table, List<String> keys, List<Command.Pair> outputs) {
        List<String> columns =
                outputs.stream().map(o -> o.column().text()).distinct().toList();
        var found = new LinkedHashMap<String, Expression>();
        var carried = new ArrayList<Stage.Binding>();
        for (String column : columns) {
            String hidden = rows.hiddenName();
            carried.add(new Stage.Binding(hidden, new Expression.Column(column, rows.command())));
            found.put(column, new Expression.Column(hidden, rows.command()));
        }
        var pairs = new ArrayList<Stage.JoinKey>();
        for (Command.Pair key : lookup.keys()) {
            pairs.add(new Stage.JoinKey(
                    rows.call(table.caseSensitive() ? "key" : "folded", rows.resolve(key.field())),
                    new Expression.Column(
                            "key " + key.column().text(), key.column().span())));
        }
        rows.add(new Stage.Join(
                Stage.JoinKind.LEFT_OUTER,
                new Pipeline(new Pipeline.Source.Table(table.byKeys(keys, columns)), List.of()),
                pairs,
                carried,
                Optional.of(1),
                rows.command()));
        return found;
    }

    private static Map<String, Expression> searched(
            Rows rows, Command.Lookup lookup, LookupTable table, List<Command.Pair> outputs) {
        var found = new LinkedHashMap<String, Expression>();
        for (Command.Pair output : outputs) {
            var arguments = new ArrayList<Expression>(List.of(
                    rows.literal(table.asValue()), rows.literal(output.column().text()), rows.literal(table.most())));
            for (Command.Pair key : lookup.keys()) {
                arguments.add(rows.literal(table.kindOf(key.column().text())));
                arguments.add(rows.literal(key.column().text()));
                arguments.add(rows.resolve(key.field()));
            }
            found.put(output.column().text(), new Expression.Call("spl:looked_up", arguments, rows.command()));
        }
        return found;
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
        List<String> names = inner.scope().bound();
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
    void returned(Rows rows, Command.Return returned) {
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

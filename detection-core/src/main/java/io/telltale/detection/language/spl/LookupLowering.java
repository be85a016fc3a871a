package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers {@code lookup} and {@code inputlookup}: the rows of a table, beside the rows at hand or for them. */
final class LookupLowering {
    private final SplLowering whole;

    LookupLowering(SplLowering whole) {
        this.whole = whole;
    }

    void inputlookup(Rows rows, Command.Inputlookup input, boolean first) {
        LookupTable table = rows.context().lookup(input.table().text());
        Rows read = new Rows(rows.context(), new Pipeline.Source.Table(table.rows()), scopeOf(table.columns()));
        read.at(rows.command());
        if (input.where().isPresent()) {
            var lowering = new SearchLowering(read, whole, false, Optional.empty());
            read.filter(Expression.allOf(
                    lowering.conjuncts(input.where().get()).stream()
                            .map(lowering::lower)
                            .toList(),
                    rows.command()));
        }
        input.most().ifPresent(n -> read.add(new Stage.Limit(n, rows.command())));
        if (input.append() && !first) {
            JoinLowering.union(rows, read);
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

    static void lookup(Rows rows, Command.Lookup lookup) {
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
}

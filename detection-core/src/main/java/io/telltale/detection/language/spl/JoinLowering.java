package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
            names = right.names().stream()
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

    void appendcols(Rows rows, Command.Appendcols append) {
        Rows right = whole.pipeline(append.subsearch(), true);
        if (rows.scope().open() || right.scope().open()) {
            rows.refuse("appendcols of whole events");
            return;
        }
        right.at(rows.command());
        rows.putInOrder();
        right.putInOrder();
        var carried = new ArrayList<Stage.Binding>();
        var columns = new LinkedHashMap<String, String>();
        for (String name : right.names()) {
            columns.put(name, rows.hiddenName());
            carried.add(new Stage.Binding(columns.get(name), right.resolve(name)));
        }
        var key = new Stage.JoinKey(RowLowering.counted(rows, List.of()), RowLowering.counted(right, List.of()));
        rows.add(new Stage.Join(
                Stage.JoinKind.FULL_OUTER, right.pipeline(), List.of(key), carried, Optional.of(1), rows.command()));
        columns.forEach((name, column) -> {
            Expression brought = new Expression.Column(column, rows.command());
            rows.bind(
                    name,
                    append.overrides()
                            ? rows.call("alias", brought, rows.resolve(name))
                            : rows.call("alias", rows.resolve(name), brought));
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
    static void union(Rows rows, Rows other) {
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
}

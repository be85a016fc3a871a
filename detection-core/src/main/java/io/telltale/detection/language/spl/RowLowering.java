package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers the commands that choose and order rows. */
final class RowLowering {
    private RowLowering() {}

    static void sort(Rows rows, List<Command.SortKey> keys) {
        rows.add(new Stage.Sort(
                keys.stream()
                        .map(k -> new Stage.Ordering(sortValue(rows, k), k.descending(), true))
                        .toList(),
                rows.command()));
        rows.order(List.of());
    }

    private static Expression sortValue(Rows rows, Command.SortKey key) {
        Expression value = rows.resolve(key.field());
        return switch (key.type()) {
            case "num" -> rows.call("tonumber", value);
            case "str" -> rows.call("concat", rows.literal("s"), value);
            case "ip" -> rows.call("address", value);
            case "auto" -> value;
            default -> {
                rows.refuse("sort " + key.type());
                yield value;
            }
        };
    }

    static void dedup(Rows rows, Command.Dedup dedup) {
        boolean keepsEmpty = Truth.option(dedup.options(), "keepempty", false);
        boolean keepsEvents = Truth.option(dedup.options(), "keepevents", false);
        boolean consecutive = Truth.option(dedup.options(), "consecutive", false);
        List<Expression> keys = dedup.fields().stream().map(rows::resolve).toList();
        Expression present = Expression.allOf(keys.stream().map(rows::isPresent).toList(), rows.command());
        if (!keepsEmpty && !keepsEvents) {
            rows.filter(present);
        }
        rows.putInOrder();
        if (dedup.keep() == 1 && !keepsEmpty && !keepsEvents && !consecutive) {
            rows.add(new Stage.Distinct(keys, rows.command()));
        } else {
            var groups = new ArrayList<>(dedup.fields().stream()
                    .map(f -> new Stage.Binding(rows.context().newName(), rows.resolve(f)))
                    .toList());
            if (consecutive) {
                groups.add(new Stage.Binding(rows.context().newName(), runs(rows, keys, present)));
            }
            Expression early = new Expression.Test(
                    TestKind.LE,
                    counted(rows, groups),
                    List.of(rows.literal(dedup.keep())),
                    SearchComparison.MATCHING,
                    rows.command());
            if (keepsEvents) {
                // The rows stay, and lose what has been seen.
                List<Expression> kept = keys.stream()
                        .<Expression>map(
                                k -> new Expression.Conditional(early, k, rows.literal(Values.MISSING), rows.command()))
                        .toList();
                for (int i = 0; i < kept.size(); i++) {
                    rows.bind(dedup.fields().get(i).text(), kept.get(i));
                }
            } else {
                rows.filter(
                        keepsEmpty
                                ? Expression.anyOf(
                                        List.of(new Expression.Not(present, rows.command()), early), rows.command())
                                : early);
            }
        }
        if (!dedup.sortBy().isEmpty()) {
            sort(rows, dedup.sortBy());
        }
    }

    /**
     * The number of the run of rows, one behind the other, of the same keys that a row belongs to; rows that lack a key are
     * passed over.
     */
    static Expression runs(Rows rows, List<Expression> keys, Expression present) {
        var before = new ArrayList<Stage.Aggregation>();
        for (Expression key : keys) {
            before.add(new Stage.Aggregation(rows.hiddenName(), "spl:last", List.of(key), Optional.of(present)));
        }
        rows.add(new Stage.Running(List.of(), before, false, Optional.empty(), Optional.empty(), rows.command()));
        var same = new ArrayList<Expression>(List.of(present));
        for (int i = 0; i < keys.size(); i++) {
            same.add(new Expression.Test(
                    TestKind.EQ,
                    keys.get(i),
                    List.of(new Expression.Column(before.get(i).name(), rows.command())),
                    SearchComparison.MATCHING.withCase(true),
                    rows.command()));
        }
        Expression changed = new Expression.And(
                List.of(present, new Expression.Not(Expression.allOf(same, rows.command()), rows.command())),
                rows.command());
        return howOften(rows, changed, true);
    }

    /** How often a condition has held on the rows so far. */
    static Expression howOften(Rows rows, Expression condition, boolean includeCurrent) {
        String name = rows.hiddenName();
        Expression one = new Expression.Conditional(condition, rows.literal(1), rows.literal(0), rows.command());
        rows.add(new Stage.Running(
                List.of(),
                List.of(new Stage.Aggregation(name, "spl:sum", List.of(one), Optional.empty())),
                includeCurrent,
                Optional.empty(),
                Optional.empty(),
                rows.command()));
        return rows.call("alias", new Expression.Column(name, rows.command()), rows.literal(0));
    }

    /** The number of a row among those of its group, from one. */
    static Expression counted(Rows rows, List<Stage.Binding> keys) {
        String name = rows.hiddenName();
        rows.add(new Stage.Running(
                keys,
                List.of(new Stage.Aggregation(name, "spl:count", List.of(), Optional.empty())),
                true,
                Optional.empty(),
                Optional.empty(),
                rows.command()));
        return new Expression.Column(name, rows.command());
    }

    static void head(Rows rows, Command.Head head) {
        rows.putInOrder();
        if (head.condition().isPresent()) {
            // Every row before the first on which the condition is not true.
            Expression condition = rows.eval(head.condition().get());
            Expression failed = new Expression.Conditional(
                    head.nullHolds() ? new Expression.Not(condition, rows.command()) : condition,
                    rows.literal(Values.of(head.nullHolds())),
                    rows.literal(Values.of(!head.nullHolds())),
                    rows.command());
            rows.filter(new Expression.Test(
                    TestKind.EQ,
                    howOften(rows, failed, !head.keepsLast()),
                    List.of(rows.literal(0)),
                    SearchComparison.MATCHING,
                    rows.command()));
        }
        head.rows().ifPresent(n -> rows.add(new Stage.Limit(n, rows.command())));
    }

    static void reverse(Rows rows) {
        rows.putInOrder();
        Expression number = counted(rows, List.of());
        rows.add(new Stage.Sort(List.of(new Stage.Ordering(number, true, true)), rows.command()));
    }
}

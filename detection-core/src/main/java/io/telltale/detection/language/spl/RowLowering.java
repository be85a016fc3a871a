package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
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
        for (String option : List.of("keepevents", "consecutive")) {
            if (dedup.options().containsKey(option)
                    && Truth.of(dedup.options().get(option).text())) {
                rows.refuse("dedup " + option);
            }
        }
        List<Expression> keys = dedup.fields().stream().map(rows::resolve).toList();
        boolean keepsEmpty = dedup.options().containsKey("keepempty")
                && Truth.of(dedup.options().get("keepempty").text());
        Expression present = Expression.allOf(keys.stream().map(rows::isPresent).toList(), rows.command());
        if (!keepsEmpty) {
            rows.filter(present);
        }
        rows.putInOrder();
        if (dedup.keep() == 1 && !keepsEmpty) {
            rows.add(new Stage.Distinct(keys, rows.command()));
        } else {
            Expression seen = counted(
                    rows,
                    dedup.fields().stream()
                            .map(f -> new Stage.Binding(rows.context().newName(), rows.resolve(f)))
                            .toList());
            Expression early = new Expression.Test(
                    TestKind.LE, seen, List.of(rows.literal(dedup.keep())), SearchComparison.MATCHING, rows.command());
            rows.filter(
                    keepsEmpty
                            ? Expression.anyOf(
                                    List.of(new Expression.Not(present, rows.command()), early), rows.command())
                            : early);
        }
        if (!dedup.sortBy().isEmpty()) {
            sort(rows, dedup.sortBy());
        }
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
            Expression holds = rows.eval(head.condition().get());
            String failures = rows.hiddenName();
            rows.add(new Stage.Running(
                    List.of(),
                    List.of(new Stage.Aggregation(
                            failures,
                            "spl:sum",
                            List.of(new Expression.Conditional(
                                    holds, rows.literal(0), rows.literal(1), rows.command())),
                            Optional.empty())),
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    rows.command()));
            rows.filter(new Expression.Test(
                    TestKind.EQ,
                    new Expression.Column(failures, rows.command()),
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

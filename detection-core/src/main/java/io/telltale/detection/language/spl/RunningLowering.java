package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import java.util.List;
import java.util.Optional;

/** Lowers the commands that carry values on from the rows before: a running total, a difference, the last value. */
final class RunningLowering {
    private RunningLowering() {}

    static void filldown(Rows rows, Command.Filldown filldown) {
        rows.putInOrder();
        for (String name : SelectionLowering.named(rows, filldown.fields())) {
            Expression last = aggregated(rows, "last", rows.resolve(name), true, Optional.empty());
            rows.bind(name, last);
        }
    }

    /** An aggregate over the rows so far. */
    private static Expression aggregated(
            Rows rows, String function, Expression value, boolean withCurrent, Optional<Integer> window) {
        String name = rows.hiddenName();
        rows.add(new Stage.Running(
                List.of(),
                List.of(new Stage.Aggregation(name, "spl:" + function, List.of(value), Optional.empty())),
                withCurrent,
                window,
                Optional.empty(),
                rows.command()));
        return new Expression.Column(name, rows.command());
    }

    static void running(Rows rows, Command.Running running) {
        rows.putInOrder();
        Expression value = rows.resolve(running.field());
        String name = running.field().text();
        if (!running.delta()) {
            Expression total = aggregated(rows, "sum", value, true, Optional.empty());
            rows.bind(running.as().map(Word::text).orElse(name), total);
            return;
        }
        Expression earlier = before(rows, value, running.back());
        rows.bind(running.as().map(Word::text).orElse("delta(" + name + ")"), rows.call("subtract", value, earlier));
    }

    /** The value of the row so many before; null where there is none. */
    private static Expression before(Rows rows, Expression value, int back) {
        Expression earlier = value;
        for (int i = 0; i < back; i++) {
            earlier = aggregated(rows, "last", earlier, false, Optional.of(1));
        }
        return earlier;
    }

    static void autoregress(Rows rows, Command.Autoregress autoregress) {
        rows.putInOrder();
        Expression value = before(rows, rows.resolve(autoregress.field()), autoregress.from());
        String name = autoregress.as().orElse(autoregress.field()).text();
        boolean plain = autoregress.as().isPresent() && autoregress.from() == autoregress.to();
        for (int back = autoregress.from(); back <= autoregress.to(); back++) {
            rows.bind(plain ? name : name + "_p" + back, value);
            if (back < autoregress.to()) {
                value = before(rows, value, 1);
            }
        }
    }
}

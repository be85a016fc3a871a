package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers {@code transaction}: in the order of time, each row of the same fields gets the number of the transaction that it
 * belongs to, and the rows of a number become one.
 */
final class TransactionLowering {
    private TransactionLowering() {}

    static void lower(Rows rows, Command.Transaction transaction) {
        for (String option : transaction.options().keySet()) {
            if (!List.of("maxspan", "maxpause", "maxevents", "keepevicted").contains(option)) {
                rows.refuse("transaction " + option);
            }
        }
        if (transaction.fields().size() > 1) {
            // Rows that lack one of the fields may join by the others, which no grouping says.
            rows.refuse("transaction of several fields");
        }
        if (!rows.scope().open() || transaction.fields().isEmpty()) {
            rows.refuse(rows.scope().open() ? "transaction without fields" : "transaction of aggregated rows");
            return;
        }
        Expression time = rows.resolve("_time");
        rows.add(new Stage.Sort(List.of(new Stage.Ordering(time, false, true)), rows.command()));
        List<Stage.Binding> keys = transaction.fields().stream()
                .map(f -> new Stage.Binding(f.text(), rows.resolve(f)))
                .toList();
        String number = rows.hiddenName();
        var arguments = new ArrayList<Expression>(List.of(
                time,
                rows.literal(seconds(rows, transaction.options().get("maxspan"))),
                rows.literal(seconds(rows, transaction.options().get("maxpause"))),
                rows.literal(most(transaction.options().get("maxevents")))));
        arguments.add(mark(rows, transaction.marks().get("startswith")));
        arguments.add(mark(rows, transaction.marks().get("endswith")));
        rows.add(new Stage.Running(
                keys,
                List.of(new Stage.Aggregation(number, "spl:transaction", arguments, Optional.empty())),
                true,
                Optional.empty(),
                Optional.empty(),
                rows.command()));
        String events = rows.context().newName();
        var groups = new ArrayList<>(keys);
        groups.add(new Stage.Binding(number, new Expression.Column(number, rows.command())));
        Scope event = rows.scope();
        rows.add(new Stage.Aggregate(
                groups,
                List.of(
                        new Stage.Aggregation("_time", "spl:min", List.of(time), Optional.empty()),
                        new Stage.Aggregation("duration", "spl:range", List.of(time), Optional.empty()),
                        new Stage.Aggregation("eventcount", "spl:count", List.of(), Optional.empty()),
                        new Stage.Aggregation(
                                events, "spl:list", List.of(new Expression.Event(rows.command())), Optional.empty())),
                true,
                false,
                rows.command()));
        List<String> names = keys.stream().map(Stage.Binding::name).toList();
        rows.renewed(names);
        rows.hide(events);
        rows.hide(number);
        Scope scope = new RowScopes.Gathered(event, events);
        for (String name : names) {
            scope = scope.with(name);
        }
        rows.rescope(scope.with("_time").with("duration").with("eventcount"));
        rows.order(rows.newestFirst());
    }

    private static Value seconds(Rows rows, SearchSyntax.@org.jspecify.annotations.Nullable Word span) {
        if (span == null || span.text().equals("-1")) {
            return Values.NULL;
        }
        Optional<Long> seconds = TimeSpan.seconds(span.text());
        if (seconds.isEmpty()) {
            rows.refuse("transaction span " + span.text());
        }
        return seconds.map(Values::of).orElse(Values.NULL);
    }

    private static Value most(SearchSyntax.@org.jspecify.annotations.Nullable Word count) {
        return span(count).map(Numbers::value).orElse(Values.of(1000));
    }

    private static Optional<Double> span(SearchSyntax.@org.jspecify.annotations.Nullable Word count) {
        return count == null ? Optional.empty() : Numbers.of(Values.of(count.text()));
    }

    private static Expression mark(Rows rows, @org.jspecify.annotations.Nullable SearchSyntax condition) {
        if (condition == null) {
            return rows.literal(Values.NULL);
        }
        return new Expression.Conditional(
                new SearchLowering(rows).lower(condition),
                rows.literal(Values.TRUE),
                rows.literal(Values.FALSE),
                rows.command());
    }

    /** Numbers the transactions of one group of rows, in the order of time. Arguments: time, span, pause, count, start, end. */
    static final class Numbering implements io.telltale.detection.ir.AggregateEntry.Accumulator {
        private long number;
        private int count;
        private double first;
        private double last;
        private boolean ended = true;

        @Override
        public void add(List<Value> arguments, long unused) {
            double time = Numbers.of(arguments.get(0)).orElse(0.0);
            boolean tooLong =
                    Numbers.of(arguments.get(1)).map(s -> time - first > s).orElse(false);
            boolean tooLate =
                    Numbers.of(arguments.get(2)).map(s -> time - last > s).orElse(false);
            boolean full =
                    Numbers.of(arguments.get(3)).map(n -> n > 0 && count >= n).orElse(false);
            boolean starts = Truth.of(arguments.get(4));
            if (ended || tooLong || tooLate || full || starts) {
                number++;
                count = 0;
                first = time;
            }
            count++;
            last = time;
            ended = Truth.of(arguments.get(5));
        }

        @Override
        public Value result() {
            return Values.of(number);
        }
    }
}

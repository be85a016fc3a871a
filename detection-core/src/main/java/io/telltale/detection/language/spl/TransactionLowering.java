package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers {@code transaction}: each row gets the number of the transaction that it belongs to, and the rows of a number
 * become one.
 */
final class TransactionLowering {
    /** Options that are lowered, and those of memory, which only a very large search would feel. */
    private static final Set<String> OPTIONS = Set.of(
            "maxspan",
            "maxpause",
            "maxevents",
            "keepevicted",
            "connected",
            "mvlist",
            "maxopentxn",
            "maxopenevents",
            "name");

    /** What closes a transaction that no row needs to start; a negative one is none. */
    private static final Set<String> LIMITS = Set.of("maxspan", "maxpause", "maxevents");

    /** The fields that a transaction has beside those of its rows. */
    private static final List<String> OWN = List.of("_time", "duration", "eventcount");

    private TransactionLowering() {}

    static void lower(Rows rows, Command.Transaction transaction) {
        transaction.options().keySet().stream()
                .filter(o -> !OPTIONS.contains(o))
                .forEach(o -> rows.refuse("transaction " + o));
        if (!Truth.option(transaction.options(), "connected", true)) {
            rows.refuse("transaction connected=false");
        }
        if (Truth.option(transaction.options(), "mvlist", false)) {
            rows.refuse("transaction mvlist");
        }
        if (!rows.scope().open() && !rows.scope().bound().contains("_time")) {
            rows.refuse("transaction of rows without _time");
            return;
        }
        boolean evicted = Truth.option(transaction.options(), "keepevicted", false);
        Expression time = rows.resolve("_time");
        rows.add(new Stage.Sort(List.of(new Stage.Ordering(time, false, true)), rows.command()));
        rows.order(List.of());
        RowLowering.reverse(rows);
        Expression starts = mark(rows, transaction.marks().get("startswith"));
        Expression ends = mark(rows, transaction.marks().get("endswith"));
        if (evicted && transaction.marks().containsKey("endswith")) {
            rows.refuse("transaction keepevicted with endswith");
        }
        Expression number = number(rows, transaction, time, starts, ends);
        boolean open = rows.scope().open();
        String events = rows.context().newName();
        String started = rows.hiddenName();
        String key = rows.hiddenName();
        var aggregates = new ArrayList<>(List.of(
                new Stage.Aggregation("_time", "spl:min", List.of(time), Optional.empty()),
                new Stage.Aggregation("duration", "spl:range", List.of(time), Optional.empty()),
                new Stage.Aggregation("eventcount", "spl:count", List.of(), Optional.empty()),
                new Stage.Aggregation(
                        started,
                        "spl:sum",
                        List.of(new Expression.Conditional(starts, rows.literal(1), rows.literal(0), rows.command())),
                        Optional.empty())));
        if (open) {
            aggregates.add(new Stage.Aggregation(
                    events, "spl:rows", List.of(new Expression.Event(rows.command())), Optional.empty()));
        }
        var names = new LinkedHashSet<String>();
        transaction.fields().forEach(f -> names.add(f.text()));
        names.addAll(rows.scope().bound());
        names.removeAll(OWN);
        names.forEach(n ->
                aggregates.add(new Stage.Aggregation(n, "spl:values", List.of(rows.resolve(n)), Optional.empty())));
        Scope event = rows.scope();
        rows.add(new Stage.Aggregate(List.of(new Stage.Binding(key, number)), aggregates, true, false, rows.command()));
        rows.renewed(names);
        List.of(started, key).forEach(rows::hide);
        if (open) {
            rows.hide(events);
        }
        Scope scope = open ? new RowScopes.Gathered(event, events) : new Scope.Fresh();
        for (String name : names) {
            scope = scope.with(name);
        }
        for (String name : OWN) {
            scope = scope.with(name);
        }
        rows.rescope(scope);
        names.forEach(rows::markSeveral);
        rows.order(rows.newestFirst());
        if (transaction.marks().containsKey("startswith")) {
            Expression closed = new Expression.Conditional(
                    new Expression.Test(
                            TestKind.GT,
                            new Expression.Column(started, rows.command()),
                            List.of(rows.literal(0)),
                            SearchComparison.MATCHING,
                            rows.command()),
                    rows.literal(1),
                    rows.literal(0),
                    rows.command());
            rows.bind("closed_txn", closed);
            if (!evicted) {
                rows.filter(new Expression.Test(
                        TestKind.EQ,
                        rows.resolve("closed_txn"),
                        List.of(rows.literal(1)),
                        SearchComparison.MATCHING,
                        rows.command()));
            }
        } else {
            boolean limited = LIMITS.stream()
                    .map(transaction.options()::get)
                    .anyMatch(limit -> limit != null && !limit.text().startsWith("-"));
            rows.bind("closed_txn", rows.literal(limited ? 1 : 0));
        }
    }

    private static Expression number(
            Rows rows, Command.Transaction transaction, Expression time, Expression starts, Expression ends) {
        var arguments = new ArrayList<Expression>(List.of(
                time,
                rows.literal(seconds(rows, transaction.options().get("maxspan"))),
                rows.literal(seconds(rows, transaction.options().get("maxpause"))),
                rows.literal(most(transaction.options().get("maxevents"))),
                starts,
                ends));
        transaction.fields().forEach(f -> arguments.add(rows.resolve(f)));
        String number = rows.hiddenName();
        rows.add(new Stage.Running(
                List.of(),
                List.of(new Stage.Aggregation(number, "spl:transaction", arguments, Optional.empty())),
                true,
                Optional.empty(),
                Optional.empty(),
                rows.command()));
        return new Expression.Column(number, rows.command());
    }

    private static Value seconds(Rows rows, @org.jspecify.annotations.Nullable Word span) {
        if (span == null || span.text().startsWith("-")) {
            return Values.NULL;
        }
        Optional<Long> seconds = TimeSpan.seconds(span.text());
        if (seconds.isEmpty()) {
            rows.refuse("transaction span " + span.text());
        }
        return seconds.map(Values::of).orElse(Values.NULL);
    }

    private static Value most(@org.jspecify.annotations.Nullable Word count) {
        return span(count).map(Numbers::value).orElse(Values.of(1000));
    }

    private static Optional<Double> span(@org.jspecify.annotations.Nullable Word count) {
        return count == null ? Optional.empty() : Numbers.of(Values.of(count.text()));
    }

    /** Whether a row starts or ends a transaction; null where none is asked. */
    private static Expression mark(Rows rows, Command.@org.jspecify.annotations.Nullable Mark mark) {
        if (mark == null) {
            return rows.literal(Values.NULL);
        }
        Expression condition = mark.search()
                .map(s -> new SearchLowering(rows).lower(s))
                .or(() -> mark.eval().map(rows::eval))
                .orElseThrow();
        return new Expression.Conditional(
                condition, rows.literal(Values.TRUE), rows.literal(Values.FALSE), rows.command());
    }
}

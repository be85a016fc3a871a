package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers {@code timechart}, {@code chart}, {@code top} and {@code rare}: aggregates in a form made for reading. */
final class ChartLowering {
    private ChartLowering() {}

    static void binTime(Rows rows, Word span) {
        Word time = new Word("_time", false, span.span());
        Command bin = FieldCommands.span(time, Optional.empty(), Scanner.lower(span.text()), span.span());
        if (bin instanceof Command.Bin step) {
            rows.bind("_time", FieldLowering.binned(rows, step, rows.resolve("_time")));
        } else {
            rows.refuse(((Command.Other) bin).construct());
        }
    }

    static void lower(Rows rows, Command.Chart chart) {
        if (chart.time()) {
            if (chart.span1().isEmpty()) {
                rows.refuse("timechart without a span");
                return;
            }
            binTime(rows, chart.span1().get());
            Word time = new Word("_time", false, rows.command());
            StatsLowering.aggregate(rows, StatsLowering.keys(rows, List.of(time), true), StatsLowering.terms(rows, chart.terms(), List.of(time)), Map.of());
            return;
        }
        if (chart.span1().isPresent()) {
            rows.refuse("chart with a span");
        }
        List<Word> keys = chart.over().map(List::of).orElse(List.of());
        StatsLowering.aggregate(rows, StatsLowering.keys(rows, keys, true), StatsLowering.terms(rows, chart.terms(), keys), Map.of());
    }

    /** {@code top} and {@code rare}: a count by the fields, its share of the whole, and the first of them. */
    static void lower(Rows rows, Command.Top top) {
        String count = Optional.ofNullable(top.options().get("countfield"))
                .map(Word::text)
                .orElse("count");
        String percent = Optional.ofNullable(top.options().get("percentfield"))
                .map(Word::text)
                .orElse("percent");
        var all = new ArrayList<>(top.by());
        all.addAll(top.fields());
        var counting = new StatsLowering.Term(
                new Stage.Aggregation(count, "spl:count", List.of(), Optional.empty()),
                Optional.empty(),
                Optional.empty());
        StatsLowering.aggregate(rows, StatsLowering.keys(rows, all, true), List.of(counting), Map.of());
        List<Stage.Binding> groups = top.by().stream()
                .map(w -> new Stage.Binding(w.text(), rows.resolve(w)))
                .toList();
        String total = rows.hiddenName();
        rows.add(new Stage.Annotate(
                groups,
                List.of(new Stage.Aggregation(total, "spl:sum", List.of(rows.resolve(count)), Optional.empty())),
                true,
                rows.command()));
        Expression share = rows.call(
                "divide",
                rows.call("multiply", rows.literal(100), rows.resolve(count)),
                new Expression.Column(total, rows.command()));
        rows.bind(percent, share);
        rows.add(new Stage.Sort(List.of(new Stage.Ordering(rows.resolve(count), !top.rare(), true)), rows.command()));
        rows.order(List.of());
        if (top.limit() > 0) {
            Expression number = RowLowering.counted(rows, groups);
            rows.filter(new Expression.Test(
                    TestKind.LE,
                    number,
                    List.of(rows.literal(top.limit())),
                    SearchComparison.MATCHING,
                    rows.command()));
        }
        for (String option : List.of("showcount", "showperc")) {
            if (!Truth.option(top.options(), option, true)) {
                rows.remove(new NamePattern(option.equals("showcount") ? count : percent));
            }
        }
    }
}

package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lowers {@code timechart}, {@code chart}, {@code untable}, {@code top} and {@code rare}: aggregates in a form made for reading. */
final class ChartLowering {
    /** Options that are lowered, and those of the display. */
    private static final Set<String> OPTIONS = Set.of(
            "span", "limit", "useother", "usenull", "otherstr", "nullstr", "sep", "cont", "partial", "fixedrange");

    private ChartLowering() {}

    static void binTime(Rows rows, Word span) {
        Word time = new Word("_time", false, span.span());
        Command bin = NumberCommands.span(time, Optional.empty(), Scanner.lower(span.text()), span.span());
        if (bin instanceof Command.Bin step) {
            rows.bind("_time", FieldLowering.binned(rows, step, rows.resolve("_time")));
        } else {
            rows.refuse(((Command.Other) bin).construct());
        }
    }

    static void lower(Rows rows, Command.Chart chart) {
        Optional<Word> span = Optional.ofNullable(chart.options().get("span"));
        if (chart.time() && span.isEmpty()) {
            rows.refuse("timechart without a span");
            return;
        }
        if (!chart.time() && span.isPresent()) {
            rows.refuse("chart with a span");
        }
        chart.options().keySet().stream().filter(o -> !OPTIONS.contains(o)).forEach(o -> rows.refuse("chart " + o));
        if (chart.time()) {
            span.ifPresent(s -> binTime(rows, s));
        }
        List<Word> by = List.of(chart.over());
        List<Stage.Binding> keys = StatsLowering.keys(rows, by, true);
        if (chart.split().isPresent()) {
            new SplitLowering(rows, chart, keys).lower();
        } else {
            StatsLowering.aggregate(rows, keys, StatsLowering.terms(rows, chart.terms(), by), Map.of());
        }
    }

    static void lower(Rows rows, Command.Untable untable) {
        if (rows.scope().open()) {
            rows.refuse("untable of events");
            return;
        }
        var arguments = new ArrayList<Expression>();
        for (String name : rows.names()) {
            if (!name.equals(untable.row().text())) {
                arguments.add(rows.literal(name));
                arguments.add(rows.resolve(name));
            }
        }
        String pair = rows.context().newName();
        rows.add(new Stage.Unnest(
                pair,
                new Expression.Call("spl:pairs", arguments, rows.command()),
                false,
                Optional.empty(),
                rows.command()));
        Expression column = new Expression.Column(pair, rows.command());
        List<Stage.Binding> columns = List.of(
                new Stage.Binding(untable.row().text(), rows.resolve(untable.row())),
                new Stage.Binding(untable.name().text(), rows.call("member", column, rows.literal("name"))),
                new Stage.Binding(untable.value().text(), rows.call("member", column, rows.literal("value"))));
        rows.add(new Stage.Project(columns, rows.command()));
        rows.renewed(columns.stream().map(Stage.Binding::name).toList());
        rows.order(List.of());
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

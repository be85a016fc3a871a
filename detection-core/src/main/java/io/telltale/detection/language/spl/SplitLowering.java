package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers a chart whose columns are named by a field's values, its series: aggregates by row and series, then a row of
 * columns for each row. The series of the highest sums stay, the others become one; a row without a value counts to the
 * series of those.
 */
final class SplitLowering {
    /** Aggregates of nothing that are a number. */
    private static final Set<String> ZERO = Set.of("spl:count", "spl:dc");

    private static final int MOST = 10;

    private final Rows rows;
    private final Command.Chart chart;
    private final List<Stage.Binding> keys;

    SplitLowering(Rows rows, Command.Chart chart, List<Stage.Binding> keys) {
        this.rows = rows;
        this.chart = chart;
        this.keys = keys;
    }

    void lower() {
        Word split = chart.split().orElseThrow();
        List<Stage.Aggregation> aggregates =
                StatsLowering.aggregations(StatsLowering.terms(rows, chart.terms(), List.of(chart.over(), split)));
        Expression series = limited(series(split), aggregates);
        var cells = new ArrayList<>(keys);
        String name = rows.hiddenName();
        cells.add(new Stage.Binding(name, series));
        rows.add(new Stage.Aggregate(cells, aggregates, true, false, rows.command()));
        var columns = new ArrayList<Stage.Aggregation>();
        for (Stage.Aggregation aggregate : aggregates) {
            Expression column = new Expression.Column(name, rows.command());
            if (aggregates.size() > 1) {
                column = rows.call("concat", rows.literal(aggregate.name() + text("sep", ": ")), column);
            }
            Expression cell = new Expression.Column(aggregate.name(), rows.command());
            var arguments = new ArrayList<>(List.of(column, cell));
            if (ZERO.contains(aggregate.function())) {
                arguments.add(annotated(List.of(), "spl:values", column));
            }
            columns.add(new Stage.Aggregation(rows.hiddenName(), "spl:columns", arguments, Optional.empty()));
        }
        spread(rows, keys.get(0).name(), columns);
    }

    /** Columns by the values of a field of rows that are aggregated already. */
    static void xyseries(Rows rows, Command.Xyseries series) {
        String over = series.row().text();
        rows.bind(over, rows.resolve(series.row()));
        var columns = new ArrayList<Stage.Aggregation>();
        for (Word cell : series.cells()) {
            Expression column = rows.call("key", rows.resolve(series.column()));
            if (series.cells().size() > 1) {
                column = rows.call("concat", rows.literal(cell.text() + ": "), column);
            }
            columns.add(new Stage.Aggregation(
                    rows.hiddenName(), "spl:columns", List.of(column, rows.resolve(cell)), Optional.empty()));
        }
        spread(rows, over, columns);
    }

    /** A row of columns for each row key. */
    private static void spread(Rows rows, String over, List<Stage.Aggregation> columns) {
        rows.add(new Stage.Aggregate(
                List.of(new Stage.Binding(over, new Expression.Column(over, rows.command()))),
                columns,
                true,
                false,
                rows.command()));
        rows.renewed(List.of(over));
        columns.forEach(c -> rows.add(new Stage.Spread(c.name(), rows.command())));
        rows.rescope(new Scope.Spread().with(over));
        rows.order(List.of(new Stage.Ordering(rows.resolve(over), false, true)));
    }

    private String text(String option, String otherwise) {
        return Optional.ofNullable(chart.options().get(option)).map(Word::text).orElse(otherwise);
    }

    /** The name of the column that a row counts to; absent where it counts to none. */
    private Expression series(Word split) {
        Expression value = rows.resolve(split);
        boolean empty = Truth.option(chart.options(), "usenull", true);
        if (rows.isSeveral(value)) {
            String each = rows.hiddenName();
            rows.add(new Stage.Unnest(each, value, empty, Optional.empty(), rows.command()));
            value = new Expression.Column(each, rows.command());
        }
        Expression named = rows.call("key", value);
        return empty ? rows.call("alias", named, rows.literal(text("nullstr", "NULL"))) : named;
    }

    /** The series, those beyond the limit under one name. */
    private Expression limited(Expression series, List<Stage.Aggregation> aggregates) {
        String limit = text("limit", "" + MOST);
        String number = limit.replaceFirst("^top", "");
        if (!number.matches("\\d{1,5}")) {
            rows.refuse("chart limit=" + limit);
            return series;
        }
        if (number.equals("0")) {
            return series;
        }
        Expression score;
        if (aggregates.size() == 1) {
            // The sum of a series is that of its cells, each of which many rows know.
            var cell = new ArrayList<>(keys);
            cell.add(new Stage.Binding(rows.context().newName(), series));
            Stage.Aggregation aggregate = aggregates.get(0);
            String known = rows.hiddenName();
            rows.add(new Stage.Annotate(
                    cell,
                    List.of(new Stage.Aggregation(
                            known, aggregate.function(), aggregate.arguments(), aggregate.condition())),
                    true,
                    rows.command()));
            Expression first = new Expression.Test(
                    TestKind.EQ,
                    RowLowering.counted(rows, cell),
                    List.of(rows.literal(1)),
                    SearchComparison.MATCHING,
                    rows.command());
            score = new Expression.Conditional(
                    first, new Expression.Column(known, rows.command()), rows.literal(0), rows.command());
        } else {
            score = rows.literal(1);
        }
        var group = new Stage.Binding(rows.context().newName(), series);
        Expression total = annotated(List.of(group), "spl:sum", score);
        Expression leading = annotated(List.of(), "spl:leading", series, total, rows.literal(number));
        return new Expression.Conditional(
                new Expression.Test(TestKind.EQ, leading, List.of(series), EvalLowering.TEXT, rows.command()),
                series,
                Truth.option(chart.options(), "useother", true)
                        ? rows.literal(text("otherstr", "OTHER"))
                        : rows.literal(Values.NULL),
                rows.command());
    }

    private Expression annotated(List<Stage.Binding> by, String function, Expression... arguments) {
        String name = rows.hiddenName();
        rows.add(new Stage.Annotate(
                by,
                List.of(new Stage.Aggregation(name, function, List.of(arguments), Optional.empty())),
                true,
                rows.command()));
        return new Expression.Column(name, rows.command());
    }
}

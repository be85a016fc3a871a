package io.telltale.detection.engine;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what a stage made of its rows: those that left, or, where none did, how far they came and what it wanted. */
final class StageExplainer {
    private final FunctionRegistry functions;
    private final ExpressionCompiler compiler;

    StageExplainer(FunctionRegistry functions, ExpressionCompiler compiler) {
        this.functions = functions;
        this.compiler = compiler;
    }

    /** The rows whose condition tells most: for windows that none left, the fullest ones; empty for stages without one. */
    List<Explanation.Condition> conditions(Stage stage, List<Row> in, List<Row> out, Pass pass) {
        var conditions = new ConditionExplainer(compiler);
        if (stage instanceof Stage.Filter filter) {
            return conditions.onSome(filter.condition(), in, pass.context());
        }
        if (stage instanceof Stage.Windows windows && out.isEmpty()) {
            List<Row> fullest = new WindowsRunner(windows, compiler, functions).fullest(in, pass);
            return conditions.onSome(windows.condition(), fullest, pass.context());
        }
        return List.of();
    }

    /** The rows that left, printed; where none did, how far they came. {@code others}: how many rows a join's other side has. */
    List<String> rows(Stage stage, List<Row> in, List<Row> out, Pass pass, List<Row> others) {
        if (stage instanceof Stage.Filter) {
            return List.of();
        }
        if (out.isEmpty()) {
            return stopped(stage, in, pass, others).limit(RowText.ROWS_SHOWN).toList();
        }
        List<Stage.Binding> keys = stage instanceof Stage.Running running
                ? running.keys()
                : stage instanceof Stage.Annotate annotate ? annotate.keys() : List.of();
        var bindings = new Bindings(keys, compiler);
        return out.stream()
                .limit(RowText.ROWS_SHOWN)
                .map(row -> RowText.of(row)
                        + (keys.isEmpty() ? "" : ", of " + RowText.columns(bindings.bind(row, pass.context()))))
                .toList();
    }

    private Stream<String> stopped(Stage stage, List<Row> in, Pass pass, List<Row> others) {
        if (stage instanceof Stage.Threshold threshold) {
            return threshold(threshold, in, pass);
        }
        if (stage instanceof Stage.Sequence sequence) {
            return sequence(sequence, in, pass);
        }
        if (stage instanceof Stage.FirstSeen firstSeen) {
            return firstSeen(firstSeen, in, pass);
        }
        if (stage instanceof Stage.Join join) {
            return join(join, in, pass, others);
        }
        if (stage instanceof Stage.Unnest unnest) {
            return in.stream().map(row -> unnest.column() + " has no element: " + value(unnest.list(), row, pass));
        }
        if (stage instanceof Stage.Aggregate aggregate && aggregate.dropAbsentKeys()) {
            return withoutKey(aggregate.keys(), in, pass);
        }
        if (stage instanceof Stage.Windows windows) {
            return withoutKey(windows.keys(), in, pass);
        }
        return Stream.of();
    }

    private Stream<String> threshold(Stage.Threshold threshold, List<Row> in, Pass pass) {
        var any = new Stage.Threshold(threshold.keys(), 1, threshold.window(), threshold.span());
        return StageRunner.compile(any, compiler, functions, new Feeds(functions, false)).run(in, pass).stream()
                .sorted(Comparator.comparing((Row row) -> row.events().size()).reversed())
                .map(row -> RowText.of(row) + ", " + threshold.count() + " needed");
    }

    private Stream<String> sequence(Stage.Sequence sequence, List<Row> in, Pass pass) {
        var met = new ArrayList<String>();
        for (Stage.Step step : sequence.steps()) {
            Evaluator condition = compiler.compile(step.condition());
            List<Evaluator> keys = compiler.compile(step.keys());
            List<Row> rows = in.stream()
                    .filter(row -> ExpressionCompiler.isTrue(condition.evaluate(row, pass.context())))
                    .toList();
            long keyless = rows.stream()
                    .filter(row -> StageRunner.evaluate(keys, row, pass.context()).stream()
                            .anyMatch(Value::isAbsent))
                    .count();
            met.add("step " + (met.size() + 1) + (step.absent() ? ", which must be missing," : "") + " is met by "
                    + RowText.counted(rows.size(), "event")
                    + (keyless > 0
                            ? ", of which " + keyless + " without " + String.join(", ", sequence.keyNames())
                            : "")
                    + (step.runs() > 1 ? ", " + step.runs() + " in a row wanted" : ""));
        }
        var runner = new SequenceRunner(sequence, compiler);
        var progress =
                new SequenceProgress(sequence.keyNames(), sequence.maxSpan().orElse(Duration.ZERO), runner.length());
        runner.run(in, pass, progress);
        return Stream.concat(progress.lines().stream(), met.stream());
    }

    private Stream<String> firstSeen(Stage.FirstSeen stage, List<Row> in, Pass pass) {
        List<Evaluator> keys = compiler.compile(stage.keys());
        var first = new LinkedHashMap<List<Value>, Row>();
        for (Row row : in) {
            first.merge(StageRunner.evaluate(keys, row, pass.context()), row, (a, b) -> b.time() < a.time() ? b : a);
        }
        String since = RowText.instant(
                        pass.context().now().minus(stage.recent()).toEpochMilli())
                .toString();
        return first.entrySet().stream()
                .map(e -> RowText.values(e.getKey())
                        + (e.getKey().stream().anyMatch(Value::isAbsent)
                                ? ": without a value is not looked at"
                                : ": first seen at "
                                        + RowText.instant(e.getValue().time()) + ", new from " + since + " on"));
    }

    private Stream<String> join(Stage.Join join, List<Row> in, Pass pass, List<Row> others) {
        String other = RowText.counted(others.size(), "row") + " on the other side";
        if (in.isEmpty() || join.keys().isEmpty()) {
            return Stream.of(RowText.counted(in.size(), "row") + " here, " + other);
        }
        var there = others.stream()
                .collect(Collectors.groupingBy(row -> key(join, row, pass, false), Collectors.counting()));
        var here = new LinkedHashSet<List<Value>>();
        in.forEach(row -> here.add(key(join, row, pass, true)));
        return here.stream()
                .map(key -> RowText.values(key) + ": equal to " + there.getOrDefault(key, 0L) + " of the " + other);
    }

    private List<Value> key(Stage.Join join, Row row, Pass pass, boolean left) {
        return join.keys().stream()
                .map(k -> compiler.compile(left ? k.left() : k.right()).evaluate(row, pass.context()))
                .toList();
    }

    private Stream<String> withoutKey(List<Stage.Binding> keys, List<Row> in, Pass pass) {
        var bindings = new Bindings(keys, compiler);
        return in.stream()
                .map(row -> absent(bindings.bind(row, pass.context())))
                .filter(names -> !names.isEmpty())
                .map(names -> "belongs to no group, as it has no " + names);
    }

    private static String absent(Map<String, Value> keys) {
        return keys.entrySet().stream()
                .filter(key -> key.getValue().isAbsent())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private String value(Expression expression, Row row, Pass pass) {
        return Printer.print(expression) + " is "
                + RowText.value(compiler.compile(expression).evaluate(row, pass.context()));
    }
}

package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says why a rule fires on given events, or which predicate keeps it from firing. */
public final class Explainer {
    private static final int ROWS_SHOWN = 5;

    private final FunctionRegistry functions;
    private final ExpressionCompiler compiler;

    public Explainer(FunctionRegistry functions) {
        this.functions = functions;
        this.compiler = new ExpressionCompiler(functions);
    }

    /**
     * Runs the pipeline over the events and tells what each stage did. A rule without a schedule sees all events in one
     * look-back; of a scheduled rule's runs, the first that fires is told, else the one that came furthest.
     */
    public Explanation explain(Detection detection, List<AuditEvent> events) {
        List<Row> rows = events.stream()
                .map(Row::of)
                .sorted(Comparator.comparingLong(Row::time))
                .toList();
        if (detection.schedule().isEmpty()) {
            return explain(
                    detection,
                    rows,
                    rows.isEmpty() ? 0 : rows.get(rows.size() - 1).time());
        }
        Schedule schedule = detection.schedule().get();
        boolean everyTick = new ClockReading(functions).isRead(detection.pipeline());
        var told = new ArrayList<Explanation>();
        Scheduler.run(schedule, List.of(rows), everyTick, (window, tick) -> {
            Explanation run = explain(detection, window.get(0), tick).at(window(schedule, tick));
            if (told.isEmpty() || run.fired() || progress(run) > progress(told.get(0))) {
                told.clear();
                told.add(run);
            }
            return !run.fired();
        });
        return told.isEmpty() ? explain(detection, rows, 0) : told.get(0);
    }

    private static Explanation.Window window(Schedule schedule, long tick) {
        Instant at = Instant.ofEpochMilli(tick);
        return new Explanation.Window(at, at.minus(schedule.from()), at.minus(schedule.until()));
    }

    /** How far a run came: stages first, then rows that left the last. */
    private static long progress(Explanation run) {
        int stages = run.stages().size();
        return stages == 0
                ? 0
                : stages * 1_000_000L + run.stages().get(stages - 1).rowsIn();
    }

    private Explanation explain(Detection detection, List<Row> events, long now) {
        List<Row> rows = events;
        EvaluationContext context = ExpressionCompiler.at(now);
        var feeds = new Feeds(functions, detection.schedule().isPresent());
        CompiledPipeline main = feeds.compile(detection.pipeline());
        var failures = new Pass.Failures();
        var passed = new ArrayList<List<Row>>();
        for (CompiledPipeline feed : feeds.all()) {
            var perEvent = Pass.perEvent(context, failures, Limits.DEFAULT.rowsPerRule());
            passed.add(rows.stream()
                    .flatMap(row -> feed.perEvent(row, perEvent).stream())
                    .toList());
        }
        var pass = new Pass(context, failures, passed, Limits.DEFAULT.rowsPerRule());
        var stages = new ArrayList<Explanation.StageExplanation>();
        for (int i = 0; i < main.stages().size(); i++) {
            Stage stage = detection.pipeline().stages().get(i);
            List<Explanation.Condition> conditions =
                    stage instanceof Stage.Filter filter ? conditions(filter, rows, context) : List.of();
            List<Row> out = main.stages().get(i).run(rows, pass);
            stages.add(new Explanation.StageExplanation(
                    Printer.kind(stage),
                    Printer.print(stage),
                    stage.span(),
                    rows.size(),
                    out.size(),
                    conditions,
                    stage instanceof Stage.Filter ? List.of() : rows(stage, rows, out, pass)));
            rows = out;
            boolean ends = detection
                    .pipeline()
                    .stages()
                    .subList(i + 1, main.stages().size())
                    .stream()
                    .noneMatch(Explainer::bringsRows);
            if (rows.isEmpty() && ends) {
                return new Explanation(false, stages);
            }
        }
        return new Explanation(detection.trigger().met(rows.size()), stages);
    }

    /** What the condition found in some of the rows, those that it lets through first. */
    private List<Explanation.Condition> conditions(Stage.Filter filter, List<Row> rows, EvaluationContext context) {
        Evaluator holds = compiler.compile(filter.condition());
        Map<Boolean, List<Row>> parted = rows.stream()
                .collect(Collectors.partitioningBy(row -> ExpressionCompiler.isTrue(holds.evaluate(row, context))));
        return Stream.of(true, false)
                .flatMap(held ->
                        parted.get(held).stream().map(row -> condition(filter.condition(), row, context, !held)))
                .limit(ROWS_SHOWN)
                .toList();
    }

    /** Whether a stage may give rows where none come to it. */
    private static boolean bringsRows(Stage stage) {
        return stage instanceof Stage.Union
                || (stage instanceof Stage.Aggregate aggregate && aggregate.rowWithoutInput())
                || (stage instanceof Stage.Join join
                        && (join.kind() == Stage.JoinKind.RIGHT_OUTER
                                || join.kind() == Stage.JoinKind.FULL_OUTER
                                || join.kind() == Stage.JoinKind.RIGHT_SEMI
                                || join.kind() == Stage.JoinKind.RIGHT_ANTI));
    }

    private List<String> rows(Stage stage, List<Row> in, List<Row> out, Pass pass) {
        if (out.isEmpty() && stage instanceof Stage.Threshold threshold) {
            var any = new Stage.Threshold(threshold.keys(), 1, threshold.window(), threshold.span());
            return StageRunner.compile(any, compiler, functions, new Feeds(functions, false)).run(in, pass).stream()
                    .limit(ROWS_SHOWN)
                    .map(row -> print(row) + ", " + threshold.count() + " needed")
                    .toList();
        }
        if (out.isEmpty() && stage instanceof Stage.Windows windows) {
            var any = new Stage.Windows(
                    windows.keys(),
                    windows.aggregates(),
                    new Expression.Literal(Values.TRUE, windows.span()),
                    windows.length(),
                    false,
                    windows.whole(),
                    windows.span());
            return StageRunner.compile(any, compiler, functions, new Feeds(functions, false)).run(in, pass).stream()
                    .limit(ROWS_SHOWN)
                    .map(row -> print(row) + ", wanted: " + Printer.print(windows.condition()))
                    .toList();
        }
        if (out.isEmpty() && stage instanceof Stage.Sequence sequence) {
            var met = new ArrayList<String>();
            for (Stage.Step step : sequence.steps()) {
                Evaluator condition = compiler.compile(step.condition());
                long rows = in.stream()
                        .filter(row -> ExpressionCompiler.isTrue(condition.evaluate(row, pass.context())))
                        .count();
                met.add("step " + (met.size() + 1) + " is met by " + events(rows));
            }
            return met;
        }
        if (out.isEmpty() && stage instanceof Stage.Aggregate aggregate && aggregate.dropAbsentKeys()) {
            var keys = new Bindings(aggregate.keys(), compiler);
            return in.stream()
                    .limit(ROWS_SHOWN)
                    .map(row -> "belongs to no group, as it has no " + absent(keys.bind(row, pass.context())))
                    .toList();
        }
        return out.stream().limit(ROWS_SHOWN).map(Explainer::print).toList();
    }

    private static String absent(Map<String, Value> keys) {
        return keys.entrySet().stream()
                .filter(key -> key.getValue().isAbsent())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private static String events(long count) {
        return count + (count == 1 ? " event" : " events");
    }

    private static String print(Row row) {
        return row.columns().entrySet().stream()
                        .map(e -> e.getKey() + " = " + ValueText.json(e.getValue()))
                        .collect(Collectors.joining("; ", "", row.columns().isEmpty() ? "" : "; "))
                + events(row.events().size());
    }

    /** {@code blame}: whether this node's not being true kept the row out, so that the first such predicate is marked. */
    private Explanation.Condition condition(Expression expression, Row row, EvaluationContext context, boolean blame) {
        Value outcome = compiler.compile(expression).evaluate(row, context);
        if (expression instanceof Expression.And and) {
            return node("and", expression, outcome, branches(and.operands(), row, context, blame, false));
        }
        if (expression instanceof Expression.Or or) {
            return node("or", expression, outcome, branches(or.operands(), row, context, blame, false));
        }
        if (expression instanceof Expression.Not not) {
            return node("not", expression, outcome, branches(List.of(not.operand()), row, context, blame, true));
        }
        if (expression instanceof Expression.Conditional conditional) {
            boolean taken = ExpressionCompiler.isTrue(
                    compiler.compile(conditional.condition()).evaluate(row, context));
            Expression branch = taken ? conditional.then() : conditional.otherwise();
            boolean constant = branch instanceof Expression.Literal;
            var children = new ArrayList<Explanation.Condition>();
            children.add(condition(conditional.condition(), row, context, blame && constant));
            children.add(condition(branch, row, context, blame && !constant));
            return node("if", expression, outcome, children);
        }
        if (expression instanceof Expression.Test test) {
            String wanted = test.wanted().stream()
                    .map(w -> ValueText.json(compiler.compile(w).evaluate(row, context)))
                    .collect(Collectors.joining(", "));
            String found = ValueText.json(compiler.compile(test.operand()).evaluate(row, context));
            return leaf(test.kind().label(), expression, outcome, wanted, found, blame);
        }
        if (expression instanceof Expression.Quantified quantified) {
            String found = ValueText.json(compiler.compile(quantified.list()).evaluate(row, context));
            return leaf(
                    quantified.quantifier() == Expression.Quantifier.ANY ? "any" : "all",
                    expression,
                    outcome,
                    Printer.print(quantified.condition()),
                    found,
                    blame);
        }
        if (expression instanceof Expression.Call call) {
            String found = call.arguments().stream()
                    .map(a -> ValueText.json(compiler.compile(a).evaluate(row, context)))
                    .collect(Collectors.joining(", "));
            return leaf("function", expression, outcome, "", found, blame);
        }
        return leaf("value", expression, outcome, "", ValueText.json(outcome), blame);
    }

    /** The operands' nodes; the first that is not as wanted bears the blame. */
    private List<Explanation.Condition> branches(
            List<Expression> operands, Row row, EvaluationContext context, boolean blame, boolean negated) {
        var children = new ArrayList<Explanation.Condition>();
        boolean open = blame;
        for (Expression operand : operands) {
            boolean holds = ExpressionCompiler.isTrue(compiler.compile(operand).evaluate(row, context));
            boolean guilty = open && holds == negated;
            children.add(condition(operand, row, context, guilty));
            open = open && !guilty;
        }
        return children;
    }

    private static Explanation.Condition node(
            String kind, Expression expression, Value outcome, List<Explanation.Condition> children) {
        return new Explanation.Condition(
                kind, Printer.print(expression), expression.span(), word(outcome), "", "", false, children);
    }

    private static Explanation.Condition leaf(
            String kind, Expression expression, Value outcome, String wanted, String found, boolean blame) {
        Span span = expression.span();
        return new Explanation.Condition(
                kind, Printer.print(expression), span, word(outcome), wanted, found, blame, List.of());
    }

    private static String word(Value outcome) {
        if (outcome instanceof Value.Bool bool) {
            return Boolean.toString(bool.value());
        }
        return outcome instanceof Value.Failure ? "error" : "unknown";
    }
}

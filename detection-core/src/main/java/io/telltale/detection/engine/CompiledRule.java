package io.telltale.detection.engine;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.vendor.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A runnable rule with its evaluators. Immutable; the state of a run is in {@link RuleRun}. */
final class CompiledRule {
    private final PreparedRule prepared;
    private final Detection detection;
    private final List<StageRunner> perEvent = new ArrayList<>();
    private final List<StageRunner> overRows = new ArrayList<>();
    private final Optional<Evaluator> title;
    private final Optional<Evaluator> severity;
    private final Optional<Set<String>> eventNames;

    /**
     * Compiles a prepared rule.
     *
     * @throws IllegalArgumentException with the reason, where it names an unknown function or a bad pattern
     */
    CompiledRule(PreparedRule prepared, FunctionRegistry functions) {
        this.prepared = prepared;
        this.detection = prepared.detection().orElseThrow();
        var compiler = new ExpressionCompiler(functions);
        for (Stage stage : detection.pipeline().stages()) {
            StageRunner runner = StageRunner.compile(stage, compiler, functions);
            (overRows.isEmpty() && runner.isStateless() ? perEvent : overRows).add(runner);
        }
        this.title = detection.title().map(compiler::compile);
        this.severity = detection.severity().map(compiler::compile);
        this.eventNames = EventNameIndex.necessary(detection.pipeline().stages());
    }

    PreparedRule prepared() {
        return prepared;
    }

    /** The event names, folded, without which no row passes; empty where any name may. */
    Optional<Set<String>> eventNames() {
        return eventNames;
    }

    Optional<Schedule> schedule() {
        return detection.schedule();
    }

    Trigger trigger() {
        return detection.trigger();
    }

    /** Whether a row is a finding as soon as it comes. */
    boolean isImmediate() {
        return overRows.isEmpty() && detection.trigger().equals(Trigger.ANY_ROW);
    }

    /** What an event becomes before the first stage that needs other events. */
    List<Row> perEvent(Row event, EvaluationContext context, StageRunner.Failures failures) {
        return run(perEvent, List.of(event), context, failures);
    }

    List<Row> overRows(List<Row> rows, EvaluationContext context, StageRunner.Failures failures) {
        return run(overRows, rows, context, failures);
    }

    private static List<Row> run(
            List<StageRunner> stages, List<Row> rows, EvaluationContext context, StageRunner.Failures failures) {
        List<Row> current = rows;
        for (StageRunner stage : stages) {
            if (current.isEmpty() && stage.isStateless()) {
                return current;
            }
            current = stage.run(current, context, failures);
        }
        return current;
    }

    Finding finding(Row row, EvaluationContext context) {
        String said = title.map(t -> t.evaluate(titleRow(row), context))
                .filter(v -> v instanceof Value.Text)
                .map(Value::asText)
                .filter(t -> !t.isBlank())
                .orElse(prepared.rule().title());
        Severity grave = severity.map(s -> s.evaluate(titleRow(row), context))
                .filter(v -> v instanceof Value.Text)
                .map(v -> Severity.of(v.asText()))
                .orElse(prepared.rule().severity());
        return new Finding(
                prepared.rule().vendor(),
                prepared.rule().id(),
                row.events(),
                row.instant(),
                grave,
                said,
                row.columns());
    }

    /** A title may read the event's fields, which a row behind an aggregation has no more: it gets its first event's. */
    private static Row titleRow(Row row) {
        return row.fields().members().isEmpty() && !row.events().isEmpty()
                ? new Row(row.events().get(0).fields(), row.columns(), row.time(), row.events())
                : row;
    }
}

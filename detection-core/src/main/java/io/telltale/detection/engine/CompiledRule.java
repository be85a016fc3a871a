package io.telltale.detection.engine;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.vendor.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A runnable rule with its evaluators. Immutable; the state of a run is in {@link RuleRun}. */
final class CompiledRule {
    private final PreparedRule prepared;
    private final Detection detection;
    private final CompiledPipeline main;
    private final List<CompiledPipeline> feeds;
    private final boolean readsClock;
    private final boolean immediate;
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
        var all = new Feeds(functions, detection.schedule().isPresent());
        this.main = all.compile(detection.pipeline());
        this.feeds = all.all();
        this.readsClock = new ClockReading(functions).isRead(detection.pipeline());
        boolean pauses = detection.schedule().map(s -> !s.pause().isZero()).orElse(false);
        this.immediate =
                feeds.size() == 1 && main.isImmediate() && detection.trigger().equals(Trigger.ANY_ROW) && !pauses;
        this.title = detection.title().map(compiler::compile);
        this.severity = detection.severity().map(compiler::compile);
        this.eventNames = feeds.stream()
                .filter(CompiledPipeline::readsEvents)
                .map(CompiledPipeline::eventNames)
                .reduce(EventNameIndex::either)
                .orElse(Optional.of(Set.of()));
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
        return immediate;
    }

    /** Whether two runs over the same rows may differ, as they are made at different times. */
    boolean readsClock() {
        return readsClock;
    }

    /** The rule's pipelines by their numbers; the first is its own. */
    List<CompiledPipeline> feeds() {
        return feeds;
    }

    /** The rows of one run. */
    List<Row> run(Pass pass) {
        return main.overRows(pass);
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
                prepared.rule().vendor(), prepared.rule().id(), row.events(), row.instant(), grave, said, row.shown());
    }

    /** What a rule that did not fire may lack: the tables of its own that hold no row; empty where it has none. */
    String emptyTables() {
        String names = detection.parameters().stream()
                .filter(p -> p.kind().equals("table"))
                .filter(p -> isEmptyTable(p.value().orElse("").strip()))
                .map(Parameter::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "with an empty table: " + names;
    }

    /** A header alone, or a list in JSON with nothing in it. */
    private static boolean isEmptyTable(String text) {
        return (text.startsWith("[") || text.startsWith("{"))
                ? text.replaceAll("\\s", "").equals("[]")
                : text.lines().count() < 2;
    }

    /** A title may read the event's fields, which a row behind an aggregation has no more: it gets its first event's. */
    private static Row titleRow(Row row) {
        return row.fields().members().isEmpty() && !row.events().isEmpty()
                ? new Row(row.events().get(0).fields(), row.columns(), row.time(), row.events())
                : row;
    }
}

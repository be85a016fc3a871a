package io.telltale.detection.engine;

import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A pipeline with its stages compiled and cut in two: what each event passes as it comes, and what needs the other rows or
 * the time of the run. A filter that reads the clock belongs to the second part; what it asks beside the clock already
 * holds events back in the first.
 */
final class CompiledPipeline {
    private final Pipeline pipeline;
    private final FunctionRegistry functions;
    private final int number;
    private final List<StageRunner> inOrder = new ArrayList<>();
    private final List<StageRunner> perEvent = new ArrayList<>();
    private final List<StageRunner> overRows = new ArrayList<>();
    private final List<Row> table;

    /**
     * {@code scheduled}: whether a run has a time of its own, so that a stage that reads the clock waits for it. Without
     * one, a pipeline that needs other rows, or is drawn on by one that does, waits for the end of the log.
     */
    CompiledPipeline(
            Pipeline pipeline,
            int number,
            ExpressionCompiler compiler,
            FunctionRegistry functions,
            Feeds feeds,
            boolean scheduled) {
        this.pipeline = pipeline;
        this.functions = functions;
        this.number = number;
        this.table = pipeline.source() instanceof Pipeline.Source.Table source
                ? source.rows().stream()
                        .map(row -> Row.ofTable(row, source.log()))
                        .toList()
                : List.of();
        boolean waits = scheduled || number > 0 || pipeline.stages().stream().anyMatch(ClockReading::isStateful);
        var clock = new ClockReading(functions);
        Set<String> readLater = new HashSet<>();
        boolean open = readsEvents();
        for (Stage stage : pipeline.stages()) {
            StageRunner runner = StageRunner.compile(stage, compiler, functions, feeds);
            inOrder.add(runner);
            if (open && waits && clock.isRead(stage)) {
                if (stage instanceof Stage.Filter filter) {
                    clock.timeless(filter.condition())
                            .ifPresent(rest -> perEvent.add(StageRunner.holdingBack(compiler.compile(rest))));
                    ClockReading.columns(filter.condition(), readLater);
                } else {
                    open = false;
                }
                overRows.add(runner);
            } else if (open
                    && runner.isStateless()
                    && (overRows.isEmpty() || ClockReading.leavesAlone(stage, readLater))) {
                perEvent.add(runner);
            } else {
                open = false;
                overRows.add(runner);
            }
        }
    }

    /** The stages as the rule orders them. */
    List<StageRunner> stages() {
        return inOrder;
    }

    /** The rows that the first stage sees: events, a table, or of another log those that lie in time where they must. */
    List<Row> source(List<Row> events, Predicate<Row> inTime) {
        if (readsEvents()) {
            return events;
        }
        return isTimed() ? table.stream().filter(inTime).toList() : table;
    }

    int number() {
        return number;
    }

    boolean readsEvents() {
        return pipeline.source() instanceof Pipeline.Source.Log;
    }

    /** Rows of another log that the reader has given, which lie in time as events do; empty where there is none. */
    List<Row> timedRows() {
        return isTimed() ? table : List.of();
    }

    private boolean isTimed() {
        return pipeline.source() instanceof Pipeline.Source.Table source
                && source.log().isPresent();
    }

    /** Whether each event gives its rows at once, whatever comes after it. */
    boolean isImmediate() {
        return readsEvents() && overRows.isEmpty();
    }

    /** The event names, folded, without which no row passes; empty where any name may. */
    Optional<Set<String>> eventNames() {
        return EventNameIndex.necessary(pipeline.stages(), functions);
    }

    /** What an event's one row becomes before the first stage that needs other rows. */
    List<Row> perEvent(List<Row> event, Pass pass) {
        return run(perEvent, event, pass);
    }

    /** The rest of the way for this pipeline's rows of the window. */
    List<Row> overRows(Pass pass) {
        return run(overRows, readsEvents() || isTimed() ? pass.feeds().get(number) : table, pass);
    }

    private static List<Row> run(List<StageRunner> stages, List<Row> rows, Pass pass) {
        List<Row> current = rows;
        for (StageRunner stage : stages) {
            // A later stage may bring rows of its own.
            if (!current.isEmpty() || !stage.isStateless()) {
                current = stage.run(current, pass);
            }
        }
        return current;
    }
}

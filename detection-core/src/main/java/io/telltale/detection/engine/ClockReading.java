package io.telltale.detection.engine;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells which stages depend on the time of the run, and what of them does not. */
final class ClockReading {
    private final FunctionRegistry functions;

    ClockReading(FunctionRegistry functions) {
        this.functions = functions;
    }

    /** Whether any stage of the pipeline, or of those within it, depends on the time of the run. */
    boolean isRead(Pipeline pipeline) {
        return pipeline.stages().stream()
                .anyMatch(stage -> isRead(stage) || stage.pipelines().stream().anyMatch(this::isRead));
    }

    /** Whether an expression of the stage calls a function that reads the clock. */
    boolean isRead(Stage stage) {
        return stage.expressions().stream().anyMatch(this::isRead);
    }

    boolean isRead(Expression expression) {
        if (expression instanceof Expression.Call call
                && functions
                        .function(call.function())
                        .map(FunctionEntry::readsClock)
                        .orElse(false)) {
            return true;
        }
        return expression.children().stream().anyMatch(this::isRead);
    }

    /** Those conjuncts of a condition that do not read the clock; empty where all do. */
    Optional<Expression> timeless(Expression condition) {
        if (!(condition instanceof Expression.And and)) {
            return isRead(condition) ? Optional.empty() : Optional.of(condition);
        }
        List<Expression> rest = and.operands().stream()
                .map(this::timeless)
                .flatMap(Optional::stream)
                .toList();
        return rest.isEmpty() ? Optional.empty() : Optional.of(Expression.allOf(rest, condition.span()));
    }

    /** Gathers the columns that an expression reads. */
    static void columns(Expression expression, Set<String> into) {
        if (expression instanceof Expression.Column column) {
            into.add(column.name());
        }
        expression.children().forEach(child -> columns(child, into));
    }

    /** Whether the stage may run before a filter that stands in front of it and reads the given columns or the event. */
    static boolean leavesAlone(Stage stage, Set<String> columns) {
        if (stage instanceof Stage.Extend extend) {
            return extend.bindings().stream().noneMatch(b -> columns.contains(b.name()));
        }
        return stage instanceof Stage.Filter;
    }

    static boolean isStateful(Stage stage) {
        return !(stage instanceof Stage.Filter
                || stage instanceof Stage.Extend
                || stage instanceof Stage.Project
                || stage instanceof Stage.Restate
                || stage instanceof Stage.Unnest);
    }
}

package io.telltale.detection.engine;

import io.telltale.detection.ir.Pipeline;
import java.util.ArrayList;
import java.util.List;

/** The pipelines of one rule, its own and those that its stages draw on, numbered in the order in which they are met. */
final class Feeds {
    private final FunctionRegistry functions;
    private final ExpressionCompiler compiler;
    private final boolean scheduled;
    private final List<CompiledPipeline> all = new ArrayList<>();
    private int next;

    Feeds(FunctionRegistry functions, boolean scheduled) {
        this.functions = functions;
        this.compiler = new ExpressionCompiler(functions);
        this.scheduled = scheduled;
    }

    /**
     * Compiles a pipeline and those within it.
     *
     * @throws IllegalArgumentException with the reason, where it names an unknown function or a bad pattern
     */
    CompiledPipeline compile(Pipeline pipeline) {
        var compiled = new CompiledPipeline(pipeline, next++, compiler, functions, this, scheduled);
        all.add(compiled);
        return compiled;
    }

    /** In the order of their numbers. */
    List<CompiledPipeline> all() {
        var inOrder = new ArrayList<>(all);
        inOrder.sort(java.util.Comparator.comparingInt(CompiledPipeline::number));
        return List.copyOf(inOrder);
    }
}

package io.telltale.detection.engine;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiled bindings of columns. */
final class Bindings {
    private final List<String> names;
    private final List<Evaluator> values;

    Bindings(List<Stage.Binding> bindings, ExpressionCompiler compiler) {
        this.names = bindings.stream().map(Stage.Binding::name).toList();
        this.values = bindings.stream().map(b -> compiler.compile(b.value())).toList();
    }

    Map<String, Value> bind(Row row, EvaluationContext context) {
        var bound = new LinkedHashMap<String, Value>();
        for (int i = 0; i < names.size(); i++) {
            bound.put(names.get(i), values.get(i).evaluate(row, context));
        }
        return bound;
    }
}

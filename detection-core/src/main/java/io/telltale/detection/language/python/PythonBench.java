package io.telltale.detection.language.python;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.TestBench;
import io.telltale.detection.language.Unsupported;
import java.util.List;
import java.util.Map;

/**
 * A rule's module set up for Panther's tests. A mock names an object of the rule's module, in whose place a callable
 * stands that answers the mock's value whatever it is called with.
 */
record PythonBench(Program program, List<Unsupported> unsupported) implements TestBench {
    PythonBench {
        unsupported = List.copyOf(unsupported);
    }

    @Override
    public Value run(Value.ObjectOf event, List<Value> mocks, EvaluationContext context) {
        try {
            var interpreter = new Interpreter(program, context.now());
            Map<String, Object> globals = interpreter.globals("");
            for (Value mock : mocks) {
                if (mock instanceof Value.ObjectOf object) {
                    String name = object.get("objectName").asText();
                    if (!globals.containsKey(name)) {
                        return Values.failure(
                                "AttributeError: module 'rule' does not have the attribute '" + name + "'");
                    }
                    Object answer = interpreter.expressions().members().mutable(Py.of(object.get("returnValue")), 0);
                    globals.put(name, new Py.Function(name, (values, named) -> answer));
                }
            }
            Object rule = globals.getOrDefault("rule", Py.None.NONE);
            return Values.of(Py.truthy(interpreter.expressions().call(rule, List.of(Py.of(event)), Map.of())));
        } catch (Py.Raised | Py.Stopped e) {
            return Values.failure(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return Values.failure("RecursionError: maximum recursion depth exceeded");
        }
    }
}

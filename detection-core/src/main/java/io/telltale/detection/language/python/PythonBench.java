package io.telltale.detection.language.python;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.RunMemory;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.TestBench;
import io.telltale.detection.language.Unsupported;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule's module set up for Panther's tests. A mock names an object of the rule's module, in whose place a callable
 * stands that answers the mock's value whatever it is called with.
 */
record PythonBench(Program program) implements TestBench {
    @Override
    public List<Unsupported> unsupported(List<Value> mocks) {
        return Reach.unsupported(program, "rule", names(mocks));
    }

    private static Set<String> names(List<Value> mocks) {
        var names = new HashSet<String>();
        for (Value mock : mocks) {
            if (mock instanceof Value.ObjectOf object) {
                names.add(object.get("objectName").asText());
            }
        }
        return names;
    }

    @Override
    public Value run(Value.ObjectOf event, List<Value> mocks, EvaluationContext context) {
        try {
            var interpreter = new Interpreter(program, context.now(), new RunMemory());
            Frame module = interpreter.module("");
            for (Value mock : mocks) {
                if (mock instanceof Value.ObjectOf object) {
                    String name = object.get("objectName").asText();
                    if (module.find(name).isEmpty()) {
                        return Values.failure(
                                "AttributeError: module 'rule' does not have the attribute '" + name + "'");
                    }
                    Object answer = EventValues.of(object.get("returnValue"));
                    module.bind(name, new Mock(EventValues.mutable(answer, interpreter.budget(), 0)));
                }
            }
            Object given = Dict.event(StandardFields.added(event, program.logTypes()));
            Object rule = module.find("rule").orElse(Py.None.NONE);
            Object answer = interpreter.expressions().calls().call(rule, List.of(given), Map.of());
            return Values.of(Py.truthy(answer));
        } catch (Raised | Stopped e) {
            return Values.failure(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return Values.failure("RecursionError: maximum recursion depth exceeded");
        }
    }
}

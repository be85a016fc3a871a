package io.telltale.detection.language.python;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.ScriptBody;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A part of a program, run on one event: an expression in the scope where it stands. */
record PythonScript(Program program, Node.Expr expression, Scope scope, String entryPoint) implements ScriptBody {
    @Override
    public String language() {
        return "python";
    }

    @Override
    public Value run(Value.ObjectOf event, EvaluationContext context) {
        try {
            var interpreter = new Interpreter(program, context.now());
            Object eventObject = Py.of(event);
            return Py.toValue(evaluate(interpreter, eventObject, expression, scope));
        } catch (Py.Raised | Py.Stopped e) {
            return Values.failure(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return Values.failure("RecursionError: maximum recursion depth exceeded");
        }
    }

    private static Object evaluate(Interpreter interpreter, Object event, Node.Expr expression, Scope scope) {
        Frame frame = Frame.module(interpreter.globals(scope.module())).inner();
        Set<String> used = FreeNames.of(expression);
        for (Map.Entry<String, Scope.Binding> name : scope.names().entrySet()) {
            if (used.contains(name.getKey())) {
                Object value = name.getValue()
                        .value()
                        .map(d -> evaluate(interpreter, event, d.expression(), d.scope()))
                        .orElse(event);
                frame.names.put(name.getKey(), value);
            }
        }
        return interpreter.expressions().evaluate(expression, frame);
    }

    /** The call of a function of the rule's own module with the event. */
    static PythonScript function(Program program, String name) {
        var span = io.telltale.detection.text.Span.NONE;
        var argument = new Node.Argument("", new Node.Name("%event", span));
        var call = new Node.Call(new Node.Name(name, span), List.of(argument), span);
        var names = new HashMap<String, Scope.Binding>(Map.of("%event", Scope.Binding.EVENT));
        return new PythonScript(program, call, new Scope("", names, java.util.Optional.empty(), 0), name + "(event)");
    }
}

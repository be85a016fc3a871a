package io.telltale.detection.language.python;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.ScriptBody;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a program, run on one event: an expression in the scope where it stands, or one of the module's functions
 * called with the event. A function other than {@code rule} runs after it, in what it has left.
 *
 * @param function the function's name, empty for an expression
 */
record PythonScript(Program program, Node.Expr expression, Scope scope, String function, String entryPoint)
        implements ScriptBody {
    /** How often a rule may break its budget in a run before it is not asked again. */
    private static final long MOST_BREAKS = 3;

    /** The function whose answer goes along with an alert. */
    static final String ALERT_CONTEXT = "alert_context";

    private static final String RULE = "rule";

    @Override
    public String language() {
        return "python";
    }

    static PythonScript expression(Program program, Node.Expr expression, Scope scope, String shown) {
        return new PythonScript(program, expression, scope, "", shown);
    }

    /** The call of a function of the rule's own module with the event. */
    static PythonScript function(Program program, String name) {
        var argument = new Node.Argument("", new Node.Name("%event", Span.NONE));
        var call = new Node.Call(new Node.Name(name, Span.NONE), List.of(argument), Span.NONE);
        var names = new HashMap<String, Scope.Binding>(Map.of("%event", Scope.Binding.EVENT));
        return new PythonScript(program, call, new Scope("", names, Optional.empty(), 0), name, name + "(event)");
    }

    @Override
    public Value run(Value.ObjectOf event, EvaluationContext context) {
        Optional<Object> broken = context.memory().get(breakName(), Long.MIN_VALUE);
        long breaks = broken.map(b -> (Long) b).orElse(0L);
        if (breaks >= MOST_BREAKS) {
            return Values.failure("not run any more, after its limits were broken " + MOST_BREAKS + " times");
        }
        boolean isRule = function.equals(RULE);
        Interpreter interpreter = isRule || function.isEmpty()
                ? program.interpreters().fresh(program, context)
                : program.interpreters().after(event).orElseGet(() -> afterRule(event, context));
        try {
            Object said = evaluate(interpreter, given(event), expression, scope);
            Value answer =
                    function.equals(ALERT_CONTEXT) ? AlertContext.of(said, interpreter) : EventValues.toValue(said);
            program.interpreters().release(interpreter, keeps(answer, event));
            return answer;
        } catch (Raised e) {
            program.interpreters().release(interpreter, null);
            return Values.failure(String.valueOf(e.getMessage()));
        } catch (Stopped e) {
            if (e.isBudget()) {
                context.memory().put(breakName(), breaks + 1, Long.MAX_VALUE);
            }
            return Values.failure(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            context.memory().put(breakName(), breaks + 1, Long.MAX_VALUE);
            return Values.failure("RecursionError: maximum recursion depth exceeded");
        }
    }

    /** The rule's program is asked for a title and its like only where it has answered true. */
    private Value.@Nullable ObjectOf keeps(Value answer, Value.ObjectOf event) {
        boolean isMatch = function.equals(RULE) && Py.truthy(EventValues.of(answer));
        return isMatch || (!function.isEmpty() && !function.equals(RULE)) ? event : null;
    }

    private Object given(Value.ObjectOf event) {
        return Dict.event(StandardFields.added(event, program.logTypes()));
    }

    private String breakName() {
        return "python.limits " + program.source().file() + "#" + System.identityHashCode(program);
    }

    private Interpreter afterRule(Value.ObjectOf event, EvaluationContext context) {
        EvaluationContext apart = context.with(context.memory().copy());
        Interpreter interpreter = program.interpreters().fresh(program, apart);
        Object rule = interpreter.module("").find(RULE).orElse(Py.None.NONE);
        if (rule != Py.None.NONE) {
            try {
                interpreter.expressions().calls().call(rule, List.of(given(event)), Map.of());
            } catch (Raised e) {
                // What the rule makes of the event was said by its verdict.
                return interpreter;
            }
        }
        return interpreter;
    }

    private static Object evaluate(Interpreter interpreter, Object event, Node.Expr expression, Scope scope) {
        Frame frame = interpreter.module(scope.module()).function(Set.of());
        Set<String> used = FreeNames.of(expression);
        for (Map.Entry<String, Scope.Binding> name : scope.names().entrySet()) {
            if (used.contains(name.getKey())) {
                Object value = name.getValue()
                        .value()
                        .map(d -> evaluate(interpreter, event, d.expression(), d.scope()))
                        .orElse(event);
                frame.bind(name.getKey(), value);
            }
        }
        return interpreter.expressions().evaluate(expression, frame);
    }
}

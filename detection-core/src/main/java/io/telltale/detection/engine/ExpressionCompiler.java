package io.telltale.detection.engine;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns expressions into evaluators, once for each rule. */
final class ExpressionCompiler {
    private final FunctionRegistry functions;

    ExpressionCompiler(FunctionRegistry functions) {
        this.functions = functions;
    }

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException with the reason, where it names an unknown function or holds a pattern that
     *     cannot be compiled
     */
    Evaluator compile(Expression expression) {
        if (expression instanceof Expression.Literal literal) {
            Value value = literal.value();
            return (row, context) -> value;
        }
        if (expression instanceof Expression.Field field) {
            return (row, context) -> PathReader.read(row.fields(), field.path());
        }
        if (expression instanceof Expression.Event) {
            return (row, context) -> row.fields();
        }
        if (expression instanceof Expression.Column column) {
            return (row, context) -> row.column(column.name());
        }
        if (expression instanceof Expression.Not not) {
            Evaluator operand = compile(not.operand());
            return (row, context) -> not(operand.evaluate(row, context));
        }
        if (expression instanceof Expression.And and) {
            return connective(compile(and.operands()), false);
        }
        if (expression instanceof Expression.Or or) {
            return connective(compile(or.operands()), true);
        }
        if (expression instanceof Expression.Test test) {
            return Comparison.compile(test, compile(test.operand()), compile(test.wanted()));
        }
        if (expression instanceof Expression.Call call) {
            return call(call);
        }
        if (expression instanceof Expression.Conditional conditional) {
            Evaluator condition = compile(conditional.condition());
            Evaluator then = compile(conditional.then());
            Evaluator otherwise = compile(conditional.otherwise());
            return (row, context) -> {
                Value outcome = condition.evaluate(row, context);
                if (outcome instanceof Value.Failure) {
                    return outcome;
                }
                return (isTrue(outcome) ? then : otherwise).evaluate(row, context);
            };
        }
        if (expression instanceof Expression.Quantified quantified) {
            return quantified(quantified);
        }
        if (expression instanceof Expression.Comprehension made) {
            return comprehension(made);
        }
        Expression.Script script = (Expression.Script) expression;
        return (row, context) -> script.body().run(row.fields(), context);
    }

    List<Evaluator> compile(List<Expression> expressions) {
        return expressions.stream().map(this::compile).toList();
    }

    static boolean isTrue(Value value) {
        return value instanceof Value.Bool bool && bool.value();
    }

    private static boolean isFalse(Value value) {
        return value instanceof Value.Bool bool && !bool.value();
    }

    private static Value not(Value value) {
        if (value instanceof Value.Bool bool) {
            return Values.of(!bool.value());
        }
        return value instanceof Value.Failure ? value : Values.NULL;
    }

    /** And where {@code decisive} is false, Or where it is true. */
    private static Evaluator connective(List<Evaluator> operands, boolean decisive) {
        Evaluator[] all = operands.toArray(Evaluator[]::new);
        return (row, context) -> {
            Value result = Values.of(!decisive);
            for (Evaluator operand : all) {
                Value value = operand.evaluate(row, context);
                if (decisive ? isTrue(value) : isFalse(value)) {
                    return Values.of(decisive);
                }
                if (value instanceof Value.Failure) {
                    result = result instanceof Value.Failure ? result : value;
                } else if (!(value instanceof Value.Bool) && !(result instanceof Value.Failure)) {
                    result = Values.NULL;
                }
            }
            return result;
        };
    }

    private Evaluator call(Expression.Call call) {
        FunctionEntry entry = functions
                .function(call.function())
                .orElseThrow(() -> new IllegalArgumentException("no function " + call.function()));
        Evaluator[] arguments = compile(call.arguments()).toArray(Evaluator[]::new);
        FunctionEntry.Body body = entry.body()
                .prepared(call.arguments().stream()
                        .map(a -> a instanceof Expression.Literal literal
                                ? Optional.of(literal.value())
                                : Optional.<Value>empty())
                        .toList());
        return (row, context) -> {
            var values = new ArrayList<Value>(arguments.length);
            for (Evaluator argument : arguments) {
                Value value = argument.evaluate(row, context);
                if (value instanceof Value.Failure && !entry.takesFailures()) {
                    return value;
                }
                values.add(value);
            }
            return body.apply(values, context);
        };
    }

    private Evaluator quantified(Expression.Quantified quantified) {
        Evaluator list = compile(quantified.list());
        Evaluator condition = compile(quantified.condition());
        boolean any = quantified.quantifier() == Expression.Quantifier.ANY;
        return (row, context) -> {
            Value value = list.evaluate(row, context);
            if (value instanceof Value.Failure) {
                return value;
            }
            var elements = new ArrayList<Evaluator>();
            for (Value element : elementsOf(value)) {
                Row inner = row.with(quantified.variable(), element);
                elements.add((outer, c) -> condition.evaluate(inner, c));
            }
            return connective(elements, any).evaluate(row, context);
        };
    }

    private Evaluator comprehension(Expression.Comprehension made) {
        Evaluator list = compile(made.list());
        Optional<Evaluator> condition = made.condition().map(this::compile);
        Evaluator result = compile(made.result());
        return (row, context) -> {
            Value value = list.evaluate(row, context);
            if (value instanceof Value.Failure) {
                return value;
            }
            var out = new ArrayList<Value>();
            for (Value element : elementsOf(value)) {
                Row inner = row.with(made.variable(), element);
                Value holds = condition.map(c -> c.evaluate(inner, context)).orElse(Values.TRUE);
                Value given = isTrue(holds) ? result.evaluate(inner, context) : holds;
                if (given instanceof Value.Failure) {
                    return given;
                }
                if (isTrue(holds)) {
                    out.add(given);
                }
            }
            return Values.listOf(out);
        };
    }

    /** An absent value has no elements; a value that is no list is its own only element. */
    static List<Value> elementsOf(Value value) {
        if (value instanceof Value.ListOf list) {
            return list.elements();
        }
        return value.isAbsent() ? List.of() : List.of(value);
    }

    static EvaluationContext at(long millis) {
        return new EvaluationContext(Instant.ofEpochMilli(millis));
    }
}

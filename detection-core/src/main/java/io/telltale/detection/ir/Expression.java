package io.telltale.detection.ir;

import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A side-effect-free computation over a row: an event and what the stages before have bound. Each node carries
 * everything that its meaning depends on, so that no evaluator needs to know which language it came from, and the span
 * of the rule's text that it was lowered from.
 *
 * <p>Logic is three-valued: a condition is true, false or unknown ({@link Values#NULL}), or a {@link Value.Failure}.
 * {@link And} and {@link Or} are commutative over all four: false decides an And and true an Or whatever the other
 * operands are; else a failure decides; else unknown does. A language whose operators stop at the first operand lowers
 * them to {@link Conditional} wherever an operand can fail.
 */
public sealed interface Expression {
    Span span();

    /** The operands, in the order of the text. */
    default List<Expression> children() {
        return List.of();
    }

    /** A constant. */
    record Literal(Value value, Span span) implements Expression {}

    /** A field of the event, by the provider's own path. */
    record Field(FieldPath path, Span span) implements Expression {}

    /** The whole event, as an object; empty behind a stage that leaves no event. */
    record Event(Span span) implements Expression {}

    /** What an earlier stage, or the quantifier around this node, has bound; missing where it was not. */
    record Column(String name, Span span) implements Expression {}

    /** True and false exchanged; unknown and failures stay. */
    record Not(Expression operand, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(operand);
        }
    }

    record And(List<Expression> operands, Span span) implements Expression {
        public And {
            operands = atLeastTwo(operands);
        }

        @Override
        public List<Expression> children() {
            return operands;
        }
    }

    record Or(List<Expression> operands, Span span) implements Expression {
        public Or {
            operands = atLeastTwo(operands);
        }

        @Override
        public List<Expression> children() {
            return operands;
        }
    }

    /**
     * A comparison of one operand with one wanted value (with several for {@link TestKind#IN}, with none for
     * {@link TestKind#EXISTS} and {@link TestKind#IS_NULL}), under the stated matching.
     */
    record Test(TestKind kind, Expression operand, List<Expression> wanted, Matching matching, Span span)
            implements Expression {
        public Test {
            wanted = List.copyOf(wanted);
            int least = kind.takesNoValue() ? 0 : 1;
            int most = kind == TestKind.IN ? Integer.MAX_VALUE : least;
            if ((kind != TestKind.IN && wanted.size() < least) || wanted.size() > most) {
                throw new IllegalArgumentException(kind + " with " + wanted.size() + " wanted values");
            }
        }

        @Override
        public List<Expression> children() {
            return Stream.concat(Stream.of(operand), wanted.stream()).toList();
        }
    }

    /**
     * A function of the registry, by its full name ({@code kusto:split}). Its arguments are evaluated first; a failure
     * among them is the result, unless the function says that it takes failures.
     */
    record Call(String function, List<Expression> arguments, Span span) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
            if (function.indexOf(':') <= 0) {
                throw new IllegalArgumentException("a function is named language:function, not " + function);
            }
        }

        @Override
        public List<Expression> children() {
            return arguments;
        }
    }

    /** {@code then} where the condition is true, {@code otherwise} where it is false or unknown; only that branch is evaluated. */
    record Conditional(Expression condition, Expression then, Expression otherwise, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(condition, then, otherwise);
        }
    }

    /**
     * Whether any, or every, element of a list meets a condition that reads the element as the column
     * {@code variable}. An absent list has no elements; a value that is no list counts as its only element.
     */
    record Quantified(Quantifier quantifier, String variable, Expression list, Expression condition, Span span)
            implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(list, condition);
        }
    }

    /**
     * The list of what an expression gives for each element of a list that meets a condition; both read the element as
     * the column {@code variable}. An absent list has no elements; a value that is no list counts as its only element.
     */
    record Comprehension(String variable, Expression list, Optional<Expression> condition, Expression result, Span span)
            implements Expression {
        @Override
        public List<Expression> children() {
            return condition.map(c -> List.of(list, c, result)).orElseGet(() -> List.of(list, result));
        }
    }

    /** {@link Quantified}'s two readings. */
    enum Quantifier {
        ANY,
        ALL
    }

    /** A rule's own program, in a language that is not a set of predicates. */
    record Script(ScriptBody body, Span span) implements Expression {}

    private static List<Expression> atLeastTwo(List<Expression> operands) {
        if (operands.size() < 2) {
            throw new IllegalArgumentException("a connective has at least two operands, not " + operands.size());
        }
        return List.copyOf(operands);
    }

    /** All of the given conditions; the condition itself where there is one, true where there is none. */
    static Expression allOf(List<Expression> conditions, Span span) {
        return switch (conditions.size()) {
            case 0 -> new Literal(Values.TRUE, span);
            case 1 -> conditions.get(0);
            default -> new And(conditions, span);
        };
    }

    /** Any of the given conditions; the condition itself where there is one, false where there is none. */
    static Expression anyOf(List<Expression> conditions, Span span) {
        return switch (conditions.size()) {
            case 0 -> new Literal(Values.FALSE, span);
            case 1 -> conditions.get(0);
            default -> new Or(conditions, span);
        };
    }
}

package io.telltale.detection.ir;

import java.util.List;
import java.util.Optional;

/**
 * A function of the registry.
 *
 * @param name {@code language:function}, after the language whose documentation defines it
 * @param body the function itself; total: it answers a {@link Value.Failure} instead of throwing
 * @param takesFailures whether the body is called with failures among its arguments (a function like Python's
 *     {@code try}); else the first failure is the result
 * @param predicate for a boolean function, how it reads as a predicate of the catalog
 * @param transparent whether analysis may look through it to its first argument: it changes how a value is written, not
 *     which field is meant (a conversion to text, lower-casing, parsing of JSON)
 * @param part whether, transparent as it is, it reads a part of its first argument, whose path is its second
 * @param readsClock whether the result depends on {@link EvaluationContext#now()}, so that a stage which calls it can only
 *     be run when the rule is
 */
public record FunctionEntry(
        String name,
        Body body,
        boolean takesFailures,
        Optional<PredicateShape> predicate,
        boolean transparent,
        boolean part,
        boolean readsClock) {

    /** Computes the function; arguments in the order of the call. */
    @FunctionalInterface
    public interface Body {
        Value apply(List<Value> arguments, EvaluationContext context);

        /**
         * The same function for a call whose constant arguments are known, where it can do some of its work beforehand (a
         * pattern to compile). Called once for each call of a rule.
         *
         * @param constants the arguments in their order, empty where one is not constant
         * @throws IllegalArgumentException with the reason, where a constant is one that the function cannot work with
         */
        default Body prepared(List<Optional<Value>> constants) {
            return this;
        }
    }

    /** A body that answers its first argument as it is, or fails. */
    @FunctionalInterface
    public interface Check extends Body {}

    /** Which argument of a boolean function is the field and which the wanted value. */
    public record PredicateShape(TestKind kind, int operand, int wanted, boolean caseSensitive) {}

    public static FunctionEntry of(String name, Body body) {
        return new FunctionEntry(name, body, false, Optional.empty(), false, false, false);
    }

    /** A function that analysis looks through. */
    public static FunctionEntry transparent(String name, Body body) {
        return new FunctionEntry(name, body, false, Optional.empty(), true, false, false);
    }

    /** A function that reads a part of its first argument, by the path that is its second. */
    public static FunctionEntry part(String name, Body body) {
        return new FunctionEntry(name, body, false, Optional.empty(), true, true, false);
    }

    public FunctionEntry as(TestKind kind, int operand, int wanted, boolean caseSensitive) {
        return new FunctionEntry(
                name,
                body,
                takesFailures,
                Optional.of(new PredicateShape(kind, operand, wanted, caseSensitive)),
                false,
                false,
                readsClock);
    }

    public FunctionEntry takingFailures() {
        return new FunctionEntry(name, body, true, predicate, transparent, part, readsClock);
    }

    /** The same function, known to read the time of the run. */
    public FunctionEntry readingClock() {
        return new FunctionEntry(name, body, takesFailures, predicate, transparent, part, true);
    }
}

package io.telltale.detection.language.yaral;

import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An expression of a rule's events, outcome or condition. */
sealed interface Syntax {
    Span span();

    record Text(String value, Span span) implements Syntax {}

    /**
     * A number.
     *
     * @param whole whether it is written without a fraction
     */
    record Numeral(double value, boolean whole, Span span) implements Syntax {}

    record Truth(boolean value, Span span) implements Syntax {}

    record Regex(String pattern, Span span) implements Syntax {}

    /** {@code $name} by itself: a placeholder, an outcome variable, or in the condition an event variable. */
    record Variable(String name, Span span) implements Syntax {}

    /** {@code #name}: how many different values or events a variable has. */
    record Count(String name, Span span) implements Syntax {}

    /** A field of an event: {@code $event.principal.ip} or {@code $event.additional.fields["key"]}. */
    record Field(String event, List<Step> steps, Span span) implements Syntax {}

    /** {@code %name} or {@code %name.column}. */
    record ListName(String name, Span span) implements Syntax {}

    /** An argument behind its name. */
    record Named(String name, Syntax value, Span span) implements Syntax {}

    /**
     * A comparison of two values.
     *
     * @param operator one of {@code = != < <= > >=}
     */
    record Compare(String operator, Syntax left, Syntax right, boolean nocase, Span span) implements Syntax {
        /** The same with a number on the right, where one stands on the left. */
        Compare numberLast() {
            if (!(left instanceof Numeral) || right instanceof Numeral) {
                return this;
            }
            String turned = operator.startsWith("<")
                    ? ">" + operator.substring(1)
                    : operator.startsWith(">") ? "<" + operator.substring(1) : operator;
            return new Compare(turned, /* left= */ right, /* right= */ left, nocase, span);
        }
    }

    /**
     * Whether a value is in a reference list.
     *
     * @param kind empty, {@code regex} or {@code cidr}
     */
    record In(Syntax operand, String kind, ListName list, boolean nocase, Span span) implements Syntax {}

    /** {@code any} or {@code all} before a condition on a repeated field. */
    record Each(boolean all, Syntax condition, Span span) implements Syntax {}

    record Not(Syntax operand, Span span) implements Syntax {}

    record And(List<Syntax> operands, Span span) implements Syntax {}

    record Or(List<Syntax> operands, Span span) implements Syntax {}

    /** {@code n of [a, b, c]}: at least so many of them; {@code any of} and {@code all of} are 1 and all. */
    record AtLeast(int number, List<Syntax> operands, Span span) implements Syntax {}

    /**
     * A sum, difference, product, quotient or remainder.
     *
     * @param operator one of {@code + - * / %}
     */
    record Arithmetic(String operator, Syntax left, Syntax right, Span span) implements Syntax {}

    /**
     * A call of a function.
     *
     * @param function lower case, with its namespace: {@code re.regex}
     */
    record Call(String function, List<Syntax> arguments, boolean nocase, Span span) implements Syntax {}

    /** A step of a field's path. */
    sealed interface Step {
        record Name(String name) implements Step {}

        record Key(String key) implements Step {}

        record Index(int index) implements Step {}
    }

    /**
     * What events are grouped by.
     *
     * @param window how long events belong together
     * @param pivot the event variable of a sliding window
     */
    record Match(List<Variable> variables, WindowKind kind, Duration window, Optional<Variable> pivot, Span span) {}

    /** How windows lie in time. */
    enum WindowKind {
        /** Overlapping windows, wherever events lie. */
        HOP,
        /** Windows laid one after the other from 1970 on. */
        TUMBLING,
        /** From an event of the pivot on. */
        AFTER,
        /** Up to an event of the pivot. */
        BEFORE
    }

    record Outcome(String name, Syntax value, Span span) {}

    record Option(String name, String value, Span span) {}

    /** A whole rule. */
    record Rule(
            String name,
            List<Syntax> events,
            Optional<Match> match,
            List<Outcome> outcomes,
            Syntax condition,
            List<Option> options) {}
}

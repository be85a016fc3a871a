package io.telltale.detection.language.sigma;

import io.telltale.detection.text.Span;
import java.util.List;

/** How a condition joins searches. */
sealed interface Condition {
    Span span();

    /** A search by its name. */
    record Name(String name, Span span) implements Condition {}

    /**
     * {@code 1 of …} and {@code all of …}.
     *
     * @param pattern a name in which {@code *} is any text, or {@code them}
     */
    record Of(boolean all, String pattern, Span span) implements Condition {}

    record Not(Condition operand, Span span) implements Condition {}

    record And(List<Condition> operands, Span span) implements Condition {}

    record Or(List<Condition> operands, Span span) implements Condition {}
}

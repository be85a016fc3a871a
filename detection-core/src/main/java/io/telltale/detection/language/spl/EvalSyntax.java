package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.util.List;

/** What the grammar of {@code eval} and {@code where} yields: in it, AND binds tighter than OR, and words are fields. */
sealed interface EvalSyntax {
    Span span();

    record Constant(Value value, Span span) implements EvalSyntax {}

    record Name(String name, Span span) implements EvalSyntax {}

    /** A prefix operator: {@code NOT} or {@code -}. */
    record Prefix(String operator, EvalSyntax operand, Span span) implements EvalSyntax {}

    /** An operator between two operands, in upper case where it is a word. */
    record Infix(String operator, EvalSyntax left, EvalSyntax right, Span span) implements EvalSyntax {}

    /** {@code [ … ]}: the text that another search returns, as a part of the expression. */
    record Subsearch(Span span) implements EvalSyntax {}

    /** A function call; the name in lower case. */
    record Call(String function, List<EvalSyntax> arguments, Span span) implements EvalSyntax {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }
}

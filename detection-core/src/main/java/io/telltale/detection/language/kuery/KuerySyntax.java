package io.telltale.detection.language.kuery;

import io.telltale.detection.text.Span;
import java.util.List;

/** A query as it is written. */
sealed interface KuerySyntax {
    Span span();

    record Or(List<KuerySyntax> operands, Span span) implements KuerySyntax {}

    record And(List<KuerySyntax> operands, Span span) implements KuerySyntax {}

    record Not(KuerySyntax operand, Span span) implements KuerySyntax {}

    /** A field, perhaps with wildcards in its name, and what its values must be. */
    record FieldValue(Word field, Values values, Span span) implements KuerySyntax {}

    /** A field compared by {@code <}, {@code <=}, {@code >} or {@code >=}. */
    record Range(Word field, String operator, Word value, Span span) implements KuerySyntax {}

    /** A query over the elements of a field that holds nested documents. */
    record Nested(Word field, KuerySyntax query, Span span) implements KuerySyntax {}

    /** A value that any field may have. */
    record Anywhere(Word value, Span span) implements KuerySyntax {}

    /** What a field's values must be: one value, or a parenthesised list of alternatives and conjunctions. */
    sealed interface Values {
        Span span();

        record One(Word value, Span span) implements Values {}

        record AnyOf(List<Values> operands, Span span) implements Values {}

        record AllOf(List<Values> operands, Span span) implements Values {}

        record NotThis(Values operand, Span span) implements Values {}
    }

    /**
     * A name or a value.
     *
     * @param text with escapes resolved
     * @param pattern the same in the representation's dialect of wildcards, in which stars that were escaped or quoted are
     *     literal
     * @param quoted whether it stands in double quotes
     */
    record Word(String text, String pattern, boolean quoted, Span span) {
        boolean isExistence() {
            return !quoted && pattern.equals("*");
        }

        boolean hasWildcard() {
            for (int i = 0; i < pattern.length(); i++) {
                if (pattern.charAt(i) == '\\') {
                    i++;
                } else if (pattern.charAt(i) == '*') {
                    return true;
                }
            }
            return false;
        }
    }
}

package io.telltale.detection.ir;

/**
 * How a comparison treats what languages disagree on.
 *
 * @param caseSensitive whether letters differ by case (full Unicode simple folding where not)
 */
public record Matching(boolean caseSensitive, Absent absent, Types types, Lists lists) {
    /** What a comparison makes of an operand, or a wanted value, that is missing or null. */
    public enum Absent {
        /** The comparison is false. */
        FALSE,
        /** The comparison is unknown. */
        UNKNOWN,
        /** It compares as the empty text. */
        EMPTY_TEXT,
        /** Null is a value like others, equal to null and to missing only; ordering against it is a failure. */
        VALUE
    }

    /** What a comparison makes of operands of different types. Whole and decimal numbers are always one type. */
    public enum Types {
        /** They are never equal and have no order: the comparison is false. */
        STRICT,
        /** All values compare by their text; orderings compare numbers where both sides read as numbers, else are false. */
        TEXT,
        /** Both sides compare as numbers where both read as numbers, else by their text, in orderings too. */
        NUMBERS_FIRST
    }

    /** What a comparison makes of an operand that is a list. */
    public enum Lists {
        /** It holds when it holds for any element. */
        ANY,
        /** The list is compared as one value; a text test on it is false. */
        WHOLE,
        /** The comparison is unknown. */
        UNKNOWN
    }

    public Matching withCase(boolean sensitive) {
        return new Matching(sensitive, absent, types, lists);
    }
}

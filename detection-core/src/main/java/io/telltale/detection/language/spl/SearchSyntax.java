package io.telltale.detection.language.spl;

import io.telltale.detection.text.Span;
import java.util.List;

/** What the {@code search} command's grammar yields: in it, OR binds tighter than AND, and words are values. */
sealed interface SearchSyntax {
    Span span();

    /** A word or a quoted text as it was written, quotes and backslashes resolved. */
    record Word(String text, boolean quoted, Span span) {}

    record All(List<SearchSyntax> operands, Span span) implements SearchSyntax {
        public All {
            operands = List.copyOf(operands);
        }
    }

    record Any(List<SearchSyntax> operands, Span span) implements SearchSyntax {
        public Any {
            operands = List.copyOf(operands);
        }
    }

    record Not(SearchSyntax operand, Span span) implements SearchSyntax {}

    /** {@code field=value}; the operator is one of {@code = != < <= > >=}. */
    record Comparison(Word field, String operator, Word value, Span span) implements SearchSyntax {}

    /** {@code field IN (value, …)}. */
    record Membership(Word field, List<Word> values, Span span) implements SearchSyntax {
        public Membership {
            values = List.copyOf(values);
        }
    }

    /** A word that is looked for in the whole event. */
    record Term(Word word, boolean caseSensitive, Span span) implements SearchSyntax {}

    /** {@code [ … ]}: the rows of another search as a condition. */
    record Subsearch(List<Command> commands, Span span) implements SearchSyntax {
        public Subsearch {
            commands = List.copyOf(commands);
        }
    }

    /** {@code ()}: what no rows of a subsearch come to; it never holds. */
    record Nothing(Span span) implements SearchSyntax {}
}

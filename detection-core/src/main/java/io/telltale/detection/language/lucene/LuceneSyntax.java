package io.telltale.detection.language.lucene;

import io.telltale.detection.text.Span;
import java.util.List;

/** A query string as it is written. */
sealed interface LuceneSyntax {
    Span span();

    /** Clauses of one level, which are required, forbidden or optional. */
    record Group(List<Clause> clauses, Span span) implements LuceneSyntax {}

    /** A query that the field's values, or without a field any value, must meet. */
    record Fielded(String field, LuceneSyntax query, Span span) implements LuceneSyntax {}

    /**
     * A term or a phrase.
     *
     * @param pattern in the representation's dialect of wildcards
     */
    record Term(String text, String pattern, boolean phrase, Span span) implements LuceneSyntax {
        boolean isExistence() {
            return !phrase && pattern.equals("*");
        }

        boolean hasWildcard() {
            for (int i = 0; !phrase && i < pattern.length(); i++) {
                if (pattern.charAt(i) == '\\') {
                    i++;
                } else if (pattern.charAt(i) == '*' || pattern.charAt(i) == '?') {
                    return true;
                }
            }
            return false;
        }
    }

    record Regular(String pattern, Span span) implements LuceneSyntax {}

    /** A range; a bound of {@code *} is open. */
    record Range(String from, boolean fromInside, String to, boolean toInside, Span span) implements LuceneSyntax {}

    /** A term that may differ by so many letters; without a number, by as many as its length allows. */
    record Fuzzy(Term term, String distance, Span span) implements LuceneSyntax {}

    /** A phrase whose words may lie apart. */
    record Near(Term phrase, Span span) implements LuceneSyntax {}

    /** How a clause counts. */
    enum Occur {
        MUST,
        MUST_NOT,
        SHOULD
    }

    record Clause(Occur occur, LuceneSyntax query) {}
}

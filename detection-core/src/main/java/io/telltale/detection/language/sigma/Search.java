package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.util.List;

/** What a name of the detection section stands for. */
sealed interface Search {
    Span span();

    /** All of the parts: the members of a mapping. */
    record All(List<Search> parts, Span span) implements Search {}

    /** Any of the parts: the elements of a list. */
    record Any(List<Search> parts, Span span) implements Search {}

    /**
     * A field compared with values.
     *
     * @param field empty for keywords, which are looked for in the whole event
     * @param modifiers lower case, in their order
     */
    record Item(String field, List<String> modifiers, List<Wanted> values, Span fieldSpan, Span span)
            implements Search {}

    /** A value and where it stands. */
    record Wanted(Value value, Span span) {}
}

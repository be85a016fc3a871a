package io.telltale.detection.analysis;

import io.telltale.detection.text.Span;

/**
 * One thing that a rule looks for, in the one form that it has wherever it is shown.
 *
 * @param field {@code aws::} and the canonical path; a vendor's own name where no mapping is known
 * @param kind a {@link io.telltale.detection.ir.TestKind#label}, {@code field_eq} or {@code function}
 * @param value the wanted value as text; empty for exists and is_null
 * @param negated whether the rule wants it not to hold
 * @param span where in the rule's body
 */
public record Predicate(String field, String kind, String value, boolean negated, boolean caseSensitive, Span span) {
    /** The same predicate, wanted not to hold where this one is wanted to. */
    Predicate negation() {
        return new Predicate(field, kind, value, !negated, caseSensitive, span);
    }
}

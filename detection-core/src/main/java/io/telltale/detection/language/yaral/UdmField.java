package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.text.Span;
import java.util.List;

/** What a field of the Unified Data Model is in a CloudTrail record. */
sealed interface UdmField {
    /** A value read from the record. */
    record Read(Expression value, boolean repeated) implements UdmField {}

    /** A whole number; 0 where the record has none. */
    record Whole(Expression value) implements UdmField {}

    /** The same text in every record. */
    record Constant(String text) implements UdmField {}

    /** A text in front of a value, where there is one. */
    record Prefixed(String prefix, Expression value) implements UdmField {}

    /**
     * One of several texts, each under a condition; at most one of the conditions holds.
     *
     * @param enumerated whether the data model has a type of its own for them
     */
    record Cases(List<Case> cases, boolean enumerated) implements UdmField {
        public Cases {
            cases = List.copyOf(cases);
        }
    }

    record Case(String text, Expression condition) {}

    /** The parser's table has nothing for it: no CloudTrail event has a value there. */
    record Unmapped(String name, Span span) implements UdmField {}
}

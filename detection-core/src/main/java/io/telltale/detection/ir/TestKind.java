package io.telltale.detection.ir;

/**
 * The kinds of comparison, the same in every language; they are also the kinds of predicates and indicators in the
 * catalog.
 */
public enum TestKind {
    EQ,
    /** Equal to one of several. */
    IN,
    CONTAINS,
    STARTS_WITH,
    ENDS_WITH,
    /** The whole text against a pattern in which {@code *} is any text, {@code ?} one character, {@code \} quotes the next. */
    WILDCARD,
    /** A regular expression found anywhere in the text; a language that anchors writes the anchors. */
    REGEX,
    /** An address inside a network written as CIDR. */
    CIDR,
    GT,
    GE,
    LT,
    LE,
    /** The field is there, if only with null. */
    EXISTS,
    /** Missing or null. */
    IS_NULL;

    /** The catalog's name: lower case. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public boolean takesNoValue() {
        return this == EXISTS || this == IS_NULL;
    }

    public boolean isOrdering() {
        return this == GT || this == GE || this == LT || this == LE;
    }
}

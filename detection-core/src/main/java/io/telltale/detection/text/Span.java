package io.telltale.detection.text;

/**
 * A half-open range of characters in a rule's body: {@code start} inclusive, {@code end} exclusive, both counted in
 * UTF-16 units from the body's first character.
 */
public record Span(int start, int end) {
    /** The place of a node that no text stands behind. */
    public static final Span NONE = new Span(0, 0);

    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span " + start + ".." + end);
        }
    }

    /** The smallest span that holds both. */
    public Span to(Span other) {
        return new Span(Math.min(start, other.start), Math.max(end, other.end));
    }
}

package io.telltale.detection.text;

/** A rule's text breaks its language's grammar, or a limit of ours, at a known place. */
public final class RuleSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final String detail;

    /**
     * @param source the body that was read
     * @param span the offending characters
     * @param detail what was found and what was expected instead
     */
    public RuleSyntaxException(SourceText source, Span span, String detail) {
        this(source.at(span.start()), detail);
    }

    public RuleSyntaxException(Position position, String detail) {
        super(position + ": " + detail);
        this.position = position;
        this.detail = detail;
    }

    public Position position() {
        return position;
    }

    /** The message without the place. */
    public String detail() {
        return detail;
    }
}

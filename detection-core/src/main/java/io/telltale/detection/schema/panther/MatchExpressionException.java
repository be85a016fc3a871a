package io.telltale.detection.schema.panther;

import java.util.List;

/** A match expression that is not one, with the way to it through the rule's data. */
public final class MatchExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> path;
    private final String detail;

    MatchExpressionException(List<String> path, String detail) {
        super(String.join(".", path) + ": " + detail);
        this.path = List.copyOf(path);
        this.detail = detail;
    }

    /** Keys of the rule's file and decimal indexes of its lists, from the outermost. */
    public List<String> path() {
        return path;
    }

    /** What was found and what was expected. */
    public String detail() {
        return detail;
    }
}

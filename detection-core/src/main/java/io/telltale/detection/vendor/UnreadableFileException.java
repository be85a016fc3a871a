package io.telltale.detection.vendor;

import io.telltale.detection.text.Position;
import java.io.IOException;

/** A file of a repository that is not read: it is too large, no text, or lies outside. */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final String detail;

    UnreadableFileException(Position position, String detail) {
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

package io.telltale.db;

import java.io.IOException;

/** Why the application's own PostgreSQL does not run; the message is for people. */
public final class DatabaseUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(String message) {
        super(message);
    }

    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.telltale.catalog.store;

import java.sql.SQLException;

/** The database refused a statement or is away. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}

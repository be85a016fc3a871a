package io.telltale.detection.language.kusto;

/** The static types of Kusto's scalars; a comparison's meaning hangs on them. */
enum KustoType {
    /** Never null; what is absent reads as the empty text. */
    STRING,
    BOOL,
    LONG,
    REAL,
    DATETIME,
    TIMESPAN,
    /** Any JSON value. */
    DYNAMIC;

    boolean isNumber() {
        return this == LONG || this == REAL;
    }
}

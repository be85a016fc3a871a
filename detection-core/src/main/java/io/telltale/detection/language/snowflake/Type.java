package io.telltale.detection.language.snowflake;

import java.util.Locale;
import java.util.Optional;

/** What is known of a value's type before the query runs. */
enum Type {
    TEXT,
    NUMBER,
    BOOLEAN,
    TIME,
    DATE,
    ARRAY,
    OBJECT,
    /** A value that says its type itself, and is never JSON's null. */
    VARIANT,
    /** A part of a VARIANT: where there is none it is null, and where it holds JSON's null it is a value. */
    PART,
    UNKNOWN;

    boolean isTime() {
        return this == TIME || this == DATE;
    }

    /** The type that a cast names; empty where there is none of that name. */
    static Optional<Type> named(String written) {
        int bracket = written.indexOf('(');
        String name = (bracket < 0 ? written : written.substring(0, bracket)).toUpperCase(Locale.ROOT);
        return Optional.ofNullable(
                switch (name) {
                    case "VARCHAR", "STRING", "TEXT", "CHAR", "CHARACTER", "NCHAR", "NVARCHAR", "NVARCHAR2" -> TEXT;
                    case "NUMBER", "DECIMAL", "NUMERIC", "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT" ->
                        NUMBER;
                    case "FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "REAL" -> NUMBER;
                    case "BOOLEAN" -> BOOLEAN;
                    case "DATE" -> DATE;
                    case "TIMESTAMP",
                            "DATETIME",
                            "TIMESTAMP_NTZ",
                            "TIMESTAMP_LTZ",
                            "TIMESTAMP_TZ",
                            "TIMESTAMPNTZ",
                            "TIMESTAMPLTZ",
                            "TIMESTAMPTZ" -> TIME;
                    case "ARRAY" -> ARRAY;
                    case "OBJECT" -> OBJECT;
                    case "VARIANT" -> VARIANT;
                    default -> null;
                });
    }

    /** The type of a value that may be either. */
    Type or(Type other) {
        if (this == other) {
            return this;
        }
        boolean untyped = this == PART || this == VARIANT || other == PART || other == VARIANT;
        return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : untyped ? VARIANT : UNKNOWN;
    }
}

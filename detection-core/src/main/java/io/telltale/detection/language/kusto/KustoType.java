package io.telltale.detection.language.kusto;

import java.util.Map;
import java.util.Optional;

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

    private static final Map<String, KustoType> NAMES = Map.ofEntries(
            Map.entry("string", STRING),
            Map.entry("guid", STRING),
            Map.entry("uniqueid", STRING),
            Map.entry("bool", BOOL),
            Map.entry("boolean", BOOL),
            Map.entry("int", LONG),
            Map.entry("long", LONG),
            Map.entry("real", REAL),
            Map.entry("double", REAL),
            Map.entry("decimal", REAL),
            Map.entry("datetime", DATETIME),
            Map.entry("date", DATETIME),
            Map.entry("timespan", TIMESPAN),
            Map.entry("time", TIMESPAN),
            Map.entry("dynamic", DYNAMIC));

    /** The type that a query writes so; {@code int} is {@code long}, {@code decimal} is {@code real}, {@code guid} is text. */
    static Optional<KustoType> named(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    boolean isNumber() {
        return this == LONG || this == REAL;
    }

    /** The function that converts any value to this type; empty for dynamic. */
    String conversion() {
        return switch (this) {
            case STRING -> "kusto:tostring";
            case BOOL -> "kusto:tobool";
            case LONG -> "kusto:tolong";
            case REAL -> "kusto:todouble";
            case DATETIME -> "kusto:todatetime";
            case TIMESPAN -> "kusto:totimespan";
            case DYNAMIC -> "";
        };
    }

    /** The type's name in a query. */
    String shown() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

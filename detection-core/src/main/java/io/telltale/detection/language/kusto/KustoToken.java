package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;

/**
 * A token of a query.
 *
 * @param text a name or a mark as it is written, with {@code in~} and {@code !has} as one
 * @param value what a literal stands for; null where it is none
 */
record KustoToken(Kind kind, String text, Value value, Span span) {
    enum Kind {
        NAME,
        /** {@code ['any name']}. */
        QUOTED_NAME,
        TEXT,
        NUMBER,
        TIMESPAN,
        DATETIME,
        MARK,
        END
    }

    static KustoToken of(Kind kind, String text, Span span) {
        return new KustoToken(kind, text, Values.NULL, span);
    }

    boolean is(String mark) {
        return (kind == Kind.MARK || kind == Kind.NAME) && text.equals(mark);
    }

    String shown() {
        return kind == Kind.END ? "the end" : "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
    }
}

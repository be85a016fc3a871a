package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns that exist at one place of a pipeline: those of the table, and those that stages have bound. */
final class KustoScope {
    /**
     * A column that a stage has bound.
     *
     * @param origin the event's field behind it, where it is a part of one and the row still is that event
     */
    record Bound(KustoType type, Optional<Expression> origin) {}

    private final FieldSchema schema;
    private final Map<String, Bound> bound = new LinkedHashMap<>();
    private boolean table;
    private boolean certain = true;

    /** @param table whether the rows are events of the table */
    KustoScope(FieldSchema schema, boolean table) {
        this.schema = schema;
        this.table = table;
    }

    Optional<Bound> bound(String name) {
        return Optional.ofNullable(bound.get(name));
    }

    Optional<SchemaField> tableColumn(String name) {
        return table ? schema.field(name) : Optional.empty();
    }

    /** Whether a name that is not known may still be the event's. */
    boolean isOpen() {
        return table || !certain;
    }

    void bind(String name, KustoType type, Optional<Expression> origin) {
        bound.put(name, new Bound(type, origin));
    }

    /** From here on there are only the columns that are bound next. */
    void close() {
        bound.clear();
        table = false;
    }

    /** An operator without meaning here stands before: anything may be bound. */
    void blur() {
        certain = false;
    }

    List<String> boundNames() {
        return new ArrayList<>(bound.keySet());
    }

    /** All columns by name, the table's first. */
    List<String> names() {
        var names = new LinkedHashSet<String>();
        if (table) {
            for (SchemaField field : schema.fields()) {
                names.add(field.name());
            }
        }
        names.addAll(bound.keySet());
        return new ArrayList<>(names);
    }

    /** A scalar and its static type. */
    record Typed(Expression expression, KustoType type) {
        Span span() {
            return expression.span();
        }
    }
}

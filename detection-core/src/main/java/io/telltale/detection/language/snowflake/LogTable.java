package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Field;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.Span;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The columns of a table of a log: the record's own fields, and those that Panther adds.
 *
 * @param cloudTrail whether it is the log that is read here, whose columns are known
 * @param event the record, where it is not the row's own event
 * @see <a href="https://docs.panther.com/search/panther-fields">Panther's standard fields</a>
 */
record LogTable(boolean cloudTrail, Optional<Expression> event) {
    private static final FieldSchema SCHEMA = FieldSchema.load("panther");
    private static final SortedMap<String, SchemaField> COLUMNS = columns();

    private static SortedMap<String, SchemaField> columns() {
        var columns = new TreeMap<String, SchemaField>(String.CASE_INSENSITIVE_ORDER);
        SCHEMA.fields().forEach(field -> columns.put(field.name(), field));
        return Collections.unmodifiableSortedMap(columns);
    }

    /** The table's columns as {@code *} gives them. */
    static List<String> columnNames() {
        return COLUMNS.values().stream().map(SchemaField::name).toList();
    }

    LogTable readFrom(Expression carried) {
        return new LogTable(cloudTrail, Optional.of(carried));
    }

    /** A column that the table is known to have. */
    Optional<Typed> known(Identifier name, Span span) {
        String folded = name.text().toLowerCase(Locale.ROOT);
        SchemaField field = COLUMNS.get(name.text());
        if (folded.startsWith("p_")) {
            return added(folded, span);
        }
        return cloudTrail && field != null ? Optional.of(typed(field, span)) : Optional.empty();
    }

    /** A column that the table may have. */
    Typed any(Identifier name, Span span) {
        FieldPath path =
                FieldPath.parse(name.text().replace('.', '_').replace("[", "").replace("]", ""));
        return new Typed(read(path.inAnyCase(), span), Type.VARIANT);
    }

    private Typed typed(SchemaField field, Span span) {
        Expression read = read(field.path(), span);
        return switch (field.form()) {
            case "text" -> new Typed(read, Type.TEXT);
            case "bool" -> new Typed(read, Type.BOOLEAN);
            case "time" -> new Typed(new Call("snowflake:to_timestamp", List.of(read), span), Type.TIME);
            default -> new Typed(read, Type.VARIANT);
        };
    }

    private Optional<Typed> added(String name, Span span) {
        switch (name) {
            case "p_event_time", "p_parse_time", "p_schema_time" -> {
                Expression time = read(FieldPath.parse("eventTime"), span);
                return Optional.of(new Typed(new Call("snowflake:to_timestamp", List.of(time), span), Type.TIME));
            }
            case "p_log_type" -> {
                return Optional.of(Typed.of(Values.of("AWS.CloudTrail"), Type.TEXT, span));
            }
            case "p_row_id" -> {
                return Optional.of(new Typed(read(FieldPath.parse("eventID"), span), Type.TEXT));
            }
            default -> {
                if (StandardFields.KINDS.containsKey(name)) {
                    Expression record = event.orElseGet(() -> new Expression.Event(span));
                    var kind = new Literal(Values.of(name), span);
                    return Optional.of(
                            new Typed(new Call("snowflake:standard_field", List.of(record, kind), span), Type.ARRAY));
                }
                return Optional.of(new Typed(read(FieldPath.parse(name), span), Type.VARIANT));
            }
        }
    }

    private Expression read(FieldPath path, Span span) {
        if (event.isEmpty()) {
            return new Field(path, span);
        }
        var name = new Literal(Values.of(path.toString()), span);
        return new Call(
                path.anyCase() ? "snowflake:get_ignore_case" : "snowflake:get", List.of(event.get(), name), span);
    }
}

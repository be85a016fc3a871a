package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.Span;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The fields that Elastic's CloudTrail integration makes of a record, computed from the record itself. What differs from
 * a plain copy: {@code event.outcome} is {@code failure} where the record has an error code or an error message, else
 * {@code success}; request parameters and response elements are one text, objects written {@code {k=v, k2={…}}} as Java
 * writes a map, texts inside as they are; {@code @timestamp} is a time.
 */
final class EcsFields {
    private final FieldSchema schema = FieldSchema.load("ecs");

    Expression read(String name, Span span) {
        return schema.field(name)
                .map(field -> derived(field, span))
                .orElseGet(() -> new Expression.Field(path(name), span));
    }

    Iterable<SchemaField> fields() {
        return schema.fields();
    }

    private static FieldPath path(String name) {
        try {
            return FieldPath.parse(name);
        } catch (IllegalArgumentException e) {
            return FieldPath.parse("_").then(name);
        }
    }

    private static Expression derived(SchemaField field, Span span) {
        Expression plain = new Expression.Field(field.path(), span);
        return switch (field.form()) {
            case "plain" -> plain;
            case "outcome" ->
                new Expression.Call(
                        "ecs:outcome",
                        List.of(plain, new Expression.Field(FieldPath.parse("errorMessage"), span)),
                        span);
            default -> new Expression.Call("ecs:" + field.form(), List.of(plain), span);
        };
    }

    static List<FunctionEntry> functions() {
        return List.of(
                FunctionEntry.of(
                        "ecs:outcome",
                        (arguments, context) ->
                                Values.of(arguments.stream().allMatch(Value::isAbsent) ? "success" : "failure")),
                FunctionEntry.transparent("ecs:flattened", (arguments, context) -> {
                    Value value = arguments.get(0);
                    return value.isAbsent() ? Values.NULL : Values.of(flattened(value));
                }),
                FunctionEntry.transparent("ecs:time", (arguments, context) -> time(arguments.get(0))));
    }

    static Value time(Value value) {
        try {
            return value instanceof Value.Text text ? Values.of(Instant.parse(text.value())) : value;
        } catch (DateTimeParseException e) {
            return Values.NULL;
        }
    }

    private static String flattened(Value value) {
        if (value instanceof Value.ObjectOf object) {
            return object.members().entrySet().stream()
                    .map((Map.Entry<String, Value> member) -> member.getKey() + "=" + flattened(member.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Value.ListOf list) {
            return list.elements().stream().map(EcsFields::flattened).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.isAbsent() ? "null" : value.asText();
    }
}

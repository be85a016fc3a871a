package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One element of a list of objects, which a nested query looks at by itself: all of its conditions must be met by one
 * element.
 *
 * @param field the list's name
 * @param path where the record has the list
 * @param variable what the element is bound to
 */
public record EcsElement(String field, FieldPath path, String variable) {
    private static final Set<String> LISTS = Set.of("ecs:list", "ecs:scalars");

    /** An element of the field; none where the field is not read from one place of the record. */
    public static Optional<EcsElement> of(EcsFields fields, String field, Span span) {
        return path(fields.read(field, span)).map(path -> new EcsElement(field, path, field + "{}"));
    }

    /** The element's own field of that name; none where it does not lie below the list. */
    public Optional<Expression> read(EcsFields fields, String name, Span span) {
        Optional<FieldPath> whole = path(fields.read(field + "." + name, span));
        List<FieldPath.Segment> outer = path.segments();
        if (whole.isEmpty()
                || whole.get().segments().size() <= outer.size()
                || !whole.get().segments().subList(0, outer.size()).equals(outer)) {
            return Optional.empty();
        }
        var rest = new ArrayList<String>();
        for (FieldPath.Segment segment : whole.get()
                .segments()
                .subList(outer.size(), whole.get().segments().size())) {
            if (segment instanceof FieldPath.Segment.Key key) {
                rest.add(key.name());
            }
        }
        return Optional.of(new Expression.Call(
                "ecs:member",
                List.of(
                        new Expression.Column(variable, span),
                        new Expression.Literal(Values.of(String.join(".", rest)), span)),
                span));
    }

    /** Whether any element meets the condition. */
    public Expression any(Expression condition, Span span) {
        return new Expression.Quantified(
                Expression.Quantifier.ANY, variable, new Expression.Field(path, span), condition, span);
    }

    private static Optional<FieldPath> path(Expression expression) {
        if (expression instanceof Expression.Field field) {
            return Optional.of(field.path());
        }
        return expression instanceof Expression.Call call && LISTS.contains(call.function())
                ? path(call.arguments().get(0))
                : Optional.empty();
    }
}

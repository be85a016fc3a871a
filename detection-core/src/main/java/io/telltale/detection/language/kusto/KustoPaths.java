package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Field;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers paths into dynamic values, and turns JSON text that is parsed again into the field's own path. */
final class KustoPaths {
    private final KustoContext context;

    KustoPaths(KustoContext context) {
        this.context = context;
    }

    Typed member(Typed target, KustoScope scope, String name, Span span) throws RuleSyntaxException {
        return step(target, scope, new FieldPath.Segment.Key(name), Values.of(name), name, span);
    }

    Typed element(Typed target, KustoScope scope, Typed index, Span span) throws RuleSyntaxException {
        if (index.expression() instanceof Literal literal && literal.value() instanceof Value.Int number) {
            int position = (int) Math.max(Integer.MIN_VALUE + 1, Math.min(Integer.MAX_VALUE, number.value()));
            return step(
                    target,
                    scope,
                    new FieldPath.Segment.Index(position),
                    Values.of(position),
                    Integer.toString(position),
                    span);
        }
        if (index.expression() instanceof Literal literal && literal.value() instanceof Value.Text text) {
            return member(target, scope, text.value(), span);
        }
        return new Typed(
                new Call("kusto:member", List.of(target.expression(), index.expression()), span), KustoType.DYNAMIC);
    }

    private Typed step(Typed target, KustoScope scope, FieldPath.Segment step, Value key, String shown, Span span)
            throws RuleSyntaxException {
        if (target.type() != KustoType.DYNAMIC) {
            throw context.error(
                    span, "found " + shown + " of a value that is not dynamic; expected parse_json around it");
        }
        Expression of = origin(target.expression(), scope);
        Literal literal = new Literal(key, span);
        if (of instanceof Field field) {
            return new Typed(new Field(field.path().then(step), span), KustoType.DYNAMIC);
        }
        if (of instanceof Call within && within.function().equals("kusto:within")) {
            var arguments = new ArrayList<>(within.arguments());
            arguments.set(0, new Field(((Field) arguments.get(0)).path().then(step), span));
            arguments.add(literal);
            return new Typed(new Call("kusto:within", arguments, span), KustoType.DYNAMIC);
        }
        return new Typed(new Call("kusto:member", List.of(target.expression(), literal), span), KustoType.DYNAMIC);
    }

    /** The part of the event that a column stands for, where it is known; else the expression itself. */
    private static Expression origin(Expression expression, KustoScope scope) {
        return expression instanceof Column column
                ? scope.bound(column.name()).flatMap(KustoScope.Bound::origin).orElse(expression)
                : expression;
    }

    /** The expression, where it only reads a part of the event. */
    static Optional<Expression> partOfEvent(Expression expression) {
        if (expression instanceof Field) {
            return Optional.of(expression);
        }
        boolean reads = expression instanceof Call call
                && (call.function().equals("kusto:within")
                        || ((call.function().equals("kusto:json_text")
                                        || call.function().equals("kusto:tostring"))
                                && partOfEvent(call.arguments().get(0)).isPresent()));
        return reads ? Optional.of(expression) : Optional.empty();
    }

    Typed parseJson(Typed text, KustoScope scope, Span span) {
        Expression of = origin(text.expression(), scope);
        if (of instanceof Call call && call.function().equals("kusto:json_text")) {
            Field field = (Field) call.arguments().get(0);
            return new Typed(new Field(field.path(), span), KustoType.DYNAMIC);
        }
        if (of instanceof Call call && call.function().equals("kusto:tostring")) {
            of = call.arguments().get(0);
        }
        if (of instanceof Field field) {
            return new Typed(new Call("kusto:within", List.of(field, field), span), KustoType.DYNAMIC);
        }
        return new Typed(new Call("kusto:parse_json", List.of(text.expression()), span), KustoType.DYNAMIC);
    }
}

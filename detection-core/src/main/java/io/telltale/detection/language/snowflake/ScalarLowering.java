package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Conditional;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Expression.Not;
import io.telltale.detection.ir.Expression.Test;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers expressions. What a name, an aggregate, a window or a query inside means depends on where the expression stands:
 * that is for the {@link Place}.
 */
final class ScalarLowering {
    /** Where expressions stand. */
    interface Place {
        /** What an expression means here, if that is not what its parts mean. */
        Optional<Typed> meaning(Scalar scalar) throws RuleSyntaxException;

        /** What a name stands for. */
        Typed name(Syntax.Name name) throws RuleSyntaxException;

        /** {@code IN (SELECT …)}, {@code EXISTS}, a query as a value. */
        Typed query(Scalar scalar) throws RuleSyntaxException;
    }

    private final Context context;
    private final Place place;
    private final SpecialForms forms;
    private final Map<String, String> variables = new HashMap<>();

    ScalarLowering(Context context, Place place) {
        this.context = context;
        this.place = place;
        this.forms = new SpecialForms(context, this);
    }

    Context context() {
        return context;
    }

    /** An expression as a condition: not true where it is false or unknown. */
    Expression condition(Scalar scalar) throws RuleSyntaxException {
        return truth(lower(scalar));
    }

    List<Typed> all(List<Scalar> scalars) throws RuleSyntaxException {
        var all = new ArrayList<Typed>();
        for (Scalar scalar : scalars) {
            all.add(lower(scalar));
        }
        return all;
    }

    Typed lower(Scalar scalar) throws RuleSyntaxException {
        Span span = scalar.span();
        context.count(span);
        Optional<Typed> meaning = place.meaning(scalar);
        if (meaning.isPresent()) {
            return meaning.get();
        }
        if (scalar instanceof Syntax.Literal literal) {
            return Typed.of(literal.value(), typeOf(literal.value()), span);
        }
        if (scalar instanceof Syntax.Name name) {
            String variable = name.parts().size() == 1
                    ? variables.get(name.parts().get(0).text().toUpperCase(Locale.ROOT))
                    : null;
            return variable != null ? new Typed(new Expression.Column(variable, span), Type.PART) : place.name(name);
        }
        if (scalar instanceof Syntax.Path path) {
            return path(path);
        }
        if (scalar instanceof Syntax.Call call) {
            return forms.call(call);
        }
        if (scalar instanceof Syntax.Cast cast) {
            return Casts.cast(context, lower(cast.operand()), cast.type(), cast.lenient(), span);
        }
        if (scalar instanceof Syntax.Binary binary) {
            return binary(binary);
        }
        if (scalar instanceof Syntax.Negative negative) {
            Typed operand = lower(negative.operand());
            if (operand.constant().orElse(Values.MISSING) instanceof Value.Int number) {
                return Typed.of(Values.of(-number.value()), Type.NUMBER, span);
            }
            if (operand.constant().orElse(Values.MISSING) instanceof Value.Decimal number) {
                return Typed.of(Values.of(-number.value()), Type.NUMBER, span);
            }
            return new Typed(new Call("snowflake:negate", List.of(operand.expression()), span), Type.NUMBER);
        }
        if (scalar instanceof Syntax.Not not) {
            return new Typed(new Not(condition(not.operand()), span), Type.BOOLEAN);
        }
        if (scalar instanceof Syntax.Connective connective) {
            var operands = new ArrayList<Expression>();
            for (Scalar operand : connective.operands()) {
                operands.add(condition(operand));
            }
            Expression all = connective.any() ? Expression.anyOf(operands, span) : Expression.allOf(operands, span);
            return new Typed(all, Type.BOOLEAN);
        }
        if (scalar instanceof Syntax.Case cases) {
            return cases(cases);
        }
        if (scalar instanceof Syntax.In || scalar instanceof Syntax.Between || scalar instanceof Syntax.Like) {
            return test(scalar);
        }
        if (scalar instanceof Syntax.IsNull isNull) {
            Expression absent = isNull(lower(isNull.operand()), span);
            return new Typed(isNull.negated() ? new Not(absent, span) : absent, Type.BOOLEAN);
        }
        if (scalar instanceof Syntax.IsTruth is) {
            Expression operand = condition(is.operand());
            Expression held = is.wanted() ? operand : new Not(operand, span);
            Literal yes = new Literal(Values.of(!is.negated()), span);
            return new Typed(
                    new Conditional(held, yes, new Literal(Values.of(is.negated()), span), span), Type.BOOLEAN);
        }
        if (scalar instanceof Syntax.IsDistinct distinct) {
            Typed same = forms.equalNull(lower(distinct.left()), lower(distinct.right()), span);
            return distinct.negated() ? same : new Typed(new Not(same.expression(), span), Type.BOOLEAN);
        }
        if (scalar instanceof Syntax.ArrayOf array) {
            return array(all(array.elements()), span);
        }
        if (scalar instanceof Syntax.ObjectOf object) {
            var arguments = new ArrayList<Expression>();
            for (Syntax.Argument member : object.members()) {
                arguments.add(new Literal(Values.of(member.name().orElse("")), span));
                arguments.add(lower(member.value()).expression());
            }
            return new Typed(new Call("snowflake:object_construct_keep_null", arguments, span), Type.OBJECT);
        }
        if (scalar instanceof Syntax.InQuery
                || scalar instanceof Syntax.Exists
                || scalar instanceof Syntax.ScalarQuery) {
            return place.query(scalar);
        }
        if (scalar instanceof Syntax.UnknownScalar unknown) {
            return unsupported(unknown.construct(), span);
        }
        if (scalar instanceof Syntax.Tuple tuple) {
            return array(all(tuple.values()), span);
        }
        String construct = scalar instanceof Syntax.Interval
                ? "an interval outside of an addition"
                : scalar instanceof Syntax.Star ? "* as a value" : "a lambda outside of FILTER or TRANSFORM";
        return unsupported(construct, span);
    }

    Typed array(List<Typed> elements, Span span) {
        List<Expression> expressions = elements.stream().map(Typed::expression).toList();
        boolean constant = elements.stream()
                .allMatch(e -> e.constant().filter(v -> !v.isAbsent()).isPresent());
        if (constant) {
            return Typed.of(
                    Values.listOf(elements.stream()
                            .map(e -> e.constant().orElseThrow())
                            .toList()),
                    Type.ARRAY,
                    span);
        }
        return new Typed(new Call("snowflake:array_construct", expressions, span), Type.ARRAY);
    }

    Typed unsupported(String construct, Span span) {
        context.unsupported(construct, span);
        return Typed.of(Values.NULL, Type.UNKNOWN, span);
    }

    /** Lowers with a name bound to a column of the given name. */
    Typed withVariable(Syntax.Identifier parameter, String column, Scalar body) throws RuleSyntaxException {
        String key = parameter.text().toUpperCase(Locale.ROOT);
        String before = variables.put(key, column);
        try {
            return lower(body);
        } finally {
            if (before == null) {
                variables.remove(key);
            } else {
                variables.put(key, before);
            }
        }
    }

    static Type typeOf(Value value) {
        if (value instanceof Value.Text) {
            return Type.TEXT;
        }
        if (value instanceof Value.Int || value instanceof Value.Decimal) {
            return Type.NUMBER;
        }
        return value instanceof Value.Bool ? Type.BOOLEAN : Type.UNKNOWN;
    }

    /** A value where a truth value is wanted. */
    static Expression truth(Typed value) {
        boolean known = value.type() == Type.BOOLEAN && !(value.expression() instanceof Expression.Field);
        boolean literal = value.constant()
                .filter(v -> v instanceof Value.Bool || v.isAbsent())
                .isPresent();
        return known || literal
                ? value.expression()
                : new Call("snowflake:to_boolean", List.of(value.expression()), value.span());
    }

    /** Whether a value is null; JSON's null inside a VARIANT is not. */
    static Expression isNull(Typed value, Span span) {
        if (value.type() == Type.PART) {
            return new Not(new Test(TestKind.EXISTS, value.expression(), List.of(), Comparisons.VALUE, span), span);
        }
        return new Test(TestKind.IS_NULL, value.expression(), List.of(), Comparisons.VALUE, span);
    }

    private Typed path(Syntax.Path path) throws RuleSyntaxException {
        Typed base = lower(path.base());
        Typed step = lower(path.step());
        Value constant = step.constant().orElse(Values.MISSING);
        if (base.expression() instanceof Expression.Field field) {
            if (constant instanceof Value.Text key && !key.value().isEmpty()) {
                return new Typed(new Expression.Field(field.path().then(key.value()), path.span()), Type.PART);
            }
            if (constant instanceof Value.Int index && index.value() >= 0 && index.value() < Integer.MAX_VALUE) {
                var segment = new FieldPath.Segment.Index((int) index.value());
                return new Typed(new Expression.Field(field.path().then(segment), path.span()), Type.PART);
            }
        }
        return new Typed(
                new Call("snowflake:get", List.of(base.expression(), step.expression()), path.span()), Type.PART);
    }

    private Typed binary(Syntax.Binary binary) throws RuleSyntaxException {
        Span span = binary.span();
        String operator = binary.operator();
        if ((operator.equals("+") || operator.equals("-")) && binary.right() instanceof Syntax.Interval interval) {
            Typed time = lower(binary.left());
            if (Intervals.parse(interval.text()).isEmpty()) {
                return unsupported("interval " + interval.text(), interval.span());
            }
            var amount = new Literal(Values.of(interval.text()), interval.span());
            String function = operator.equals("+") ? "snowflake:add_interval" : "snowflake:subtract_interval";
            return new Typed(new Call(function, List.of(Casts.time(time), amount), span), Type.TIME);
        }
        if (operator.equals("=") || operator.equals("!=")) {
            Optional<Typed> tuples = tuples(binary);
            if (tuples.isPresent()) {
                return tuples.get();
            }
        }
        Typed left = lower(binary.left());
        Typed right = lower(binary.right());
        switch (operator) {
            case "=", "!=", "<", "<=", ">", ">=" -> {
                return Comparisons.compare(operator, left, right, span);
            }
            case "||" -> {
                return new Typed(
                        new Call("snowflake:concat", List.of(Casts.text(left), Casts.text(right)), span), Type.TEXT);
            }
            default -> {
                return arithmetic(operator, left, right, span);
            }
        }
    }

    private Optional<Typed> tuples(Syntax.Binary binary) throws RuleSyntaxException {
        if (!(binary.left() instanceof Syntax.Tuple a)
                || !(binary.right() instanceof Syntax.Tuple b)
                || a.values().size() != b.values().size()) {
            return Optional.empty();
        }
        var pairs = new ArrayList<Expression>();
        for (int i = 0; i < a.values().size(); i++) {
            pairs.add(Comparisons.compare(
                            "=", lower(a.values().get(i)), lower(b.values().get(i)), binary.span())
                    .expression());
        }
        Expression all = Expression.allOf(pairs, binary.span());
        return Optional.of(new Typed(binary.operator().equals("=") ? all : new Not(all, binary.span()), Type.BOOLEAN));
    }

    private static Typed arithmetic(String operator, Typed left, Typed right, Span span) {
        if ((operator.equals("+") || operator.equals("-")) && left.type().isTime()) {
            Type type = right.type().isTime() ? Type.NUMBER : left.type();
            String function = right.type().isTime()
                    ? "snowflake:days_between"
                    : operator.equals("+") ? "snowflake:add_days" : "snowflake:subtract_days";
            return new Typed(new Call(function, List.of(left.expression(), right.expression()), span), type);
        }
        String function = switch (operator) {
            case "+" -> "snowflake:add";
            case "-" -> "snowflake:subtract";
            case "*" -> "snowflake:multiply";
            case "/" -> "snowflake:divide";
            default -> "snowflake:mod";
        };
        return new Typed(new Call(function, List.of(left.expression(), right.expression()), span), Type.NUMBER);
    }

    private Typed cases(Syntax.Case cases) throws RuleSyntaxException {
        Span span = cases.span();
        Optional<Typed> operand = Optional.empty();
        if (cases.operand().isPresent()) {
            operand = Optional.of(lower(cases.operand().get()));
        }
        Typed result = cases.otherwise().isPresent()
                ? lower(cases.otherwise().get())
                : Typed.of(Values.NULL, Type.UNKNOWN, span);
        boolean bare = cases.otherwise().isEmpty()
                || result.constant().filter(Value::isAbsent).isPresent();
        for (int i = cases.branches().size() - 1; i >= 0; i--) {
            Syntax.When when = cases.branches().get(i);
            Expression condition = operand.isPresent()
                    ? Comparisons.compare(
                                    "=",
                                    operand.get(),
                                    lower(when.condition()),
                                    when.condition().span())
                            .expression()
                    : condition(when.condition());
            Typed then = lower(when.then());
            Type type = bare ? then.type() : then.type().or(result.type());
            result = new Typed(new Conditional(condition, then.expression(), result.expression(), span), type);
            bare = false;
        }
        return result;
    }

    private Typed test(Scalar scalar) throws RuleSyntaxException {
        Span span = scalar.span();
        Expression held;
        boolean negated;
        if (scalar instanceof Syntax.In in) {
            negated = in.negated();
            held = in(in);
        } else if (scalar instanceof Syntax.Between between) {
            negated = between.negated();
            Typed operand = lower(between.operand());
            held = Expression.allOf(
                    List.of(
                            Comparisons.compare(">=", operand, lower(between.from()), span)
                                    .expression(),
                            Comparisons.compare("<=", operand, lower(between.to()), span)
                                    .expression()),
                    span);
        } else {
            Syntax.Like like = (Syntax.Like) scalar;
            negated = like.negated();
            Typed operand = lower(like.operand());
            Optional<Typed> escape = Optional.empty();
            if (like.escape().isPresent()) {
                escape = Optional.of(lower(like.escape().get()));
            }
            var each = new ArrayList<Expression>();
            for (Scalar pattern : like.patterns()) {
                each.add(TextPatterns.test(context, like.operator(), operand, lower(pattern), escape, span));
            }
            held = like.all() ? Expression.allOf(each, span) : Expression.anyOf(each, span);
        }
        return new Typed(negated ? new Not(held, span) : held, Type.BOOLEAN);
    }

    private Expression in(Syntax.In in) throws RuleSyntaxException {
        if (in.operand() instanceof Syntax.Tuple) {
            var rows = new ArrayList<Expression>();
            for (Scalar row : in.values()) {
                rows.add(condition(new Syntax.Binary("=", in.operand(), row, in.span())));
            }
            return Expression.anyOf(rows, in.span());
        }
        return Comparisons.in(lower(in.operand()), all(in.values()), in.span());
    }
}

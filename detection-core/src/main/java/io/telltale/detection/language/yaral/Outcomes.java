package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers the outcome and the condition section: what is measured of a group of events, what is computed of that, and what
 * it must meet.
 */
final class Outcomes {
    private final SourceText source;
    private final Syntax.Rule rule;
    private final RuleShape shape;
    private final ReferenceLists lists;
    private final List<Unsupported> unsupported;
    private final Placement placement;
    private final Set<String> absent = new LinkedHashSet<>();
    private final Map<String, Stage.Aggregation> measures = new LinkedHashMap<>();
    private final Map<String, Expression> values = new HashMap<>();

    Outcomes(
            SourceText source,
            Syntax.Rule rule,
            RuleShape shape,
            ReferenceLists lists,
            List<Unsupported> unsupported,
            Placement placement) {
        this.source = source;
        this.rule = rule;
        this.shape = shape;
        this.lists = lists;
        this.unsupported = unsupported;
        this.placement = placement;
    }

    /** Says that a group holds no event of a variable. */
    void without(String event) {
        absent.add(event);
    }

    /** The column of an outcome variable before the last stage gives it its own name. */
    static String column(String outcome) {
        return "outcome " + outcome;
    }

    /** What tells an event from others: its id, or all of it where it has none. */
    Expression identity(String event) {
        Span span = rule.events().get(0).span();
        Expression id = new Expression.Call(
                ScalarFunctions.FIRST,
                List.of(ExpressionLowering.record("eventID", span), new Expression.Event(span)),
                span);
        return placement.placed(event, id, span);
    }

    /** The outcome of a rule whose every event is a detection: an aggregate is over that event's values. */
    List<Stage.Binding> ofOneEvent() throws RuleSyntaxException {
        var bindings = new ArrayList<Stage.Binding>();
        var expressions = new ExpressionLowering(source, new OneEvent(), lists, unsupported);
        for (Syntax.Outcome outcome : rule.outcomes()) {
            Expression value = expressions.value(outcome.value());
            values.put(outcome.name(), value);
            bindings.add(new Stage.Binding(column(outcome.name()), value));
        }
        return bindings;
    }

    Expression conditionOnOneEvent() throws RuleSyntaxException {
        return new ExpressionLowering(source, new ConditionOnOne(), lists, unsupported).condition(rule.condition());
    }

    /** What is computed of a group's measures; call it after {@link #condition()}. */
    List<Stage.Binding> ofGroup() throws RuleSyntaxException {
        var bindings = new ArrayList<Stage.Binding>();
        for (Syntax.Outcome outcome : rule.outcomes()) {
            bindings.add(new Stage.Binding(column(outcome.name()), outcome(outcome)));
        }
        return bindings;
    }

    /** What a group must meet, over its measures. */
    Expression condition() throws RuleSyntaxException {
        for (Syntax.Outcome outcome : rule.outcomes()) {
            outcome(outcome);
        }
        return new ExpressionLowering(source, new GroupCondition(), lists, unsupported).condition(rule.condition());
    }

    List<Stage.Aggregation> measures() {
        return List.copyOf(measures.values());
    }

    /** Whether more events never make the condition false. */
    boolean grows() {
        return absent.isEmpty() && new Growth(rule, shape).of(rule.condition());
    }

    private Expression outcome(Syntax.Outcome outcome) throws RuleSyntaxException {
        Expression known = values.get(outcome.name());
        if (known != null) {
            return known;
        }
        Expression value = new ExpressionLowering(source, new Group(), lists, unsupported).value(outcome.value());
        values.put(outcome.name(), value);
        return value;
    }

    /** The column of a measure; two that are written alike are one. */
    private Expression measure(String written, String name, String function, List<Expression> arguments, Span span) {
        Stage.Aggregation measure = measures.computeIfAbsent(
                written, w -> new Stage.Aggregation(name, Aggregates.fullName(function), arguments, Optional.empty()));
        return new Expression.Column(measure.name(), span);
    }

    private static List<Expression> arguments(Syntax.Call call, ExpressionLowering rows) throws RuleSyntaxException {
        String name = call.function();
        rows.arguments(call, Aggregates.leastArguments(name), Aggregates.mostArguments(name));
        var arguments = new ArrayList<Expression>();
        for (Syntax argument : call.arguments()) {
            arguments.add(rows.value(argument));
        }
        return arguments;
    }

    private RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }

    /** The rows of a group, or the one event, whose fields an aggregate is over. */
    private class Rows implements ExpressionLowering.Variables {
        @Override
        public Expression placed(String event, Expression value, Span span) {
            return placement.placed(event, value, span);
        }

        @Override
        public Expression variable(Syntax.Variable variable) throws RuleSyntaxException {
            Optional<String> owner = shape.owner(variable.name());
            if (owner.isPresent()) {
                return placement.placeholder(owner.get(), variable.name(), variable.span());
            }
            return known(variable);
        }

        /** An outcome variable that was computed before. */
        final Expression known(Syntax.Variable variable) throws RuleSyntaxException {
            Expression value = values.get(variable.name());
            if (value != null) {
                return value;
            }
            throw error(variable.span(), "found $" + variable.name() + ", which nothing before declares");
        }

        @Override
        public Expression count(Syntax.Count count) throws RuleSyntaxException {
            throw error(count.span(), "found #" + count.name() + ", which is for the condition section");
        }
    }

    private final class OneEvent extends Rows {
        @Override
        public Optional<Expression> aggregate(Syntax.Call call) throws RuleSyntaxException {
            if (!Aggregates.contains(call.function())) {
                return Optional.empty();
            }
            var rows = new ExpressionLowering(source, new Rows(), lists, unsupported);
            return Optional.of(
                    new Expression.Call(Aggregates.ofOne(call.function()), arguments(call, rows), call.span()));
        }
    }

    /** The condition of a rule whose every event is a detection. */
    private final class ConditionOnOne extends Rows {
        @Override
        public Optional<Expression> holds(Syntax.Variable variable) throws RuleSyntaxException {
            boolean counted = shape.isEvent(variable.name())
                    || shape.owner(variable.name()).isPresent();
            return counted ? Optional.of(some(variable, this)) : Optional.empty();
        }

        @Override
        public Expression variable(Syntax.Variable variable) throws RuleSyntaxException {
            return values.containsKey(variable.name())
                    ? new Expression.Column(column(variable.name()), variable.span())
                    : super.variable(variable);
        }

        @Override
        public Expression count(Syntax.Count count) throws RuleSyntaxException {
            checkCounted(count);
            Expression one = new Expression.Literal(Values.of(1), count.span());
            if (shape.isEvent(count.name())) {
                return one;
            }
            Expression value = new Expression.Column(RuleShape.column(count.name()), count.span());
            Expression absent = new Expression.Test(TestKind.IS_NULL, value, List.of(), ValueTests.TEXT, count.span());
            Expression none = new Expression.Literal(Values.of(0), count.span());
            return new Expression.Conditional(absent, none, one, count.span());
        }
    }

    /** {@code $e} and {@code $placeholder} in the condition: there is one. */
    private static Expression some(Syntax.Variable variable, ExpressionLowering.Variables variables)
            throws RuleSyntaxException {
        Span span = variable.span();
        Expression number = variables.count(new Syntax.Count(variable.name(), span));
        if (number instanceof Expression.Literal literal) {
            return new Expression.Literal(Values.of(!literal.value().equals(Values.of(0))), span);
        }
        return new Expression.Test(
                TestKind.GT, number, List.of(new Expression.Literal(Values.of(0), span)), ValueTests.TEXT, span);
    }

    private void checkCounted(Syntax.Count count) throws RuleSyntaxException {
        if (!shape.isEvent(count.name()) && shape.owner(count.name()).isEmpty()) {
            throw error(count.span(), "found #" + count.name() + ", which no statement of the events section declares");
        }
    }

    /** A group of events behind its aggregation. */
    private class Group implements ExpressionLowering.Variables {
        @Override
        public Expression placed(String event, Expression value, Span span) {
            if (value instanceof Expression.Literal) {
                return value;
            }
            unsupported.add(new Unsupported("outcome without an aggregate", span));
            return new Expression.Literal(Values.MISSING, span);
        }

        @Override
        public Expression variable(Syntax.Variable variable) throws RuleSyntaxException {
            String name = variable.name();
            Span span = variable.span();
            boolean matched = rule.match().stream()
                    .flatMap(match -> match.variables().stream())
                    .anyMatch(match -> match.name().equals(name));
            if (matched) {
                return new Expression.Column(RuleShape.column(name), span);
            }
            Expression value = values.get(name);
            if (value != null) {
                return value;
            }
            if (shape.owner(name).isPresent()) {
                unsupported.add(new Unsupported("placeholder without an aggregate", span));
                return new Expression.Literal(Values.MISSING, span);
            }
            throw error(span, "found $" + name + ", which nothing before declares");
        }

        @Override
        public Expression count(Syntax.Count count) throws RuleSyntaxException {
            checkCounted(count);
            String name = count.name();
            if (absent.contains(name)) {
                return new Expression.Literal(Values.of(0), count.span());
            }
            Expression counted = shape.isEvent(name)
                    ? identity(name)
                    : placement.placeholder(shape.owner(name).orElseThrow(), name, count.span());
            return measure("#" + name, "#" + name, "count_distinct", List.of(counted), count.span());
        }

        @Override
        public Optional<Expression> aggregate(Syntax.Call call) throws RuleSyntaxException {
            if (!Aggregates.contains(call.function())) {
                return Optional.empty();
            }
            var rows = new ExpressionLowering(source, new Rows(), lists, unsupported);
            String name = call.function() + " " + (measures.size() + 1);
            return Optional.of(
                    measure(source.slice(call.span()), name, call.function(), arguments(call, rows), call.span()));
        }
    }

    /** The condition on a group of events. */
    private final class GroupCondition extends Group {
        @Override
        public Optional<Expression> holds(Syntax.Variable variable) throws RuleSyntaxException {
            String name = variable.name();
            if (shape.isEvent(name) && Presence.of(rule.condition(), name, shape) != Presence.OPTIONAL) {
                return Optional.of(new Expression.Literal(Values.of(!absent.contains(name)), variable.span()));
            }
            boolean counted = shape.isEvent(name) || shape.owner(name).isPresent();
            return counted ? Optional.of(some(variable, this)) : Optional.empty();
        }
    }
}

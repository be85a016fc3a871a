package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers the outcome and the condition section of a rule that groups events: what is measured of a group of events, what is computed of that, and what
 * it must meet.
 */
final class Outcomes {
    private final SourceText source;
    private final Syntax.Rule rule;
    private final RuleShape shape;
    private final List<Unsupported> unsupported;
    private final Placement placement;
    private final OutcomeRows rows;
    private final Set<String> absent = new LinkedHashSet<>();
    private final Map<String, Stage.Aggregation> measures = new LinkedHashMap<>();

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
        this.unsupported = unsupported;
        this.placement = placement;
        this.rows = new OutcomeRows(source, shape, lists, unsupported, placement);
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
        return rows.expressions(new GroupCondition()).condition(rule.condition());
    }

    List<Stage.Aggregation> measures() {
        return List.copyOf(measures.values());
    }

    /** Whether more events never make the condition false. */
    boolean grows() {
        return absent.isEmpty() && new Growth(rule, shape).of(rule.condition());
    }

    private Expression outcome(Syntax.Outcome outcome) throws RuleSyntaxException {
        Expression known = rows.values().get(outcome.name());
        if (known != null) {
            return known;
        }
        Expression value = rows.expressions(new Group()).value(outcome.value());
        rows.values().put(outcome.name(), value);
        return value;
    }

    /** The column of a measure; two that are written alike are one. */
    private Expression measure(String written, String name, String function, List<Expression> arguments, Span span) {
        Stage.Aggregation measure = measures.computeIfAbsent(
                written, w -> new Stage.Aggregation(name, Aggregates.fullName(function), arguments, Optional.empty()));
        return new Expression.Column(measure.name(), span);
    }

    private RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
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
            Expression value = rows.values().get(name);
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
            rows.checkCounted(count);
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
            String name = call.function() + " " + (measures.size() + 1);
            return Optional.of(
                    measure(source.slice(call.span()), name, call.function(), rows.arguments(call), call.span()));
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
            return rows.isCounted(name) ? Optional.of(OutcomeRows.some(variable, this)) : Optional.empty();
        }
    }
}

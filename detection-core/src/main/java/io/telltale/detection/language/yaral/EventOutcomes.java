package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers the outcome and the condition section of a rule whose every event is a detection: aggregates are over that event. */
final class EventOutcomes {
    private final Syntax.Rule rule;
    private final RuleShape shape;
    private final OutcomeRows rows;

    EventOutcomes(Syntax.Rule rule, RuleShape shape, OutcomeRows rows) {
        this.rule = rule;
        this.shape = shape;
        this.rows = rows;
    }

    List<Stage.Binding> outcomes() throws RuleSyntaxException {
        var bindings = new ArrayList<Stage.Binding>();
        ExpressionLowering expressions = rows.expressions(new Event());
        for (Syntax.Outcome outcome : rule.outcomes()) {
            Expression value = expressions.value(outcome.value());
            rows.values().put(outcome.name(), value);
            bindings.add(new Stage.Binding(Outcomes.column(outcome.name()), value));
        }
        return bindings;
    }

    /** What an event must meet; call it after {@link #outcomes()}. */
    Expression condition() throws RuleSyntaxException {
        return rows.expressions(new Condition()).condition(rule.condition());
    }

    private class Event implements ExpressionLowering.Variables {
        @Override
        public Expression placed(String event, Expression value, Span span) {
            return rows.placed(event, value, span);
        }

        @Override
        public Expression variable(Syntax.Variable variable) throws RuleSyntaxException {
            return rows.variable(variable);
        }

        @Override
        public Expression count(Syntax.Count count) throws RuleSyntaxException {
            return rows.count(count);
        }

        @Override
        public Optional<Expression> aggregate(Syntax.Call call) throws RuleSyntaxException {
            if (!Aggregates.contains(call.function())) {
                return Optional.empty();
            }
            return Optional.of(
                    new Expression.Call(Aggregates.ofOne(call.function()), rows.arguments(call), call.span()));
        }
    }

    private final class Condition extends Event {
        @Override
        public Optional<Expression> holds(Syntax.Variable variable) throws RuleSyntaxException {
            return rows.isCounted(variable.name()) ? Optional.of(OutcomeRows.some(variable, this)) : Optional.empty();
        }

        @Override
        public Expression variable(Syntax.Variable variable) throws RuleSyntaxException {
            return rows.values().containsKey(variable.name())
                    ? new Expression.Column(Outcomes.column(variable.name()), variable.span())
                    : super.variable(variable);
        }

        @Override
        public Expression count(Syntax.Count count) throws RuleSyntaxException {
            rows.checkCounted(count);
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
}

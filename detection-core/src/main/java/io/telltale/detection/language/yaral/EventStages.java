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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lowers the statements about one event variable alone. A placeholder that events are matched by must have a value other
 * than that for nothing, unless {@code allow_zero_values} is true or it is only given what functions give.
 */
final class EventStages {
    private final SourceText source;
    private final RuleShape shape;
    private final ReferenceLists lists;
    private final List<Unsupported> unsupported;
    private final Set<String> matched;
    private final boolean zeroValues;

    EventStages(
            SourceText source,
            Syntax.Rule rule,
            RuleShape shape,
            ReferenceLists lists,
            List<Unsupported> unsupported,
            boolean zeroValues) {
        this.source = source;
        this.shape = shape;
        this.lists = lists;
        this.unsupported = unsupported;
        this.matched = rule.match().stream()
                .flatMap(match -> match.variables().stream())
                .map(Syntax.Variable::name)
                .collect(Collectors.toSet());
        this.zeroValues = zeroValues;
    }

    /** What meets the statements about one variable alone, with its placeholders as columns. */
    List<Stage> of(String event) throws RuleSyntaxException {
        var here = new ExpressionLowering(source, new OwnEvent(event), lists, unsupported);
        var first = new ArrayList<Expression>();
        var later = new ArrayList<Expression>();
        Set<String> own = Set.of(event);
        for (Syntax filter : shape.filters()) {
            Set<String> speaksOf = shape.eventsOf(filter);
            boolean constant = speaksOf.isEmpty() && event.equals(shape.events().get(0));
            if (speaksOf.equals(own) || constant) {
                Expression condition = here.condition(filter);
                boolean always = condition instanceof Expression.Literal literal
                        && literal.value().equals(Values.TRUE);
                if (!always) {
                    (shape.placeholders(filter).isEmpty() ? first : later).add(condition);
                }
            }
        }
        var stages = new ArrayList<Stage>();
        if (!first.isEmpty()) {
            stages.add(filter(first));
        }
        var declared = new LinkedHashSet<String>();
        for (RuleShape.Declaration declaration : shape.declarations(event)) {
            declare(declaration, here, declared, stages);
        }
        if (!later.isEmpty()) {
            stages.add(filter(later));
        }
        return stages;
    }

    private void declare(
            RuleShape.Declaration declaration, ExpressionLowering here, Set<String> declared, List<Stage> stages)
            throws RuleSyntaxException {
        String column = RuleShape.column(declaration.placeholder());
        Expression value = here.value(declaration.value());
        boolean repeated = declaration.value() instanceof Syntax.Field field
                && here.udm(field) instanceof UdmField.Read read
                && read.repeated();
        if (!declared.add(declaration.placeholder())) {
            Expression same = new Expression.Test(
                    TestKind.EQ,
                    value,
                    List.of(new Expression.Column(column, declaration.span())),
                    ValueTests.TEXT,
                    declaration.span());
            stages.add(new Stage.Filter(same, declaration.span()));
            return;
        }
        stages.add(
                repeated
                        ? new Stage.Unnest(column, value, true, Optional.empty(), declaration.span())
                        : new Stage.Extend(List.of(new Stage.Binding(column, value)), declaration.span()));
        boolean number = here.isNumber(declaration.value());
        if (matched.contains(declaration.placeholder())) {
            boolean any = zeroValues || !shape.isOfField(declaration.placeholder());
            stages.add(any ? zero(column, value, number) : hasValue(column, value, number));
        }
    }

    /** Keeps rows whose match variable has a value other than that of its type for nothing. */
    private static Stage hasValue(String column, Expression value, boolean number) {
        Expression empty = new Expression.Test(
                TestKind.EQ,
                new Expression.Column(column, value.span()),
                List.of(ExpressionLowering.text(number ? "0" : "", value.span())),
                ValueTests.TEXT,
                value.span());
        return new Stage.Filter(new Expression.Not(empty, value.span()), value.span());
    }

    /** Gives a match variable without a value that of its type. */
    private static Stage zero(String column, Expression value, boolean number) {
        Expression read = new Expression.Column(column, value.span());
        Expression absent = new Expression.Test(TestKind.IS_NULL, read, List.of(), ValueTests.TEXT, value.span());
        Expression zero = new Expression.Literal(number ? Values.of(0) : Values.EMPTY_TEXT, value.span());
        return new Stage.Extend(
                List.of(new Stage.Binding(column, new Expression.Conditional(absent, zero, read, value.span()))),
                value.span());
    }

    private static Stage filter(List<Expression> conditions) {
        Span whole = conditions
                .get(0)
                .span()
                .to(conditions.get(conditions.size() - 1).span());
        return new Stage.Filter(Expression.allOf(conditions, whole), whole);
    }

    private RuleSyntaxException error(Span place, String detail) {
        return new RuleSyntaxException(source, place, detail);
    }

    /** Where the row's own event is the only one. */
    private final class OwnEvent implements ExpressionLowering.Variables {
        private final String event;

        OwnEvent(String event) {
            this.event = event;
        }

        @Override
        public Expression placed(String of, Expression value, Span place) {
            return value;
        }

        @Override
        public Expression variable(Syntax.Variable variable) throws RuleSyntaxException {
            if (shape.isEvent(variable.name())) {
                throw error(variable.span(), "found the event variable $" + event + ", expected one of its fields");
            }
            return new Expression.Column(RuleShape.column(variable.name()), variable.span());
        }

        @Override
        public Expression count(Syntax.Count count) throws RuleSyntaxException {
            throw error(count.span(), "found #" + count.name() + ", which is for the condition section");
        }
    }
}

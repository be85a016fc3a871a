package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Joins the events of several variables to tuples. The condition says of each variable whether it must have an event
 * ({@code $e}, {@code #e > 0}), must have none ({@code !$e}, {@code #e = 0}), or may. Where none must, as in
 * {@code $a or $b}, the tuples are those that each of them begins, without the events of those before.
 */
final class Joins {
    private final SourceText source;
    private final Syntax.Rule rule;
    private final RuleShape shape;
    private final Syntax.Match match;
    private final EventStages events;
    private final Optional<String> main;
    private final Placement placement;
    private final ReferenceLists lists;
    private final List<Unsupported> unsupported;
    private final Outcomes outcomes;

    Joins(
            SourceText source,
            Syntax.Rule rule,
            RuleShape shape,
            ReferenceLists lists,
            List<Unsupported> unsupported,
            Syntax.Match match,
            EventStages events)
            throws RuleSyntaxException {
        this.source = source;
        this.rule = rule;
        this.shape = shape;
        this.match = match;
        this.events = events;
        this.lists = lists;
        this.unsupported = unsupported;
        this.main = required();
        this.placement = main.map(Placement::new).orElseGet(Placement::ofNone);
        this.outcomes = new Outcomes(source, rule, shape, lists, unsupported, placement);
    }

    /** The event variable that tuples begin with; empty where none must have an event. */
    private Optional<String> required() throws RuleSyntaxException {
        for (String event : shape.events()) {
            if (!shape.speaksOf(rule.condition(), event)) {
                throw error("found nothing about $" + event + ", expected all event variables");
            }
        }
        if (match.pivot().isPresent()) {
            return Optional.of(match.pivot().get().name());
        }
        Optional<String> first = shape.events().stream()
                .filter(event -> presence(event) == Presence.REQUIRED)
                .findFirst();
        if (first.isEmpty() && !Presence.asksForAny(rule.condition(), shape)) {
            throw error("found no event variable that must have an event");
        }
        return first;
    }

    /** The event variable whose events sliding windows lie about. */
    String main() {
        return main.orElse(shape.events().get(0));
    }

    Outcomes outcomes() {
        return outcomes;
    }

    List<Stage> stages() throws RuleSyntaxException {
        // What the stages behind the joins read must be known before the joins are made.
        shape.events().stream()
                .filter(event -> presence(event) == Presence.ABSENT)
                .forEach(outcomes::without);
        outcomes.condition();
        outcomes.ofGroup();
        for (Syntax.Variable key : match.variables()) {
            placement.placeholder(shape.owner(key.name()).orElseThrow(), key.name(), key.span());
        }
        List<Stage> stages = main.isPresent() ? tuples(main.get(), Set.of()).stages() : alternatives();
        for (Syntax.Variable key : match.variables()) {
            if (mayBeMissing(key.name())) {
                Span span = key.span();
                Expression column = new Expression.Column(RuleShape.column(key.name()), span);
                Expression missing = new Expression.Test(TestKind.IS_NULL, column, List.of(), ValueTests.TEXT, span);
                stages.add(new Stage.Filter(new Expression.Not(missing, span), span));
            }
        }
        return stages;
    }

    private List<Stage> alternatives() throws RuleSyntaxException {
        var all = new ArrayList<Tuples>();
        var before = new LinkedHashSet<String>();
        for (String event : shape.events()) {
            if (presence(event) == Presence.OPTIONAL) {
                all.add(tuples(event, Set.copyOf(before)));
                before.add(event);
            }
        }
        List<Stage> stages = all.get(0).stages();
        for (Tuples other : all.subList(1, all.size())) {
            stages.add(new Stage.Union(List.of(new Pipeline(Pipeline.CLOUDTRAIL, other.stages())), match.span()));
        }
        return stages;
    }

    private Tuples tuples(String begin, Set<String> absent) throws RuleSyntaxException {
        var joined = new ExpressionLowering(source, new Tuple(), lists, unsupported);
        var own = new ExpressionLowering(source, new Own(), lists, unsupported);
        Tuples.Presences presences = event -> absent.contains(event) ? Presence.ABSENT : presence(event);
        var tuples = new Tuples(shape, match, events, outcomes, placement, joined, own, presences, begin);
        if (tuples.plan()) {
            unsupported.add(new Unsupported("event variables that nothing joins", match.span()));
        }
        return tuples;
    }

    /** Whether a match variable is only given its value by events that may not be there. */
    private boolean mayBeMissing(String key) {
        return shape.events().stream()
                .noneMatch(event -> presence(event) == Presence.REQUIRED && shape.declares(event, key));
    }

    private Presence presence(String event) {
        return Presence.of(rule.condition(), event, shape);
    }

    private RuleSyntaxException error(String detail) {
        return new RuleSyntaxException(source, rule.condition().span(), detail);
    }

    /** A variable's own events, before they are joined. */
    private class Own implements ExpressionLowering.Variables {
        @Override
        public Expression placed(String event, Expression value, Span span) {
            return value;
        }

        @Override
        public Expression variable(Syntax.Variable variable) throws RuleSyntaxException {
            if (shape.isEvent(variable.name())) {
                throw new RuleSyntaxException(
                        source, variable.span(), "found the event variable $" + variable.name() + ", expected a field");
            }
            return new Expression.Column(RuleShape.column(variable.name()), variable.span());
        }

        @Override
        public Expression count(Syntax.Count count) throws RuleSyntaxException {
            throw new RuleSyntaxException(
                    source, count.span(), "found #" + count.name() + ", which is for the condition section");
        }
    }

    /** Tuples of events. */
    private final class Tuple extends Own {
        @Override
        public Expression placed(String event, Expression value, Span span) {
            return placement.placed(event, value, span);
        }

        @Override
        public Expression variable(Syntax.Variable variable) throws RuleSyntaxException {
            Optional<String> owner = shape.owner(variable.name());
            return owner.isPresent()
                    ? placement.placeholder(owner.get(), variable.name(), variable.span())
                    : super.variable(variable);
        }
    }
}

package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Joins the events of several variables to tuples: by placeholders that they share and by fields that are equal, two
 * without a value among them; then the other statements about several events, and the window. The condition says
 * of each variable whether it must have an event ({@code $e}, {@code #e > 0}), must have none ({@code !$e},
 * {@code #e = 0}), or may.
 */
final class Joins {
    private static final String BUCKET = "bucket";
    private static final String TUPLE = "tuple";

    private final SourceText source;
    private final Syntax.Rule rule;
    private final RuleShape shape;
    private final Syntax.Match match;
    private final EventStages events;
    private final String main;
    private final Placement placement;
    private final ExpressionLowering joined;
    private final Outcomes outcomes;
    private final Set<String> there = new LinkedHashSet<>();
    private final Set<Syntax> used = new HashSet<>();
    private final ReferenceLists lists;
    private final List<Unsupported> unsupported;

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
        this.main = main();
        this.placement = new Placement(main);
        this.joined = new ExpressionLowering(source, new Tuple(), lists, unsupported);
        this.outcomes = new Outcomes(source, rule, shape, lists, unsupported, placement);
    }

    /** The event variable that tuples begin with. */
    String main() throws RuleSyntaxException {
        for (String event : shape.events()) {
            if (!shape.speaksOf(rule.condition(), event)) {
                throw error(
                        rule.condition().span(), "found nothing about $" + event + ", expected all event variables");
            }
        }
        if (match.pivot().isPresent()) {
            return match.pivot().get().name();
        }
        for (String event : shape.events()) {
            if (presence(event) == Presence.REQUIRED) {
                return event;
            }
        }
        throw error(rule.condition().span(), "found no event variable that must have an event");
    }

    Outcomes outcomes() {
        return outcomes;
    }

    List<Stage> stages() throws RuleSyntaxException {
        // What the outcome and the condition read behind the joins must be known before the joins are made.
        List<String> order = order();
        order.stream().filter(event -> presence(event) == Presence.ABSENT).forEach(outcomes::without);
        outcomes.condition();
        outcomes.ofGroup();
        var plans = new ArrayList<Plan>();
        there.add(main);
        for (String event : order) {
            plans.add(plan(event));
            if (presence(event) != Presence.ABSENT) {
                there.add(event);
            }
        }
        List<Stage> stages = new ArrayList<>(events.of(main));
        for (Plan plan : plans) {
            stages = joined(stages, plan);
        }
        return stages;
    }

    /** How an event variable comes to the tuples so far. */
    private record Plan(String event, List<Stage.JoinKey> keys, List<Expression> conditions, Span span) {}

    /** The other variables, each behind one that it is joined with where there is such a one. */
    private List<String> order() {
        var order = new ArrayList<String>();
        var left = new LinkedHashSet<>(shape.events());
        left.remove(main);
        var reached = new LinkedHashSet<String>();
        reached.add(main);
        while (!left.isEmpty()) {
            // Those that must be absent come last, so that they are absent of whole tuples.
            String next = left.stream()
                    .filter(event -> presence(event) != Presence.ABSENT)
                    .filter(event -> isConnected(event, reached))
                    .findFirst()
                    .or(() -> left.stream()
                            .filter(event -> presence(event) != Presence.ABSENT)
                            .findFirst())
                    .orElse(left.iterator().next());
            order.add(next);
            reached.add(next);
            left.remove(next);
        }
        return order;
    }

    private boolean isConnected(String event, Set<String> others) {
        return !shape.shared(event, others).isEmpty()
                || shape.filters().stream().anyMatch(filter -> {
                    Set<String> of = shape.eventsOf(filter);
                    return of.contains(event) && of.stream().anyMatch(others::contains);
                });
    }

    private Plan plan(String event) throws RuleSyntaxException {
        var keys = new ArrayList<Stage.JoinKey>();
        for (String placeholder : shape.shared(event, there)) {
            String owner = there.stream()
                    .filter(other -> shape.declarations(other).stream()
                            .anyMatch(d -> d.placeholder().equals(placeholder)))
                    .findFirst()
                    .orElse(main);
            Span span = match.span();
            keys.add(key(
                    placement.placeholder(owner, placeholder, span),
                    new Expression.Column(RuleShape.column(placeholder), span)));
        }
        var conditions = new ArrayList<Expression>();
        var known = new HashSet<>(there);
        known.add(event);
        for (Syntax filter : shape.filters()) {
            Set<String> of = shape.eventsOf(filter);
            if (of.size() < 2 || !of.contains(event) || !known.containsAll(of) || !used.add(filter)) {
                continue;
            }
            Optional<Stage.JoinKey> equality = equality(filter, event);
            if (equality.isPresent()) {
                keys.add(equality.get());
            } else {
                conditions.add(joined.condition(filter));
            }
        }
        if (keys.isEmpty() && conditions.isEmpty()) {
            unsupported.add(new Unsupported("event variables that nothing joins", match.span()));
        }
        conditions.addAll(inWindow(event));
        keys.add(new Stage.JoinKey(bucket(main), new Expression.Column(BUCKET, match.span())));
        return new Plan(event, keys, conditions, match.span());
    }

    private Optional<Stage.JoinKey> equality(Syntax filter, String event) throws RuleSyntaxException {
        if (!(filter instanceof Syntax.Compare compare)
                || !compare.operator().equals("=")
                || compare.nocase()
                || compare.left() instanceof Syntax.Regex
                || compare.right() instanceof Syntax.Regex) {
            return Optional.empty();
        }
        boolean right = shape.eventsOf(compare.right()).equals(Set.of(event));
        Syntax own = right ? compare.right() : compare.left();
        Syntax other = right ? compare.left() : compare.right();
        if (!shape.eventsOf(own).equals(Set.of(event)) || shape.eventsOf(other).contains(event)) {
            return Optional.empty();
        }
        var here = new ExpressionLowering(source, new Own(), lists, unsupported);
        return Optional.of(key(joined.value(other), here.value(own)));
    }

    private static Stage.JoinKey key(Expression left, Expression right) {
        return new Stage.JoinKey(
                new Expression.Call(ScalarFunctions.KEY, List.of(left), left.span()),
                new Expression.Call(ScalarFunctions.KEY, List.of(right), right.span()));
    }

    /** What keeps an event in the window of those before it. */
    private List<Expression> inWindow(String event) {
        Expression length = RuleLowering.length(match);
        Expression own = time(event);
        var conditions = new ArrayList<Expression>();
        switch (match.kind()) {
            case AFTER -> conditions.add(call(ScalarFunctions.FOLLOWS, time(main), own, length));
            case BEFORE -> conditions.add(call(ScalarFunctions.FOLLOWS, own, time(main), length));
            case TUMBLING -> {
                // The equal bucket says it.
            }
            default -> there.forEach(other -> conditions.add(call(ScalarFunctions.NEAR, time(other), own, length)));
        }
        return conditions;
    }

    private Expression time(String event) {
        return placement.placed(event, RuleLowering.time(match.span()), match.span());
    }

    private Expression bucket(String event) {
        return call(ScalarFunctions.WINDOW, time(event), RuleLowering.length(match));
    }

    private Expression call(String function, Expression... arguments) {
        return new Expression.Call(function, List.of(arguments), match.span());
    }

    private List<Stage> joined(List<Stage> before, Plan plan) throws RuleSyntaxException {
        var right = new ArrayList<>(events.of(plan.event()));
        Expression time = RuleLowering.time(match.span());
        Expression buckets = match.kind() == Syntax.WindowKind.TUMBLING
                ? call(ScalarFunctions.WINDOW, time, RuleLowering.length(match))
                : call(ScalarFunctions.WINDOWS, time, RuleLowering.length(match));
        right.add(new Stage.Unnest(BUCKET, buckets, false, Optional.empty(), plan.span()));
        var inner = new ArrayList<>(before);
        inner.add(new Stage.Join(
                Stage.JoinKind.INNER,
                new Pipeline(Pipeline.CLOUDTRAIL, right),
                plan.keys(),
                placement.carried(plan.event()),
                Optional.empty(),
                plan.span()));
        if (!plan.conditions().isEmpty()) {
            inner.add(new Stage.Filter(Expression.allOf(plan.conditions(), plan.span()), plan.span()));
        }
        Presence presence = presence(plan.event());
        if (presence == Presence.REQUIRED) {
            return inner;
        }
        // Tuples that have no such event: those that are not among the joined ones.
        var matched = new ArrayList<>(inner);
        Expression identity = outcomes.identity(main);
        matched.add(new Stage.Extend(List.of(new Stage.Binding(TUPLE, identity)), plan.span()));
        var without = new ArrayList<>(before);
        without.add(new Stage.Join(
                Stage.JoinKind.LEFT_ANTI,
                new Pipeline(Pipeline.CLOUDTRAIL, matched),
                List.of(new Stage.JoinKey(identity, new Expression.Column(TUPLE, plan.span()))),
                List.of(),
                Optional.empty(),
                plan.span()));
        if (presence == Presence.ABSENT) {
            return without;
        }
        inner.add(new Stage.Union(List.of(new Pipeline(Pipeline.CLOUDTRAIL, without)), plan.span()));
        return inner;
    }

    private Presence presence(String event) {
        return Presence.of(rule.condition(), event, shape);
    }

    private RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
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
                throw error(variable.span(), "found the event variable $" + variable.name() + ", expected a field");
            }
            return new Expression.Column(RuleShape.column(variable.name()), variable.span());
        }

        @Override
        public Expression count(Syntax.Count count) throws RuleSyntaxException {
            throw error(count.span(), "found #" + count.name() + ", which is for the condition section");
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

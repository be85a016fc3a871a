package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tuples of events that begin with the events of one variable: joined by placeholders that variables share and by fields
 * that are equal, two without a value among them; then by the other statements about several events, and the window. An
 * event stands for one variable of a tuple: see "Outcome aggregations with multiple event variables" in
 * https://cloud.google.com/chronicle/docs/detection/yara-l-issues.
 */
final class Tuples {
    private static final String BUCKET = "bucket";
    private static final String TUPLE = "tuple";

    private final RuleShape shape;
    private final Syntax.Match match;
    private final EventStages events;
    private final Outcomes outcomes;
    private final Placement placement;
    private final ExpressionLowering joined;
    private final ExpressionLowering own;
    private final Presences presences;
    private final String main;
    private final Set<String> there = new LinkedHashSet<>();
    private final Set<Syntax> used = new HashSet<>();
    private final List<Plan> plans = new ArrayList<>();

    /** What the condition asks of a variable's events. */
    interface Presences {
        Presence of(String event);
    }

    /** How an event variable comes to the tuples so far. */
    private record Plan(String event, List<Stage.JoinKey> keys, List<Expression> conditions, Span span) {}

    /**
     * @param joined lowers what is asked of tuples
     * @param own lowers what is asked of a variable's events before they are joined
     * @param main the variable whose events tuples begin with
     */
    Tuples(
            RuleShape shape,
            Syntax.Match match,
            EventStages events,
            Outcomes outcomes,
            Placement placement,
            ExpressionLowering joined,
            ExpressionLowering own,
            Presences presences,
            String main) {
        this.shape = shape;
        this.match = match;
        this.events = events;
        this.outcomes = outcomes;
        this.placement = placement;
        this.joined = joined;
        this.own = own;
        this.presences = presences;
        this.main = main;
    }

    /** Decides how the variables come together; says whether one of them comes by nothing but the window. */
    boolean plan() throws RuleSyntaxException {
        there.add(main);
        boolean apart = false;
        for (String event : order()) {
            Plan plan = plan(event);
            apart = apart || (plan.keys().isEmpty() && plan.conditions().isEmpty());
            plans.add(inWindow(plan));
            if (presences.of(event) != Presence.ABSENT) {
                there.add(event);
            }
        }
        return apart;
    }

    /** Call it when all that is read of the tuples is known. */
    List<Stage> stages() throws RuleSyntaxException {
        List<Stage> stages = new ArrayList<>(events.of(main));
        List<Stage.Binding> carried = placement.carried(main);
        if (!carried.isEmpty()) {
            stages.add(new Stage.Extend(carried, match.span()));
        }
        for (Plan plan : plans) {
            stages = joined(stages, plan);
        }
        return stages;
    }

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
                    .filter(event -> presences.of(event) != Presence.ABSENT)
                    .filter(event -> isConnected(event, reached))
                    .findFirst()
                    .or(() -> left.stream()
                            .filter(event -> presences.of(event) != Presence.ABSENT)
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
                    .filter(other -> shape.declares(other, placeholder))
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
        Syntax ofEvent = right ? compare.right() : compare.left();
        Syntax other = right ? compare.left() : compare.right();
        if (!shape.eventsOf(ofEvent).equals(Set.of(event))
                || shape.eventsOf(other).contains(event)) {
            return Optional.empty();
        }
        return Optional.of(key(joined.value(other), own.value(ofEvent)));
    }

    private static Stage.JoinKey key(Expression left, Expression right) {
        return new Stage.JoinKey(
                new Expression.Call(ScalarFunctions.KEY, List.of(left), left.span()),
                new Expression.Call(ScalarFunctions.KEY, List.of(right), right.span()));
    }

    /** With what keeps an event in the window of those before it, and it another than they. */
    private Plan inWindow(Plan plan) {
        String event = plan.event();
        Expression length = RuleLowering.length(match);
        Expression time = time(event);
        var conditions = new ArrayList<>(plan.conditions());
        switch (match.kind()) {
            case AFTER -> conditions.add(call(ScalarFunctions.FOLLOWS, time(main), time, length));
            case BEFORE -> conditions.add(call(ScalarFunctions.FOLLOWS, time, time(main), length));
            case TUMBLING -> {
                // The equal bucket says it.
            }
            default -> there.forEach(other -> conditions.add(call(ScalarFunctions.NEAR, time(other), time, length)));
        }
        there.stream()
                .filter(other -> !shape.areApart(other, event))
                .forEach(other -> conditions.add(call(ScalarFunctions.OTHER, record(other), record(event))));
        var keys = new ArrayList<>(plan.keys());
        keys.add(new Stage.JoinKey(bucket(main), new Expression.Column(BUCKET, match.span())));
        return new Plan(event, keys, conditions, plan.span());
    }

    private Expression time(String event) {
        return placement.placed(event, RuleLowering.time(match.span()), match.span());
    }

    private Expression record(String event) {
        return placement.placed(event, new Expression.Event(match.span()), match.span());
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
        Presence presence = presences.of(plan.event());
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
}

package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers a rule. Without a match section each event is a detection by itself. With one, the events, or the joined tuples
 * of events of several variables, are grouped by the match variables in windows of event time:
 *
 * <ul>
 *   <li>{@code over 5m} (hop): windows lie wherever events do. A window opens with an event and holds what happens less
 *       than the length after it; those of one group do not share events, or tuples of events.
 *   <li>{@code by 5m}, {@code over every 5m} (tumbling): windows follow each other from 1970 on, their beginning inside,
 *       their end not.
 *   <li>{@code over 5m after $e} (sliding): for each event of {@code $e}, from it to the length after it, both inside;
 *       {@code before} alike.
 * </ul>
 *
 * An event without a value for a match variable is in no window, unless the option {@code allow_zero_values} is true.
 */
final class RuleLowering {
    private static final String WINDOW = "window";
    /** What a field of an event variable may begin with that is no event. */
    private static final Map<String, String> OTHER_SOURCES =
            Map.of("graph", "entity graph", "detection", "detections as input");

    private final RuleSource source;
    private final Syntax.Rule rule;
    private final RuleShape shape;
    private final ReferenceLists lists;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final EventStages events;
    private final Optional<Duration> suppression;
    private final Span span;

    RuleLowering(RuleSource source, Syntax.Rule rule) throws RuleSyntaxException {
        this.source = source;
        this.rule = rule;
        this.shape = new RuleShape(source.body(), rule);
        new RuleChecks(source.body(), rule, shape).check();
        this.lists = new ReferenceLists(source);
        this.span = rule.events().get(0).span();
        boolean zeroValues = false;
        Optional<Duration> suppressed = Optional.empty();
        for (Syntax.Option option : rule.options()) {
            switch (option.name()) {
                case "allow_zero_values" -> zeroValues = option.value().equalsIgnoreCase("true");
                case "suppression_window" -> suppressed = suppressionWindow(option);
                default -> unsupported.add(new Unsupported("option " + option.name(), option.span()));
            }
        }
        this.suppression = suppressed;
        this.events = new EventStages(source.body(), rule, shape, lists, unsupported, zeroValues);
    }

    Lowering lower() throws RuleSyntaxException {
        otherSources();
        String logType = logType();
        List<Stage> stages =
                rule.match().isEmpty() ? single() : grouped(rule.match().get());
        var detection = Detection.of(new Pipeline(logType, stages), lists.parameters());
        return new Lowering(Optional.of(detection), unsupported);
    }

    /** Names the event variables that are no events. */
    private void otherSources() {
        var named = new HashSet<String>();
        rule.events()
                .forEach(statement -> RuleShape.walk(statement, node -> {
                    if (node instanceof Syntax.Field field
                            && field.steps().get(0) instanceof Syntax.Step.Name source
                            && OTHER_SOURCES.containsKey(source.name())
                            && named.add(field.event())) {
                        unsupported.add(new Unsupported(OTHER_SOURCES.get(source.name()), field.span()));
                    }
                }));
    }

    /** The log that the rule asks for by product, where that is not CloudTrail. */
    private String logType() {
        for (Syntax filter : shape.filters()) {
            if (filter instanceof Syntax.Compare compare
                    && compare.operator().equals("=")
                    && compare.left() instanceof Syntax.Field field
                    && compare.right() instanceof Syntax.Text text
                    && new UdmFields(field.span()).find(UdmFields.name(field.steps()))
                            instanceof UdmField.Constant constant
                    && !constant.text().equalsIgnoreCase(text.value())) {
                return text.value().toLowerCase(Locale.ROOT).replace(' ', '.');
            }
        }
        return Pipeline.CLOUDTRAIL;
    }

    /** Every event that meets the statements, with the outcome computed on it alone. */
    private List<Stage> single() throws RuleSyntaxException {
        if (shape.events().size() > 1) {
            throw error(rule.condition().span(), "found several event variables without a match section");
        }
        String event = shape.events().get(0);
        var stages = new ArrayList<>(events.of(event));
        var rows = new OutcomeRows(source.body(), shape, lists, unsupported, new Placement(event));
        var outcome = new EventOutcomes(rule, shape, rows);
        var bindings = outcome.outcomes();
        if (!bindings.isEmpty()) {
            stages.add(new Stage.Extend(bindings, span));
        }
        Expression condition = outcome.condition();
        if (!(condition instanceof Expression.Literal literal && literal.value().equals(Values.TRUE))) {
            stages.add(new Stage.Filter(condition, rule.condition().span()));
        }
        stages.addAll(suppression(List.of()));
        if (!bindings.isEmpty()) {
            stages.add(new Stage.Project(columns(List.of()), span));
        }
        return stages;
    }

    private List<Stage> grouped(Syntax.Match match) throws RuleSyntaxException {
        List<Stage> stages;
        Outcomes outcome;
        String first = shape.events().get(0);
        if (shape.events().size() == 1) {
            stages = new ArrayList<>(events.of(first));
            outcome = new Outcomes(source.body(), rule, shape, lists, unsupported, new Placement(first));
        } else {
            var joins = new Joins(source.body(), rule, shape, lists, unsupported, match, events);
            stages = new ArrayList<>(joins.stages());
            outcome = joins.outcomes();
            first = joins.main();
        }
        var keys = keys(match);
        Expression met = outcome.condition();
        switch (match.kind()) {
            case HOP ->
                stages.add(new Stage.Windows(
                        keys,
                        outcome.measures(),
                        met,
                        match.window().minusMillis(1),
                        outcome.grows(),
                        true,
                        match.span()));
            case TUMBLING -> {
                keys.add(new Stage.Binding(WINDOW, window(match)));
                aggregate(stages, keys, outcome, met, match);
            }
            default -> {
                keys.add(new Stage.Binding(WINDOW, outcome.identity(first)));
                aggregate(stages, keys, outcome, met, match);
            }
        }
        List<Stage.Binding> bindings = outcome.ofGroup();
        if (!bindings.isEmpty()) {
            stages.add(new Stage.Extend(bindings, span));
        }
        stages.addAll(suppression(match.variables()));
        stages.add(new Stage.Project(columns(match.variables()), span));
        return stages;
    }

    /** Suppressed by the match variables, or without any by the outcome {@code $suppression_key}. */
    private List<Stage> suppression(List<Syntax.Variable> matched) {
        if (suppression.isEmpty()) {
            return List.of();
        }
        List<Stage.Binding> keys = columns(matched).stream()
                .filter(column -> column.name().equals("suppression_key")
                        || matched.stream().anyMatch(variable -> variable.name().equals(column.name())))
                .map(column -> new Stage.Binding(
                        column.name(), new Expression.Call(ScalarFunctions.KEY, List.of(column.value()), span)))
                .toList();
        return Suppression.stages(keys, suppression.get(), span);
    }

    private Optional<Duration> suppressionWindow(Syntax.Option option) throws RuleSyntaxException {
        Optional<Duration> window = RuleParser.length(option.value());
        if (window.isEmpty() && !option.value().equals("0")) {
            throw error(option.span(), "found " + option.value() + ", expected a time such as 5m");
        }
        return window;
    }

    private static void aggregate(
            List<Stage> stages, List<Stage.Binding> keys, Outcomes outcome, Expression met, Syntax.Match match) {
        stages.add(new Stage.Aggregate(keys, outcome.measures(), true, false, match.span()));
        stages.add(new Stage.Filter(met, match.span()));
    }

    /** The columns of a finding: match and outcome variables, without the sign in front. */
    private List<Stage.Binding> columns(List<Syntax.Variable> matched) {
        var bindings = new ArrayList<Stage.Binding>();
        matched.forEach(variable -> bindings.add(new Stage.Binding(
                variable.name(), new Expression.Column(RuleShape.column(variable.name()), variable.span()))));
        rule.outcomes()
                .forEach(outcome -> bindings.add(new Stage.Binding(
                        outcome.name(), new Expression.Column(Outcomes.column(outcome.name()), outcome.span()))));
        return bindings;
    }

    private List<Stage.Binding> keys(Syntax.Match match) {
        var keys = new ArrayList<Stage.Binding>();
        match.variables()
                .forEach(variable -> keys.add(new Stage.Binding(
                        RuleShape.column(variable.name()),
                        new Expression.Column(RuleShape.column(variable.name()), variable.span()))));
        return keys;
    }

    private static Expression window(Syntax.Match match) {
        return new Expression.Call(ScalarFunctions.WINDOW, List.of(time(match.span()), length(match)), match.span());
    }

    static Expression time(Span span) {
        return new Expression.Call(ScalarFunctions.TIME, List.of(ExpressionLowering.record("eventTime", span)), span);
    }

    static Expression length(Syntax.Match match) {
        return new Expression.Literal(Values.of(match.window()), match.span());
    }

    private RuleSyntaxException error(Span place, String detail) {
        return new RuleSyntaxException(source.body(), place, detail);
    }
}

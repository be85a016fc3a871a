package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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

    private final RuleSource source;
    private final Syntax.Rule rule;
    private final RuleShape shape;
    private final ReferenceLists lists;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final boolean zeroValues;
    private final Span span;

    RuleLowering(RuleSource source, Syntax.Rule rule) throws RuleSyntaxException {
        this.source = source;
        this.rule = rule;
        this.shape = new RuleShape(source.body(), rule);
        this.lists = new ReferenceLists(source);
        this.span = rule.events().get(0).span();
        boolean allowed = false;
        for (Syntax.Option option : rule.options()) {
            if (option.name().equals("allow_zero_values")) {
                allowed = option.value().equalsIgnoreCase("true");
            } else {
                unsupported.add(new Unsupported("option " + option.name(), option.span()));
            }
        }
        this.zeroValues = allowed;
    }

    Lowering lower() throws RuleSyntaxException {
        for (String event : shape.events()) {
            graph(event).ifPresent(place -> unsupported.add(new Unsupported("entity graph", place)));
        }
        String logType = logType();
        List<Stage> stages = rule.match().isEmpty()
                ? single()
                : shape.events().size() == 1
                        ? windows(rule.match().get())
                        : joined(rule.match().get());
        var detection = Detection.of(new Pipeline(logType, stages), lists.parameters());
        return new Lowering(Optional.of(detection), unsupported);
    }

    private Optional<Span> graph(String event) {
        var places = new ArrayList<Span>();
        rule.events()
                .forEach(statement -> RuleShape.walk(statement, node -> {
                    if (node instanceof Syntax.Field field
                            && field.event().equals(event)
                            && field.steps().get(0) instanceof Syntax.Step.Name name
                            && name.name().equals("graph")) {
                        places.add(field.span());
                    }
                }));
        return places.stream().findFirst();
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
        var stages = new ArrayList<>(events(event));
        var outcome = new Outcomes(source.body(), rule, shape, lists, unsupported, event);
        var bindings = outcome.ofOneEvent();
        if (!bindings.isEmpty()) {
            stages.add(new Stage.Extend(bindings, span));
        }
        Expression condition = outcome.conditionOnOneEvent();
        if (!(condition instanceof Expression.Literal literal && literal.value().equals(Values.TRUE))) {
            stages.add(new Stage.Filter(condition, rule.condition().span()));
        }
        if (!bindings.isEmpty()) {
            stages.add(new Stage.Project(columns(List.of()), span));
        }
        return stages;
    }

    private List<Stage> windows(Syntax.Match match) throws RuleSyntaxException {
        String event = shape.events().get(0);
        checkMatch(match);
        var stages = new ArrayList<>(events(event));
        var keys = keys(match);
        var outcome = new Outcomes(source.body(), rule, shape, lists, unsupported, event);
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
                keys.add(new Stage.Binding(WINDOW, outcome.identity(event)));
                aggregate(stages, keys, outcome, met, match);
            }
        }
        finish(stages, match, outcome);
        return stages;
    }

    private List<Stage> joined(Syntax.Match match) throws RuleSyntaxException {
        checkMatch(match);
        var joins = new Joins(source.body(), rule, shape, lists, unsupported, match, this::events);
        var stages = new ArrayList<>(joins.stages());
        var keys = keys(match);
        Outcomes outcome = joins.outcomes();
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
                keys.add(new Stage.Binding(WINDOW, outcome.identity(joins.main())));
                aggregate(stages, keys, outcome, met, match);
            }
        }
        finish(stages, match, outcome);
        return stages;
    }

    private static void aggregate(
            List<Stage> stages, List<Stage.Binding> keys, Outcomes outcome, Expression met, Syntax.Match match) {
        stages.add(new Stage.Aggregate(keys, outcome.measures(), true, false, match.span()));
        stages.add(new Stage.Filter(met, match.span()));
    }

    private void finish(List<Stage> stages, Syntax.Match match, Outcomes outcome) throws RuleSyntaxException {
        List<Stage.Binding> bindings = outcome.ofGroup();
        if (!bindings.isEmpty()) {
            stages.add(new Stage.Extend(bindings, span));
        }
        stages.add(new Stage.Project(columns(match.variables()), span));
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

    private void checkMatch(Syntax.Match match) throws RuleSyntaxException {
        for (Syntax.Variable variable : match.variables()) {
            if (shape.owner(variable.name()).isEmpty()) {
                throw error(
                        variable.span(),
                        "found $" + variable.name() + ", expected a placeholder that the events section declares");
            }
        }
        if (match.pivot().isPresent() && !shape.isEvent(match.pivot().get().name())) {
            throw error(
                    match.pivot().get().span(),
                    "found no event variable $" + match.pivot().get().name());
        }
    }

    /** The events of one variable: what meets the statements about it alone, with its placeholders as columns. */
    List<Stage> events(String event) throws RuleSyntaxException {
        var here = new ExpressionLowering(source.body(), new OwnEvent(event), lists, unsupported);
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
                    Comparisons.TEXT,
                    declaration.span());
            stages.add(new Stage.Filter(same, declaration.span()));
            return;
        }
        stages.add(
                repeated
                        ? new Stage.Unnest(column, value, true, Optional.empty(), declaration.span())
                        : new Stage.Extend(List.of(new Stage.Binding(column, value)), declaration.span()));
        boolean matched = rule.match()
                .map(match -> match.variables().stream()
                        .anyMatch(variable -> variable.name().equals(declaration.placeholder())))
                .orElse(false);
        boolean number = here.isNumber(declaration.value());
        if (matched) {
            stages.add(zeroValues ? zero(column, value, number) : hasValue(column, value, number));
        }
    }

    /** Keeps rows whose match variable has a value other than that of its type for nothing. */
    private static Stage hasValue(String column, Expression value, boolean number) {
        Expression empty = new Expression.Test(
                TestKind.EQ,
                new Expression.Column(column, value.span()),
                List.of(ExpressionLowering.text(number ? "0" : "", value.span())),
                Comparisons.TEXT,
                value.span());
        return new Stage.Filter(new Expression.Not(empty, value.span()), value.span());
    }

    /** Gives a match variable without a value that of its type. */
    private static Stage zero(String column, Expression value, boolean number) {
        Expression read = new Expression.Column(column, value.span());
        Expression absent = new Expression.Test(TestKind.IS_NULL, read, List.of(), Comparisons.TEXT, value.span());
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
        return new RuleSyntaxException(source.body(), place, detail);
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

package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lowers a correlation: the events that any of its rules finds, grouped, and a group's best window against the
 * condition. An event without one of the fields of {@code group-by} belongs to no group.
 */
final class Correlation {
    private static final String COUNT = "count";
    private static final Matching NUMBERS =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.WHOLE);
    private static final Pattern TIMESPAN = Pattern.compile("(\\d{1,6})([smhdw])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    private final RuleSource source;
    private final Value.ObjectOf correlation;
    private final Places places;
    private final Span section;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private String logType = Pipeline.CLOUDTRAIL;

    Correlation(RuleSource source, Value.ObjectOf correlation) {
        this.source = source;
        this.correlation = correlation;
        this.places = Places.in(source.body().text());
        this.section = places.section("correlation");
    }

    Lowering lower() throws RuleSyntaxException {
        String type = correlation.get("type").asText();
        for (String key : List.of("aliases", "filter")) {
            if (correlation.members().containsKey(key)) {
                unsupported.add(new Unsupported("correlation " + key, section));
            }
        }
        List<Expression> rules = rules();
        if (!unsupported.isEmpty()) {
            return new Lowering(Optional.empty(), unsupported);
        }
        var arguments = new ArrayList<Expression>();
        arguments.add(new Expression.Literal(Values.of(timespan().toMillis()), section));
        String function;
        Expression reached;
        switch (type) {
            case "event_count" -> {
                function = Windows.EVENTS;
                reached = threshold();
            }
            case "value_count" -> {
                function = Windows.VALUES;
                arguments.add(field(condition().get("field").asText()));
                reached = threshold();
            }
            case "temporal", "temporal_ordered" -> {
                function = type.equals("temporal") ? Windows.RULES : Windows.SEQUENCE;
                arguments.addAll(rules);
                reached = compare(TestKind.GE, Values.of(rules.size()));
                if (correlation.members().containsKey("condition")) {
                    unsupported.add(new Unsupported("correlation " + type + " with a condition", section));
                }
            }
            default -> {
                return Lowering.notRunnable(new Unsupported("correlation " + type, section));
            }
        }
        var keys = new ArrayList<Stage.Binding>();
        for (String name : texts(correlation.get("group-by"))) {
            keys.add(new Stage.Binding(name, field(name)));
        }
        var counted = new Stage.Aggregation(COUNT, function, arguments, Optional.empty());
        List<Stage> stages = List.of(
                new Stage.Filter(Expression.anyOf(rules, section), section),
                new Stage.Aggregate(keys, List.of(counted), true, false, section),
                new Stage.Filter(reached, section));
        return new Lowering(Optional.of(Detection.of(new Pipeline(logType, stages), parameters)), unsupported);
    }

    private List<Expression> rules() throws RuleSyntaxException {
        List<String> names = texts(correlation.get("rules"));
        if (names.isEmpty()) {
            throw error("found no rules, expected at least one");
        }
        Value referenced = source.document().get("referenced");
        var rules = new ArrayList<Expression>();
        for (String name : names) {
            Span place = places.value(name);
            Value found = referenced instanceof Value.ObjectOf object ? object.get(name) : Values.MISSING;
            if (!(found instanceof Value.ObjectOf document)) {
                unsupported.add(new Unsupported("correlation of a rule that is not there", place));
                continue;
            }
            if (document.members().containsKey("correlation")) {
                unsupported.add(new Unsupported("correlation of a correlation", place));
                continue;
            }
            Lowering lowering = SigmaLowering.lowerReferenced(source, document, place);
            unsupported.addAll(lowering.unsupported());
            lowering.detection().ifPresent(detection -> {
                parameters.addAll(detection.parameters());
                logType = detection.pipeline().logType();
                rules.add(((Stage.Filter) detection.pipeline().stages().get(0)).condition());
            });
        }
        return rules;
    }

    /** The count against the condition, which a best window can only decide where more is never less. */
    private Expression threshold() throws RuleSyntaxException {
        var tests = new ArrayList<Expression>();
        for (Map.Entry<String, Value> bound : condition().members().entrySet()) {
            if (bound.getKey().equals("field")) {
                continue;
            }
            boolean greater = bound.getKey().equals("gt") || bound.getKey().equals("gte");
            if (!greater) {
                unsupported.add(new Unsupported("correlation condition " + bound.getKey(), section));
            } else if (!(bound.getValue() instanceof Value.Int)) {
                throw error("found " + bound.getValue().asText() + ", expected a whole number");
            } else {
                tests.add(compare(bound.getKey().equals("gt") ? TestKind.GT : TestKind.GE, bound.getValue()));
            }
        }
        if (tests.isEmpty() && unsupported.isEmpty()) {
            throw error("found no bound in the condition, expected gte or gt");
        }
        return Expression.allOf(tests, section);
    }

    private Expression compare(TestKind kind, Value wanted) {
        return new Expression.Test(
                kind,
                new Expression.Column(COUNT, section),
                List.of(new Expression.Literal(wanted, section)),
                NUMBERS,
                section);
    }

    private Value.ObjectOf condition() throws RuleSyntaxException {
        if (correlation.get("condition") instanceof Value.ObjectOf condition) {
            return condition;
        }
        throw error("found no condition, expected a bound such as gte");
    }

    private Duration timespan() throws RuleSyntaxException {
        String written = correlation.get("timespan").asText();
        var matcher = TIMESPAN.matcher(written);
        Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw error("found the timespan " + written + ", expected one such as 5m");
        }
        return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }

    private Expression field(String name) {
        var segments = new ArrayList<FieldPath.Segment>();
        for (String part : name.split("\\.", -1)) {
            segments.add(new FieldPath.Segment.Key(part));
        }
        return new Expression.Field(new FieldPath(segments, true), section);
    }

    private static List<String> texts(Value value) {
        var texts = new ArrayList<String>();
        for (Value element : value instanceof Value.ListOf list ? list.elements() : List.of(value)) {
            if (!element.isAbsent()) {
                texts.add(element.asText());
            }
        }
        return texts;
    }

    private RuleSyntaxException error(String detail) {
        return new RuleSyntaxException(source.body(), section, detail);
    }
}

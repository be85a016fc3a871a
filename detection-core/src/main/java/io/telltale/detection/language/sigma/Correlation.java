package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lowers a correlation to windows over the events that its rules find: grouped, each window as long as the timespan, both
 * ends included. Where more events can only help (from-below bounds on counts and sums, {@code temporal}), windows slide
 * from event to event; else they follow each other. An event without one of the fields of {@code group-by} is in no
 * window.
 */
final class Correlation {
    static final List<String> TYPES = List.of(
            "event_count",
            "value_count",
            "temporal",
            "temporal_ordered",
            "value_sum",
            "value_avg",
            "value_percentile",
            "value_median");

    private static final int MAX_DEPTH = 10;
    private static final String COUNT = "count";

    private final RuleSource source;
    private final Value.ObjectOf correlation;
    private final Optional<Span> reference;
    private final Places places;
    private final Span section;
    private final int depth;
    private final AtomicInteger rulesLeft;
    private final List<Unsupported> unsupported = new ArrayList<>();

    /** What a window is measured by, and what it must reach. */
    private record Wanted(List<Stage.Aggregation> measures, Expression met, boolean sliding) {}

    Correlation(RuleSource source, Value.ObjectOf correlation) {
        this(source, correlation, Optional.empty(), 0, new AtomicInteger(JoinedRules.MOST));
    }

    /**
     * @param reference where another correlation refers to this one
     * @param depth how many correlations this one lies within
     * @param rulesLeft how many rules this one and those that it lies within may still join
     */
    Correlation(
            RuleSource source,
            Value.ObjectOf correlation,
            Optional<Span> reference,
            int depth,
            AtomicInteger rulesLeft) {
        this.source = source;
        this.correlation = correlation;
        this.reference = reference;
        this.places = reference
                .map(Places::allAt)
                .orElseGet(() -> Places.in(source.body().text()));
        this.section = places.section("correlation");
        this.depth = depth;
        this.rulesLeft = rulesLeft;
    }

    Lowering lower() throws RuleSyntaxException {
        if (depth > MAX_DEPTH) {
            throw error("correlations nested deeper than " + MAX_DEPTH);
        }
        String type = correlation.get("type").asText();
        boolean ordered = type.equals("temporal_ordered") || type.equals("temporal_ordered_extended");
        boolean temporal = ordered || type.equals("temporal") || type.equals("temporal_extended");
        if (source.document().members().containsKey("filters")) {
            unsupported.add(new Unsupported("filter of a correlation", section));
        }
        Optional<Condition> extended = extended(temporal);
        var joined = new JoinedRules(source, places, depth, rulesLeft);
        List<CorrelatedRule> rules = joined.read(names(extended), section);
        unsupported.addAll(joined.unsupported());
        if (!unsupported.isEmpty()) {
            return new Lowering(Optional.empty(), unsupported);
        }
        var rows = new CorrelatedRows(rules, correlation, joined.logType(), section);
        Wanted wanted = temporal ? temporal(ordered, rows, rules, extended) : measured(type, rows);
        if (!unsupported.isEmpty()) {
            return new Lowering(Optional.empty(), unsupported);
        }
        var stages = new ArrayList<>(rows.stages());
        stages.addAll(Bounds.windows(
                rows.keys(), wanted.measures(), wanted.met(), Optional.of(timespan()), wanted.sliding(), section));
        return new Lowering(
                Optional.of(Detection.of(new Pipeline(joined.logType(), stages), joined.parameters())), List.of());
    }

    private Wanted measured(String type, CorrelatedRows rows) throws RuleSyntaxException {
        Bounds bounds = bounds();
        boolean fromBelow = bounds.onlyFromBelow();
        return switch (type) {
            case "event_count" -> wanted(COUNT, Measures.EVENTS, List.of(), bounds, fromBelow);
            case "value_count" -> wanted(COUNT, Measures.VALUES, fields(rows), bounds, fromBelow);
            case "value_sum" -> wanted("sum", Measures.SUM, fields(rows), bounds, fromBelow);
            case "value_avg" -> wanted("average", Measures.AVERAGE, fields(rows), bounds, false);
            case "value_median" ->
                wanted("median", Measures.PERCENTILE, percentile(Values.of(50), rows), bounds, false);
            case "value_percentile" -> {
                Value percentage = condition().get("percentile");
                if (percentage.isAbsent()) {
                    unsupported.add(new Unsupported("correlation value_percentile without a percentile", section));
                }
                yield wanted("percentile", Measures.PERCENTILE, percentile(percentage, rows), bounds, false);
            }
            default -> {
                unsupported.add(new Unsupported("correlation " + type, section));
                yield new Wanted(List.of(), new Expression.Literal(Values.FALSE, section), false);
            }
        };
    }

    private Wanted wanted(String name, String function, List<Expression> arguments, Bounds bounds, boolean sliding) {
        return new Wanted(
                List.of(new Stage.Aggregation(name, function, arguments, Optional.empty())),
                bounds.on(name, section),
                sliding);
    }

    private List<Expression> percentile(Value percentage, CorrelatedRows rows) throws RuleSyntaxException {
        if (percentage instanceof Value.Int whole && (whole.value() < 0 || whole.value() > 100)) {
            throw error(
                    written("percentile"), "found the percentile " + whole.value() + ", expected one from 0 to 100");
        }
        if (!percentage.isAbsent() && !(percentage instanceof Value.Int) && !(percentage instanceof Value.Decimal)) {
            throw error(written("percentile"), "found the percentile " + percentage.asText() + ", expected a number");
        }
        var arguments = new ArrayList<Expression>();
        arguments.add(new Expression.Literal(percentage, section));
        arguments.addAll(fields(rows).subList(0, 1));
        return arguments;
    }

    private Wanted temporal(
            boolean ordered, CorrelatedRows rows, List<CorrelatedRule> rules, Optional<Condition> extended)
            throws RuleSyntaxException {
        if (extended.isPresent() && !ordered) {
            var measures = new ArrayList<Stage.Aggregation>();
            for (int i = 0; i < rules.size(); i++) {
                String name = rules.get(i).name();
                measures.add(new Stage.Aggregation(name, Measures.ANY, List.of(rows.isOf(i)), Optional.empty()));
            }
            Expression met = new ConditionLowering(new RuleNames(source, rules)).lower(extended.get());
            return new Wanted(measures, met, !ConditionLowering.negates(extended.get()));
        }
        if (extended.isPresent() && !isConjunction(extended.get())) {
            unsupported.add(new Unsupported("correlation temporal_ordered with or, not", section));
        }
        boolean stated = extended.isEmpty() && correlation.members().containsKey("condition");
        Bounds bounds = stated ? bounds() : new Bounds(Map.of("gte", Values.of(rules.size())));
        var arguments = new ArrayList<Expression>();
        for (int i = 0; i < rules.size(); i++) {
            arguments.add(rows.isOf(i));
        }
        return wanted(COUNT, ordered ? Measures.SEQUENCE : Measures.RULES, arguments, bounds, bounds.onlyFromBelow());
    }

    private static boolean isConjunction(Condition condition) {
        return condition instanceof Condition.Name
                || (condition instanceof Condition.And and
                        && and.operands().stream().allMatch(Correlation::isConjunction));
    }

    /** The condition over rules, where it is a text. */
    private Optional<Condition> extended(boolean temporal) throws RuleSyntaxException {
        if (!(correlation.get("condition") instanceof Value.Text text)) {
            return Optional.empty();
        }
        if (!temporal) {
            throw error(written("condition"), "found a condition over rules, expected a bound such as gte");
        }
        places.key("condition");
        var written = new SearchReader.ConditionText(text.value(), places.align(text.value()));
        var parsed = new ConditionParser(source.body(), written).parse();
        if (parsed.pipe().isPresent()) {
            throw new RuleSyntaxException(
                    source.body(), parsed.pipe().get().span(), "found an aggregation in a condition over rules");
        }
        return Optional.of(parsed.condition());
    }

    private List<String> names(Optional<Condition> extended) throws RuleSyntaxException {
        List<String> names = new ArrayList<>(texts(correlation.get("rules")));
        if (names.isEmpty() && extended.isPresent()) {
            RuleNames.in(extended.get(), names);
        }
        if (names.isEmpty()) {
            throw error("found no rules, expected at least one");
        }
        return names;
    }

    private Bounds bounds() throws RuleSyntaxException {
        var wanted = new LinkedHashMap<String, Value>();
        for (Map.Entry<String, Value> bound : condition().members().entrySet()) {
            String operator = bound.getKey();
            if (operator.equals("field") || operator.equals("percentile")) {
                continue;
            }
            if (!Bounds.ORDERINGS.containsKey(operator)) {
                throw error(
                        written(operator),
                        "found " + operator + " in the condition, expected gt, gte, lt, lte, eq or neq");
            }
            if (!(bound.getValue() instanceof Value.Int) && !(bound.getValue() instanceof Value.Decimal)) {
                throw error(written(operator), "found " + bound.getValue().asText() + ", expected a number");
            }
            wanted.put(operator, bound.getValue());
        }
        if (wanted.isEmpty()) {
            throw error(written("condition"), "found no bound in the condition, expected one such as gte");
        }
        return new Bounds(wanted);
    }

    private List<Expression> fields(CorrelatedRows rows) throws RuleSyntaxException {
        List<String> names = texts(condition().get("field"));
        if (names.isEmpty()) {
            throw error(written("condition"), "found no field in the condition");
        }
        return names.stream().map(rows::field).toList();
    }

    private Value.ObjectOf condition() throws RuleSyntaxException {
        if (correlation.get("condition") instanceof Value.ObjectOf condition) {
            return condition;
        }
        throw error("found no condition, expected a bound such as gte");
    }

    private Duration timespan() throws RuleSyntaxException {
        String written = correlation.get("timespan").asText();
        Optional<Duration> timespan = Bounds.timespan(written);
        if (timespan.isEmpty()) {
            throw error(written("timespan"), "found the timespan " + written + ", expected one such as 5m");
        }
        return timespan.get();
    }

    static List<String> texts(Value value) {
        var texts = new ArrayList<String>();
        for (Value element : value instanceof Value.ListOf list ? list.elements() : List.of(value)) {
            if (!element.isAbsent()) {
                texts.add(element.asText());
            }
        }
        return texts;
    }

    /** Where a key of the correlation stands; the correlation itself where it is not there. */
    private Span written(String key) {
        Places fresh = reference
                .map(Places::allAt)
                .orElseGet(() -> Places.in(source.body().text()));
        fresh.section("correlation");
        Span place = fresh.key(key);
        return place.end() > place.start() ? place : section;
    }

    private RuleSyntaxException error(String detail) {
        return error(section, detail);
    }

    private RuleSyntaxException error(Span place, String detail) {
        return new RuleSyntaxException(source.body(), place, detail);
    }
}

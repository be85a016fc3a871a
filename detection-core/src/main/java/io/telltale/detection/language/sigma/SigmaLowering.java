package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers a rule: each search to an expression, the condition to their connection, and the filters that name the rule. */
final class SigmaLowering implements ConditionLowering.Names {
    private static final int MAX_NODES = 200_000;

    private final RuleSource source;
    private final Optional<Span> reference;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private final ItemLowering items;
    private final ConditionLowering conditions = new ConditionLowering(this);
    private final Map<String, Expression> searches = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private List<String> names = List.of();
    private int nodes;

    SigmaLowering(RuleSource source) {
        this(source, Optional.empty());
    }

    /** @param reference where another rule refers to this one, whose text is then not the body */
    private SigmaLowering(RuleSource source, Optional<Span> reference) {
        this.source = source;
        this.reference = reference;
        this.items = new ItemLowering(source, unsupported);
    }

    Lowering lower() throws RuleSyntaxException {
        Value.ObjectOf document = source.document();
        if (document.get("correlation") instanceof Value.ObjectOf correlation) {
            return new Correlation(source, correlation).lower();
        }
        if (document.members().containsKey("filter")) {
            return Lowering.notRunnable(new Unsupported("filter", places().section("filter")));
        }
        String logType = logType();
        var reader = new SearchReader(source.body(), places());
        reader.read(document.get("detection"));
        names = List.copyOf(reader.searches().keySet());
        for (Map.Entry<String, Search> search : reader.searches().entrySet()) {
            nodes = 0;
            searches.put(search.getKey(), search(search.getValue()));
            sizes.put(search.getKey(), nodes);
        }
        nodes = 0;
        List<List<Stage>> pipelines = pipelines(reader.conditions());
        var stages = new ArrayList<>(pipelines.get(0));
        if (pipelines.size() > 1) {
            List<Pipeline> others = pipelines.subList(1, pipelines.size()).stream()
                    .map(other -> new Pipeline(logType, other))
                    .toList();
            stages.add(new Stage.Union(others, stages.get(0).span()));
        }
        parameters.addAll(items.parameters());
        var detection = Detection.of(new Pipeline(logType, stages), parameters);
        return new Lowering(Optional.of(detection), unsupported);
    }

    /** The conditions without an aggregation as one filter, and the others each by itself. */
    private List<List<Stage>> pipelines(List<SearchReader.ConditionText> texts) throws RuleSyntaxException {
        var plain = new ArrayList<Expression>();
        var pipelines = new ArrayList<List<Stage>>();
        for (SearchReader.ConditionText text : texts) {
            var parsed = new ConditionParser(source.body(), text).parse();
            Expression condition = conditions.lower(parsed.condition());
            Expression tuned = tuned(condition);
            if (parsed.pipe().isEmpty()) {
                plain.add(tuned);
            } else {
                pipelines.add(piped(tuned, parsed.pipe().get()));
            }
        }
        if (!plain.isEmpty()) {
            Span whole = plain.get(0).span().to(plain.get(plain.size() - 1).span());
            pipelines.add(0, List.of(new Stage.Filter(Expression.anyOf(plain, whole), whole)));
        }
        return pipelines;
    }

    /** The condition, and those of the filters that name this rule, as they are written. */
    private Expression tuned(Expression condition) throws RuleSyntaxException {
        if (!(source.document().get("filters") instanceof Value.ListOf filters)) {
            return condition;
        }
        var all = new ArrayList<Expression>();
        all.add(condition);
        for (Value filter : filters.elements()) {
            if (!(filter instanceof Value.ObjectOf document)
                    || !(document.get("filter") instanceof Value.ObjectOf section)) {
                throw error(condition.span(), "found a filter without its section");
            }
            var detection = new LinkedHashMap<>(section.members());
            detection.remove("rules");
            Lowering lowering = lowerReferenced(
                    source,
                    new Value.ObjectOf(
                            Map.of("logsource", document.get("logsource"), "detection", new Value.ObjectOf(detection))),
                    condition.span());
            unsupported.addAll(lowering.unsupported());
            if (lowering.detection().isEmpty()) {
                continue;
            }
            Detection lowered = lowering.detection().get();
            if (lowered.pipeline().stages().size() == 1
                    && lowered.pipeline().stages().get(0) instanceof Stage.Filter only) {
                all.add(only.condition());
                parameters.addAll(lowered.parameters());
            } else {
                unsupported.add(new Unsupported("filter with an aggregation", condition.span()));
            }
        }
        return Expression.allOf(all, condition.span());
    }

    private List<Stage> piped(Expression condition, Pipe pipe) throws RuleSyntaxException {
        Value frame = source.document().get("detection") instanceof Value.ObjectOf detection
                ? detection.get("timeframe")
                : source.document().get("timeframe");
        var timespan = frame.isAbsent() ? Optional.<Duration>empty() : Bounds.timespan(frame.asText());
        if (timespan.isEmpty() && !frame.isAbsent()) {
            throw error(pipe.span(), "found the timeframe " + frame.asText() + ", expected one such as 5m");
        }
        Span span = pipe.span();
        if (pipe instanceof Pipe.Near near) {
            var measures = new ArrayList<Stage.Aggregation>();
            measures.add(any("near", condition));
            var rows = new ArrayList<Expression>();
            rows.add(condition);
            Expression others = new ConditionLowering(new ConditionLowering.Names() {
                        @Override
                        public Expression named(String name, Span place) throws RuleSyntaxException {
                            Expression search = SigmaLowering.this.named(name, place);
                            measures.add(any(name, search));
                            rows.add(search);
                            return new Expression.Column(name, place);
                        }

                        @Override
                        public List<String> matching(Condition.Of of) throws RuleSyntaxException {
                            return SigmaLowering.this.matching(of);
                        }
                    })
                    .lower(near.others());
            Expression met = Expression.allOf(List.of(new Expression.Column("near", span), others), span);
            var stages = new ArrayList<Stage>();
            stages.add(new Stage.Filter(Expression.anyOf(rows, span), span));
            stages.addAll(Bounds.windows(
                    List.of(), measures, met, timespan, !ConditionLowering.negates(near.others()), span));
            return stages;
        }
        Pipe.Measure measure = (Pipe.Measure) pipe;
        var keys = new ArrayList<Stage.Binding>();
        measure.by().forEach(field -> keys.add(new Stage.Binding(field, ItemLowering.field(field, span))));
        boolean counts = measure.function().equals("count");
        String function = !counts
                ? SigmaLanguage.SLUG + ":" + measure.function()
                : measure.field().isEmpty() ? Measures.EVENTS : Measures.VALUES;
        var aggregation = new Stage.Aggregation(
                measure.function(),
                function,
                measure.field().isEmpty() ? List.of() : List.of(ItemLowering.field(measure.field(), span)),
                Optional.empty());
        boolean grows = measure.bounds().onlyFromBelow()
                && (counts
                        || measure.function().equals("sum")
                        || measure.function().equals("max"));
        var stages = new ArrayList<Stage>();
        stages.add(new Stage.Filter(condition, condition.span()));
        stages.addAll(Bounds.windows(
                keys, List.of(aggregation), measure.bounds().on(measure.function(), span), timespan, grows, span));
        return stages;
    }

    private static Stage.Aggregation any(String name, Expression condition) {
        return new Stage.Aggregation(name, Measures.ANY, List.of(condition), Optional.empty());
    }

    /**
     * Lowers a rule that another refers to; every node gets the place of that reference.
     *
     * @param referring the rule whose text is read, with the other rule's document
     */
    static Lowering lowerReferenced(RuleSource referring, Value.ObjectOf document, Span reference)
            throws RuleSyntaxException {
        var source = new RuleSource(referring.body(), document, referring.companions(), referring.parameters());
        return new SigmaLowering(source, Optional.of(reference)).lower();
    }

    private Places places() {
        return reference
                .map(Places::allAt)
                .orElseGet(() -> Places.in(source.body().text()));
    }

    private String logType() throws RuleSyntaxException {
        Span place = places().section("logsource");
        if (!(source.document().get("logsource") instanceof Value.ObjectOf log)) {
            throw new RuleSyntaxException(source.body(), place, "found no logsource, expected a product or a category");
        }
        String product = log.get("product").asText();
        String service = log.get("service").asText();
        String category = log.get("category").asText();
        // A log source that is not said in full is all that it can be, CloudTrail among it.
        boolean cloudTrail =
                List.of("aws cloudtrail ", "aws  ", " cloudtrail ").contains(product + " " + service + " " + category);
        if (cloudTrail) {
            return Pipeline.CLOUDTRAIL;
        }
        var parts = new ArrayList<String>();
        for (String part : List.of(product, category, service)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return String.join(".", parts);
    }

    private Expression search(Search search) throws RuleSyntaxException {
        if (search instanceof Search.All all) {
            count(1, all.span());
            return Expression.allOf(lowered(all.parts()), all.span());
        }
        if (search instanceof Search.Any any) {
            count(1, any.span());
            return Expression.anyOf(lowered(any.parts()), any.span());
        }
        Search.Item item = (Search.Item) search;
        count(item.values().size() + 1, item.span());
        return items.lower(item);
    }

    private List<Expression> lowered(List<Search> parts) throws RuleSyntaxException {
        var expressions = new ArrayList<Expression>();
        for (Search part : parts) {
            expressions.add(search(part));
        }
        return expressions;
    }

    @Override
    public Expression named(String name, Span span) throws RuleSyntaxException {
        Expression search = searches.get(name);
        if (search == null) {
            throw error(span, "found " + name + ", expected one of the searches " + String.join(", ", names));
        }
        count(sizes.getOrDefault(name, 1) + 1, span);
        return search;
    }

    @Override
    public List<String> matching(Condition.Of of) throws RuleSyntaxException {
        boolean them = of.pattern().equalsIgnoreCase("them");
        Wildcard pattern = Wildcard.compile(of.pattern(), true);
        List<String> matching = names.stream()
                .filter(name -> them || pattern.matches(name))
                .filter(name -> !name.startsWith("_") || of.pattern().startsWith("_"))
                .toList();
        if (matching.isEmpty()) {
            throw error(of.span(), "found " + of.pattern() + ", which names none of the searches");
        }
        return matching;
    }

    private void count(int more, Span span) throws RuleSyntaxException {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw error(span, "condition unfolds to more than " + MAX_NODES + " comparisons");
        }
    }

    private RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source.body(), span, detail);
    }
}

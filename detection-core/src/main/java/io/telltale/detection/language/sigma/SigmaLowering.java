package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers a rule: each search to an expression, and the condition to their connection. */
final class SigmaLowering {
    private static final int MAX_NODES = 200_000;

    private final RuleSource source;
    private final Optional<Span> reference;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final ItemLowering items;
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
        var conditions = new ArrayList<Expression>();
        Span whole = Span.NONE;
        for (SearchReader.ConditionText text : reader.conditions()) {
            var parsed = new ConditionParser(source.body(), text).parse();
            parsed.aggregation().ifPresent(unsupported::add);
            conditions.add(condition(parsed.condition()));
            whole = conditions.size() == 1
                    ? parsed.condition().span()
                    : whole.to(parsed.condition().span());
        }
        Stage filter = new Stage.Filter(Expression.anyOf(conditions, whole), whole);
        var detection = Detection.of(new Pipeline(logType, List.of(filter)), items.parameters());
        return new Lowering(Optional.of(detection), unsupported);
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
        if (product.equals("aws") && service.equals("cloudtrail")) {
            return Pipeline.CLOUDTRAIL;
        }
        var parts = new ArrayList<String>();
        for (String part : List.of(product, log.get("category").asText(), service)) {
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

    private Expression condition(Condition condition) throws RuleSyntaxException {
        count(1, condition.span());
        if (condition instanceof Condition.Name name) {
            return named(name.name(), name.span());
        }
        if (condition instanceof Condition.Of of) {
            var parts = new ArrayList<Expression>();
            for (String name : matching(of)) {
                parts.add(named(name, of.span()));
            }
            return of.all() ? Expression.allOf(parts, of.span()) : Expression.anyOf(parts, of.span());
        }
        if (condition instanceof Condition.Not not) {
            return new Expression.Not(condition(not.operand()), not.span());
        }
        boolean and = condition instanceof Condition.And;
        List<Condition> operands =
                condition instanceof Condition.And each ? each.operands() : ((Condition.Or) condition).operands();
        var parts = new ArrayList<Expression>();
        for (Condition operand : operands) {
            parts.add(condition(operand));
        }
        return and ? Expression.allOf(parts, condition.span()) : Expression.anyOf(parts, condition.span());
    }

    private Expression named(String name, Span span) throws RuleSyntaxException {
        Expression search = searches.get(name);
        if (search == null) {
            throw error(span, "found " + name + ", expected one of the searches " + String.join(", ", names));
        }
        count(sizes.getOrDefault(name, 1), span);
        return search;
    }

    private List<String> matching(Condition.Of of) throws RuleSyntaxException {
        boolean them = of.pattern().equalsIgnoreCase("them");
        Wildcard pattern = Wildcard.compile(of.pattern(), true);
        List<String> matching = names.stream()
                .filter(name -> them ? !name.startsWith("_") : pattern.matches(name))
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

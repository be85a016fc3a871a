package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Sigma 2.1. The body is the rule's YAML document and {@link RuleSource#document()} the same as data. Comparisons are
 * without case unless {@code cased}; a comparison with an absent field is false. The
 * document of a correlation holds the documents of the rules that it joins under {@code referenced}.
 */
public final class SigmaLanguage implements RuleLanguage {
    static final String SLUG = "sigma";
    private static final int MAX_LENGTH = 1_000_000;
    private static final List<String> CONDITIONS = List.of(
            "and",
            "or",
            "not",
            "( )",
            "1 of them",
            "1 of pattern*",
            "all of them",
            "all of pattern*",
            "list of conditions");
    private static final List<String> PARTS_OF_CORRELATIONS = List.of(
            "rules",
            "group-by",
            "timespan",
            "aliases",
            "condition gt, gte, lt, lte, eq, neq",
            "condition over rules",
            "correlation of correlations",
            "filter");

    @Override
    public String slug() {
        return SLUG;
    }

    @Override
    public String title() {
        return "Sigma";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        if (source.body().text().length() > MAX_LENGTH) {
            throw new RuleSyntaxException(source.body(), Span.NONE, "rule longer than " + MAX_LENGTH + " characters");
        }
        return new SigmaLowering(source).lower();
    }

    @Override
    public List<FunctionEntry> functions() {
        return TimeParts.functions();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return Measures.aggregates();
    }

    @Override
    public List<Construct> constructs() {
        var constructs = new ArrayList<Construct>();
        Modifiers.names().forEach(name -> constructs.add(new Construct("modifier", name)));
        CONDITIONS.forEach(name -> constructs.add(new Construct("condition", name)));
        Correlation.TYPES.forEach(name -> constructs.add(new Construct("correlation", name)));
        PARTS_OF_CORRELATIONS.forEach(name -> constructs.add(new Construct("correlation key", name)));
        PipeParser.FUNCTIONS.stream()
                .sorted()
                .forEach(name -> constructs.add(new Construct("aggregation (before version 2)", name)));
        constructs.add(new Construct("aggregation (before version 2)", "near"));
        return constructs;
    }
}

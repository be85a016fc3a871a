package io.telltale.detection.language.lucene;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.schema.ecs.EcsFunctions;
import io.telltale.detection.schema.ecs.ElasticRule;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lucene's query string, with the rule types of Elastic that search with it. */
public final class LuceneLanguage implements RuleLanguage {
    @Override
    public String slug() {
        return "lucene";
    }

    @Override
    public String title() {
        return "Lucene";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        var fields = EcsFields.of(source.parameters());
        var unsupported = new ArrayList<Unsupported>();
        ElasticRule rule = ElasticRule.of(source.document());
        SourceText body = rule.query(source.body(), fields);
        Optional<LuceneSyntax> query = new LuceneParser(body).parse();
        Optional<Stage.Filter> filter = Optional.empty();
        if (query.isPresent()) {
            var lowering = new LuceneLowering(body, fields, unsupported);
            filter = Optional.of(
                    new Stage.Filter(lowering.lower(query.get()), query.get().span()));
        }
        return rule.lowered(filter, threats(rule, source.body(), unsupported), fields, unsupported);
    }

    private ElasticRule.ThreatQuery threats(ElasticRule rule, SourceText body, List<Unsupported> unsupported)
            throws RuleSyntaxException {
        Optional<SourceText> asked = rule.threatQuery(slug(), body, unsupported);
        Optional<LuceneSyntax> query = asked.isEmpty() ? Optional.empty() : new LuceneParser(asked.get()).parse();
        return (indicator, open) -> asked.isEmpty() || query.isEmpty()
                ? new Expression.Literal(Values.TRUE, Span.NONE)
                : new LuceneLowering(asked.get(), indicator, open).lower(query.get());
    }

    @Override
    public List<FunctionEntry> functions() {
        var entries = new ArrayList<>(EcsFunctions.entries());
        entries.add(EcsFunctions.anywhere("lucene:anywhere"));
        entries.add(LuceneFuzzy.entry());
        return entries;
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return EcsFunctions.aggregates();
    }

    @Override
    public List<Construct> constructs() {
        var all = new ArrayList<Construct>();
        for (String form : List.of(
                "field:term",
                "field:\"a phrase\"",
                "field:te?m*",
                "field:/regular.expression/",
                "field:[a TO b]",
                "field:{a TO b}",
                "field:>=a",
                "field:(a OR b)",
                "_exists_:field",
                "term",
                "AND",
                "OR",
                "NOT",
                "&&",
                "||",
                "!",
                "+",
                "-",
                "^boost",
                "term~2",
                "\"a phrase\"~5")) {
            all.add(new Construct("operator", form));
        }
        all.addAll(ElasticRule.types());
        return all;
    }
}

package io.telltale.detection.language.kuery;

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

/** The Kibana Query Language, with the rule types of Elastic that search with it. */
public final class KueryLanguage implements RuleLanguage {
    @Override
    public String slug() {
        return "kuery";
    }

    @Override
    public String title() {
        return "KQL (Kibana)";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        var fields = EcsFields.of(source.parameters());
        var unsupported = new ArrayList<Unsupported>();
        ElasticRule rule = ElasticRule.of(source.document());
        SourceText body = rule.query(source.body(), fields);
        var whole = new Span(0, body.text().length());
        Optional<KuerySyntax> query = new KueryParser(body).parse();
        var lowering = new KueryLowering(fields, unsupported);
        Optional<SourceText> asked = rule.threatQuery(slug(), source.body(), unsupported);
        Optional<KuerySyntax> threats = asked.isEmpty() ? Optional.empty() : new KueryParser(asked.get()).parse();
        return rule.lowered(
                query.map(q -> new Stage.Filter(lowering.lower(q), whole)),
                (indicator, open) -> threats.map(t -> new KueryLowering(indicator, open).lower(t))
                        .orElse(new Expression.Literal(Values.TRUE, Span.NONE)),
                fields,
                unsupported);
    }

    @Override
    public List<FunctionEntry> functions() {
        var entries = new ArrayList<>(EcsFunctions.entries());
        entries.add(EcsFunctions.anywhere("kuery:anywhere"));
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
                "field: value",
                "field: \"value\"",
                "field: val*",
                "field: *",
                "fie*: value",
                "field: (a or b and not c)",
                "field: { nested: value }",
                "field < value",
                "field <= value",
                "field > value",
                "field >= value",
                "value",
                "and",
                "or",
                "not")) {
            all.add(new Construct("operator", form));
        }
        all.addAll(ElasticRule.types());
        return all;
    }
}

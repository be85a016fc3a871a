package io.telltale.detection.language.esql;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.schema.ecs.ElasticRule;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Elastic's piped query language. */
public final class EsqlLanguage implements RuleLanguage {
    private final Map<String, RuleLanguage> searches;

    public EsqlLanguage() {
        this(Map.of());
    }

    /** @param searches the languages of searches inside of a query, by the function that holds them: {@code kql}, {@code qstr} */
    public EsqlLanguage(Map<String, RuleLanguage> searches) {
        this.searches = Map.copyOf(searches);
    }

    @Override
    public String slug() {
        return "esql";
    }

    @Override
    public String title() {
        return "ES|QL";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        return new EsqlLowering(
                        source.body(),
                        ElasticRule.of(source.document()),
                        EcsFields.of(source.parameters()),
                        new EmbeddedSearches(searches, source),
                        new EsqlParameters(source.parameters()))
                .lower(new EsqlParser(source.body()).parse(), source.document().get("rule") instanceof Value.ObjectOf);
    }

    @Override
    public List<FunctionEntry> functions() {
        return EsqlFunctions.entries();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return EsqlAggregates.entries();
    }

    @Override
    public List<Construct> constructs() {
        var all = new ArrayList<Construct>();
        all.add(new Construct("command", "FROM"));
        for (EsqlCommand command : EsqlCommand.values()) {
            all.add(new Construct("command", command.title()));
        }
        EsqlExpressionParser.OPERATORS.forEach(name -> all.add(new Construct("operator", name)));
        EsqlExpressionLowering.FUNCTIONS.forEach(name -> all.add(new Construct("function", name)));
        searches.keySet().stream().sorted().forEach(name -> all.add(new Construct("function", name)));
        EsqlFunctions.names().forEach(name -> all.add(new Construct("function", name)));
        EsqlAggregates.names().forEach(name -> all.add(new Construct("aggregate", name)));
        return all;
    }
}

package io.telltale.detection.language.esql;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.List;

/** Elastic's piped query language. */
public final class EsqlLanguage implements RuleLanguage {
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
        return new EsqlLowering(source.body(), new EcsFields(source.parameters()))
                .lower(new EsqlParser(source.body()).parse());
    }

    @Override
    public List<FunctionEntry> functions() {
        return EsqlFunctions.entries();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return EsqlAggregates.entries();
    }
}

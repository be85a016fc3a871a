package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.List;

/** The Kusto query language over Microsoft Sentinel's table of CloudTrail records. */
public final class KustoLanguage implements RuleLanguage {
    static final FieldSchema SCHEMA = FieldSchema.load("sentinel");

    @Override
    public String slug() {
        return "kusto";
    }

    @Override
    public String title() {
        return "Kusto (KQL)";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        return KustoLowering.lower(source);
    }

    @Override
    public List<FunctionEntry> functions() {
        return KustoFunctions.entries();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return KustoAggregates.entries();
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

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
    public List<Construct> constructs() {
        var all = new ArrayList<Construct>();
        new TreeSet<>(KustoOperators.SUPPORTED).forEach(name -> all.add(new Construct("operator", name)));
        KustoScalarParser.operators().forEach(name -> all.add(new Construct("comparison", name)));
        var functions = new TreeSet<>(KustoFunctions.SIGNATURES.keySet());
        functions.addAll(KustoWindows.FUNCTIONS.keySet());
        functions.add("toscalar");
        functions.forEach(name -> all.add(new Construct("function", name)));
        new TreeSet<>(KustoAggregates.SHAPES.keySet()).forEach(name -> all.add(new Construct("aggregate", name)));
        return List.copyOf(all);
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

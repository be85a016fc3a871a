package io.telltale.detection.language.spl;

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

/** Splunk's search processing language. */
public final class SplLanguage implements RuleLanguage {
    private final FieldSchema splunk = FieldSchema.load("splunk");
    private final FieldSchema ocsf = FieldSchema.load("ocsf");
    private final FieldSchema cim = FieldSchema.load("cim");
    private final SplFunctions functions = new SplFunctions();

    @Override
    public String slug() {
        return "spl";
    }

    @Override
    public String title() {
        return "SPL";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        ExpandedSearch search = ExpandedSearch.of(source);
        List<Command> commands = new SplParser(search).parse();
        return new SplLowering(new SearchContext(this, source, search)).lower(commands);
    }

    @Override
    public List<FunctionEntry> functions() {
        return functions.entries();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return SplAggregates.entries();
    }

    @Override
    public List<Construct> constructs() {
        var out = new ArrayList<Construct>();
        SplParser.TABLE.keySet().forEach(n -> out.add(new Construct("command", n)));
        functions.table().keySet().forEach(n -> out.add(new Construct("function", n)));
        SplAggregates.TABLE.keySet().forEach(n -> out.add(new Construct("aggregate", n)));
        out.add(new Construct("aggregate", "perc<n>"));
        List.of("ctime", "mktime").forEach(n -> out.add(new Construct("convert function", n)));
        Conversions.TABLE.keySet().forEach(n -> out.add(new Construct("convert function", n)));
        DataModels.TABLE.keySet().forEach(n -> out.add(new Construct("data model", n)));
        return out;
    }

    FieldSchema splunk() {
        return splunk;
    }

    FieldSchema ocsf() {
        return ocsf;
    }

    FieldSchema cim() {
        return cim;
    }

    SplFunctions functionTable() {
        return functions;
    }
}

package io.telltale.detection.language.spl;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.List;

/** Splunk's search processing language, as far as searches over one event log go. */
public final class SplLanguage implements RuleLanguage {
    private final FieldSchema splunk = FieldSchema.load("splunk");
    private final FieldSchema ocsf = FieldSchema.load("ocsf");

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
        return new SplLowering(splunk, ocsf).lower(commands, search);
    }

    @Override
    public List<FunctionEntry> functions() {
        return SplFunctions.entries();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return SplAggregates.entries();
    }
}

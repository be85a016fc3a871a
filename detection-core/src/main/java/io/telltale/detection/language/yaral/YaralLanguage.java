package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * YARA-L 2, the language of Google SecOps. A field that an event does not have is the empty text, 0 or false; texts
 * compare with case unless {@code nocase}; fields are those of the Unified Data Model.
 */
public final class YaralLanguage implements RuleLanguage {
    static final String SLUG = "yaral";

    @Override
    public String slug() {
        return SLUG;
    }

    @Override
    public String title() {
        return "YARA-L 2";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        return new RuleLowering(source, new RuleParser(source.body()).parse()).lower();
    }

    @Override
    public List<FunctionEntry> functions() {
        var entries = new ArrayList<>(ScalarFunctions.functions());
        entries.addAll(Library.functions());
        entries.addAll(Aggregates.functions());
        return entries;
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return Aggregates.aggregates();
    }
}

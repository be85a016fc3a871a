package io.telltale.detection.language.panther;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.Rehearsal;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.schema.panther.MatchExpressions;
import io.telltale.detection.schema.panther.PantherFunctions;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Panther's simple detections: rules written as data. The body is the rule's YAML file and {@link RuleSource#document()}
 * the same as data.
 */
public final class PantherYamlLanguage implements RuleLanguage {
    static final String SLUG = "panther-yaml";

    @Override
    public String slug() {
        return SLUG;
    }

    @Override
    public String title() {
        return "Panther simple detections";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        return new SimpleDetection(source.document(), new RuleText(source.body())).lower();
    }

    @Override
    public Optional<Rehearsal> rehearse(RuleSource source, Value.ObjectOf test) throws RuleSyntaxException {
        return Optional.of(Rehearsal.ofEvent(lower(source), test));
    }

    @Override
    public List<Construct> constructs() {
        var all = new ArrayList<Construct>();
        SimpleDetection.KEYS.forEach(name -> all.add(new Construct("key of a rule", name)));
        all.addAll(MatchExpressions.constructs());
        return all;
    }

    @Override
    public List<FunctionEntry> functions() {
        return PantherFunctions.all();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return List.of();
    }
}

package io.telltale.detection.language.panther;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.Rehearsal;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Panther's correlation rules. The body is the rule's YAML file and {@link RuleSource#document()} the same as data, with the
 * documents of the rules that it joins under {@code referenced}; their bodies are companions of the kind {@code rule}.
 */
public final class PantherCorrelationLanguage implements RuleLanguage {
    private final Map<String, RuleLanguage> languages;

    /** @param languages those of the rules that correlations join, by their slugs */
    public PantherCorrelationLanguage(Map<String, RuleLanguage> languages) {
        this.languages = Map.copyOf(languages);
    }

    @Override
    public String slug() {
        return "panther-correlation";
    }

    @Override
    public String title() {
        return "Panther correlation rules";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        var signals = new ReferencedSignals(source, languages, 0);
        return new CorrelationLowering(new RuleText(source.body()), signals).lower(source.document());
    }

    /** A test states outputs; the rule runs once, right behind the last of them. */
    @Override
    public Optional<Rehearsal> rehearse(RuleSource source, Value.ObjectOf test) throws RuleSyntaxException {
        var text = new RuleText(source.body());
        Correlation correlation = new CorrelationReader(text).read(source.document());
        Lowering lowering = new CorrelationLowering(text, new RehearsedSignals()).lower(correlation);
        return Optional.of(new Rehearsal(lowering, RehearsedSignals.events(test, correlation.lookback(), text)));
    }

    @Override
    public List<Construct> constructs() {
        var all = new ArrayList<Construct>();
        add(all, "key", CorrelationReader.KEYS);
        add(all, "key of a rule in it", CorrelationReader.MEMBER_KEYS);
        add(all, "key of a transition", CorrelationReader.TRANSITION_KEYS);
        add(all, "key of a transition's match", CorrelationReader.MATCH_KEYS);
        add(all, "key of a match criterion", CorrelationReader.CRITERION_KEYS);
        add(all, "key of a schedule", CorrelationReader.SCHEDULE_KEYS);
        add(all, "added field of a signal", ReferencedSignals.ADDED);
        return all;
    }

    private static void add(List<Construct> out, String kind, List<String> names) {
        names.forEach(name -> out.add(new Construct(kind, name)));
    }

    @Override
    public List<FunctionEntry> functions() {
        return List.of();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return SequenceMatch.aggregates();
    }
}

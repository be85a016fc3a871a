package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Lowers the rules that a correlation joins, correlations among them, from the documents under {@code referenced}. */
final class JoinedRules {
    /** How many rules a correlation and those within it may join. */
    static final int MOST = 1_000;

    private final RuleSource source;
    private final Places places;
    private final int depth;
    private final AtomicInteger left;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private String logType = Pipeline.CLOUDTRAIL;

    /**
     * @param depth how many correlations the one that joins lies within
     * @param left how many rules it and those that it lies within may still join
     */
    JoinedRules(RuleSource source, Places places, int depth, AtomicInteger left) {
        this.source = source;
        this.places = places;
        this.depth = depth;
        this.left = left;
    }

    List<Unsupported> unsupported() {
        return unsupported;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /** The log that they read: one that is not CloudTrail where there is such a one. */
    String logType() {
        return logType;
    }

    /** @param section where the correlation stands */
    List<CorrelatedRule> read(List<String> names, Span section) throws RuleSyntaxException {
        Value referenced = source.document().get("referenced");
        var rules = new ArrayList<CorrelatedRule>();
        for (String name : names) {
            Span place = places.value(name);
            if (left.decrementAndGet() < 0) {
                throw new RuleSyntaxException(
                        source.body(), section, "correlations that join more than " + MOST + " rules");
            }
            Value found = referenced instanceof Value.ObjectOf object ? object.get(name) : Values.MISSING;
            if (!(found instanceof Value.ObjectOf document)) {
                unsupported.add(new Unsupported("correlation of a rule that is not there", place));
                continue;
            }
            Lowering lowering = lowered(document, referenced, place);
            unsupported.addAll(lowering.unsupported());
            if (lowering.detection().isPresent()) {
                Detection detection = lowering.detection().get();
                parameters.addAll(detection.parameters());
                if (!detection.pipeline().logType().equals(Pipeline.CLOUDTRAIL)) {
                    logType = detection.pipeline().logType();
                }
                rules.add(new CorrelatedRule(
                        name,
                        List.of(
                                name,
                                document.get("name").asText(),
                                document.get("id").asText()),
                        detection.pipeline().stages(),
                        place));
            }
        }
        return rules;
    }

    private Lowering lowered(Value.ObjectOf document, Value referenced, Span place) throws RuleSyntaxException {
        if (!(document.get("correlation") instanceof Value.ObjectOf inner)) {
            return SigmaLowering.lowerReferenced(source, document, place);
        }
        var members = new LinkedHashMap<>(document.members());
        members.put("referenced", referenced);
        var innerSource =
                new RuleSource(source.body(), new Value.ObjectOf(members), source.companions(), source.parameters());
        return new Correlation(innerSource, inner, Optional.of(place), depth + 1, left).lower();
    }
}

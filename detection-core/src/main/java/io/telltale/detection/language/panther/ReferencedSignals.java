package io.telltale.detection.language.panther;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Relocated;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.schema.panther.KeyPath;
import io.telltale.detection.schema.panther.PantherFunctions;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Outputs of the rules of the checkout: each event that such a rule matches is one, however many matches it counts before
 * it alerts. A correlation's document holds those rules' documents under {@code referenced}, by their ids; their bodies are
 * companions.
 *
 * @see <a href="https://docs.panther.com/detections/signals">signals</a>
 */
final class ReferencedSignals implements Signals {
    private static final String CLOUDTRAIL = "AWS.CloudTrail";
    private static final int MAX_DEPTH = 5;
    private static final String CONTEXT = "p_alert_context";

    /** Of the fields that Panther adds to an output, those that are known here. */
    static final List<String> ADDED = List.of(CONTEXT, "p_log_type", "p_rule_id");

    private final RuleSource source;
    private final Map<String, RuleLanguage> languages;
    private final int depth;

    /** @param depth how many correlations the one whose rules these are lies within */
    ReferencedSignals(RuleSource source, Map<String, RuleLanguage> languages, int depth) {
        this.source = source;
        this.languages = languages;
        this.depth = depth;
    }

    @Override
    public Outputs of(Correlation.Member member, Span span) throws RuleSyntaxException {
        String id = member.ruleId();
        Optional<SourceText> body = source.companions().find("rule", id);
        if (!(source.document().get("referenced") instanceof Value.ObjectOf referenced)
                || !(referenced.get(id) instanceof Value.ObjectOf document)
                || body.isEmpty()) {
            return Outputs.none("signals of " + id + ", a rule that is not there", span);
        }
        String type = document.get("AnalysisType").asText();
        if (type.equals("scheduled_rule")) {
            return Outputs.none("signals of " + id + ", a scheduled rule", span);
        }
        if (type.equals("correlation_rule")) {
            return correlated(document, referenced, body.get(), member, span);
        }
        List<String> logs = document.get("LogTypes") instanceof Value.ListOf types
                ? types.elements().stream().map(Value::asText).toList()
                : List.of();
        if (!logs.contains(CLOUDTRAIL)) {
            return Outputs.none("signals of " + id + " on " + String.join(", ", logs), span);
        }
        String slug = document.get("Filename").isAbsent() ? PantherYamlLanguage.SLUG : "python";
        Lowering lowering = languages
                .get(slug)
                .lower(new RuleSource(body.get(), document, source.companions(), source.parameters()));
        if (!lowering.unsupported().isEmpty()) {
            return Outputs.none(lowering.unsupported(), span);
        }
        Detection detection = lowering.detection().orElseThrow();
        var stages = new ArrayList<Stage>();
        Optional<Expression> context = Optional.empty();
        for (Stage stage : detection.pipeline().stages()) {
            if (stage instanceof Stage.Filter filter) {
                stages.add(new Stage.Filter(Relocated.at(filter.condition(), span), span));
            } else if (stage instanceof Stage.Extend extend) {
                Optional<Expression> said = extend.bindings().stream()
                        .filter(binding -> binding.name().equals(SimpleDetection.CONTEXT))
                        .map(binding -> Relocated.at(binding.value(), span))
                        .findFirst();
                context = said.isPresent() ? said : context;
            }
        }
        Optional<Expression> alert = context;
        return new Outputs(stages, (path, at) -> field(path, at, document, alert), detection.parameters(), List.of());
    }

    private static Optional<Expression> field(
            String path, Span span, Value.ObjectOf document, Optional<Expression> context) {
        if (path.equals("p_rule_id")) {
            return Optional.of(new Expression.Literal(document.get("RuleID"), span));
        }
        if (path.equals("p_log_type")) {
            return Optional.of(new Expression.Literal(Values.of(CLOUDTRAIL), span));
        }
        if (path.equals(CONTEXT)) {
            return context;
        }
        if (path.startsWith(CONTEXT + ".")) {
            String within = path.substring(CONTEXT.length() + 1);
            return KeyPath.parse(within).isEmpty()
                    ? Optional.empty()
                    : context.map(c -> new Expression.Call(
                            PantherFunctions.GET, List.of(c, new Expression.Literal(Values.of(within), span)), span));
        }
        return path.startsWith("p_")
                ? Optional.empty()
                : KeyPath.parse(path).map(field -> new Expression.Field(field, span));
    }

    /** The matches of a correlation are outputs too; what they carry beside their rule's id is not documented. */
    private Outputs correlated(
            Value.ObjectOf document, Value.ObjectOf referenced, SourceText body, Correlation.Member member, Span span)
            throws RuleSyntaxException {
        if (depth >= MAX_DEPTH) {
            return Outputs.none("correlations within each other deeper than " + MAX_DEPTH, span);
        }
        var members = new LinkedHashMap<>(document.members());
        members.put("referenced", referenced);
        var inner = new RuleSource(body, new Value.ObjectOf(members), source.companions(), source.parameters());
        Lowering lowering = new CorrelationLowering(
                        new RuleText(body), new ReferencedSignals(inner, languages, depth + 1))
                .lower(inner.document());
        if (!lowering.unsupported().isEmpty()) {
            return Outputs.none(lowering.unsupported(), span);
        }
        Detection detection = lowering.detection().orElseThrow();
        return new Outputs(
                detection.pipeline().stages(),
                (path, at) -> path.equals("p_rule_id")
                        ? Optional.of(new Expression.Literal(Values.of(member.ruleId()), at))
                        : Optional.empty(),
                detection.parameters(),
                List.of());
    }
}

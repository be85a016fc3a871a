package io.telltale.detection.language.panther;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.schema.panther.InlineFilters;
import io.telltale.detection.schema.panther.KeyPath;
import io.telltale.detection.schema.panther.MatchExpressionException;
import io.telltale.detection.schema.panther.MatchExpressions;
import io.telltale.detection.schema.panther.PantherFunctions;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lowers a simple detection: its filters and its conditions, what its alert says, and the count of matches that makes one.
 */
final class SimpleDetection {
    /** The keys of a rule that say what it finds and what a finding says. */
    static final List<String> KEYS = List.of(
            "Detection",
            "InlineFilters",
            "AlertTitle",
            "AlertContext",
            "DynamicSeverities",
            "GroupBy",
            "Threshold",
            "DedupPeriodMinutes");

    /** The column that holds what the alert says of the event; the same as for rules in Python. */
    static final String CONTEXT = "alert_context";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final long DEFAULT_MINUTES = 60;
    private static final long MOST_MINUTES = 60L * 24 * 366;

    private final Value.ObjectOf document;
    private final RuleText text;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final MatchExpressions expressions;

    SimpleDetection(Value.ObjectOf document, RuleText text) {
        this.document = document;
        this.text = text;
        this.expressions = new MatchExpressions(text::at, unsupported, false);
    }

    Lowering lower() throws RuleSyntaxException {
        try {
            var stages = new ArrayList<>(InlineFilters.lower(document, text::at, unsupported));
            if (!(document.get("Detection") instanceof Value.ListOf detection)
                    || detection.elements().isEmpty()) {
                throw text.error(List.of("Detection"), "expected Detection, a list of match expressions");
            }
            stages.add(new Stage.Filter(expressions.all(detection, List.of("Detection")), at("Detection")));
            Optional<Expression> title = title();
            stages.addAll(context());
            stages.addAll(threshold(title));
            Detection lowered = Detection.of(new Pipeline(Pipeline.CLOUDTRAIL, stages), List.of())
                    .withTitle(title, severity());
            return new Lowering(Optional.of(lowered), unsupported);
        } catch (MatchExpressionException e) {
            throw text.error(e);
        }
    }

    private Span at(String key) {
        return text.at(List.of(key));
    }

    private Expression literal(String value, String key) {
        return new Expression.Literal(Values.of(value), at(key));
    }

    /** A title with the event's values in the place of the paths that it names in braces. */
    private Optional<Expression> title() throws RuleSyntaxException {
        if (!(document.get("AlertTitle") instanceof Value.Text template)) {
            return Optional.empty();
        }
        var arguments = new ArrayList<Expression>();
        Matcher matcher = PLACEHOLDER.matcher(template.value());
        var pattern = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1).strip();
            matcher.appendReplacement(pattern, "{}");
            arguments.add(new Expression.Field(
                    KeyPath.parse(name)
                            .orElseThrow(() -> text.error(
                                    List.of("AlertTitle"), "found {" + name + "}, expected the way to a field")),
                    at("AlertTitle")));
        }
        matcher.appendTail(pattern);
        arguments.add(0, literal(pattern.toString(), "AlertTitle"));
        return Optional.of(new Expression.Call(PantherFunctions.TEMPLATE, arguments, at("AlertTitle")));
    }

    private List<Stage> context() throws MatchExpressionException {
        if (!(document.get("AlertContext") instanceof Value.ListOf pairs)) {
            return List.of();
        }
        var arguments = new ArrayList<Expression>();
        for (int i = 0; i < pairs.elements().size(); i++) {
            List<String> path = List.of("AlertContext", "" + i, "KeyValue");
            if (pairs.elements().get(i) instanceof Value.ObjectOf pair
                    && pair.get("KeyValue") instanceof Value.ObjectOf specifier) {
                arguments.add(literal(pair.get("KeyName").asText(), "AlertContext"));
                arguments.add(expressions.field(specifier, path));
            }
        }
        Span span = at("AlertContext");
        return List.of(new Stage.Extend(
                List.of(new Stage.Binding(CONTEXT, new Expression.Call(PantherFunctions.OBJECT, arguments, span))),
                span));
    }

    /** The severity of the first conditions that hold, else the rule's own. */
    private Optional<Expression> severity() throws MatchExpressionException {
        if (!(document.get("DynamicSeverities") instanceof Value.ListOf changes)) {
            return Optional.empty();
        }
        Expression severity = literal(document.get("Severity").asText(), "Severity");
        for (int i = changes.elements().size() - 1; i >= 0; i--) {
            if (changes.elements().get(i) instanceof Value.ObjectOf change) {
                List<String> path = List.of("DynamicSeverities", "" + i, "Conditions");
                severity = new Expression.Conditional(
                        expressions.all(change.get("Conditions"), path),
                        literal(change.get("ChangeTo").asText(), "DynamicSeverities"),
                        severity,
                        text.at(path));
            }
        }
        return Optional.of(severity);
    }

    /**
     * Matches with equal values of {@code GroupBy}, or else with one title, are counted over the period, which the first of
     * them opens. A threshold of one makes each match a finding.
     */
    private List<Stage> threshold(Optional<Expression> title) throws MatchExpressionException {
        if (!(document.get("Threshold") instanceof Value.Int threshold) || threshold.value() < 2) {
            return List.of();
        }
        var keys = new ArrayList<Stage.Binding>();
        if (document.get("GroupBy") instanceof Value.ListOf fields) {
            for (int i = 0; i < fields.elements().size(); i++) {
                if (fields.elements().get(i) instanceof Value.ObjectOf specifier) {
                    Expression field = expressions.field(specifier, List.of("GroupBy", "" + i));
                    keys.add(new Stage.Binding(name(specifier), field));
                }
            }
        }
        if (keys.isEmpty()) {
            title.ifPresent(t -> keys.add(new Stage.Binding("title", t)));
        }
        long minutes = document.get("DedupPeriodMinutes") instanceof Value.Int period && period.value() > 0
                ? Math.min(period.value(), MOST_MINUTES)
                : DEFAULT_MINUTES;
        return List.of(new Stage.Threshold(keys, threshold.value(), Duration.ofMinutes(minutes), at("Threshold")));
    }

    private static String name(Value.ObjectOf specifier) {
        return specifier.members().values().iterator().next().asText();
    }
}

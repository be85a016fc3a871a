package io.telltale.detection.language.python;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query on whose rows a scheduled rule runs: each row is an event to it, at the times at which the query runs. */
final class ScheduledQuery {
    private ScheduledQuery() {}

    static boolean isOn(Value.ObjectOf document) {
        return !names(document).isEmpty();
    }

    private static List<String> names(Value.ObjectOf document) {
        return document.get("ScheduledQueries") instanceof Value.ListOf names
                ? names.elements().stream().map(Value::asText).toList()
                : List.of();
    }

    /** The lowered query; empty, with the reason, where it does not run or the rule names several. */
    static Optional<Detection> lower(RuleSource rule, RuleLanguage language, List<Unsupported> unsupported)
            throws RuleSyntaxException {
        List<String> names = names(rule.document());
        Optional<SourceText> query = rule.companions().find("query", names.get(0));
        if (query.isEmpty() || names.size() > 1) {
            String construct = query.isEmpty() ? "no query " + names.get(0) : "a rule on several queries";
            unsupported.add(new Unsupported(construct, Span.NONE));
            return Optional.empty();
        }
        Value.ObjectOf document = rule.document().get("queries") instanceof Value.ObjectOf documents
                        && documents.get(names.get(0)) instanceof Value.ObjectOf one
                ? one
                : Values.objectOf(Map.of());
        Lowering lowering = language.lower(new RuleSource(query.get(), document, rule.companions(), rule.parameters()));
        // Spans of the query's text would point into the rule's.
        lowering.unsupported().forEach(u -> unsupported.add(new Unsupported(u.construct(), Span.NONE)));
        return lowering.unsupported().isEmpty() ? lowering.detection() : Optional.empty();
    }

    /** The query's stages, behind which its rows are events. */
    static List<Stage> restated(Detection query, Span span) {
        var stages = new ArrayList<>(query.pipeline().stages());
        stages.add(new Stage.Restate(span));
        return stages;
    }
}

package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Stage;
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

/** Searches in other languages inside of a query, {@code KQL("…")} and {@code QSTR("…")}, each lowered by its own language. */
final class EmbeddedSearches {
    private final Map<String, RuleLanguage> languages;
    private final RuleSource source;
    private final List<Parameter> parameters = new ArrayList<>();

    /** @param languages by the name of the function */
    EmbeddedSearches(Map<String, RuleLanguage> languages, RuleSource source) {
        this.languages = Map.copyOf(languages);
        this.source = source;
    }

    boolean knows(String function) {
        return languages.containsKey(function);
    }

    /** What the searches leave to the reader. */
    List<Parameter> parameters() {
        return parameters;
    }

    /** The condition that a search stands for. */
    Expression lower(String function, String query, Span span, List<Unsupported> unsupported)
            throws RuleSyntaxException {
        RuleLanguage language = languages.get(function);
        if (language == null) {
            throw new IllegalArgumentException("no search " + function);
        }
        Lowering lowering = language.lower(new RuleSource(
                inPlace(query, span),
                io.telltale.detection.ir.Values.objectOf(Map.of()),
                source.companions(),
                source.parameters()));
        unsupported.addAll(lowering.unsupported());
        var conditions = new ArrayList<Expression>();
        lowering.detection().ifPresent(detection -> {
            parameters.addAll(detection.parameters());
            for (Stage stage : detection.pipeline().stages()) {
                if (stage instanceof Stage.Filter filter) {
                    conditions.add(filter.condition());
                }
            }
        });
        return Expression.allOf(conditions, span);
    }

    /** The search with white space for all that stands before it, so that places in it are places in the whole. */
    private SourceText inPlace(String query, Span span) {
        SourceText whole = source.body();
        String before =
                whole.text().substring(0, Math.min(span.end(), whole.text().length()));
        int start = Optional.of(before.lastIndexOf(query))
                .filter(i -> i >= span.start())
                .orElse(span.start());
        String blank = before.substring(0, start).replaceAll("[^\\n]", " ");
        return new SourceText(whole.file(), blank + query, whole.lineStarts(), whole.pieces());
    }
}

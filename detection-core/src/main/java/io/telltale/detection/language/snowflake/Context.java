package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Parameter;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the lowering of one query shares: its text, its parameters, what was found unsupported, and how much was made. */
final class Context {
    private static final int MOST_NAME = 100;
    private static final int MAX_NODES = 200_000;

    private final SourceText source;
    private final Companions companions;
    private final Map<String, String> given;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final LookBack lookBack = new LookBack();
    private int nodes;
    private int hidden;

    Context(RuleSource rule, SourceText text) {
        this.source = text;
        this.companions = rule.companions();
        this.given = rule.parameters();
    }

    /** Counts one more node; a query with a name is lowered wherever it is named, so that a few lines can stand for very many. */
    void count(Span span) throws RuleSyntaxException {
        if (++nodes > MAX_NODES) {
            throw error(span, "found a query that unfolds to more than " + MAX_NODES + " expressions");
        }
    }

    RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }

    /** The text behind a span, on one line. */
    String slice(Span span) {
        String text = source.slice(span).replaceAll("\\s+", " ").strip();
        return text.isEmpty() ? "column" : text.length() > MOST_NAME ? text.substring(0, MOST_NAME) : text;
    }

    void unsupported(String construct, Span span) {
        unsupported.add(new Unsupported(construct, span));
    }

    List<Unsupported> unsupported() {
        return unsupported.stream().distinct().toList();
    }

    LookBack lookBack() {
        return lookBack;
    }

    /** A column of ours: a name that starts with a blank reaches no finding. */
    String hiddenColumn(String hint) {
        return " " + hint + ++hidden;
    }

    /** The file that the rule calls by a name, if the repository has it. */
    Optional<SourceText> companion(String kind, String name) {
        return companions.find(kind, name);
    }

    /** The value that the reader, or else the vendor, gives to a parameter, which the rule then has. */
    Optional<String> parameter(String name, String kind, Optional<String> vendorDefault) {
        Optional<String> value = Optional.ofNullable(given.get(name)).or(() -> vendorDefault);
        parameters.put(name, new Parameter(name, kind, value, vendorDefault));
        return value;
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }
}

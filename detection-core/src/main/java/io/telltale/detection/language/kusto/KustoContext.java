package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Parameter;
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

/** What the lowering of one rule shares: its text, its parameters, what was found unsupported, and how much was made. */
final class KustoContext {
    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 600;

    private final SourceText source;
    private final Map<String, String> given;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private List<Unsupported> unsupported = new ArrayList<>();
    private int nodes;
    private int depth;
    private int hidden;

    KustoContext(RuleSource rule) {
        this.source = rule.body();
        this.given = rule.parameters();
    }

    /** Counts one more node or operator, one level deeper; a let is unfolded wherever it is named, so that a few lines can stand for very many. */
    void enter(Span span) throws RuleSyntaxException {
        if (++nodes > MAX_NODES || ++depth > MAX_DEPTH) {
            throw error(span, "unfolds to too large an expression");
        }
    }

    void leave() {
        depth--;
    }

    RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }

    void unsupported(String construct, Span span) {
        unsupported.add(new Unsupported(construct, span));
    }

    List<Unsupported> unsupported() {
        return unsupported.stream().distinct().toList();
    }

    /** What was noted so far, or since {@link #startApart}. */
    List<Unsupported> unsupportedSo() {
        return List.copyOf(unsupported);
    }

    /** Lets what follows note what it does not support apart; what was noted before. */
    List<Unsupported> startApart() {
        List<Unsupported> before = unsupported;
        unsupported = new ArrayList<>();
        return before;
    }

    /** Ends {@link #startApart}; what was noted since. */
    List<Unsupported> endApart(List<Unsupported> before) {
        List<Unsupported> apart = unsupported;
        unsupported = before;
        return apart;
    }

    void unsupported(List<Unsupported> more) {
        unsupported.addAll(more);
    }

    /** A column of ours: a name that starts with a blank reaches no finding. */
    String hiddenColumn() {
        return " " + ++hidden;
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

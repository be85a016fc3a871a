package io.telltale.detection.language.kusto;

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

/** What the lowering of one rule shares: its text, its parameters, what was found unsupported, and how much was made. */
final class KustoContext {
    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 600;

    private final SourceText source;
    private final Map<String, String> given;
    private final Companions companions;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private Notes notes = new Notes();
    private int nodes;
    private int depth;
    private int hidden;

    KustoContext(RuleSource rule) {
        this.source = rule.body();
        this.given = rule.parameters();
        this.companions = rule.companions();
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
        notes.unsupported.add(new Unsupported(construct, span));
    }

    List<Unsupported> unsupported() {
        return notes.unsupported.stream().distinct().toList();
    }

    /** A table of the workspace that neither the log nor the reader has. */
    void absentTable(String table, Span span) {
        notes.absentTables.add(new Unsupported("table " + table, span));
    }

    /**
     * Settles the tables that are not there: a rule on CloudTrail waits for the reader to give them, any other rule is not
     * runnable.
     */
    void settleAbsentTables(boolean waits) {
        for (Unsupported table : notes.absentTables) {
            if (waits) {
                parameter(table.construct().substring("table ".length()), "table", Optional.empty());
            } else {
                notes.unsupported.add(table);
            }
        }
    }

    /** Lets what follows take its notes apart; the notes of before. */
    Notes startApart() {
        Notes before = notes;
        notes = new Notes();
        return before;
    }

    /** Ends {@link #startApart}; the notes since. */
    Notes endApart(Notes before) {
        Notes apart = notes;
        notes = before;
        return apart;
    }

    void take(Notes apart) {
        notes.unsupported.addAll(apart.unsupported);
        notes.absentTables.addAll(apart.absentTables);
    }

    /** What a rule, or a part of it, lacks. */
    static final class Notes {
        private final List<Unsupported> unsupported = new ArrayList<>();
        private final List<Unsupported> absentTables = new ArrayList<>();

        /** Whether a table, or one of the workspace's parsers over tables other than CloudTrail's, is missing. */
        boolean lacksTable() {
            return !absentTables.isEmpty()
                    || unsupported.stream().anyMatch(lacking -> KustoSources.isOtherParser(lacking.construct()));
        }
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

    /** Whether the reader gives a value to a parameter. */
    boolean isGiven(String name) {
        return given.containsKey(name);
    }

    Companions companions() {
        return companions;
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }
}

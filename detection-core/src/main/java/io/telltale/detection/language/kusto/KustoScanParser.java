package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Operator;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses {@code scan}: its declared columns, and its steps. */
final class KustoScanParser {
    private final KustoTokens tokens;
    private final KustoScalarParser scalars;
    private final KustoQueryParser queries;

    KustoScanParser(KustoTokens tokens, KustoScalarParser scalars, KustoQueryParser queries) {
        this.tokens = tokens;
        this.scalars = scalars;
        this.queries = queries;
    }

    /** {@code scan [with_match_id = name] [declare (name:type = otherwise, …)] with (step …; step …)}. */
    Operator scan(Span start) throws RuleSyntaxException {
        Optional<String> matchId = Optional.empty();
        while (queries.isOption()) {
            KustoToken option = tokens.peek();
            if (!tokens.option().equals("with_match_id")) {
                throw tokens.error(option.span(), "found " + option.shown() + ", expected with_match_id or with");
            }
            matchId = Optional.of(tokens.expectName("a column").text());
        }
        List<KustoSyntax.Declared> declared = tokens.accept("declare") ? declared() : List.of();
        tokens.expect("with");
        tokens.expect("(");
        var steps = new ArrayList<KustoSyntax.ScanStep>();
        Set<String> names = new LinkedHashSet<>();
        do {
            steps.add(step(names));
            if (!tokens.peek().is(")")) {
                tokens.expect(";");
            }
        } while (!tokens.peek().is(")"));
        tokens.expect(")");
        return new KustoSyntax.Scan(matchId, declared, steps, tokens.since(start));
    }

    private List<KustoSyntax.Declared> declared() throws RuleSyntaxException {
        tokens.expect("(");
        var columns = new ArrayList<KustoSyntax.Declared>();
        do {
            KustoToken name = tokens.expectName("a column");
            tokens.expect(":");
            KustoType type = queries.type();
            Optional<Scalar> otherwise = tokens.accept("=") ? Optional.of(scalars.scalar()) : Optional.empty();
            columns.add(new KustoSyntax.Declared(name.text(), type, otherwise, name.span()));
        } while (tokens.accept(","));
        tokens.expect(")");
        return columns;
    }

    private KustoSyntax.ScanStep step(Set<String> names) throws RuleSyntaxException {
        Span start = tokens.expect("step").span();
        KustoToken name = tokens.expectName("a step");
        if (!names.add(name.text())) {
            throw tokens.error(name.span(), "found " + name.shown() + ", expected a name that no other step has");
        }
        String output = "all";
        if (tokens.accept("output")) {
            tokens.expect("=");
            KustoToken which = tokens.expectName("all, last or none");
            output = which.text();
            if (!Set.of("all", "last", "none").contains(output)) {
                throw tokens.error(which.span(), "found " + which.shown() + ", expected all, last or none");
            }
        }
        tokens.expect(":");
        Scalar condition = scalars.scalar();
        List<Named> assigned = tokens.accept("=>") ? scalars.columns() : List.of();
        for (Named one : assigned) {
            if (one.names().size() != 1) {
                throw tokens.error(one.value().span(), "found no 'column = value', expected one in a step of scan");
            }
        }
        return new KustoSyntax.ScanStep(name.text(), output, condition, assigned, tokens.since(start));
    }
}

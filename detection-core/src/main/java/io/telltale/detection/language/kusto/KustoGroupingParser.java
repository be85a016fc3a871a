package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoSyntax.Level;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Operator;
import io.telltale.detection.language.kusto.KustoSyntax.Order;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses the operators that make one row of several: {@code summarize}, {@code make-series} and their like. */
final class KustoGroupingParser {
    private final KustoTokens tokens;
    private final KustoScalarParser scalars;
    private final KustoQueryParser queries;

    KustoGroupingParser(KustoTokens tokens, KustoScalarParser scalars, KustoQueryParser queries) {
        this.tokens = tokens;
        this.scalars = scalars;
        this.queries = queries;
    }

    Operator summarize(Span start) throws RuleSyntaxException {
        while (queries.isOption() && tokens.peek().is("hint")) {
            tokens.option();
            tokens.next();
        }
        List<Named> aggregates = tokens.peek().is("by") ? List.of() : scalars.columns();
        List<Named> keys = tokens.accept("by") ? scalars.columns() : List.of();
        if (aggregates.isEmpty() && keys.isEmpty()) {
            throw tokens.unexpected("an aggregate");
        }
        return new KustoSyntax.Summarize(aggregates, keys, tokens.since(start));
    }

    Operator makeSeries(Span start) throws RuleSyntaxException {
        boolean nonEmpty = false;
        while (queries.isOption() && (tokens.peek().is("hint") || tokens.peek().is("kind"))) {
            nonEmpty |= tokens.option().equals("kind");
            tokens.next();
        }
        var series = new ArrayList<KustoSyntax.Series>();
        do {
            Named aggregate = scalars.namedScalar();
            Scalar otherwise = new KustoSyntax.Literal(Values.of(0L), KustoType.LONG, tokens.since(start));
            if (tokens.accept("default")) {
                tokens.expect("=");
                otherwise = scalars.scalar();
            }
            series.add(new KustoSyntax.Series(aggregate, otherwise));
        } while (tokens.accept(","));
        tokens.expect("on");
        Scalar axis = scalars.operand();
        if (nonEmpty || tokens.peek().is("in")) {
            String construct = nonEmpty ? "make-series kind=nonempty" : "make-series in range";
            tokens.skipOperator();
            return new KustoSyntax.UnknownOperator(construct, tokens.since(start));
        }
        Optional<Scalar> from = tokens.accept("from") ? Optional.of(scalars.scalar()) : Optional.empty();
        Optional<Scalar> to = tokens.accept("to") ? Optional.of(scalars.scalar()) : Optional.empty();
        tokens.expect("step");
        Scalar step = scalars.scalar();
        List<Named> keys = tokens.accept("by") ? scalars.columns() : List.of();
        return new KustoSyntax.MakeSeries(series, axis, from, to, step, keys, tokens.since(start));
    }

    /** {@code top-hitters n of value [by sum]}: the values that occur most often, or have the greatest sums. */
    Operator topHitters(Span start) throws RuleSyntaxException {
        Scalar rows = scalars.scalar();
        tokens.expect("of");
        Named value = scalars.namedScalar();
        Optional<Scalar> sum = tokens.accept("by") ? Optional.of(scalars.scalar()) : Optional.empty();
        Span span = tokens.since(start);
        String of = KustoNames.of(sum.orElse(value.value()));
        String name = (sum.isPresent() ? "approximate_sum_" : "approximate_count_") + of;
        var hits = new KustoSyntax.Call(
                sum.isPresent() ? "sum" : "count", sum.map(List::of).orElse(List.of()), span);
        var summarize = new KustoSyntax.Summarize(List.of(new Named(Optional.of(name), hits)), List.of(value), span);
        var top = new KustoSyntax.Top(rows, new Order(new KustoSyntax.Name(name, span), true, true), span);
        return new KustoSyntax.Several(List.of(summarize, top), span);
    }

    /** {@code top-nested n of value by aggregate, top-nested …}. */
    Operator topNested(Span start) throws RuleSyntaxException {
        var levels = new ArrayList<Level>();
        boolean others = false;
        do {
            if (!levels.isEmpty()) {
                for (String part : List.of("top", "-", "nested")) {
                    tokens.expect(part);
                }
            }
            Optional<Scalar> rows = tokens.peek().is("of") ? Optional.empty() : Optional.of(scalars.scalar());
            tokens.expect("of");
            Named value = scalars.namedScalar();
            if (tokens.accept("with")) {
                tokens.expect("others");
                tokens.expect("=");
                scalars.scalar();
                others = true;
            }
            tokens.expect("by");
            Named aggregate = scalars.namedScalar();
            boolean ascending = tokens.accept("asc");
            if (!ascending) {
                tokens.accept("desc");
            }
            levels.add(new Level(rows, value, aggregate, !ascending));
        } while (tokens.accept(","));
        Span span = tokens.since(start);
        return others
                ? new KustoSyntax.UnknownOperator("top-nested with others", span)
                : new KustoSyntax.TopNested(levels, span);
    }

    /** {@code sample-distinct n of column}: any values that differ; here the first. */
    Operator sampleDistinct(Span start) throws RuleSyntaxException {
        Scalar rows = scalars.scalar();
        tokens.expect("of");
        Named value = scalars.namedScalar();
        Span span = tokens.since(start);
        var distinct = new KustoSyntax.Distinct(List.of(value), span);
        return new KustoSyntax.Several(List.of(distinct, new KustoSyntax.Take(rows, span)), span);
    }
}

package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers the {@code search} command's conditions: without case, with {@code *} as any text, a comparison of an absent
 * field being false, {@code !=} included. The first search of a pipeline also names the log: there {@code sourcetype},
 * {@code index} and their like select and do not test.
 */
final class SearchLowering {
    private final Rows rows;
    private final Optional<SplLowering> whole;
    private final boolean first;
    private final Optional<TimeModifiers> times;

    /**
     * For a search's own condition.
     *
     * @param first whether it names the log
     * @param times what becomes of its time modifiers; empty where they are fields like others
     */
    SearchLowering(Rows rows, SplLowering whole, boolean first, Optional<TimeModifiers> times) {
        this.rows = rows;
        this.whole = Optional.of(whole);
        this.first = first;
        this.times = times;
    }

    /** For a condition that stands inside another command, where no subsearch can. */
    SearchLowering(Rows rows) {
        this.rows = rows;
        this.whole = Optional.empty();
        this.first = false;
        this.times = Optional.empty();
    }

    static boolean hasSubsearch(SearchSyntax condition) {
        if (condition instanceof SearchSyntax.All all) {
            return all.operands().stream().anyMatch(SearchLowering::hasSubsearch);
        }
        if (condition instanceof SearchSyntax.Any any) {
            return any.operands().stream().anyMatch(SearchLowering::hasSubsearch);
        }
        return condition instanceof SearchSyntax.Not not
                ? hasSubsearch(not.operand())
                : condition instanceof SearchSyntax.Subsearch;
    }

    /** The conditions that a row must all meet; terms that only select the log are not among them. */
    List<SearchSyntax> conjuncts(SearchSyntax condition) {
        var out = new ArrayList<SearchSyntax>();
        List<SearchSyntax> parts = condition instanceof SearchSyntax.All all ? all.operands() : List.of(condition);
        for (SearchSyntax part : parts) {
            if (part instanceof SearchSyntax.All nested) {
                out.addAll(conjuncts(nested));
            } else if (!(first && LogTerms.field(part).isPresent()) && !isAnything(part)) {
                out.add(part);
            }
        }
        return out;
    }

    private static boolean isAnything(SearchSyntax part) {
        return part instanceof SearchSyntax.Term term && term.word().text().equals("*");
    }

    Expression lower(SearchSyntax part) {
        return lower(part, true);
    }

    /**
     * @param positive whether the condition stands under an even number of NOTs, where unknown may stand for false
     */
    private Expression lower(SearchSyntax part, boolean positive) {
        if (part instanceof SearchSyntax.All all) {
            return Expression.allOf(
                    all.operands().stream().map(o -> lower(o, positive)).toList(), all.span());
        }
        if (part instanceof SearchSyntax.Any any) {
            return Expression.anyOf(
                    any.operands().stream().map(o -> lower(o, positive)).toList(), any.span());
        }
        if (part instanceof SearchSyntax.Not not) {
            return new Expression.Not(lower(not.operand(), !positive), not.span());
        }
        if (part instanceof SearchSyntax.Nothing nothing) {
            return new Expression.Literal(Values.FALSE, nothing.span());
        }
        if (part instanceof SearchSyntax.Subsearch subsearch) {
            return whole.map(w -> w.matchesAny(rows, subsearch))
                    .orElseGet(() -> refuse("subsearch in this place", subsearch.span()));
        }
        if (part instanceof SearchSyntax.Term term) {
            return term(term);
        }
        if (first && LogTerms.field(part).isPresent()) {
            return logTerm(part, positive);
        }
        return part instanceof SearchSyntax.Membership in
                ? membership(in)
                : comparison((SearchSyntax.Comparison) part, positive);
    }

    /** A term that names the log, within another condition. */
    private Expression logTerm(SearchSyntax term, boolean positive) {
        String field = LogTerms.field(term).orElseThrow();
        boolean known = positive || field.equals("sourcetype");
        Optional<Boolean> holds = known ? LogTerms.holds(term, rows.context().sourceType()) : Optional.empty();
        return holds.<Expression>map(h -> new Expression.Literal(h ? Values.TRUE : Values.FALSE, term.span()))
                .orElseGet(() -> refuse("search " + field + " inside another condition", term.span()));
    }

    private Expression term(SearchSyntax.Term term) {
        if (isAnything(term)) {
            return new Expression.Literal(Values.TRUE, term.span());
        }
        return new Expression.Call(
                term.caseSensitive() ? "spl:term_with_case" : "spl:term",
                List.of(rows.scope().resolve("_raw", term.span()), SearchComparison.literal(term.word())),
                term.span());
    }

    private Expression refuse(String construct, Span span) {
        rows.refuse(construct, span);
        return new Expression.Literal(Values.NULL, span);
    }

    private Expression comparison(SearchSyntax.Comparison comparison, boolean positive) {
        String name = comparison.field().text();
        Span span = comparison.span();
        if (times.isPresent() && TimeModifiers.NAMES.contains(name)) {
            return times.get().lower(name, comparison.value(), span);
        }
        if (name.contains("*")) {
            return anyField(comparison, positive);
        }
        return SearchComparison.of(rows.scope().resolve(name, comparison.field().span()), comparison, positive);
    }

    /** A name with a star stands for any field of the form. */
    private Expression anyField(SearchSyntax.Comparison comparison, boolean positive) {
        Span at = comparison.field().span();
        var pattern = new NamePattern(comparison.field().text());
        var alternatives = new ArrayList<Expression>();
        if (rows.scope().open()) {
            Optional<EventScope> event = rows.scope().wholeEvent();
            if (event.isEmpty()) {
                return refuse("search of fields by a wildcard", comparison.span());
            }
            event.get().names(pattern).stream()
                    .filter(n -> !rows.scope().bound().contains(n))
                    .forEach(n ->
                            alternatives.add(SearchComparison.of(rows.scope().resolve(n, at), comparison, positive)));
            alternatives.add(anyLeaf(pattern, comparison));
        }
        rows.names().stream()
                .filter(pattern::matches)
                .forEach(n -> alternatives.add(SearchComparison.of(rows.scope().resolve(n, at), comparison, positive)));
        return Expression.anyOf(alternatives, comparison.span());
    }

    private static Expression anyLeaf(NamePattern pattern, SearchSyntax.Comparison comparison) {
        Span span = comparison.span();
        Expression leaves = new Expression.Call(
                "spl:leaves",
                List.of(new Expression.Event(span), new Expression.Literal(Values.of(pattern.text()), span)),
                span);
        return new Expression.Quantified(
                Expression.Quantifier.ANY,
                "value",
                leaves,
                SearchComparison.of(new Expression.Column("value", span), comparison, true),
                span);
    }

    private Expression membership(SearchSyntax.Membership in) {
        if (in.field().text().contains("*")) {
            return refuse("search of fields by a wildcard", in.span());
        }
        Expression field = rows.scope().resolve(in.field().text(), in.field().span());
        return SearchComparison.among(field, in);
    }
}

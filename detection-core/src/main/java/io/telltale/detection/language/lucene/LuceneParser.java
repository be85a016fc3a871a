package io.telltale.detection.language.lucene;

import io.telltale.detection.language.lucene.LuceneSyntax.Clause;
import io.telltale.detection.language.lucene.LuceneSyntax.Occur;
import io.telltale.detection.language.lucene.LuceneSyntax.Term;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses a query string as Lucene's classic parser does. Its connectives have no precedence: {@code AND} makes the clauses on
 * both of its sides required, {@code NOT} and {@code -} forbid one, {@code +} requires one, and what is left is optional.
 * White space is no connective: plain terms that follow one another are one text, as Elasticsearch has it.
 */
final class LuceneParser {
    private static final int MAX_DEPTH = 200;

    private final LuceneScanner in;
    private int depth;

    LuceneParser(SourceText source) throws RuleSyntaxException {
        this.in = new LuceneScanner(source);
    }

    /** The query; empty where the text is, which finds everything. */
    Optional<LuceneSyntax> parse() throws RuleSyntaxException {
        if (in.atEnd()) {
            return Optional.empty();
        }
        LuceneSyntax query = group();
        if (!in.atEnd()) {
            throw in.error("expected a clause or the end");
        }
        return Optional.of(query);
    }

    private LuceneSyntax group() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw in.error("expected no more than " + MAX_DEPTH + " levels of nesting");
        }
        int start = in.start();
        var clauses = new ArrayList<Clause>();
        boolean first = true;
        while (first || !(in.atEnd() || in.sees(")"))) {
            Optional<Term> text = in.text();
            if (text.isPresent()) {
                clauses.add(new Clause(Occur.SHOULD, text.get()));
                first = false;
                continue;
            }
            boolean and = !first && (in.keyword("AND") || in.symbol("&&"));
            if (!first && !and && !in.keyword("OR")) {
                in.symbol("||");
            }
            Occur occur = and ? Occur.MUST : Occur.SHOULD;
            if (in.keyword("NOT") || in.symbol("!") || in.symbol("-")) {
                occur = Occur.MUST_NOT;
            } else if (in.symbol("+")) {
                occur = Occur.MUST;
            }
            if (and) {
                int last = clauses.size() - 1;
                if (clauses.get(last).occur() == Occur.SHOULD) {
                    clauses.set(last, new Clause(Occur.MUST, clauses.get(last).query()));
                }
            }
            clauses.add(new Clause(occur, clause()));
            first = false;
        }
        depth--;
        return new LuceneSyntax.Group(List.copyOf(clauses), in.from(start));
    }

    private LuceneSyntax clause() throws RuleSyntaxException {
        int start = in.start();
        if (in.symbol("(")) {
            return parenthesised(start);
        }
        if (in.sees("\"") || in.sees("/") || in.sees("[") || in.sees("{") || in.seesBound()) {
            return value();
        }
        Term term = in.term();
        if (!in.symbol(":")) {
            return behind(term);
        }
        if (term.hasWildcard() && !term.isExistence()) {
            throw in.error(term.span(), "expected a backslash before each star in a field's name");
        }
        return new LuceneSyntax.Fielded(term.text(), value(), in.from(start));
    }

    private LuceneSyntax parenthesised(int start) throws RuleSyntaxException {
        LuceneSyntax inner = group();
        in.expect(")");
        boost();
        return inner instanceof LuceneSyntax.Group group
                ? new LuceneSyntax.Group(group.clauses(), in.from(start))
                : inner;
    }

    /** What may stand behind a field's colon. */
    private LuceneSyntax value() throws RuleSyntaxException {
        int start = in.start();
        if (in.symbol("(")) {
            return parenthesised(start);
        }
        if (in.sees("\"")) {
            String phrase = in.phrase();
            return behind(new Term(phrase, Wildcard.quote(phrase), true, in.from(start)));
        }
        if (in.sees("/")) {
            String pattern = in.regular();
            boost();
            return new LuceneSyntax.Regular(pattern, in.from(start));
        }
        if (in.sees("[") || in.sees("{")) {
            return range(start);
        }
        for (String operator : List.of(">=", "<=", ">", "<")) {
            if (in.symbol(operator)) {
                String bound = in.sees("\"") ? in.phrase() : in.term().text();
                boolean inside = operator.endsWith("=");
                return operator.startsWith(">")
                        ? new LuceneSyntax.Range(bound, inside, "*", true, in.from(start))
                        : new LuceneSyntax.Range("*", true, bound, inside, in.from(start));
            }
        }
        return behind(in.term());
    }

    private LuceneSyntax range(int start) throws RuleSyntaxException {
        boolean fromInside = in.symbol("[");
        if (!fromInside) {
            in.expect("{");
        }
        String from = in.bound();
        if (!in.keyword("TO")) {
            throw in.error("expected TO");
        }
        String to = in.bound();
        boolean toInside = in.symbol("]");
        if (!toInside) {
            in.expect("}");
        }
        boost();
        return new LuceneSyntax.Range(from, fromInside, to, toInside, in.from(start));
    }

    /** A boost weighs what is found and finds nothing less; a distance does change what is found. */
    private LuceneSyntax behind(Term term) {
        if (in.symbol("~")) {
            String distance = in.number();
            boost();
            return term.phrase()
                    ? new LuceneSyntax.Near(term, term.span())
                    : new LuceneSyntax.Fuzzy(term, distance, term.span());
        }
        boost();
        return term;
    }

    private void boost() {
        if (in.symbol("^")) {
            in.number();
        }
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoSyntax.Operator;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoSyntax.Source;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parses {@code search}: a condition in which a text alone stands for a term of any column, and {@code column:text} for a
 * term of one.
 */
final class KustoSearchParser {
    private final KustoTokens tokens;
    private final KustoScalarParser scalars;
    private String cased = "";

    KustoSearchParser(KustoTokens tokens, KustoScalarParser scalars) {
        this.tokens = tokens;
        this.scalars = scalars;
    }

    /** {@code search in (tables) condition}; without tables it goes over all that there are. */
    Source source(Span start, KustoQueryParser queries) throws RuleSyntaxException {
        kind();
        if (!tokens.peek().is("in") || !tokens.peek(1).is("(")) {
            tokens.skipOperator();
            return new KustoSyntax.UnknownSource("search over all tables", start);
        }
        tokens.next();
        tokens.next();
        var parts = new ArrayList<KustoSyntax.Query>();
        do {
            parts.add(queries.single());
        } while (tokens.accept(","));
        tokens.expect(")");
        var where = new KustoSyntax.Where(any(false), tokens.since(start));
        Source tables = new KustoSyntax.UnionSource(
                new KustoSyntax.UnionOf(parts, false, false, Optional.empty()), tokens.since(start));
        Source searched = parts.size() == 1 ? parts.get(0).source() : tables;
        return new KustoSyntax.Nested(
                new KustoSyntax.Query(searched, List.of(where), tokens.since(start)), tokens.since(start));
    }

    private void kind() throws RuleSyntaxException {
        if (tokens.peek().is("kind") && tokens.peek(1).is("=")) {
            tokens.option();
            cased = tokens.next().is("case_sensitive") ? "_cs" : "";
        }
    }

    /** The condition as {@code where} has it. */
    Operator search(Span start) throws RuleSyntaxException {
        kind();
        if (tokens.peek().is("in") && tokens.peek(1).is("(")) {
            throw tokens.unexpected("a condition, for the rows to search stand before the operator");
        }
        Scalar condition = any(false);
        return new KustoSyntax.Where(condition, tokens.since(start));
    }

    private Scalar any(boolean all) throws RuleSyntaxException {
        Scalar first = all ? one() : any(true);
        String operator = all ? "and" : "or";
        if (!tokens.peek().is(operator)) {
            return first;
        }
        var operands = new ArrayList<Scalar>(List.of(first));
        while (tokens.accept(operator)) {
            operands.add(all ? one() : any(true));
        }
        return new KustoSyntax.Logical(all, operands, tokens.since(first.span()));
    }

    private Scalar one() throws RuleSyntaxException {
        KustoToken first = tokens.peek();
        if (first.kind() == Kind.TEXT) {
            tokens.next();
            return term(new KustoSyntax.Star(first.span()), first);
        }
        if (first.is("*") && !tokens.peek(1).is("has")) {
            tokens.next();
            return new KustoSyntax.Literal(Values.TRUE, KustoType.BOOL, first.span());
        }
        if (first.is("(")) {
            tokens.enter();
            tokens.next();
            Scalar inside = any(false);
            tokens.expect(")");
            tokens.leave();
            return inside;
        }
        if (first.is("not") && tokens.peek(1).is("(")) {
            tokens.enter();
            tokens.next();
            tokens.next();
            Scalar inside = any(false);
            tokens.expect(")");
            tokens.leave();
            return new KustoSyntax.Call("not", List.of(inside), tokens.since(first.span()));
        }
        boolean column = (first.kind() == Kind.NAME || first.kind() == Kind.QUOTED_NAME)
                && tokens.peek(1).is(":");
        if (!column) {
            return scalars.comparison();
        }
        tokens.next();
        tokens.next();
        KustoToken text = tokens.next();
        if (text.kind() != Kind.TEXT) {
            throw tokens.error(text.span(), "found " + text.shown() + ", expected a text");
        }
        return term(new KustoSyntax.Name(first.text(), first.span()), text);
    }

    /** A term, in which a star at an end, or at both, lets the term go on there, and one inside stands for anything. */
    private Scalar term(Scalar in, KustoToken token) {
        String text = token.value().asText();
        boolean open = text.startsWith("*");
        boolean goesOn = text.endsWith("*") && text.length() > 1;
        String bare = text.substring(open ? 1 : 0, text.length() - (goesOn ? 1 : 0));
        if (bare.contains("*")) {
            String pattern =
                    Stream.of(bare.split("\\*", -1)).map(Patterns::quote).collect(Collectors.joining(".*"));
            String flags = cased.isEmpty() ? "(?i)" : "";
            pattern = flags + (open ? "" : "\\b") + pattern + (goesOn ? "" : "\\b");
            return infix("matches regex", in, pattern, token.span());
        }
        String operator = open && goesOn ? "contains" : open ? "hassuffix" : goesOn ? "hasprefix" : "has";
        return infix(operator + cased, in, bare, token.span());
    }

    private static Scalar infix(String operator, Scalar in, String text, Span span) {
        var wanted = new KustoSyntax.Literal(Values.of(text), KustoType.STRING, span);
        return new KustoSyntax.Infix(operator, in, wanted, span);
    }
}

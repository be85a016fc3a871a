package io.telltale.detection.language.snowflake;

import io.telltale.detection.language.snowflake.Syntax.Alias;
import io.telltale.detection.language.snowflake.Syntax.From;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Parses where a query's rows come from: tables, queries, table functions and joins of them. */
final class FromParser {
    private static final int MOST_JOINS = 100;
    private static final Set<String> UNKNOWN =
            Set.of("SAMPLE", "TABLESAMPLE", "PIVOT", "UNPIVOT", "MATCH_RECOGNIZE", "AT", "BEFORE", "CHANGES");

    private final Tokens tokens;
    private final QueryParser queries;
    private final ScalarParser scalars;

    FromParser(Tokens tokens, QueryParser queries, ScalarParser scalars) {
        this.tokens = tokens;
        this.queries = queries;
        this.scalars = scalars;
    }

    /** Sources with commas between them. */
    List<From> all() throws RuleSyntaxException {
        var all = new ArrayList<From>();
        do {
            // A comma may stand behind the last source.
            if (!all.isEmpty() && (Tokens.isReserved(tokens.peek()) && !tokens.sees("LATERAL"))) {
                break;
            }
            all.add(joined());
        } while (tokens.accept(","));
        return all;
    }

    private From joined() throws RuleSyntaxException {
        tokens.enter();
        Span start = tokens.peek().span();
        From left = source();
        int joins = 0;
        for (Optional<String> kind = kind(); kind.isPresent(); kind = kind()) {
            if (++joins > MOST_JOINS) {
                throw tokens.unexpected("fewer than " + MOST_JOINS + " joins in a row");
            }
            boolean natural = kind.get().startsWith("NATURAL ");
            From right = source();
            Optional<Scalar> on = tokens.accept("ON") ? Optional.of(scalars.scalar()) : Optional.empty();
            List<Identifier> using = on.isEmpty() && tokens.accept("USING") ? queries.names() : List.of();
            String plain = natural ? kind.get().substring("NATURAL ".length()) : kind.get();
            left = new Syntax.Join(plain, left, right, on, using, natural, tokens.from(start));
        }
        tokens.leave();
        return left;
    }

    /** The words before and with {@code JOIN}; empty where no join stands here. */
    private Optional<String> kind() throws RuleSyntaxException {
        if (tokens.accept("JOIN")) {
            return Optional.of("INNER");
        }
        if (tokens.accept("ASOF", "JOIN")) {
            return Optional.of("ASOF");
        }
        String natural = tokens.accept("NATURAL") ? "NATURAL " : "";
        for (String word : List.of("INNER", "LEFT", "RIGHT", "FULL", "CROSS")) {
            if (tokens.accept(word)) {
                tokens.accept("OUTER");
                tokens.expect("JOIN");
                return Optional.of(natural + word);
            }
        }
        if (!natural.isEmpty()) {
            tokens.expect("JOIN");
            return Optional.of(natural + "INNER");
        }
        return Optional.empty();
    }

    private From source() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        From source = plain(start);
        Token word = tokens.peek();
        String name = word.text().toUpperCase(Locale.ROOT);
        boolean unknown = word.is(Token.Kind.NAME)
                && UNKNOWN.contains(name)
                && (tokens.peek(1).says("(") || name.contains("SAMPLE"));
        if (!unknown) {
            return source;
        }
        while (!tokens.sees("(") && !tokens.peek().is(Token.Kind.END)) {
            tokens.next();
        }
        tokens.skipBrackets();
        alias();
        return new Syntax.UnknownFrom("clause " + name, tokens.from(start));
    }

    private From plain(Span start) throws RuleSyntaxException {
        if (tokens.accept("LATERAL")) {
            if (tokens.sees("(")) {
                queries.inBrackets();
                alias();
                return new Syntax.UnknownFrom("LATERAL subquery", tokens.from(start));
            }
            return function(start);
        }
        if (tokens.accept("TABLE", "(")) {
            Syntax.Call call = scalars.call();
            Optional<Syntax.Window> over = call.over();
            tokens.expect(")");
            Syntax.Call plain = over.isPresent() ? call.plain() : call;
            return new Syntax.TableFunction(plain, alias(), tokens.from(start));
        }
        if (tokens.sees("(")) {
            if (queries.isAtQuery()) {
                Syntax.Query query = queries.inBrackets();
                return new Syntax.Derived(query, alias(), tokens.from(start));
            }
            tokens.next();
            From inner = joined();
            tokens.expect(")");
            return inner;
        }
        if (tokens.sees("VALUES", "(")) {
            Syntax.Query query = queries.query();
            return new Syntax.Derived(query, alias(), tokens.from(start));
        }
        if (tokens.peek().isName() && tokens.peek(1).says("(")) {
            return function(start);
        }
        var name = new ArrayList<Identifier>();
        if (Tokens.isReserved(tokens.peek())) {
            throw tokens.unexpected("a table");
        }
        name.add(tokens.name());
        while (tokens.accept(".")) {
            name.add(tokens.name());
        }
        Span span = tokens.from(start);
        return new Syntax.Table(name, alias(), span);
    }

    private From function(Span start) throws RuleSyntaxException {
        Syntax.Call call = scalars.call();
        return new Syntax.TableFunction(call, alias(), tokens.from(start));
    }

    private Optional<Alias> alias() throws RuleSyntaxException {
        boolean written = tokens.accept("AS");
        Token word = tokens.peek();
        boolean unknown = word.is(Token.Kind.NAME)
                && UNKNOWN.contains(word.text().toUpperCase(Locale.ROOT))
                && tokens.peek(1).says("(");
        if (!written && (!tokens.seesAlias() || unknown)) {
            return Optional.empty();
        }
        Identifier name = tokens.name();
        return Optional.of(new Alias(name, tokens.sees("(") ? queries.names() : List.of()));
    }
}

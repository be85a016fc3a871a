package io.telltale.detection.language.snowflake;

import io.telltale.detection.language.snowflake.Syntax.AllColumns;
import io.telltale.detection.language.snowflake.Syntax.Body;
import io.telltale.detection.language.snowflake.Syntax.Column;
import io.telltale.detection.language.snowflake.Syntax.Grouping;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.language.snowflake.Syntax.Item;
import io.telltale.detection.language.snowflake.Syntax.Named;
import io.telltale.detection.language.snowflake.Syntax.OrderKey;
import io.telltale.detection.language.snowflake.Syntax.Query;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.language.snowflake.Syntax.Select;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses queries: recursive descent over their clauses. */
final class QueryParser {
    private static final int MOST_OPERATIONS = 500;

    private final Tokens tokens;
    private final ScalarParser scalars;
    private final FromParser sources;

    private QueryParser(Tokens tokens) {
        this.tokens = tokens;
        this.scalars = new ScalarParser(tokens, this);
        this.sources = new FromParser(tokens, this, scalars);
    }

    /** The query that a rule consists of. */
    static Query parse(SourceText source) throws RuleSyntaxException {
        var tokens = new Tokens(source);
        Query query = new QueryParser(tokens).query();
        while (tokens.accept(";")) {
            // Empty statements behind the query.
        }
        if (!tokens.peek().is(Token.Kind.END)) {
            throw tokens.unexpected("the end of the query");
        }
        return query;
    }

    /** Whether a query begins here. */
    boolean isAtQuery() {
        int ahead = 0;
        while (tokens.peek(ahead).says("(")) {
            ahead++;
        }
        Token token = tokens.peek(ahead);
        return token.says("SELECT") || token.says("WITH") || token.says("VALUES");
    }

    /** {@code ( query )}. */
    Query inBrackets() throws RuleSyntaxException {
        tokens.expect("(");
        Query query = query();
        tokens.expect(")");
        return query;
    }

    Query query() throws RuleSyntaxException {
        tokens.enter();
        Span start = tokens.peek().span();
        var ctes = new ArrayList<Named>();
        if (tokens.accept("WITH")) {
            tokens.accept("RECURSIVE");
            do {
                ctes.add(cte());
            } while (tokens.accept(","));
        }
        Body body = body();
        List<OrderKey> order = order();
        Optional<Long> limit = Optional.empty();
        Optional<Long> offset = Optional.empty();
        while (true) {
            if (tokens.accept("LIMIT")) {
                limit = tokens.accept("NULL") ? Optional.empty() : Optional.of(tokens.number());
            } else if (tokens.accept("OFFSET")) {
                offset = Optional.of(tokens.number());
                rows();
            } else if (tokens.accept("FETCH")) {
                if (!tokens.accept("FIRST")) {
                    tokens.accept("NEXT");
                }
                limit = Optional.of(tokens.number());
                rows();
                tokens.accept("ONLY");
            } else {
                break;
            }
        }
        tokens.leave();
        return new Query(ctes, body, order, limit, offset, tokens.from(start));
    }

    private void rows() {
        if (!tokens.accept("ROWS")) {
            tokens.accept("ROW");
        }
    }

    private Named cte() throws RuleSyntaxException {
        Identifier name = tokens.name();
        List<Identifier> columns = tokens.sees("(") ? names() : List.of();
        tokens.expect("AS");
        return new Named(name, columns, inBrackets());
    }

    /** Names in brackets. */
    List<Identifier> names() throws RuleSyntaxException {
        tokens.expect("(");
        var names = new ArrayList<Identifier>();
        do {
            names.add(tokens.name());
        } while (tokens.accept(","));
        tokens.expect(")");
        return names;
    }

    List<OrderKey> order() throws RuleSyntaxException {
        return tokens.accept("ORDER", "BY") ? orderKeys() : List.of();
    }

    List<OrderKey> orderKeys() throws RuleSyntaxException {
        var keys = new ArrayList<OrderKey>();
        do {
            Scalar key = scalars.scalar();
            boolean descending = tokens.accept("DESC");
            if (!descending) {
                tokens.accept("ASC");
            }
            Optional<Boolean> nullsLast = Optional.empty();
            if (tokens.accept("NULLS")) {
                nullsLast = Optional.of(tokens.accept("LAST"));
                if (!nullsLast.get()) {
                    tokens.expect("FIRST");
                }
            }
            keys.add(new OrderKey(key, descending, nullsLast));
        } while (tokens.accept(","));
        return keys;
    }

    /** {@code UNION} and {@code EXCEPT} from left to right; {@code INTERSECT} binds tighter. */
    private Body body() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        Body left = intersection();
        for (int i = 0; tokens.sees("UNION") || tokens.sees("EXCEPT") || tokens.sees("MINUS"); i++) {
            bound(i);
            String operator = tokens.next().says("UNION") ? "UNION" : "EXCEPT";
            boolean all = tokens.accept("ALL");
            if (!all) {
                tokens.accept("DISTINCT");
            }
            if (tokens.accept("BY", "NAME")) {
                operator += " BY NAME";
            }
            left = new Syntax.SetOperation(operator, all, left, intersection(), tokens.from(start));
        }
        return left;
    }

    private Body intersection() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        Body left = term();
        for (int i = 0; tokens.accept("INTERSECT"); i++) {
            bound(i);
            left = new Syntax.SetOperation("INTERSECT", false, left, term(), tokens.from(start));
        }
        return left;
    }

    private void bound(int operations) throws RuleSyntaxException {
        if (operations > MOST_OPERATIONS) {
            throw tokens.unexpected("fewer than " + MOST_OPERATIONS + " queries in a row");
        }
    }

    private Body term() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        if (tokens.sees("(")) {
            return new Syntax.Nested(inBrackets(), tokens.from(start));
        }
        if (tokens.accept("VALUES")) {
            return values(start);
        }
        if (!tokens.sees("SELECT")) {
            throw tokens.unexpected("SELECT");
        }
        return select();
    }

    private Syntax.Values values(Span start) throws RuleSyntaxException {
        var rows = new ArrayList<List<Scalar>>();
        do {
            tokens.expect("(");
            var row = new ArrayList<Scalar>();
            do {
                row.add(scalars.scalar());
            } while (tokens.accept(","));
            tokens.expect(")");
            rows.add(row);
        } while (tokens.accept(","));
        return new Syntax.Values(rows, tokens.from(start));
    }

    private Select select() throws RuleSyntaxException {
        Span start = tokens.next().span();
        boolean distinct = tokens.accept("DISTINCT");
        if (!distinct) {
            tokens.accept("ALL");
        }
        Optional<Long> top = tokens.sees("TOP") && tokens.peek(1).is(Token.Kind.NUMBER)
                ? Optional.of(tokens.next()).map(t -> 0L)
                : Optional.empty();
        if (top.isPresent()) {
            top = Optional.of(tokens.number());
        }
        var items = new ArrayList<Item>();
        do {
            // A comma may stand behind the last column.
            if (!items.isEmpty() && (tokens.sees("FROM") || tokens.peek().is(Token.Kind.END))) {
                break;
            }
            items.add(item());
        } while (tokens.accept(","));
        List<Syntax.From> from = tokens.accept("FROM") ? sources.all() : List.of();
        Optional<Scalar> where = tokens.accept("WHERE") ? Optional.of(scalars.scalar()) : Optional.empty();
        Optional<Grouping> groupBy = Optional.empty();
        Optional<Scalar> having = Optional.empty();
        Optional<Scalar> qualify = Optional.empty();
        while (true) {
            if (groupBy.isEmpty() && tokens.accept("GROUP", "BY")) {
                groupBy = Optional.of(grouping());
            } else if (having.isEmpty() && tokens.accept("HAVING")) {
                having = Optional.of(scalars.scalar());
            } else if (qualify.isEmpty() && tokens.accept("QUALIFY")) {
                qualify = Optional.of(scalars.scalar());
            } else {
                break;
            }
        }
        return new Select(distinct, top, items, from, where, groupBy, having, qualify, tokens.from(start));
    }

    private Grouping grouping() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        if (tokens.accept("ALL")) {
            return new Grouping(true, List.of(), start);
        }
        var keys = new ArrayList<Scalar>();
        do {
            boolean sets = tokens.sees("GROUPING", "SETS");
            if (sets || tokens.sees("CUBE", "(") || tokens.sees("ROLLUP", "(")) {
                Token word = tokens.next();
                if (sets) {
                    tokens.next();
                }
                tokens.skipBrackets();
                String construct = sets ? "GROUPING SETS" : word.text().toUpperCase(java.util.Locale.ROOT);
                keys.add(new Syntax.UnknownScalar("GROUP BY " + construct, word.span()));
            } else {
                keys.add(scalars.scalar());
            }
        } while (tokens.accept(","));
        return new Grouping(false, keys, tokens.from(start));
    }

    private Item item() throws RuleSyntaxException {
        Span start = tokens.peek().span();
        Optional<List<Identifier>> star = star();
        if (star.isPresent()) {
            return allColumns(star.get(), start);
        }
        Scalar value = scalars.scalar();
        return new Column(value, alias());
    }

    private Optional<Identifier> alias() throws RuleSyntaxException {
        if (tokens.accept("AS")) {
            return Optional.of(tokens.peek().is(Token.Kind.TEXT) ? Tokens.identifier(tokens.next()) : tokens.name());
        }
        return tokens.seesAlias() ? Optional.of(tokens.name()) : Optional.empty();
    }

    /** Reads {@code *} or {@code a.b.*}, and gives what stands before the star. */
    private Optional<List<Identifier>> star() {
        int ahead = 0;
        var qualifier = new ArrayList<Identifier>();
        while (tokens.peek(ahead).isName() && tokens.peek(ahead + 1).says(".")) {
            qualifier.add(Tokens.identifier(tokens.peek(ahead)));
            ahead += 2;
        }
        if (!tokens.peek(ahead).says("*")) {
            return Optional.empty();
        }
        for (int i = 0; i <= ahead; i++) {
            tokens.next();
        }
        return Optional.of(qualifier);
    }

    private AllColumns allColumns(List<Identifier> qualifier, Span start) throws RuleSyntaxException {
        Optional<String> like = Optional.empty();
        List<Identifier> exclude = List.of();
        List<Column> replace = new ArrayList<>();
        List<List<Identifier>> rename = new ArrayList<>();
        while (true) {
            if (tokens.accept("ILIKE")) {
                if (!tokens.peek().is(Token.Kind.TEXT)) {
                    throw tokens.unexpected("a pattern in quotes");
                }
                like = Optional.of(tokens.next().text());
            } else if (tokens.accept("EXCLUDE")) {
                exclude = tokens.sees("(") ? names() : List.of(tokens.name());
            } else if (tokens.accept("REPLACE")) {
                tokens.expect("(");
                do {
                    Scalar value = scalars.scalar();
                    tokens.expect("AS");
                    replace.add(new Column(value, Optional.of(tokens.name())));
                } while (tokens.accept(","));
                tokens.expect(")");
            } else if (tokens.accept("RENAME")) {
                boolean several = tokens.accept("(");
                do {
                    Identifier old = tokens.name();
                    tokens.expect("AS");
                    rename.add(List.of(old, tokens.name()));
                } while (several && tokens.accept(","));
                if (several) {
                    tokens.expect(")");
                }
            } else {
                return new AllColumns(qualifier, exclude, replace, rename, like, tokens.from(start));
            }
        }
    }
}

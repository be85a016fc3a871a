package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Argument;
import io.telltale.detection.language.snowflake.Syntax.Frame;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.language.snowflake.Syntax.OrderKey;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.language.snowflake.Syntax.Window;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Parses calls of functions with all that may stand in and behind their brackets, and expressions that begin with a keyword. */
final class CallParser {
    /** Functions that are called without brackets. */
    private static final Set<String> BARE = Set.of(
            "CURRENT_TIMESTAMP",
            "CURRENT_DATE",
            "CURRENT_TIME",
            "LOCALTIMESTAMP",
            "LOCALTIME",
            "CURRENT_USER",
            "CURRENT_ROLE",
            "CURRENT_DATABASE",
            "CURRENT_SCHEMA",
            "CURRENT_WAREHOUSE");

    private static final Set<String> TYPES = Set.of(
            "DATE",
            "TIME",
            "DATETIME",
            "TIMESTAMP",
            "TIMESTAMP_NTZ",
            "TIMESTAMP_LTZ",
            "TIMESTAMP_TZ",
            "TIMESTAMPNTZ",
            "TIMESTAMPLTZ",
            "TIMESTAMPTZ");

    private final Tokens tokens;
    private final QueryParser queries;
    private final ScalarParser scalars;

    CallParser(Tokens tokens, QueryParser queries, ScalarParser scalars) {
        this.tokens = tokens;
        this.queries = queries;
        this.scalars = scalars;
    }

    /** An expression that begins with this keyword; empty where the word is a name. */
    Optional<Scalar> keyword(Token token) throws RuleSyntaxException {
        Span start = token.span();
        String word = token.text().toUpperCase(Locale.ROOT);
        boolean called = tokens.peek(1).says("(");
        switch (word) {
            case "NULL", "TRUE", "FALSE" -> {
                if (called || tokens.peek(1).says(".")) {
                    return Optional.empty();
                }
                tokens.next();
                var value = word.equals("NULL") ? Values.NULL : Values.of(word.equals("TRUE"));
                return Optional.of(new Syntax.Literal(value, start));
            }
            case "CASE" -> {
                tokens.next();
                return Optional.of(cases(start));
            }
            case "EXISTS" -> {
                tokens.next();
                Syntax.Query query = queries.inBrackets();
                return Optional.of(new Syntax.Exists(query, tokens.from(start)));
            }
            case "CAST", "TRY_CAST" -> {
                return called ? Optional.of(cast(word.startsWith("TRY"), start)) : Optional.empty();
            }
            case "EXTRACT" -> {
                return called ? Optional.of(extract(start)) : Optional.empty();
            }
            case "POSITION" -> {
                return called ? Optional.of(position(start)) : Optional.empty();
            }
            case "INTERVAL" -> {
                return interval(start);
            }
            default -> {
                if (TYPES.contains(word) && tokens.peek(1).is(Token.Kind.TEXT)) {
                    tokens.next();
                    Token text = tokens.next();
                    var literal = new Syntax.Literal(Values.of(text.text()), text.span());
                    return Optional.of(new Syntax.Cast(literal, word, false, tokens.from(start)));
                }
                if (BARE.contains(word) && !called && !tokens.peek(1).says(".")) {
                    tokens.next();
                    return Optional.of(plain(word, List.of(), start));
                }
                return Optional.empty();
            }
        }
    }

    private Syntax.Call plain(String function, List<Scalar> values, Span start) {
        return new Syntax.Call(
                function.toLowerCase(Locale.ROOT),
                false,
                values.stream().map(v -> new Argument(Optional.empty(), v)).toList(),
                List.of(),
                Optional.empty(),
                false,
                tokens.from(start));
    }

    private Scalar cases(Span start) throws RuleSyntaxException {
        Optional<Scalar> operand = tokens.sees("WHEN") ? Optional.empty() : Optional.of(scalars.scalar());
        var branches = new ArrayList<Syntax.When>();
        while (tokens.accept("WHEN")) {
            Scalar condition = scalars.scalar();
            tokens.expect("THEN");
            branches.add(new Syntax.When(condition, scalars.scalar()));
        }
        if (branches.isEmpty()) {
            throw tokens.unexpected("WHEN");
        }
        Optional<Scalar> otherwise = tokens.accept("ELSE") ? Optional.of(scalars.scalar()) : Optional.empty();
        tokens.expect("END");
        return new Syntax.Case(operand, branches, otherwise, tokens.from(start));
    }

    private Scalar cast(boolean lenient, Span start) throws RuleSyntaxException {
        tokens.next();
        tokens.expect("(");
        Scalar operand = scalars.scalar();
        tokens.expect("AS");
        String type = scalars.type();
        tokens.expect(")");
        return new Syntax.Cast(operand, type, lenient, tokens.from(start));
    }

    private Scalar extract(Span start) throws RuleSyntaxException {
        tokens.next();
        tokens.expect("(");
        Token part = tokens.next();
        if (!tokens.accept(",")) {
            tokens.expect("FROM");
        }
        Scalar time = scalars.scalar();
        tokens.expect(")");
        return plain("date_part", List.of(new Syntax.Literal(Values.of(part.text()), part.span()), time), start);
    }

    private Scalar position(Span start) throws RuleSyntaxException {
        tokens.next();
        tokens.expect("(");
        // Not a whole expression: IN would be taken for a test.
        var values = new ArrayList<Scalar>();
        if (tokens.peek(1).says("IN")) {
            Token text = tokens.next();
            values.add(
                    text.is(Token.Kind.TEXT)
                            ? new Syntax.Literal(Values.of(text.text()), text.span())
                            : new Syntax.Name(List.of(Tokens.identifier(text)), text.span()));
            tokens.expect("IN");
            values.add(scalars.scalar());
        } else {
            values.addAll(scalars.list());
        }
        tokens.expect(")");
        return plain("position", values, start);
    }

    /** {@code INTERVAL '7 days'}, {@code INTERVAL '7' DAY}. */
    private Optional<Scalar> interval(Span start) {
        Token amount = tokens.peek(1);
        if (!amount.is(Token.Kind.TEXT) && !amount.is(Token.Kind.NUMBER)) {
            return Optional.empty();
        }
        tokens.next();
        tokens.next();
        String text = amount.text();
        if (!text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1)) && tokens.seesAlias()) {
            text += " " + tokens.next().text();
        }
        return Optional.of(new Syntax.Interval(text, tokens.from(start)));
    }

    /** What follows a function's name. */
    Scalar call(Identifier name) throws RuleSyntaxException {
        Span start = name.span();
        String function = name.text().toLowerCase(Locale.ROOT);
        tokens.expect("(");
        if (function.startsWith("p_occurs_")) {
            return plain(function, macroArguments(), start);
        }
        boolean distinct = tokens.accept("DISTINCT");
        if (!distinct) {
            tokens.accept("ALL");
        }
        var arguments = new ArrayList<Argument>();
        boolean ignore = false;
        if (!tokens.sees(")")) {
            do {
                arguments.add(argument());
            } while (tokens.accept(","));
            ignore = nulls();
        }
        tokens.expect(")");
        List<OrderKey> within = List.of();
        if (tokens.accept("WITHIN", "GROUP")) {
            tokens.expect("(");
            within = queries.order();
            tokens.expect(")");
        }
        ignore |= nulls();
        Optional<Window> over = tokens.accept("OVER") ? Optional.of(window()) : Optional.empty();
        return new Syntax.Call(function, distinct, arguments, within, over, ignore, tokens.from(start));
    }

    private boolean nulls() {
        if (tokens.accept("IGNORE", "NULLS")) {
            return true;
        }
        tokens.accept("RESPECT", "NULLS");
        return false;
    }

    private Argument argument() throws RuleSyntaxException {
        Token token = tokens.peek();
        if (token.says("*")) {
            tokens.next();
            return new Argument(Optional.empty(), new Syntax.Star(token.span()));
        }
        if (token.isName() && tokens.peek(1).says(".") && tokens.peek(2).says("*")) {
            for (int i = 0; i < 3; i++) {
                tokens.next();
            }
            return new Argument(Optional.empty(), new Syntax.Star(tokens.from(token.span())));
        }
        if (token.isName() && tokens.peek(1).says("=>")) {
            tokens.next();
            tokens.next();
            return new Argument(Optional.of(token.text().toLowerCase(Locale.ROOT)), scalars.scalar());
        }
        return new Argument(Optional.empty(), scalars.scalar());
    }

    /** Arguments of Panther's macros, which are no SQL: spans of time without quotes, arguments left out. */
    private List<Scalar> macroArguments() throws RuleSyntaxException {
        var all = new ArrayList<Scalar>();
        while (!tokens.sees(")")) {
            Token token = tokens.peek();
            if (token.says(",")) {
                all.add(new Syntax.Literal(Values.MISSING, token.span()));
            } else if (token.is(Token.Kind.NUMBER) && tokens.peek(1).is(Token.Kind.NAME)) {
                tokens.next();
                Token unit = tokens.next();
                all.add(new Syntax.Literal(Values.of(token.text() + " " + unit.text()), tokens.from(token.span())));
            } else {
                all.add(scalars.scalar());
            }
            if (!tokens.accept(",") && !tokens.sees(")")) {
                throw tokens.unexpected(", or )");
            }
        }
        tokens.expect(")");
        return all;
    }

    private Window window() throws RuleSyntaxException {
        tokens.expect("(");
        List<Scalar> partition = tokens.accept("PARTITION", "BY") ? scalars.list() : List.of();
        List<OrderKey> order = queries.order();
        Optional<Frame> frame = Optional.empty();
        if (tokens.sees("ROWS") || tokens.sees("RANGE")) {
            frame = Optional.of(frame(tokens.next().says("RANGE")));
        }
        tokens.expect(")");
        return new Window(partition, order, frame);
    }

    private Frame frame(boolean range) throws RuleSyntaxException {
        if (!tokens.accept("BETWEEN")) {
            return new Frame(range, bound(range), 0);
        }
        long from = bound(range);
        tokens.expect("AND");
        return new Frame(range, from, bound(range));
    }

    /** An offset from the current row, negative before it; of a range, in milliseconds where it is a span of time. */
    private long bound(boolean range) throws RuleSyntaxException {
        if (tokens.accept("CURRENT", "ROW")) {
            return 0;
        }
        long offset = Frame.UNBOUNDED;
        if (!tokens.accept("UNBOUNDED")) {
            Token token = tokens.peek();
            if (range && token.says("INTERVAL") && scalars.scalar() instanceof Syntax.Interval interval) {
                offset = Intervals.fixed(interval.text())
                        .map(Duration::toMillis)
                        .orElseThrow(() -> tokens.unexpected("an interval of days or less"));
            } else {
                offset = tokens.number();
            }
        }
        if (tokens.accept("PRECEDING")) {
            return -offset;
        }
        tokens.expect("FOLLOWING");
        return offset;
    }
}

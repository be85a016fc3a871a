package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;

/** The syntax tree of a query. */
sealed interface Syntax {
    Span span();

    /** A name: its case counts where it stands in double quotes. */
    record Identifier(String text, boolean quoted, Span span) {
        boolean is(String word) {
            return !quoted && text.equalsIgnoreCase(word);
        }

        /** Whether it names the same as another. */
        boolean names(Identifier other) {
            return (quoted && other.quoted) ? text.equals(other.text) : text.equalsIgnoreCase(other.text);
        }
    }

    // Queries

    /** {@code WITH … body ORDER BY … LIMIT … OFFSET …}. */
    record Query(
            List<Named> ctes, Body body, List<OrderKey> order, Optional<Long> limit, Optional<Long> offset, Span span)
            implements Syntax {}

    /** A query with a name, and perhaps names for its columns. */
    record Named(Identifier name, List<Identifier> columns, Query query) {}

    /** What a query's rows are before they are ordered. */
    sealed interface Body extends Syntax {}

    record Select(
            boolean distinct,
            Optional<Long> top,
            List<Item> items,
            List<From> from,
            Optional<Scalar> where,
            Optional<Grouping> groupBy,
            Optional<Scalar> having,
            Optional<Scalar> qualify,
            Span span)
            implements Body {}

    /** {@code UNION}, {@code INTERSECT}, {@code EXCEPT}; {@code all} keeps rows that are the same. */
    record SetOperation(String operator, boolean all, Body left, Body right, Span span) implements Body {}

    record Nested(Query query, Span span) implements Body {}

    /** {@code VALUES (…), (…)}. */
    record Values(List<List<Scalar>> rows, Span span) implements Body {}

    /** {@code GROUP BY}; {@code all} for {@code GROUP BY ALL}. */
    record Grouping(boolean all, List<Scalar> keys, Span span) {}

    /** What a query selects. */
    sealed interface Item {}

    record Column(Scalar value, Optional<Identifier> alias) implements Item {}

    /** {@code *} or {@code t.*}, perhaps without some columns, with some replaced or renamed. */
    record AllColumns(
            List<Identifier> qualifier,
            List<Identifier> exclude,
            List<Column> replace,
            List<List<Identifier>> rename,
            Optional<String> ilike,
            Span span)
            implements Item {}

    /** {@code nullsLast} as written; empty for the default of the direction. */
    record OrderKey(Scalar key, boolean descending, Optional<Boolean> nullsLast) {}

    /** Where rows come from. */
    sealed interface From {
        Span span();
    }

    record Table(List<Identifier> name, Optional<Alias> alias, Span span) implements From {}

    record Derived(Query query, Optional<Alias> alias, Span span) implements From {}

    /** {@code TABLE(f(…))} or {@code LATERAL FLATTEN(…)}. */
    record TableFunction(Call call, Optional<Alias> alias, Span span) implements From {}

    record Join(
            String kind, From left, From right, Optional<Scalar> on, List<Identifier> using, boolean natural, Span span)
            implements From {}

    record UnknownFrom(String construct, Span span) implements From {}

    record Alias(Identifier name, List<Identifier> columns) {}

    // Scalars

    /** An expression that gives one value. */
    sealed interface Scalar extends Syntax {}

    record Literal(Value value, Span span) implements Scalar {}

    /** A column, perhaps behind its table's name. */
    record Name(List<Identifier> parts, Span span) implements Scalar {}

    /** A part of a VARIANT: {@code base:key.key[index]}; a step is a key, whose case counts, or an index in brackets. */
    record Path(Scalar base, Scalar step, boolean bracket, Span span) implements Scalar {}

    record Call(
            String function,
            boolean distinct,
            List<Argument> arguments,
            List<OrderKey> within,
            Optional<Window> over,
            boolean ignoreNulls,
            Span span)
            implements Scalar {
        List<Scalar> values() {
            return arguments.stream().map(Argument::value).toList();
        }

        Call plain() {
            return new Call(function, distinct, arguments, within, Optional.empty(), ignoreNulls, span);
        }
    }

    /** An argument, perhaps by name: {@code input => x}. */
    record Argument(Optional<String> name, Scalar value) {}

    /** {@code *} as the argument of {@code COUNT}. */
    record Star(Span span) implements Scalar {}

    /** {@code OVER (PARTITION BY … ORDER BY … ROWS …)}. */
    record Window(List<Scalar> partition, List<OrderKey> order, Optional<Frame> frame) {}

    /** Bounds are offsets from the current row; the longest offsets stand for no bound. */
    record Frame(boolean range, long from, long to) {
        static final long UNBOUNDED = Long.MAX_VALUE;
    }

    record Cast(Scalar operand, String type, boolean lenient, Span span) implements Scalar {}

    record Binary(String operator, Scalar left, Scalar right, Span span) implements Scalar {}

    record Negative(Scalar operand, Span span) implements Scalar {}

    record Not(Scalar operand, Span span) implements Scalar {}

    /** {@code AND} or {@code OR} of at least two. */
    record Connective(boolean any, List<Scalar> operands, Span span) implements Scalar {}

    /** {@code CASE}; with an operand each condition is a value that it is compared with. */
    record Case(Optional<Scalar> operand, List<When> branches, Optional<Scalar> otherwise, Span span)
            implements Scalar {}

    record When(Scalar condition, Scalar then) {}

    record In(Scalar operand, List<Scalar> values, boolean negated, Span span) implements Scalar {}

    record InQuery(Scalar operand, Query query, boolean negated, Span span) implements Scalar {}

    record Exists(Query query, Span span) implements Scalar {}

    record ScalarQuery(Query query, Span span) implements Scalar {}

    record Between(Scalar operand, Scalar from, Scalar to, boolean negated, Span span) implements Scalar {}

    /** {@code LIKE}, {@code ILIKE}, {@code RLIKE}; of several patterns any, or all. */
    record Like(
            String operator,
            Scalar operand,
            List<Scalar> patterns,
            boolean all,
            Optional<Scalar> escape,
            boolean negated,
            Span span)
            implements Scalar {}

    record IsNull(Scalar operand, boolean negated, Span span) implements Scalar {}

    record IsTruth(Scalar operand, boolean wanted, boolean negated, Span span) implements Scalar {}

    record IsDistinct(Scalar left, Scalar right, boolean negated, Span span) implements Scalar {}

    record ArrayOf(List<Scalar> elements, Span span) implements Scalar {}

    record ObjectOf(List<Argument> members, Span span) implements Scalar {}

    /** Several values in brackets, to compare with several. */
    record Tuple(List<Scalar> values, Span span) implements Scalar {}

    /** {@code INTERVAL '7 days'}. */
    record Interval(String text, Span span) implements Scalar {}

    /** {@code x -> …}, for a function of arrays. */
    record Lambda(Identifier parameter, Scalar body, Span span) implements Scalar {}

    /** Something that the grammar reads and that has no meaning here. */
    record UnknownScalar(String construct, Span span) implements Scalar {}
}

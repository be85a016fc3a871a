package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;

/** The syntax tree of a query. */
final class KustoSyntax {
    private KustoSyntax() {}

    /** A scalar expression. */
    sealed interface Scalar {
        Span span();
    }

    record Literal(Value value, KustoType type, Span span) implements Scalar {}

    record Name(String name, Span span) implements Scalar {}

    record Member(Scalar target, String name, Span span) implements Scalar {}

    record Index(Scalar target, Scalar index, Span span) implements Scalar {}

    record Call(String function, List<Scalar> arguments, Span span) implements Scalar {}

    record Negated(Scalar operand, Span span) implements Scalar {}

    /** {@code and} or {@code or} over two or more. */
    record Logical(boolean all, List<Scalar> operands, Span span) implements Scalar {}

    /** An infix operator with one operand on each side. */
    record Infix(String operator, Scalar left, Scalar right, Span span) implements Scalar {}

    /** An operator with a list on its right: {@code in}, {@code has_any}, …, {@code between} with two. */
    record Listed(String operator, Scalar left, List<Scalar> items, Span span) implements Scalar {}

    /** An operator with a query on its right, whose first column is the list. */
    record ListedQuery(String operator, Scalar left, Query query, Span span) implements Scalar {}

    /** {@code toscalar}: the first column of the first row. */
    record ToScalar(Query query, Span span) implements Scalar {}

    /** An argument by name: {@code f(limit=3)}. */
    record NamedArgument(String name, Scalar value, Span span) implements Scalar {}

    /** A query as an argument. */
    record TableArgument(Query query, Span span) implements Scalar {}

    /** A type where a scalar could stand: {@code typeof(long)}. */
    record TypeOf(KustoType type, Span span) implements Scalar {}

    /** {@code *} where all columns are meant. */
    record Star(Span span) implements Scalar {}

    /** What this reader knows by name and has no meaning for. */
    record Unknown(String construct, Span span) implements Scalar {}

    /** A scalar and the names that it is given: none, one, or one for each of its elements. */
    record Named(List<String> names, Scalar value) {
        Named(Optional<String> name, Scalar value) {
            this(name.map(List::of).orElse(List.of()), value);
        }

        Optional<String> name() {
            return names.stream().findFirst();
        }
    }

    /** A column and its order. */
    record Order(Scalar key, boolean descending, boolean nullsLast) {}

    /** A column's name and its type. */
    record TypedName(String name, KustoType type) {}

    /** A tabular operator. */
    sealed interface Operator {
        Span span();
    }

    record Where(Scalar condition, Span span) implements Operator {}

    /** {@code extend} or {@code serialize}. */
    record Extend(List<Named> columns, Span span) implements Operator {}

    record Project(List<Named> columns, Span span) implements Operator {}

    /** {@code project-away} or {@code project-keep}: names, perhaps with {@code *}. */
    record Choose(boolean keep, List<String> patterns, Span span) implements Operator {}

    record Rename(List<Named> columns, Span span) implements Operator {}

    /** A column's name, perhaps with {@code *}, and how the columns that it means are ordered; as they are without it. */
    record Place(String pattern, Optional<String> order) {}

    /** {@code project-reorder}: the columns that come first. */
    record Reorder(List<Place> places, Span span) implements Operator {}

    /** An operator that changes no row: {@code render}. */
    record Unchanged(Span span) implements Operator {}

    record Summarize(List<Named> aggregates, List<Named> keys, Span span) implements Operator {}

    /** An aggregate of {@code make-series}, and what stands where it has no rows. */
    record Series(Named aggregate, Scalar otherwise) {}

    /** {@code make-series}: along an axis, from a start to before an end where these are stated. */
    record MakeSeries(
            List<Series> series,
            Scalar axis,
            Optional<Scalar> from,
            Optional<Scalar> to,
            Scalar step,
            List<Named> keys,
            Span span)
            implements Operator {}

    record Distinct(List<Named> columns, Span span) implements Operator {}

    record Sort(List<Order> orders, Span span) implements Operator {}

    record Take(Scalar rows, Span span) implements Operator {}

    /**
     * What {@code mv-expand} and {@code mv-apply} expand.
     *
     * @param index the column for an element's position, if there is one
     * @param pairs whether a bag gives its members as pairs of key and value
     */
    record Expansion(
            List<Named> columns, List<KustoType> types, Optional<String> index, boolean pairs, Optional<Long> limit) {}

    record MvExpand(Expansion expansion, Span span) implements Operator {}

    record MvApply(Expansion expansion, List<Operator> operators, Span span) implements Operator {}

    record Count(String column, Span span) implements Operator {}

    record Top(Scalar rows, Order order, Span span) implements Operator {}

    record Join(String kind, Query right, List<Scalar> conditions, boolean lookup, Span span) implements Operator {}

    record Union(UnionOf parts, Span span) implements Operator {}

    /** {@code parse} and {@code parse-where}. */
    record Parse(Scalar text, ParsePattern pattern, boolean only, Span span) implements Operator {}

    record ParseKv(Scalar text, List<TypedName> keys, List<Named> options, Span span) implements Operator {}

    /** {@code partition}: operators on the rows of each value of a column apart. */
    record Partition(Scalar column, List<Operator> operators, Span span) implements Operator {}

    /**
     * A level of {@code top-nested}.
     *
     * @param rows how many values it takes of each value of the level above; all without it
     */
    record Level(Optional<Scalar> rows, Named value, Named aggregate, boolean descending) {}

    record TopNested(List<Level> levels, Span span) implements Operator {}

    /** Rows through the steps of a scan. */
    record Scan(Optional<String> matchId, List<Declared> declared, List<ScanStep> steps, Span span)
            implements Operator {}

    /** A column that a scan declares, and what it holds where no step gives it anything. */
    record Declared(String name, KustoType type, Optional<Scalar> otherwise, Span span) {}

    record ScanStep(String name, String output, Scalar condition, List<Named> assigned, Span span) {}

    /**
     * {@code evaluate} of a plugin.
     *
     * @param schema the columns that it is to give, where they are stated
     */
    record Evaluate(Call plugin, Optional<Schema> schema, Span span) implements Operator {}

    /** Columns of a result: those that there were, where {@code all} says so, and others. */
    record Schema(boolean all, List<TypedName> columns) {}

    /** {@code as}: a name for the rows so far. */
    record As(String name, Span span) implements Operator {}

    /** {@code invoke}: a function of the rows so far. */
    record Invoke(Call call, Span span) implements Operator {}

    /** An operator that stands for several others, one behind the other. */
    record Several(List<Operator> operators, Span span) implements Operator {}

    /** An operator that is known by name only. */
    record UnknownOperator(String name, Span span) implements Operator {}

    /** How {@code parse} cuts a text: its mode, its regular expression's flags, and its parts in order. */
    record ParsePattern(String mode, String flags, List<ParsePart> parts) {}

    /** A text that must stand there, a column that takes what stands there, or, with neither, anything. */
    record ParsePart(Optional<String> text, Optional<TypedName> column) {}

    /** What {@code union} unites. */
    record UnionOf(List<Query> parts, boolean inner, boolean fuzzy, Optional<String> sourceColumn) {}

    /** Where a pipeline's rows come from. */
    sealed interface Source {
        Span span();
    }

    /** A table, or what a {@code let} has named. */
    record Table(String name, Span span) implements Source {}

    record Nested(Query query, Span span) implements Source {}

    record UnionSource(UnionOf parts, Span span) implements Source {}

    record Datatable(List<TypedName> columns, List<Scalar> values, Span span) implements Source {}

    record Print(List<Named> columns, Span span) implements Source {}

    record Range(String name, Scalar from, Scalar to, Scalar step, Span span) implements Source {}

    record ExternalData(List<TypedName> columns, List<String> places, boolean skipFirst, Span span) implements Source {}

    /** A call of a function that gives a table. */
    record Invoked(Call call, Span span) implements Source {}

    record UnknownSource(String construct, Span span) implements Source {}

    /** A source and the operators that its rows pass. */
    record Query(Source source, List<Operator> operators, Span span) {}

    /** What a {@code let} names. */
    sealed interface Meaning {}

    record ScalarMeaning(Scalar scalar) implements Meaning {}

    record QueryMeaning(Query query) implements Meaning {}

    /**
     * A function: its parameters, the lets of its body, and what the body is.
     *
     * @param view whether a name with {@code *} finds it as it finds a table
     */
    record FunctionMeaning(List<FunctionParameter> parameters, List<Let> lets, Meaning body, boolean view)
            implements Meaning {}

    record FunctionParameter(String name, boolean tabular, Optional<Scalar> otherwise) {}

    record Let(String name, Meaning meaning, Span span) {}

    record Program(List<Let> lets, Query query) {}
}

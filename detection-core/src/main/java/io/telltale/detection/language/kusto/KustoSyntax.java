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

    /** {@code *} where all columns are meant. */
    record Star(Span span) implements Scalar {}

    /** What this reader knows by name and has no meaning for. */
    record Unknown(String construct, Span span) implements Scalar {}

    /** A scalar and the name that it is given, if it is given one. */
    record Named(Optional<String> name, Scalar value) {}

    /** A column and its order. */
    record Order(Scalar key, boolean descending, boolean nullsLast) {}

    /** A tabular operator. */
    sealed interface Operator {
        Span span();
    }

    record Where(Scalar condition, Span span) implements Operator {}

    record Extend(List<Named> columns, Span span) implements Operator {}

    record Project(List<Named> columns, Span span) implements Operator {}

    /** {@code project-away} or {@code project-keep}: names, perhaps with {@code *}. */
    record Choose(boolean keep, List<String> patterns, Span span) implements Operator {}

    record Rename(List<Named> columns, Span span) implements Operator {}

    /** {@code project-reorder}: it changes no row. */
    record Reorder(Span span) implements Operator {}

    record Summarize(List<Named> aggregates, List<Named> keys, Span span) implements Operator {}

    record Distinct(List<Scalar> columns, Span span) implements Operator {}

    record Sort(List<Order> orders, Span span) implements Operator {}

    record Take(Scalar rows, Span span) implements Operator {}

    record MvExpand(List<Named> columns, List<KustoType> types, Optional<Long> limit, Span span) implements Operator {}

    record Count(Span span) implements Operator {}

    record Top(Scalar rows, Order order, Span span) implements Operator {}

    /** An operator that is known by name only. */
    record UnknownOperator(String name, Span span) implements Operator {}

    /** Where a pipeline's rows come from. */
    sealed interface Source {
        Span span();
    }

    /** A table, or what a {@code let} has named. */
    record Table(String name, Span span) implements Source {}

    record Nested(Query query, Span span) implements Source {}

    record UnknownSource(String construct, Span span) implements Source {}

    /** A source and the operators that its rows pass. */
    record Query(Source source, List<Operator> operators, Span span) {}

    /** What a {@code let} names: a scalar, a query, or a construct without meaning here. */
    record Let(String name, Optional<Scalar> scalar, Optional<Query> query, Optional<String> unknown, Span span) {}

    record Program(List<Let> lets, Query query) {}
}

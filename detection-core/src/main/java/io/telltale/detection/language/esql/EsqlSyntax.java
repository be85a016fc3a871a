package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An expression of ES|QL as it is written. */
sealed interface EsqlSyntax {
    Span span();

    record Name(String name, Span span) implements EsqlSyntax {}

    record Constant(Value value, Span span) implements EsqlSyntax {}

    /** {@code ?name}: a value that whoever runs the query gives; without a name, by its number. */
    record Parameter(String name, Span span) implements EsqlSyntax {}

    record Not(EsqlSyntax operand, Span span) implements EsqlSyntax {}

    record Negative(EsqlSyntax operand, Span span) implements EsqlSyntax {}

    /** Operands joined by OR where {@code any}, else by AND. */
    record Connective(boolean any, List<EsqlSyntax> operands, Span span) implements EsqlSyntax {}

    /** A comparison or an arithmetic operator. */
    record Binary(String operator, EsqlSyntax left, EsqlSyntax right, Span span) implements EsqlSyntax {}

    /** {@code LIKE} or {@code RLIKE} with one pattern or several. */
    record Like(boolean regular, EsqlSyntax operand, List<Constant> patterns, Span span) implements EsqlSyntax {}

    record InList(EsqlSyntax operand, List<EsqlSyntax> wanted, Span span) implements EsqlSyntax {}

    record IsNull(EsqlSyntax operand, Span span) implements EsqlSyntax {}

    /** A function by its lower-case name; {@code COUNT(*)} has no arguments. */
    record Invocation(String function, List<EsqlSyntax> arguments, Span span) implements EsqlSyntax {}

    /** The names that an expression reads. */
    static Stream<String> names(EsqlSyntax syntax) {
        if (syntax instanceof Name name) {
            return Stream.of(name.name());
        }
        List<EsqlSyntax> parts = List.of();
        if (syntax instanceof Not not) {
            parts = List.of(not.operand());
        } else if (syntax instanceof Negative negative) {
            parts = List.of(negative.operand());
        } else if (syntax instanceof Connective connective) {
            parts = connective.operands();
        } else if (syntax instanceof Binary binary) {
            parts = List.of(binary.left(), binary.right());
        } else if (syntax instanceof Like like) {
            parts = List.of(like.operand());
        } else if (syntax instanceof InList in) {
            return Stream.concat(names(in.operand()), in.wanted().stream().flatMap(EsqlSyntax::names));
        } else if (syntax instanceof IsNull isNull) {
            parts = List.of(isNull.operand());
        } else if (syntax instanceof Invocation call) {
            parts = call.arguments();
        }
        return parts.stream().flatMap(EsqlSyntax::names);
    }

    /** A column and what it is computed from; without a name of its own it is called as its text is. */
    record Assignment(String name, EsqlSyntax value, Optional<EsqlSyntax> condition) {}

    /** A column and the name that it gets. */
    record NewName(Name column, String name) {}

    /** A key of {@code SORT}. */
    record SortKey(EsqlSyntax key, boolean descending, boolean nullsLast) {}

    /** A command of the pipeline. */
    sealed interface Command {
        Span span();

        record From(List<String> sources, List<String> metadata, Span span) implements Command {}

        record Where(EsqlSyntax condition, Span span) implements Command {}

        record Eval(List<Assignment> assignments, Span span) implements Command {}

        record Keep(List<Name> patterns, Span span) implements Command {}

        record Drop(List<Name> patterns, Span span) implements Command {}

        record Rename(List<NewName> pairs, Span span) implements Command {}

        /** {@code STATS}, or, where {@code inline}, {@code INLINE STATS}, which keeps its rows. */
        record Stats(List<Assignment> aggregates, List<Assignment> keys, boolean inline, Span span)
                implements Command {}

        /** Of several patterns the first that is found counts. */
        record Grok(EsqlSyntax input, List<Constant> patterns, Span span) implements Command {}

        record Dissect(EsqlSyntax input, Constant pattern, String separator, Span span) implements Command {}

        record Sort(List<SortKey> keys, Span span) implements Command {}

        /** Columns of an index of its own, from the rows whose keys are equal. */
        record LookupJoin(String index, List<EsqlSyntax> keys, Span span) implements Command {}

        /**
         * Columns of an enrich policy, from the rows whose match field is equal.
         *
         * @param key what is looked up; the column of the match field's own name where the query gives none
         * @param columns pairs of a new name and a column's; all of them where there is none
         */
        record Enrich(String policy, Optional<Name> key, List<List<String>> columns, Span span) implements Command {}

        record Limit(int rows, Span span) implements Command {}

        record MvExpand(Name column, Span span) implements Command {}

        /** A command that is known by its name only. */
        record Other(String name, Span span) implements Command {}
    }
}

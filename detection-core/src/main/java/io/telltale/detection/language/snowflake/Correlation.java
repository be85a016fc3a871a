package io.telltale.detection.language.snowflake;

import io.telltale.detection.language.snowflake.Syntax.Scalar;
import java.util.ArrayList;
import java.util.List;

/** What a query inside of another asks of the row that it is asked for: equalities, and conditions that are more. */
final class Correlation {
    private final Scope outer;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Scalar> rest = new ArrayList<>();

    /** A value of the inner rows that equals one of the outer row. */
    record Pair(Typed inner, Scalar outer) {}

    /** @param outer the columns of the row that the query is asked for */
    Correlation(Scope outer) {
        this.outer = outer;
    }

    Scope outer() {
        return outer;
    }

    List<Pair> pairs() {
        return pairs;
    }

    List<Scalar> rest() {
        return rest;
    }

    /** Whether an expression reads the outer row, where the inner rows have no such column. */
    boolean reads(Scalar scalar, Scope inner) {
        return Walk.names(scalar).stream()
                .anyMatch(name -> !JoinLowering.has(inner, name) && JoinLowering.has(outer, name));
    }

    /** Whether an expression reads nothing of the inner rows. */
    boolean isOuter(Scalar scalar, Scope inner) {
        return Walk.names(scalar).stream()
                .allMatch(name -> !JoinLowering.has(inner, name) && JoinLowering.has(outer, name));
    }
}

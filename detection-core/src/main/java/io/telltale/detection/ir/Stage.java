package io.telltale.detection.ir;

import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;

/** A step of a pipeline: rows in, rows out. */
public sealed interface Stage {
    Span span();

    /** Keeps the rows on which the condition is true. */
    record Filter(Expression condition, Span span) implements Stage {}

    /** Binds columns, each computed from the row as it was before this stage. */
    record Extend(List<Binding> bindings, Span span) implements Stage {
        public Extend {
            bindings = List.copyOf(bindings);
        }
    }

    /** Leaves only the given columns, each computed from the row as it was before this stage. */
    record Project(List<Binding> bindings, Span span) implements Stage {
        public Project {
            bindings = List.copyOf(bindings);
        }
    }

    /**
     * One row for each element of a list, bound to the column; a value that is no list counts as its only element.
     *
     * @param keepEmpty whether a row whose list is absent or empty stays, with the column missing
     * @param limit elements taken of one row at the most; the rest are left out, as the language says
     */
    record Unnest(String column, Expression list, boolean keepEmpty, Optional<Integer> limit, Span span)
            implements Stage {}

    /**
     * One row for each combination of the keys, with the keys and the aggregates as its only columns.
     *
     * @param keys at the level of the language's {@code by}; none makes one group
     * @param dropAbsentKeys whether a row with an absent key belongs to no group
     * @param rowWithoutInput whether an aggregation without keys over no rows still gives one row
     */
    record Aggregate(
            List<Binding> keys,
            List<Aggregation> aggregates,
            boolean dropAbsentKeys,
            boolean rowWithoutInput,
            Span span)
            implements Stage {
        public Aggregate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }
    }

    /** Adds aggregates over a row's group to each row, and keeps the row. */
    record Annotate(List<Binding> keys, List<Aggregation> aggregates, boolean dropAbsentKeys, Span span)
            implements Stage {
        public Annotate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }
    }

    /** Keeps the first row of each combination of keys, in the rows' order. */
    record Distinct(List<Expression> keys, Span span) implements Stage {
        public Distinct {
            keys = List.copyOf(keys);
        }
    }

    /** Orders the rows; stable. */
    record Sort(List<Ordering> orderings, Span span) implements Stage {
        public Sort {
            orderings = List.copyOf(orderings);
        }
    }

    /** Keeps the first rows. */
    record Limit(int rows, Span span) implements Stage {}

    /** A column and what it is bound to. */
    record Binding(String name, Expression value) {}

    /**
     * An aggregate function over a group's rows.
     *
     * @param condition rows that do not meet it are not counted
     */
    record Aggregation(String name, String function, List<Expression> arguments, Optional<Expression> condition) {
        public Aggregation {
            arguments = List.copyOf(arguments);
        }
    }

    /** A sort key. Absent values come last where {@code absentLast}. */
    record Ordering(Expression key, boolean descending, boolean absentLast) {}
}

package io.telltale.detection.ir;

import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A step of a pipeline: rows in, rows out. */
public sealed interface Stage {
    Span span();

    /** The expressions that the stage evaluates, in the order of the text; those of other pipelines are not among them. */
    default List<Expression> expressions() {
        return List.of();
    }

    /** The pipelines that the stage draws on beside its own. */
    default List<Pipeline> pipelines() {
        return List.of();
    }

    private static List<Expression> values(List<Binding> bindings) {
        return bindings.stream().map(Binding::value).toList();
    }

    private static List<Expression> grouping(List<Binding> keys, List<Aggregation> aggregates) {
        var all = new ArrayList<>(values(keys));
        for (Aggregation aggregate : aggregates) {
            all.addAll(aggregate.arguments());
            aggregate.condition().ifPresent(all::add);
        }
        return all;
    }

    /** Keeps the rows on which the condition is true. */
    record Filter(Expression condition, Span span) implements Stage {
        @Override
        public List<Expression> expressions() {
            return List.of(condition);
        }
    }

    /** Binds columns, each computed from the row as it was before this stage. */
    record Extend(List<Binding> bindings, Span span) implements Stage {
        public Extend {
            bindings = List.copyOf(bindings);
        }

        @Override
        public List<Expression> expressions() {
            return values(bindings);
        }
    }

    /** Leaves only the given columns, each computed from the row as it was before this stage. */
    record Project(List<Binding> bindings, Span span) implements Stage {
        public Project {
            bindings = List.copyOf(bindings);
        }

        @Override
        public List<Expression> expressions() {
            return values(bindings);
        }
    }

    /**
     * Makes of a row's event and its columns, which go before the event's own fields, the event that the stages behind see:
     * a row becomes what it would be if it came from a log.
     */
    record Restate(Span span) implements Stage {}

    /**
     * One row for each element of a list, bound to the column; a value that is no list counts as its only element.
     *
     * @param keepEmpty whether a row whose list is absent or empty stays, with the column missing
     * @param limit elements taken of one row at the most; the rest are left out, as the language says
     */
    record Unnest(String column, Expression list, boolean keepEmpty, Optional<Integer> limit, Span span)
            implements Stage {
        @Override
        public List<Expression> expressions() {
            return List.of(list);
        }
    }

    /** Binds each member of an object, which a column holds, as a column of its own, and takes the object away. */
    record Spread(String column, Span span) implements Stage {}

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

        @Override
        public List<Expression> expressions() {
            return grouping(keys, aggregates);
        }
    }

    /** Adds aggregates over a row's group to each row, and keeps the row. */
    record Annotate(List<Binding> keys, List<Aggregation> aggregates, boolean dropAbsentKeys, Span span)
            implements Stage {
        public Annotate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }

        @Override
        public List<Expression> expressions() {
            return grouping(keys, aggregates);
        }
    }

    /** Keeps the first row of each combination of keys, in the rows' order. */
    record Distinct(List<Expression> keys, Span span) implements Stage {
        public Distinct {
            keys = List.copyOf(keys);
        }

        @Override
        public List<Expression> expressions() {
            return keys;
        }
    }

    /** Orders the rows; stable. */
    record Sort(List<Ordering> orderings, Span span) implements Stage {
        public Sort {
            orderings = List.copyOf(orderings);
        }

        @Override
        public List<Expression> expressions() {
            return orderings.stream().map(Ordering::key).toList();
        }
    }

    /** Keeps the first rows. */
    record Limit(int rows, Span span) implements Stage {}

    /**
     * Rows, each with what matching rows of another pipeline bring. That pipeline starts from the same window of events,
     * or from a table. A joined row keeps the left row's event and columns and is bound to {@code carried}; a row without a
     * counterpart has the missing side's columns missing.
     *
     * @param keys pairs of expressions over the left and over the right row whose values must be equal; absent values
     *     equal nothing. Without keys every pair of rows matches
     * @param carried columns of the joined row, computed on the right row
     * @param most matches that are taken for a left row, in the right rows' order
     * @param witness whether the joined row is about the right row's events too; else these only answer a question
     */
    record Join(
            JoinKind kind,
            Pipeline right,
            List<JoinKey> keys,
            List<Binding> carried,
            Optional<Integer> most,
            boolean witness,
            Span span)
            implements Stage {
        public Join {
            keys = List.copyOf(keys);
            carried = List.copyOf(carried);
        }

        /** A join whose rows are about the events of both sides. */
        public Join(
                JoinKind kind,
                Pipeline right,
                List<JoinKey> keys,
                List<Binding> carried,
                Optional<Integer> most,
                Span span) {
            this(kind, right, keys, carried, most, true, span);
        }

        @Override
        public List<Expression> expressions() {
            var all = new ArrayList<Expression>();
            keys.forEach(key -> all.addAll(List.of(key.left(), key.right())));
            all.addAll(values(carried));
            return all;
        }

        @Override
        public List<Pipeline> pipelines() {
            return List.of(right);
        }
    }

    /** The rows so far, then those of other pipelines, each of which starts from the same window of events or a table. */
    record Union(List<Pipeline> others, Span span) implements Stage {
        public Union {
            others = List.copyOf(others);
        }

        @Override
        public List<Pipeline> pipelines() {
            return others;
        }
    }

    /**
     * Adds aggregates over the rows of a row's group that came before it, in the rows' order.
     *
     * @param includeCurrent whether the row itself counts too
     * @param rows how many of the last rows count, the current one included where it does; all without it
     * @param within how old a row may be, against the current one's time, to count
     * @param ofAllGroups whether the last {@code rows} are those of all groups, of which a row's own then count
     */
    record Running(
            List<Binding> keys,
            List<Aggregation> aggregates,
            boolean includeCurrent,
            Optional<Integer> rows,
            Optional<Duration> within,
            boolean ofAllGroups,
            Span span)
            implements Stage {
        public Running {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }

        /** Over the last rows of each group. */
        public Running(
                List<Binding> keys,
                List<Aggregation> aggregates,
                boolean includeCurrent,
                Optional<Integer> rows,
                Optional<Duration> within,
                Span span) {
            this(keys, aggregates, includeCurrent, rows, within, false, span);
        }

        @Override
        public List<Expression> expressions() {
            return grouping(keys, aggregates);
        }
    }

    /**
     * Rows that meet the steps one after the other, in the order of time, all with equal keys. A match is one row with the
     * keys as columns and the events of all its steps. A row that meets several steps takes part in each, the last first,
     * so that it never follows itself; the newest partial match at a step replaces an older one.
     *
     * @param keyNames columns for the keys; each step has as many key expressions. Rows with an absent key are passed over
     * @param maxSpan the time from the first to the last row at the most, inclusive
     * @param until a row that meets it ends the partial matches of its keys
     */
    record Sequence(
            List<Step> steps, List<String> keyNames, Optional<Duration> maxSpan, Optional<Step> until, Span span)
            implements Stage {
        public Sequence {
            steps = List.copyOf(steps);
            keyNames = List.copyOf(keyNames);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a sequence has at least one step");
            }
        }

        @Override
        public List<Expression> expressions() {
            return Stream.concat(steps.stream(), until.stream())
                    .flatMap(step -> Stream.concat(Stream.of(step.condition()), step.keys().stream()))
                    .toList();
        }
    }

    /**
     * Of the rows of a look-back, the first of each combination of keys that occurs first within the last {@code recent}
     * before the run, that is, whose earliest row is at {@code run - recent} or later. Rows with an absent key are passed
     * over.
     */
    record FirstSeen(List<Expression> keys, Duration recent, Span span) implements Stage {
        public FirstSeen {
            keys = List.copyOf(keys);
        }

        @Override
        public List<Expression> expressions() {
            return keys;
        }
    }

    /**
     * In the order of time, a key's first row opens a window; a window of at least {@code count} rows gives one row, with
     * the keys as columns and all its events; the first row at or after the window's end opens the next one.
     *
     * @param window from the first row, which is inside, to the end, which is not
     */
    record Threshold(List<Binding> keys, long count, Duration window, Span span) implements Stage {
        public Threshold {
            keys = List.copyOf(keys);
            if (count < 1 || window.isNegative()) {
                throw new IllegalArgumentException("threshold of " + count + " in " + window);
            }
        }

        @Override
        public List<Expression> expressions() {
            return values(keys);
        }
    }

    /**
     * Windows over each key's rows in the order of time. A window opens with a row and holds the key's rows until
     * {@code length} after it, both ends included; one that meets the condition is one row, with the keys and the
     * aggregates as columns and all its events. The next window opens with the first row that no window holds. Rows with
     * an absent key are in no window.
     *
     * @param condition reads the keys and the aggregates as columns
     * @param sliding whether, behind a window that does not meet the condition, the next one opens with its second row
     *     and not with the first row that it does not hold; only for a condition that more rows never make false
     * @param whole whether a row of several events lies in a window only where all of them do; else its latest one counts
     */
    record Windows(
            List<Binding> keys,
            List<Aggregation> aggregates,
            Expression condition,
            Duration length,
            boolean sliding,
            boolean whole,
            Span span)
            implements Stage {
        public Windows {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
            if (length.isNegative()) {
                throw new IllegalArgumentException("windows of " + length);
            }
        }

        @Override
        public List<Expression> expressions() {
            List<Expression> all = grouping(keys, aggregates);
            all.add(condition);
            return all;
        }
    }

    /**
     * Takes the rows in their order through steps, each of which knows what the rows kept that its sequence met before. A
     * row is held against each step, the last one first: it goes on with the sequence that stands at the step before, which
     * then stands here; else it is one more of the sequence that stands here. At the first step, where none stands, one
     * begins. Each time the row goes out, with the columns that the step gives it.
     *
     * @param keys rows with different ones are taken apart
     * @param declared columns of each row that goes out, and what they hold where its step gives them nothing
     * @param matchId the column that numbers the sequences, from 0
     */
    record Scan(List<Binding> keys, List<Binding> declared, List<ScanStep> steps, Optional<String> matchId, Span span)
            implements Stage {
        public Scan {
            keys = List.copyOf(keys);
            declared = List.copyOf(declared);
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a scan has at least one step");
            }
        }

        @Override
        public List<Expression> expressions() {
            var all = new ArrayList<>(values(keys));
            all.addAll(values(declared));
            for (ScanStep step : steps) {
                all.add(step.condition());
                all.addAll(values(step.assigned()));
                step.kept().forEach(kept -> all.addAll(List.of(kept.value(), kept.otherwise())));
            }
            return all;
        }
    }

    /** Which rows a join gives: pairs, pairs and those left over on a side, or rows of one side by whether they match. */
    enum JoinKind {
        INNER,
        LEFT_OUTER,
        RIGHT_OUTER,
        FULL_OUTER,
        LEFT_SEMI,
        LEFT_ANTI,
        /** Rows with the carried columns only, for the right rows that match. */
        RIGHT_SEMI,
        /** Rows with the carried columns only, for the right rows that match nothing. */
        RIGHT_ANTI
    }

    /** Two expressions that must have equal values. */
    record JoinKey(Expression left, Expression right) {}

    /**
     * A step of a sequence.
     *
     * @param keys what must be equal over all steps
     * @param runs how many rows in succession must meet it
     * @param absent whether, instead, no row may meet it between its neighbours
     */
    record Step(Expression condition, List<Expression> keys, int runs, boolean absent) {
        public Step {
            keys = List.copyOf(keys);
            if (runs < 1) {
                throw new IllegalArgumentException("a step of " + runs + " rows");
            }
        }
    }

    /**
     * A step of a scan. Its condition and what it assigns read the row, and in columns what its sequence has kept.
     *
     * @param kept what later rows may read of a row that meets the step
     */
    record ScanStep(Expression condition, List<Binding> assigned, List<Kept> kept, ScanOutput output) {
        public ScanStep {
            assigned = List.copyOf(assigned);
            kept = List.copyOf(kept);
        }
    }

    /**
     * What a step keeps of a row in a column of its own.
     *
     * @param otherwise what the column holds where no row has met the step
     */
    record Kept(String column, Expression value, Expression otherwise) {}

    /** Which of the rows that meet a step go out: each, the last of those in a row of one sequence, or none. */
    enum ScanOutput {
        ALL,
        LAST,
        NONE
    }

    /** A column and what it is bound to. A name that starts with a blank is a lowering's own: no finding shows it. */
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

    /**
     * A sort key. Absent values come last where {@code absentLast}.
     *
     * @param types whether texts that read as numbers have the order of numbers
     */
    record Ordering(Expression key, boolean descending, boolean absentLast, Matching.Types types) {
        public Ordering(Expression key, boolean descending, boolean absentLast) {
            this(key, descending, absentLast, Matching.Types.NUMBERS_FIRST);
        }
    }
}

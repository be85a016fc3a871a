package io.telltale.detection.language.eql;

import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An expression of EQL as it is written. */
sealed interface EqlSyntax {
    Span span();

    record Constant(Value value, Span span) implements EqlSyntax {}

    /** A field; {@code optional} where it may be unknown to every event ({@code ?name}). */
    record Name(String name, boolean optional, Span span) implements EqlSyntax {}

    record Not(EqlSyntax operand, Span span) implements EqlSyntax {}

    /** Operands joined by {@code or} where {@code any}, else by {@code and}. */
    record Connective(boolean any, List<EqlSyntax> operands, Span span) implements EqlSyntax {}

    /** {@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >}, {@code >=}. */
    record Comparison(String operator, EqlSyntax left, EqlSyntax right, Span span) implements EqlSyntax {}

    /** {@code in} and {@code in~}. */
    record InList(EqlSyntax operand, List<EqlSyntax> wanted, boolean cased, Span span) implements EqlSyntax {}

    /** {@code :}, {@code like}, {@code like~}, {@code regex} and {@code regex~} with one pattern or several. */
    record Pattern(EqlSyntax operand, List<Constant> patterns, boolean regular, boolean cased, Span span)
            implements EqlSyntax {}

    record Arithmetic(String operator, EqlSyntax left, EqlSyntax right, Span span) implements EqlSyntax {}

    /** A function; {@code cased} is false where its name ends in a tilde. */
    record Invocation(String function, boolean cased, List<EqlSyntax> arguments, Span span) implements EqlSyntax {}

    /** One kind of event and what must hold of it; without a category, any event. */
    record Event(Optional<Constant> category, EqlSyntax condition, Span span) {}

    /** A step of a sequence. */
    record Item(Event event, List<Name> keys, int runs, boolean absent) {}

    record Pipe(String name, List<EqlSyntax> arguments, Span span) {}

    /** A query and the pipes behind it. */
    sealed interface Query {
        List<Pipe> pipes();

        record Events(Event event, List<Pipe> pipes) implements Query {}

        record Sequence(
                List<Name> keys,
                Optional<Duration> maxSpan,
                List<Item> items,
                Optional<Item> until,
                List<Pipe> pipes,
                Span span)
                implements Query {}

        /** A kind of query that is known by its name only. */
        record Other(String name, Span span) implements Query {
            @Override
            public List<Pipe> pipes() {
                return List.of();
            }
        }
    }
}

package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The option {@code suppression_window}: behind a detection, others of the same key are left out for as long as the
 * window; the first at its end or after it is a detection again and opens the next one.
 */
final class Suppression {
    private static final String OPENS = YaralLanguage.SLUG + ":opens";
    private static final String COLUMN = "opens";
    private static final Matching SAME =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.WHOLE);

    private Suppression() {}

    static AggregateEntry aggregate() {
        return new AggregateEntry(OPENS, Windows::new);
    }

    /** @param keys none of them ever absent */
    static List<Stage> stages(List<Stage.Binding> keys, Duration window, Span span) {
        Expression length = new Expression.Literal(Values.of(window), span);
        var opens = new Stage.Aggregation(COLUMN, OPENS, List.of(length), Optional.empty());
        var first = new Expression.Test(
                TestKind.EQ,
                new Expression.Column(COLUMN, span),
                List.of(new Expression.Literal(Values.TRUE, span)),
                SAME,
                span);
        return List.of(
                new Stage.Running(keys, List.of(opens), true, Optional.empty(), Optional.empty(), span),
                new Stage.Filter(first, span));
    }

    /** Whether the last detection opened a window. */
    private static final class Windows implements AggregateEntry.Accumulator {
        private Optional<Long> end = Optional.empty();
        private boolean opened;

        @Override
        public void add(List<Value> arguments, long time) {
            opened = end.isEmpty() || time >= end.get();
            if (opened && arguments.get(0) instanceof Value.Span length) {
                end = Optional.of(time + length.value().toMillis());
            }
        }

        @Override
        public Value result() {
            return Values.of(opened);
        }
    }
}

package io.telltale.detection.language.sigma;

import io.telltale.detection.text.Span;
import java.util.List;

/** What stands behind the bar of a condition in Sigma before version 2. */
sealed interface Pipe {
    Span span();

    /**
     * {@code count(field) by key > 5}.
     *
     * @param function count, min, max, avg or sum
     * @param field empty for a count of events
     */
    record Measure(String function, String field, List<String> by, Bounds bounds, Span span) implements Pipe {}

    /** {@code near a and b and not c}: searches that events of the same time frame meet, or do not. */
    record Near(Condition others, Span span) implements Pipe {}
}

package io.telltale.detection.ir;

import java.time.Instant;

/**
 * What an evaluation may know beyond its arguments.
 *
 * @param now the time at which the rule runs, as its scheduler would see it
 * @param memory what the rules of the run keep from event to event
 */
public record EvaluationContext(Instant now, RunMemory memory) {
    /** A context in which nothing was kept yet. */
    public EvaluationContext(Instant now) {
        this(now, new RunMemory());
    }

    public EvaluationContext with(RunMemory newMemory) {
        return new EvaluationContext(now, newMemory);
    }
}

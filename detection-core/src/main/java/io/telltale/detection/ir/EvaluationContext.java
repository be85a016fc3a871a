package io.telltale.detection.ir;

import java.time.Instant;

/** What an evaluation may know beyond its arguments: the time at which the rule runs, as its scheduler would see it. */
public record EvaluationContext(Instant now) {}

package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import java.util.List;

/** One run of a rule set over a log. Not thread-safe; ends with {@link #finish}. */
public interface Evaluation {
    /** Takes the next event, in any order of time. */
    void accept(AuditEvent event);

    /** Runs what had to wait for the whole log and says a verdict on every rule of the set, in its order. */
    List<RuleVerdict> finish();
}

package io.telltale.detection.engine;

import io.telltale.detection.analysis.RuleAnalysis;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import java.util.List;
import java.util.Optional;

/**
 * A rule that has been read, lowered and analysed.
 *
 * @param reason why it is not runnable, for people; empty where it is
 * @param unsupported the constructs that keep it from running
 * @param failure where and why its text could not be read; empty unless its readiness is {@link Readiness#FAILED}
 * @param detection what the engine runs; where the rule is not runnable, as much as could be read of it
 */
public record PreparedRule(
        Rule rule,
        Readiness readiness,
        String reason,
        List<Unsupported> unsupported,
        Optional<Reading.Problem> failure,
        Optional<Detection> detection,
        RuleAnalysis analysis) {
    public PreparedRule {
        unsupported = List.copyOf(unsupported);
    }

    /** A rule whose text could be read. */
    public PreparedRule(
            Rule rule,
            Readiness readiness,
            String reason,
            List<Unsupported> unsupported,
            Optional<Detection> detection,
            RuleAnalysis analysis) {
        this(rule, readiness, reason, unsupported, Optional.empty(), detection, analysis);
    }
}

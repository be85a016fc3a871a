package io.telltale.catalog.view;

import io.telltale.detection.engine.Explanation;
import java.util.List;

/**
 * What came of a vendor's own test of a rule.
 *
 * @param number among the rule's tests, counted from 1
 * @param expected whether the rule should match the event
 * @param log the event as indented JSON
 * @param outcome passed, failed or not run
 * @param got true, false or error; empty where the test was not run
 * @param reason why it failed or was not run; empty where it passed
 * @param explanation how the rule comes to its answer, stage by stage; empty where that was not asked, where the rule
 *     does not lower to stages, and where the test puts answers in the place of functions
 */
public record RuleTestView(
        int number,
        String name,
        boolean expected,
        String log,
        String outcome,
        String got,
        String reason,
        List<Explanation.StageExplanation> explanation) {
    public RuleTestView {
        explanation = List.copyOf(explanation);
    }
}

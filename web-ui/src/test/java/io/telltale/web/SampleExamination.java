package io.telltale.web;

import io.telltale.catalog.RuleExamination;
import io.telltale.catalog.view.LintView;
import io.telltale.catalog.view.RuleTestView;
import io.telltale.detection.engine.Explanation;
import io.telltale.detection.text.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** One test that fails and one fault, of the sample catalog's one rule. */
@ApplicationScoped
public class SampleExamination implements RuleExamination {
    @Override
    public Optional<List<RuleTestView>> tests(String vendor, String rule) {
        return Optional.of(List.of(result(List.of())));
    }

    @Override
    public Optional<RuleTestView> test(String vendor, String rule, int number) {
        return Optional.of(result(List.of(new Explanation.StageExplanation(
                        "filter", "filter a eq 1", Span.NONE, 1, 0, List.of(), List.of()))))
                .filter(each -> each.number() == number);
    }

    private static RuleTestView result(List<Explanation.StageExplanation> explanation) {
        return new RuleTestView(1, "a push", true, "{}", "failed", "false", "expected true, got false", explanation);
    }

    @Override
    public Optional<List<LintView>> lint(String vendor, String rule) {
        return Optional.of(List.of(new LintView(
                "unknown-field", "error", 3, 14, "no record has the field <usr>", "write userIdentity.userName")));
    }
}

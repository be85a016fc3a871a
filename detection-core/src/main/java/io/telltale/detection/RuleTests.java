package io.telltale.detection;

import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.engine.Verdict;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Trigger;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.TestBench;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs the tests that a vendor publishes with its rules: each gives an event and says whether the rule matches it. The
 * rule's own program decides; where the rule was also lowered to predicates, these must agree, or the test fails.
 * Immutable.
 */
public final class RuleTests {
    private final DetectionCore core;
    private final Instant now;

    /**
     * Tests for rules of a core.
     *
     * @param now the time that a rule's program takes for the present
     */
    public RuleTests(DetectionCore core, Instant now) {
        this.core = core;
        this.now = now;
    }

    /** A result for each test of the rule, in their order; never throws for what a rule or a test says. */
    public List<RuleTestResult> run(Rule rule, Companions companions) {
        Optional<RuleLanguage> language = core.languages().stream()
                .filter(l -> l.slug().equals(rule.language()))
                .findFirst();
        if (language.isEmpty()) {
            return notRun(rule, "language " + rule.language());
        }
        Optional<TestBench> bench;
        try {
            var source = new RuleSource(rule.body(), rule.document(), companions, Map.of());
            bench = language.get().bench(source);
        } catch (RuleSyntaxException e) {
            return notRun(rule, String.valueOf(e.getMessage()));
        }
        if (bench.isEmpty()) {
            return notRun(rule, "tests in the language " + rule.language());
        }
        Optional<PreparedRule> predicates = predicates(core.prepare(rule, companions, Map.of()));
        var results = new ArrayList<RuleTestResult>();
        for (RuleTest test : rule.tests()) {
            results.add(run(test, bench.get(), predicates));
        }
        return results;
    }

    private RuleTestResult run(RuleTest test, TestBench bench, Optional<PreparedRule> predicates) {
        List<Unsupported> unsupported = bench.unsupported(test.mocks());
        if (!unsupported.isEmpty()) {
            String reason =
                    unsupported.stream().map(Unsupported::construct).distinct().collect(Collectors.joining(", "));
            return new RuleTestResult(test, RuleTestResult.Outcome.NOT_RUN, "", reason);
        }
        Value answer = bench.run(test.log(), test.mocks(), new EvaluationContext(now));
        String got = answer instanceof Value.Bool bool ? String.valueOf(bool.value()) : "error";
        if (!got.equals(String.valueOf(test.expected()))) {
            String reason = answer instanceof Value.Failure failure ? failure.message() : "answered " + got;
            return new RuleTestResult(test, RuleTestResult.Outcome.FAILED, got, reason);
        }
        if (predicates.isPresent() && test.mocks().isEmpty()) {
            String also = match(predicates.get(), test.log());
            if (!also.equals(got)) {
                return new RuleTestResult(
                        test, RuleTestResult.Outcome.FAILED, got, "the rule's predicates answer " + also);
            }
        }
        return new RuleTestResult(test, RuleTestResult.Outcome.PASSED, got, "");
    }

    /** The rule as far as it looks at single events, whatever log it is written for. */
    private static Optional<PreparedRule> predicates(PreparedRule prepared) {
        return prepared.detection().map(detection -> {
            List<Stage> filters = detection.pipeline().stages().stream()
                    .filter(stage -> stage instanceof Stage.Filter)
                    .toList();
            var perEvent = new Detection(
                    new Pipeline(detection.pipeline().logType(), filters),
                    Optional.empty(),
                    Trigger.ANY_ROW,
                    Optional.empty(),
                    Optional.empty(),
                    detection.parameters());
            return new PreparedRule(
                    prepared.rule(), Readiness.RUNNABLE, "", List.of(), Optional.of(perEvent), prepared.analysis());
        });
    }

    private String match(PreparedRule rule, Value.ObjectOf log) {
        var run = core.compile(List.of(rule), Limits.DEFAULT).start(finding -> {});
        run.accept(new AuditEvent("test", Optional.of(now), log, "test", 1));
        var verdict = run.finish().get(0);
        return verdict.verdict() == Verdict.FIRED
                ? "true"
                : verdict.verdict() == Verdict.NOT_FIRED ? "false" : "error: " + verdict.reason();
    }

    private static List<RuleTestResult> notRun(Rule rule, String reason) {
        return rule.tests().stream()
                .map(test -> new RuleTestResult(test, RuleTestResult.Outcome.NOT_RUN, "", reason))
                .toList();
    }
}

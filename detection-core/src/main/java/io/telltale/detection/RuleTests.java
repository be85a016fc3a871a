package io.telltale.detection;

import io.telltale.detection.analysis.RuleAnalysis;
import io.telltale.detection.engine.Explanation;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.engine.Verdict;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.Rehearsal;
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
        var source = new RuleSource(rule.body(), rule.document(), companions, Map.of());
        try {
            Optional<TestBench> bench = language.get().bench(source);
            if (bench.isEmpty()) {
                return rule.tests().stream()
                        .map(test -> rehearse(rule, test, language.get(), source))
                        .toList();
            }
            Optional<PreparedRule> predicates = core.prepare(rule, companions, Map.of())
                    .detection()
                    .map(detection -> prepared(rule, Rehearsal.perEvent(detection)));
            var results = new ArrayList<RuleTestResult>();
            for (RuleTest test : rule.tests()) {
                results.add(run(test, bench.get(), predicates));
            }
            return results;
        } catch (RuleSyntaxException e) {
            return notRun(rule, String.valueOf(e.getMessage()));
        }
    }

    /** Why the rule answers a test as it does; empty where the engine does not run that test. */
    public Optional<Explanation> explain(Rule rule, Companions companions, RuleTest test) {
        PreparedRule prepared = core.prepare(rule, companions, Map.of());
        var source = new RuleSource(rule.body(), rule.document(), companions, Map.of());
        try {
            Optional<Rehearsal> rehearsal = Optional.empty();
            for (RuleLanguage language : core.languages()) {
                if (language.slug().equals(rule.language())) {
                    rehearsal = language.rehearse(source, test.log());
                }
            }
            if (rehearsal.isPresent()) {
                List<AuditEvent> events = events(rehearsal.get());
                return rehearsal.get().rule().unsupported().isEmpty()
                        ? rehearsal.get().rule().detection().map(d -> core.explain(prepared(rule, d), events))
                        : Optional.empty();
            }
        } catch (RuleSyntaxException e) {
            return Optional.empty();
        }
        return test.mocks().isEmpty() && prepared.readiness() == Readiness.RUNNABLE
                ? Optional.of(core.explain(prepared, List.of(event(test.log(), Optional.empty(), 1))))
                : Optional.empty();
    }

    private RuleTestResult rehearse(Rule rule, RuleTest test, RuleLanguage language, RuleSource source) {
        Optional<Rehearsal> rehearsal;
        try {
            rehearsal = language.rehearse(source, test.log());
        } catch (RuleSyntaxException e) {
            return new RuleTestResult(test, RuleTestResult.Outcome.NOT_RUN, "", String.valueOf(e.getMessage()));
        }
        if (rehearsal.isEmpty()) {
            String reason = "tests in the language " + language.slug();
            return new RuleTestResult(test, RuleTestResult.Outcome.NOT_RUN, "", reason);
        }
        List<Unsupported> unsupported = rehearsal.get().rule().unsupported();
        if (!unsupported.isEmpty()) {
            return new RuleTestResult(test, RuleTestResult.Outcome.NOT_RUN, "", constructs(unsupported));
        }
        Detection detection = rehearsal.get().rule().detection().orElseThrow();
        String got = match(prepared(rule, detection), events(rehearsal.get()));
        if (got.equals(String.valueOf(test.expected()))) {
            return new RuleTestResult(test, RuleTestResult.Outcome.PASSED, got, "");
        }
        boolean failed = got.startsWith("error: ");
        String reason = failed ? got.substring(7) : "answered " + got;
        return new RuleTestResult(test, RuleTestResult.Outcome.FAILED, failed ? "error" : got, reason);
    }

    private List<AuditEvent> events(Rehearsal rehearsal) {
        var events = new ArrayList<AuditEvent>();
        for (Rehearsal.Given given : rehearsal.events()) {
            events.add(event(given.fields(), given.time(), events.size() + 1));
        }
        return events;
    }

    private AuditEvent event(Value.ObjectOf fields, Optional<Instant> time, int number) {
        return new AuditEvent("test" + number, time.or(() -> Optional.of(now)), fields, "test", number);
    }

    private static PreparedRule prepared(Rule rule, Detection detection) {
        return new PreparedRule(rule, Readiness.RUNNABLE, "", List.of(), Optional.of(detection), RuleAnalysis.NONE);
    }

    private static String constructs(List<Unsupported> unsupported) {
        return unsupported.stream().map(Unsupported::construct).distinct().collect(Collectors.joining(", "));
    }

    private RuleTestResult run(RuleTest test, TestBench bench, Optional<PreparedRule> predicates) {
        List<Unsupported> unsupported = bench.unsupported(test.mocks());
        if (!unsupported.isEmpty()) {
            return new RuleTestResult(test, RuleTestResult.Outcome.NOT_RUN, "", constructs(unsupported));
        }
        Value answer = bench.run(test.log(), test.mocks(), new EvaluationContext(now));
        String got = answer instanceof Value.Bool bool ? String.valueOf(bool.value()) : "error";
        if (!got.equals(String.valueOf(test.expected()))) {
            String reason = answer instanceof Value.Failure failure ? failure.message() : "answered " + got;
            return new RuleTestResult(test, RuleTestResult.Outcome.FAILED, got, reason);
        }
        if (predicates.isPresent() && test.mocks().isEmpty()) {
            String also = match(predicates.get(), List.of(event(test.log(), Optional.empty(), 1)));
            if (!also.equals(got)) {
                return new RuleTestResult(
                        test, RuleTestResult.Outcome.FAILED, got, "the rule's predicates answer " + also);
            }
        }
        return new RuleTestResult(test, RuleTestResult.Outcome.PASSED, got, "");
    }

    private String match(PreparedRule rule, List<AuditEvent> events) {
        var run = core.compile(List.of(rule), Limits.DEFAULT).start(finding -> {});
        events.forEach(run::accept);
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

package io.telltale.catalog.running;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.telltale.catalog.RuleExamination;
import io.telltale.catalog.running.CataloguedRules.Testable;
import io.telltale.catalog.store.StoredJson;
import io.telltale.catalog.view.LintView;
import io.telltale.catalog.view.RuleTestView;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.RuleTestResult;
import io.telltale.detection.RuleTests;
import io.telltale.detection.engine.Explanation;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.language.Companions;
import io.telltale.detection.lint.LintFinding;
import io.telltale.detection.lint.Linter;
import io.telltale.detection.lint.LogFacts;
import io.telltale.detection.vendor.PathFiles;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Examines rules as the catalog keeps them, with what the class path's folder {@code catalog/} says of the log. */
@ApplicationScoped
public class CataloguedRuleExamination implements RuleExamination {
    private final DetectionCore core = DetectionCore.standard();
    private final CataloguedRules rules = new CataloguedRules(core);
    private final Linter linter = new Linter(facts());

    @Override
    public Optional<List<RuleTestView>> tests(String vendor, String rule) {
        return testable(vendor, rule, OptionalInt.empty()).map(testable -> {
            List<RuleTestResult> results = run(testable.rule(), testable.companions());
            return IntStream.range(0, results.size())
                    .mapToObj(i -> view(i + 1, results.get(i), List.of()))
                    .toList();
        });
    }

    @Override
    public Optional<RuleTestView> test(String vendor, String rule, int number) {
        return testable(vendor, rule, OptionalInt.of(number))
                .filter(testable -> !testable.rule().tests().isEmpty())
                .map(testable -> {
                    RuleTestResult result =
                            run(testable.rule(), testable.companions()).get(0);
                    return view(number, result, explanation(testable, result.test()));
                });
    }

    private Optional<Testable> testable(String vendor, String rule, OptionalInt only) {
        return QuarkusTransaction.requiringNew().call(() -> rules.testable(vendor, rule, only));
    }

    private List<RuleTestResult> run(Rule rule, Companions companions) {
        return new RuleTests(core, Instant.now()).run(rule, companions);
    }

    private List<Explanation.StageExplanation> explanation(Testable testable, RuleTest test) {
        return new RuleTests(core, Instant.now())
                .explain(testable.rule(), testable.companions(), test)
                .map(Explanation::stages)
                .orElse(List.of());
    }

    @Override
    @Transactional
    public Optional<List<LintView>> lint(String vendor, String rule) {
        return rules.one(vendor, rule, Map.of())
                .map(prepared -> linter.lint(prepared).stream()
                        .map(CataloguedRuleExamination::view)
                        .toList());
    }

    private static RuleTestView view(
            int number, RuleTestResult result, List<Explanation.StageExplanation> explanation) {
        return new RuleTestView(
                number,
                result.test().name(),
                result.test().expected(),
                StoredJson.indented(ValueText.json(result.test().log())),
                result.outcome().label(),
                result.got(),
                result.reason(),
                explanation);
    }

    private static LintView view(LintFinding finding) {
        return new LintView(
                finding.code().id(),
                finding.code().level().label(),
                finding.position().line(),
                finding.position().column(),
                finding.message(),
                finding.remedy());
    }

    private static LogFacts facts() {
        URL events = Thread.currentThread().getContextClassLoader().getResource("catalog/aws-events.tsv");
        if (events == null) {
            throw new IllegalStateException("the class path has no catalog/aws-events.tsv");
        }
        try {
            PathFiles files = PathFiles.beside(events);
            return new LogFacts(
                    files.read("aws-events.tsv"), files.read("attack.tsv"), files.read("attack-retired.tsv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

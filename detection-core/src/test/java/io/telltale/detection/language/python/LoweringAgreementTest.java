package io.telltale.detection.language.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.analysis.RuleAnalysis;
import io.telltale.detection.conformance.JsonText;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.engine.RuleSet;
import io.telltale.detection.engine.RuleVerdict;
import io.telltale.detection.engine.Verdict;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.RunMemory;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.PantherFormat;
import io.telltale.detection.vendor.PathFiles;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Where a rule was lowered, its predicates and its program say the same of generated events: that it matches, that it
 * does not, or that it fails.
 */
class LoweringAgreementTest {
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final int EVENTS = Integer.getInteger("agreement.events", 400);

    @Test
    void ourOwnRulesAnswerTheSameWhereverTheyRun() throws Exception {
        Sections sections = Sections.read("rules.txt");
        List<Value.ObjectOf> samples =
                sections.of("event").values().stream().map(JsonText::object).toList();
        Map<String, String> modules = sections.of("module");
        Companions companions = (kind, name) -> kind.equals("module") && modules.containsKey(name)
                ? Optional.of(SourceText.ofFile(name + ".py", modules.get(name)))
                : Optional.empty();
        var differences = new ArrayList<String>();
        int lowered = 0;
        for (Map.Entry<String, String> each : sections.of("rule").entrySet()) {
            lowered += compare(rule(each.getKey(), each.getValue()), companions, samples, differences) ? 1 : 0;
        }
        assertThat(differences).isEmpty();
        assertThat(lowered).isGreaterThan(45);
    }

    @Test
    @Tag("checkout")
    void theRulesOfACheckoutAnswerTheSameWhereverTheyRun() throws Exception {
        String checkout = System.getProperty("panther.checkout", "");
        Assumptions.assumeFalse(checkout.isEmpty(), "no checkout named by -Dpanther.checkout=DIR");
        List<Value.ObjectOf> ours = Sections.read("rules.txt").of("event").values().stream()
                .map(JsonText::object)
                .toList();
        Reading reading = new PantherFormat().read(new PathFiles(Path.of(checkout)));
        Companions companions = reading.companionsByName();
        var differences = new ArrayList<String>();
        int lowered = 0;
        for (Rule rule : reading.rules()) {
            if (rule.language().equals("python")) {
                var samples =
                        new ArrayList<>(rule.tests().stream().map(RuleTest::log).toList());
                if (rule.logType().equals(Pipeline.CLOUDTRAIL) || samples.isEmpty()) {
                    samples.addAll(ours);
                }
                lowered += compare(rule, companions, samples, differences) ? 1 : 0;
            }
        }
        assertThat(differences).isEmpty();
        assertThat(lowered).isGreaterThan(100);
    }

    /** Whether the rule was lowered to more than its program; what differs is added to the list. */
    private static boolean compare(
            Rule rule, Companions companions, List<Value.ObjectOf> samples, List<String> differences) throws Exception {
        var source = new RuleSource(rule.body(), rule.document(), companions, Map.of());
        Optional<Detection> detection = new PythonLanguage().lower(source).detection();
        Program program = Program.parse(rule.body(), companions, PythonLanguage.logTypes(rule.document()));
        if (detection.isEmpty()
                || !new PythonBench(program).unsupported(List.of()).isEmpty()) {
            return false;
        }
        List<Stage> filters = detection.get().pipeline().stages().stream()
                .filter(stage -> stage instanceof Stage.Filter)
                .toList();
        RuleSet predicates = CORE.compile(List.of(perEvent(rule, filters)), Limits.DEFAULT);
        var events = new GeneratedEvents(new Random(rule.id().hashCode()), program, samples);
        int found = 0;
        for (int i = 0; i < EVENTS && found < 2; i++) {
            Value.ObjectOf event = events.event();
            String wanted = answer(program, event);
            String got = answer(predicates, event);
            boolean isLimit = wanted.startsWith("not run here") || wanted.startsWith("more than");
            if (!isLimit && !Objects.equals(wanted, got)) {
                differences.add(rule.path() + " on " + ValueText.json(event) + "\n  program:    " + wanted
                        + "\n  predicates: " + got);
                found++;
            }
        }
        return !isOneScript(filters);
    }

    private static boolean isOneScript(List<Stage> filters) {
        return filters.size() == 1
                && filters.get(0) instanceof Stage.Filter filter
                && filter.condition() instanceof Expression.Call call
                && call.arguments().get(0) instanceof Expression.Script script
                && script.body().entryPoint().equals("rule(event)");
    }

    private static String answer(Program program, Value.ObjectOf event) {
        Value answer = PythonScript.function(program, "rule").run(event, new EvaluationContext(NOW, new RunMemory()));
        return answer instanceof Value.Failure failure
                ? failure.message()
                : String.valueOf(Py.truthy(EventValues.of(answer)));
    }

    private static String answer(RuleSet predicates, Value.ObjectOf event) {
        var run = predicates.startFullScan(finding -> {});
        run.accept(new AuditEvent("test", Optional.of(NOW), event, "test", 1));
        RuleVerdict verdict = run.finish().get(0);
        return verdict.verdict() == Verdict.FAILED
                ? verdict.reason().replaceFirst(" \\(on 1 row\\)$", "")
                : String.valueOf(verdict.verdict() == Verdict.FIRED);
    }

    private static PreparedRule perEvent(Rule rule, List<Stage> filters) {
        Detection detection = Detection.of(new Pipeline(Pipeline.CLOUDTRAIL, filters), List.of());
        return new PreparedRule(rule, Readiness.RUNNABLE, "", List.of(), Optional.of(detection), RuleAnalysis.NONE);
    }

    private static Rule rule(String name, String text) {
        return Rule.local("python", SourceText.ofFile(name, text));
    }

    /** A data file of named sections: {@code === kind name}, then its text. */
    private record Sections(Map<String, Map<String, String>> byKind) {
        static Sections read(String file) throws IOException {
            try (var in = LoweringAgreementTest.class.getResourceAsStream("/agreement/python/" + file)) {
                String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
                var byKind = new HashMap<String, Map<String, String>>();
                for (String section : text.split("(?m)^=== ", -1)) {
                    String[] lines = section.split("\n", 2);
                    String[] head = lines[0].split(" ", 2);
                    if (lines.length == 2 && head.length == 2) {
                        byKind.computeIfAbsent(head[0], k -> new LinkedHashMap<>())
                                .put(head[1], lines[1]);
                    }
                }
                return new Sections(byKind);
            }
        }

        Map<String, String> of(String kind) {
            return byKind.getOrDefault(kind, Map.of());
        }
    }
}

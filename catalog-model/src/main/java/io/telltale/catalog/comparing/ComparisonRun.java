package io.telltale.catalog.comparing;

import io.telltale.catalog.store.StoredJson;
import io.telltale.catalog.view.ComparisonView;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Evaluation;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.engine.RuleVerdict;
import io.telltale.detection.engine.Verdict;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.VendorFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs each rule of a comparison on its events. */
final class ComparisonRun {
    private final DetectionCore core;

    ComparisonRun(DetectionCore core) {
        this.core = core;
    }

    ComparisonView view(String id, ComparisonFile file) {
        return new ComparisonView(
                id,
                file.title(),
                file.description(),
                IntStream.rangeClosed(1, file.events().size())
                        .mapToObj(n ->
                                event(n, file.fires().contains(n), file.events().get(n - 1)))
                        .toList(),
                file.rules().stream()
                        .flatMap(written -> variants(written, file.events()))
                        .toList());
    }

    private static ComparisonView.LoggedEvent event(int number, boolean fires, AuditEvent event) {
        Value.ObjectOf fields = event.fields();
        Value identity = fields.get("userIdentity");
        String principal = identity instanceof Value.ObjectOf object
                ? object.get("userName").asText()
                : "";
        return new ComparisonView.LoggedEvent(
                number,
                fires,
                fields.get("eventTime").asText(),
                fields.get("eventName").asText(),
                principal,
                fields.get("awsRegion").asText(),
                StoredJson.indented(ValueText.json(fields)));
    }

    /** A file may hold rules that only others of it lean on: what counts is the last. */
    private Stream<ComparisonView.Variant> variants(ComparisonFile.Written written, List<AuditEvent> events) {
        VendorFormat format = core.vendors().stream()
                .filter(each -> each.vendor().equals(written.vendor()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no vendor " + written.vendor()));
        Reading reading = format.read(written);
        List<Rule> rules = reading.rules();
        String text = rules.stream().map(rule -> rule.body().text()).collect(Collectors.joining("\n---\n"));
        return rules.stream()
                .skip(Math.max(0, rules.size() - 1))
                .map(rule -> variant(format, core.prepare(rule, reading.companionsByName(), Map.of()), text, events));
    }

    private ComparisonView.Variant variant(
            VendorFormat format, PreparedRule prepared, String text, List<AuditEvent> events) {
        String language = prepared.rule().language();
        var fires = new TreeSet<Integer>();
        String readiness = prepared.readiness().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String reason = prepared.reason();
        if (prepared.readiness() == Readiness.RUNNABLE) {
            RuleVerdict verdict = run(prepared, events, fires);
            readiness = verdict.verdict() == Verdict.FAILED ? Verdict.FAILED.label() : readiness;
            reason = verdict.reason();
        }
        return new ComparisonView.Variant(
                format.vendor(),
                format.title(),
                language,
                core.languages().stream()
                        .filter(each -> each.slug().equals(language))
                        .map(RuleLanguage::title)
                        .findFirst()
                        .orElse(language),
                text,
                readiness,
                reason,
                List.copyOf(fires));
    }

    private RuleVerdict run(PreparedRule prepared, List<AuditEvent> events, Set<Integer> fires) {
        Evaluation evaluation = core.compile(List.of(prepared), Limits.DEFAULT).start(finding -> {
            List<String> ids = finding.eventIds();
            if (!ids.isEmpty()) {
                fires.add(number(ids.get(ids.size() - 1), events));
            }
        });
        events.forEach(evaluation::accept);
        return evaluation.finish().get(0);
    }

    private static int number(String eventId, List<AuditEvent> events) {
        return 1 + events.stream().map(AuditEvent::id).toList().indexOf(eventId);
    }
}

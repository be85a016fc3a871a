package io.telltale.catalog.importing;

import io.telltale.catalog.attachment.Attachment;
import io.telltale.catalog.entity.EventEntity;
import io.telltale.catalog.entity.RuleEntity;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A rule with what was understood of it, as the catalog keeps it; a hash of either tells whether it is another. */
record TakenApart(PreparedRule prepared, String languageTitle, List<Attachment> attachments) {
    /** Of the vendor's file. */
    String hash() {
        return hash(prepared.rule());
    }

    /** Of what a vendor's file says. */
    static String hash(Rule rule) {
        var parts = new ArrayList<Object>(List.of(
                rule.title(),
                rule.description(),
                rule.author(),
                rule.kind(),
                rule.severity(),
                rule.status(),
                rule.enabled(),
                rule.language(),
                rule.body().text(),
                ValueText.json(rule.document()),
                rule.path(),
                rule.url(),
                rule.logType(),
                rule.techniques(),
                rule.tactics(),
                rule.references()));
        for (RuleTest test : rule.tests()) {
            parts.add(test.name());
            parts.add(test.expected());
            parts.add(ValueText.json(test.log()));
            parts.add(mocks(test));
        }
        return ContentHash.of(parts);
    }

    /** Of what was understood of it. */
    String analysisHash() {
        var analysis = prepared.analysis();
        return ContentHash.of(List.of(
                prepared.readiness(),
                prepared.reason(),
                prepared.unsupported(),
                prepared.failure(),
                languageTitle,
                schedule(),
                groupBy(),
                parameters(),
                analysis.predicates(),
                analysis.exclusions(),
                analysis.requiredFields(),
                analysis.outputs(),
                analysis.stages(),
                attachments));
    }

    /** Writes all of it to the entity, but for its source and vendor. */
    void writeTo(RuleEntity entity) {
        Rule rule = prepared.rule();
        entity.ruleId = rule.id();
        entity.title = rule.title();
        entity.description = rule.description();
        entity.author = rule.author();
        entity.kind = rule.kind().label();
        entity.severity = rule.severity().label();
        entity.status = rule.status();
        entity.enabled = rule.enabled();
        entity.language = rule.language();
        entity.languageTitle = languageTitle;
        entity.body = rule.body().text();
        entity.bodyLines = lines(rule.body());
        entity.document = ValueText.json(rule.document());
        entity.path = rule.path();
        entity.url = rule.url().orElse("");
        entity.logType = rule.logType();
        entity.references = rule.references();
        entity.techniques = rule.techniques();
        entity.techniqueIds = new TreeSet<>(entity.techniques);
        entity.tactics = new TreeSet<>(rule.tactics());
        entity.tests = rule.tests().stream()
                .map(t -> new RuleEntity.Test(t.name(), t.expected(), ValueText.json(t.log()), mocks(t)))
                .toList();
        entity.hash = hash();
        writeAnalysisTo(entity);
    }

    private void writeAnalysisTo(RuleEntity entity) {
        var analysis = prepared.analysis();
        entity.readiness = label(prepared.readiness());
        entity.reason = prepared.reason();
        entity.failure = prepared.failure()
                .map(f ->
                        new RuleEntity.Failure(f.position().file(), f.position().line(), f.message()))
                .orElse(null);
        entity.schedule = schedule();
        entity.groupBy = groupBy();
        entity.requiredFields = analysis.requiredFields();
        entity.analysisHash = analysisHash();
        entity.stages = analysis.stages().stream()
                .map(s -> new RuleEntity.Stage(
                        s.kind(), s.text(), s.span().start(), s.span().end()))
                .toList();
        entity.outputs = analysis.outputs().stream()
                .map(o -> new RuleEntity.Output(o.name(), o.stage()))
                .toList();
        entity.unsupported = prepared.unsupported().stream()
                .map(u -> new RuleEntity.Unsupported(
                        u.construct(), u.span().start(), u.span().end()))
                .toList();
        entity.parameters = parameters().stream()
                .map(p -> new RuleEntity.Parameter(
                        p.name(),
                        p.kind(),
                        p.value().orElse(null),
                        p.vendorDefault().orElse(null)))
                .toList();
        entity.predicates = analysis.predicates().stream()
                .map(p -> new RuleEntity.Predicate(
                        p.field(),
                        p.kind(),
                        p.value(),
                        p.negated(),
                        p.caseSensitive(),
                        p.span().start(),
                        p.span().end()))
                .toList();
        entity.exclusions = analysis.exclusions().stream()
                .map(p -> new RuleEntity.Exclusion(p.field(), p.kind(), p.value(), p.caseSensitive()))
                .toList();
        entity.attachments = attachments.stream()
                .map(a -> new RuleEntity.Attachment(
                        EventEntity.reference(a.event().key()), a.kind().label(), a.why()))
                .toList();
    }

    private static String mocks(RuleTest test) {
        return ValueText.json(new Value.ListOf(test.mocks()));
    }

    /** Of each line of a text, the line and the column of its file that it begins at. */
    static int[] lines(SourceText text) {
        return text.lineStarts().stream()
                .flatMapToInt(start -> IntStream.of(start.line(), start.column()))
                .toArray();
    }

    /** The word for a rule's readiness that is shown, stored and sent. */
    private static String label(Readiness readiness) {
        return readiness.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private List<Parameter> parameters() {
        return prepared.detection().map(Detection::parameters).orElse(List.of());
    }

    private String schedule() {
        return prepared.detection()
                .flatMap(Detection::schedule)
                .map(TakenApart::text)
                .orElse("");
    }

    private static String text(Schedule schedule) {
        String until = schedule.until().isZero() ? "" : " until " + schedule.until() + " ago";
        return "every " + schedule.every() + " over the last " + schedule.from() + until;
    }

    private List<String> groupBy() {
        return prepared.detection().map(detection -> detection.pipeline().stages()).orElse(List.of()).stream()
                .filter(Stage.Aggregate.class::isInstance)
                .map(Stage.Aggregate.class::cast)
                .findFirst()
                .map(aggregate ->
                        aggregate.keys().stream().map(Stage.Binding::name).toList())
                .orElse(List.of());
    }
}

package io.telltale.catalog.importing;

import io.telltale.catalog.attachment.Attachment;
import io.telltale.catalog.attachment.EventAttachment;
import io.telltale.catalog.store.Statements;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.analysis.Predicate;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.Companion;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleTest;
import io.telltale.detection.vendor.VendorFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Imports what one vendor's repository holds. A rule whose file has changed gets a revision; one whose file is the same
 * but is understood differently (a language learned something, an event was added) is taken apart again without one.
 */
final class RuleImport {
    /** Counts of what was done. */
    record Outcome(int rules, int added, int revised, int unchanged, boolean changed) {}

    private final Statements sql;
    private final DetectionCore core;
    private final EventAttachment attachment;

    RuleImport(Statements sql, DetectionCore core, EventAttachment attachment) {
        this.sql = sql;
        this.core = core;
        this.attachment = attachment;
    }

    private record Known(long id, String hash, String analysisHash) {}

    Outcome run(VendorFormat vendor, String sourceName, Reading reading) {
        sql.update(
                "insert into vendors (slug, title) values (?, ?) on conflict (slug) do update set title = excluded.title"
                        + " where vendors.title <> excluded.title",
                vendor.vendor(),
                vendor.title());
        sql.update(
                "insert into sources (vendor, name) values (?, ?) on conflict do nothing", vendor.vendor(), sourceName);
        long source = sql.number("select id from sources where vendor = ? and name = ?", vendor.vendor(), sourceName);
        boolean companionsChanged = companions(source, reading.companions());
        Companions companions = reading.companionsByName();
        int added = 0;
        int revised = 0;
        int unchanged = 0;
        boolean reanalysed = false;
        var seen = new LinkedHashMap<String, Rule>();
        for (Rule rule : reading.rules()) {
            if (seen.putIfAbsent(rule.id(), rule) != null) {
                continue;
            }
            PreparedRule prepared = core.prepare(rule, companions, Map.of());
            List<Attachment> attachments = attachment.attach(prepared.analysis().events());
            String hash = hash(rule);
            String analysisHash = analysisHash(prepared, attachments);
            Known known = sql.first(
                            "select id, hash, analysis_hash from rules where vendor = ? and rule_id = ?",
                            row -> new Known(row.getLong(1), row.getString(2), row.getString(3)),
                            rule.vendor(),
                            rule.id())
                    .orElse(new Known(0, "", ""));
            if (known.hash().equals(hash) && known.analysisHash().equals(analysisHash)) {
                unchanged++;
                continue;
            }
            long id = store(source, prepared, hash, analysisHash);
            children(id, prepared, attachments);
            if (known.id() == 0) {
                added++;
            } else if (known.hash().equals(hash)) {
                unchanged++;
                reanalysed = true;
            } else {
                revised++;
            }
            if (!known.hash().equals(hash)) {
                revision(id, rule, hash);
            }
        }
        // A file that cannot be read today is no word that its rule was withdrawn.
        int removed = reading.problems().isEmpty()
                ? sql.update("delete from rules where source = ? and not rule_id = any (?)", source, seen.keySet())
                : 0;
        boolean changed = companionsChanged || reanalysed || added + revised + removed > 0;
        return new Outcome(seen.size(), added, revised, unchanged, changed);
    }

    private boolean companions(long source, List<Companion> companions) {
        String hash = ContentHash.of(companions);
        if (sql.number("select count(*) from sources where id = ? and companions_hash = ?", source, hash) == 1) {
            return false;
        }
        sql.update("delete from companions where source = ?", source);
        sql.batch(
                "insert into companions (source, kind, name, file, text, lines) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                companions.stream()
                        .map(c -> new Object[] {
                            source,
                            c.kind(),
                            c.name(),
                            c.text().file(),
                            c.text().text(),
                            lines(c.text())
                        })
                        .toList());
        sql.update("update sources set companions_hash = ? where id = ?", hash, source);
        return true;
    }

    private long store(long source, PreparedRule prepared, String hash, String analysisHash) {
        Rule rule = prepared.rule();
        var columns = new LinkedHashMap<String, Object>();
        columns.put("source", source);
        columns.put("vendor", rule.vendor());
        columns.put("rule_id", rule.id());
        columns.put("title", rule.title());
        columns.put("description", rule.description());
        columns.put("author", rule.author());
        columns.put("kind", rule.kind().label());
        columns.put("severity", rule.severity().label());
        columns.put("status", rule.status());
        columns.put("enabled", rule.enabled());
        columns.put("language", rule.language());
        columns.put("language_title", languageTitle(rule.language()));
        columns.put("body", rule.body().text());
        columns.put("body_lines", lines(rule.body()));
        columns.put("document", ValueText.json(rule.document()));
        columns.put("path", rule.path());
        columns.put("url", rule.url().orElse(""));
        columns.put("log_type", rule.logType());
        columns.put("refs", rule.references());
        columns.put("techniques", rule.techniques());
        columns.put("readiness", label(prepared.readiness()));
        columns.put("reason", prepared.reason());
        columns.put("schedule", schedule(prepared));
        columns.put("group_by", groupBy(prepared));
        columns.put("required_fields", prepared.analysis().requiredFields());
        columns.put("hash", hash);
        columns.put("analysis_hash", analysisHash);
        List<String> names = List.copyOf(columns.keySet());
        String marks = String.join(", ", names.stream().map(name -> "?").toList());
        String updates = String.join(
                ", ", names.stream().map(name -> name + " = excluded." + name).toList());
        return sql.number(
                "insert into rules (" + String.join(", ", names) + ") values (" + marks
                        + ") on conflict (vendor, rule_id) do update set " + updates + " returning id",
                columns.values().toArray());
    }

    private void children(long id, PreparedRule prepared, List<Attachment> attachments) {
        Rule rule = prepared.rule();
        var analysis = prepared.analysis();
        replace(id, "rule_techniques (rule, technique)", rows(id, rule.techniques(), (i, t) -> new Object[] {t}));
        replace(id, "rule_tactics (rule, tactic)", rows(id, rule.tactics(), (i, t) -> new Object[] {t}));
        replace(
                id,
                "rule_stages (rule, position, kind, text, span_start, span_end)",
                rows(id, analysis.stages(), (i, s) -> new Object[] {
                    i, s.kind(), s.text(), s.span().start(), s.span().end()
                }));
        replace(id, "rule_outputs (rule, position, name, stage)", rows(id, analysis.outputs(), (i, o) ->
                new Object[] {i, o.name(), o.stage()}));
        replace(
                id,
                "rule_unsupported (rule, position, construct, span_start, span_end)",
                rows(id, prepared.unsupported(), (i, u) -> new Object[] {
                    i, u.construct(), u.span().start(), u.span().end()
                }));
        replace(id, "rule_tests (rule, position, name, expected, log)", rows(id, rule.tests(), (i, t) ->
                new Object[] {i, t.name(), t.expected(), ValueText.json(t.log())}));
        replace(
                id,
                "parameters (rule, position, name, kind, value, vendor_default)",
                rows(id, prepared.detection().map(Detection::parameters).orElse(List.of()), (i, p) ->
                        new Object[] {i, p.name(), p.kind(), p.value(), p.vendorDefault()}));
        replace(
                id,
                "predicates (rule, position, field, kind, value, negated, case_sensitive, span_start, span_end)",
                rows(id, analysis.predicates(), (i, p) -> new Object[] {
                    i,
                    p.field(),
                    p.kind(),
                    p.value(),
                    p.negated(),
                    p.caseSensitive(),
                    p.span().start(),
                    p.span().end()
                }));
        replace(
                id,
                "exclusions (rule, position, field, kind, value, case_sensitive)",
                rows(id, analysis.exclusions(), (i, p) ->
                        new Object[] {i, p.field(), p.kind(), p.value(), p.caseSensitive()}));
        replace(id, "attachments (rule, event, kind, why)", rows(id, attachments, (i, a) ->
                new Object[] {a.event().key(), a.kind().label(), a.why()}));
    }

    /** The columns of a row behind the rule's id. */
    @FunctionalInterface
    private interface Columns<T> {
        Object[] of(int position, T element);
    }

    private static <T> List<Object[]> rows(long id, List<T> elements, Columns<T> columns) {
        var rows = new ArrayList<Object[]>();
        for (T element : elements) {
            var row = new ArrayList<Object>();
            row.add(id);
            row.addAll(List.of(columns.of(rows.size(), element)));
            rows.add(row.toArray());
        }
        return rows;
    }

    private void replace(long id, String table, List<Object[]> rows) {
        String name = table.substring(0, table.indexOf(' '));
        sql.update("delete from " + name + " where rule = ?", id);
        if (!rows.isEmpty()) {
            String marks = "?" + ", ?".repeat(rows.get(0).length - 1);
            sql.batch("insert into " + table + " values (" + marks + ") on conflict do nothing", rows);
        }
    }

    private void revision(long id, Rule rule, String hash) {
        sql.update(
                "insert into rule_revisions (rule, number, hash, title, body, document)"
                        + " select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? from rule_revisions where rule = ?",
                id,
                hash,
                rule.title(),
                rule.body().text(),
                ValueText.json(rule.document()),
                id);
    }

    private String languageTitle(String slug) {
        return core.languages().stream()
                .filter(language -> language.slug().equals(slug))
                .findFirst()
                .map(RuleLanguage::title)
                .orElse(slug);
    }

    /** The word for a rule's readiness that is shown, stored and sent. */
    static String label(Readiness readiness) {
        return readiness.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String schedule(PreparedRule prepared) {
        return prepared.detection()
                .flatMap(Detection::schedule)
                .map(RuleImport::text)
                .orElse("");
    }

    private static String text(Schedule schedule) {
        String until = schedule.until().isZero() ? "" : " until " + schedule.until() + " ago";
        return "every " + schedule.every() + " over the last " + schedule.from() + until;
    }

    private static List<String> groupBy(PreparedRule prepared) {
        return prepared.detection().map(detection -> detection.pipeline().stages()).orElse(List.of()).stream()
                .filter(Stage.Aggregate.class::isInstance)
                .map(Stage.Aggregate.class::cast)
                .findFirst()
                .map(aggregate ->
                        aggregate.keys().stream().map(Stage.Binding::name).toList())
                .orElse(List.of());
    }

    private static int[] lines(SourceText text) {
        return text.lineStarts().stream()
                .flatMapToInt(start -> java.util.stream.IntStream.of(start.line(), start.column()))
                .toArray();
    }

    private static String hash(Rule rule) {
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
        }
        return ContentHash.of(parts);
    }

    private String analysisHash(PreparedRule prepared, List<Attachment> attachments) {
        var analysis = prepared.analysis();
        var parts = new ArrayList<Object>();
        parts.add(prepared.readiness());
        parts.add(prepared.reason());
        parts.add(prepared.unsupported());
        parts.add(languageTitle(prepared.rule().language()));
        parts.add(schedule(prepared));
        parts.add(groupBy(prepared));
        parts.add(prepared.detection().map(Detection::parameters).orElse(List.of()));
        for (Predicate predicate : analysis.predicates()) {
            parts.add(predicate);
        }
        parts.add(analysis.exclusions());
        parts.add(analysis.requiredFields());
        parts.add(analysis.outputs());
        parts.add(analysis.stages());
        parts.add(attachments);
        parts.removeIf(Objects::isNull);
        return ContentHash.of(parts);
    }
}

package io.telltale.catalog.query;

import io.telltale.catalog.entity.EventEntity;
import io.telltale.catalog.entity.RevisionEntity;
import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.entity.ServiceEntity;
import io.telltale.catalog.entity.TacticEntity;
import io.telltale.catalog.entity.TechniqueEntity;
import io.telltale.catalog.store.Statements;
import io.telltale.catalog.store.StoredJson;
import io.telltale.catalog.view.RuleView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Reads everything that the catalog knows of one rule. */
final class RulePageQuery {
    private final Statements sql;

    RulePageQuery(Statements sql) {
        this.sql = sql;
    }

    Optional<RuleView> run(String vendor, String id) {
        return RuleEntity.of(vendor, id).map(this::view);
    }

    private RuleView view(RuleEntity rule) {
        return new RuleView(
                RuleQuery.summary(rule),
                rule.author,
                rule.logType,
                rule.path,
                rule.schedule,
                rule.groupBy,
                rule.references,
                rule.techniqueIds.stream()
                        .sorted()
                        .map(RulePageQuery::technique)
                        .toList(),
                tactics(rule),
                rule.attachments.stream()
                        .map(RulePageQuery::coverage)
                        .sorted(Comparator.comparing(RuleView.EventCoverage::serviceTitle)
                                .thenComparing(RuleView.EventCoverage::event))
                        .toList(),
                related(rule.id),
                rule.languageTitle,
                rule.body,
                rule.stages.stream()
                        .map(s -> new RuleView.StageText(s.kind(), s.text(), s.spanStart(), s.spanEnd()))
                        .toList(),
                predicates(rule.id),
                exclusions(rule),
                rule.requiredFields,
                rule.outputs.stream()
                        .map(o -> new RuleView.OutputField(o.name(), o.stage()))
                        .toList(),
                rule.parameters.stream().map(RulePageQuery::parameter).toList(),
                rule.unsupported.stream()
                        .map(u -> new RuleView.UnsupportedConstruct(u.construct(), u.spanStart(), u.spanEnd()))
                        .toList(),
                rule.tests.stream()
                        .map(t -> new RuleView.TestCase(t.name(), t.expected(), StoredJson.indented(t.log())))
                        .toList(),
                RevisionEntity.of(rule.id).stream()
                        .map(r -> new RuleView.Revision(r.number, r.hash, r.imported.toString()))
                        .toList());
    }

    private static RuleView.Technique technique(String id) {
        return new RuleView.Technique(
                id,
                TechniqueEntity.<TechniqueEntity>findByIdOptional(id)
                        .map(technique -> technique.name)
                        .orElse(""));
    }

    /** In ATT&amp;CK's order; those that it does not know come last, under their slugs. */
    private static List<RuleView.Tactic> tactics(RuleEntity rule) {
        var tactics = new ArrayList<RuleView.Tactic>();
        var unknown = new TreeSet<>(rule.tactics);
        for (TacticEntity tactic : TacticEntity.<TacticEntity>list("slug in ?1 order by position", rule.tactics)) {
            tactics.add(new RuleView.Tactic(tactic.id, tactic.name, tactic.slug));
            unknown.remove(tactic.slug);
        }
        unknown.forEach(slug -> tactics.add(new RuleView.Tactic("", slug, slug)));
        return tactics;
    }

    private static RuleView.EventCoverage coverage(RuleEntity.Attachment attachment) {
        EventEntity event = attachment.event();
        ServiceEntity service = event.service;
        return new RuleView.EventCoverage(
                service.provider.title, service.id, service.title, event.name, attachment.kind(), attachment.why());
    }

    private static RuleView.ParameterValue parameter(RuleEntity.Parameter parameter) {
        return new RuleView.ParameterValue(
                parameter.name(),
                parameter.kind(),
                Objects.requireNonNullElse(parameter.value(), ""),
                Objects.requireNonNullElse(parameter.vendorDefault(), ""),
                parameter.value() != null);
    }

    private List<RuleView.RelatedRule> related(long key) {
        return sql.list(
                "select r.vendor, r.rule_id, r.title, r.severity, count(*) as shared from attachments mine"
                        + " join current_attachments theirs on theirs.event = mine.event and theirs.rule <> mine.rule"
                        + " join rules r on r.id = theirs.rule where mine.rule = ?"
                        + " group by r.vendor, r.rule_id, r.title, r.severity"
                        + " order by shared desc, r.title, r.vendor, r.rule_id limit 50",
                row -> new RuleView.RelatedRule(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getLong(5)),
                key);
    }

    private List<RuleView.PredicateCount> predicates(long key) {
        return sql.list(
                "select p.field, p.kind, p.value, p.negated, p.case_sensitive, count(distinct o.rule),"
                        + " array_agg(distinct r.vendor order by r.vendor) as vendors, p.span_start, p.span_end"
                        + " from predicates p join predicates o on o.field = p.field and o.kind = p.kind"
                        + " and md5(o.value) = md5(p.value) and o.value = p.value and o.negated = p.negated"
                        + " join current_rules r on r.id = o.rule where p.rule = ?"
                        + " group by p.rule, p.position order by p.position",
                row -> new RuleView.PredicateCount(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getLong(6),
                        Statements.texts(row, "vendors"),
                        row.getInt("span_start"),
                        row.getInt("span_end")),
                key);
    }

    private static List<RuleView.Exclusion> exclusions(RuleEntity rule) {
        Map<List<String>, List<String>> values = new LinkedHashMap<>();
        for (RuleEntity.Exclusion exclusion : rule.exclusions) {
            values.computeIfAbsent(List.of(exclusion.field(), exclusion.kind()), fieldAndKind -> new ArrayList<>())
                    .add(exclusion.value());
        }
        return values.entrySet().stream()
                .map(e -> new RuleView.Exclusion(e.getKey().get(0), e.getKey().get(1), e.getValue()))
                .toList();
    }
}

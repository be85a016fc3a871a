package io.telltale.catalog.query;

import io.telltale.catalog.store.Statements;
import io.telltale.catalog.store.StoredJson;
import io.telltale.catalog.view.RuleSummary;
import io.telltale.catalog.view.RuleView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads everything that the catalog knows of one rule. */
final class RulePageQuery {
    private final Statements sql;

    RulePageQuery(Statements sql) {
        this.sql = sql;
    }

    private record Head(
            long key,
            RuleSummary summary,
            String languageTitle,
            String author,
            String logType,
            String path,
            String schedule,
            List<String> groupBy,
            List<String> references,
            List<String> requiredFields,
            String body) {}

    Optional<RuleView> run(String vendor, String id) {
        return sql.first(
                        RuleQuery.SUMMARY.replace(
                                        " from rules r",
                                        ", r.author, r.log_type, r.path, r.schedule, r.group_by, r.refs,"
                                                + " r.required_fields, r.body from rules r")
                                + " where r.vendor = ? and r.rule_id = ?",
                        row -> new Head(
                                row.getLong("key"),
                                RuleQuery.summary(row),
                                row.getString("language_title"),
                                row.getString("author"),
                                row.getString("log_type"),
                                row.getString("path"),
                                row.getString("schedule"),
                                Statements.texts(row, "group_by"),
                                Statements.texts(row, "refs"),
                                Statements.texts(row, "required_fields"),
                                row.getString("body")),
                        vendor,
                        id)
                .map(this::view);
    }

    private RuleView view(Head head) {
        long key = head.key();
        return new RuleView(
                head.summary(),
                head.author(),
                head.logType(),
                head.path(),
                head.schedule(),
                head.groupBy(),
                head.references(),
                sql.list(
                        "select t.technique, coalesce(n.name, '') as name from rule_techniques t"
                                + " left join techniques n on n.id = t.technique where t.rule = ? order by 1",
                        row -> new RuleView.Technique(row.getString("technique"), row.getString("name")),
                        key),
                sql.list(
                        "select distinct t.tactic, coalesce(n.id, '') as id, coalesce(n.name, t.tactic) as name,"
                                + " n.position from rule_tactics t left join tactics n on n.slug = t.tactic"
                                + " where t.rule = ? order by n.position nulls last, 1",
                        row -> new RuleView.Tactic(row.getString("id"), row.getString("name"), row.getString("tactic")),
                        key),
                coverage(key),
                related(key),
                head.languageTitle(),
                head.body(),
                sql.list(
                        "select kind, text, span_start, span_end from rule_stages where rule = ? order by position",
                        row -> new RuleView.StageText(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4)),
                        key),
                predicates(key),
                exclusions(key),
                head.requiredFields(),
                sql.list(
                        "select name, stage from rule_outputs where rule = ? order by position",
                        row -> new RuleView.OutputField(row.getString(1), row.getString(2)),
                        key),
                sql.list(
                        "select name, kind, coalesce(value, ''), coalesce(vendor_default, ''), value is not null"
                                + " from parameters where rule = ? order by position",
                        row -> new RuleView.ParameterValue(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getBoolean(5)),
                        key),
                sql.list(
                        "select construct, span_start, span_end from rule_unsupported where rule = ? order by position",
                        row -> new RuleView.UnsupportedConstruct(row.getString(1), row.getInt(2), row.getInt(3)),
                        key),
                sql.list(
                        "select name, expected, log from rule_tests where rule = ? order by position",
                        row -> new RuleView.TestCase(
                                row.getString(1), row.getBoolean(2), StoredJson.indented(row.getString(3))),
                        key),
                sql.list(
                        "select number, hash, imported from rule_revisions where rule = ? order by number desc",
                        row -> new RuleView.Revision(
                                row.getInt(1),
                                row.getString(2),
                                row.getTimestamp(3).toInstant().toString()),
                        key));
    }

    private List<RuleView.EventCoverage> coverage(long key) {
        return sql.list(
                "select p.title, s.id, s.title, e.name, a.kind, a.why from attachments a join events e on e.id = a.event"
                        + " join services s on s.id = e.service join providers p on p.id = s.provider"
                        + " where a.rule = ? order by s.title, e.name",
                row -> new RuleView.EventCoverage(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)),
                key);
    }

    private List<RuleView.RelatedRule> related(long key) {
        return sql.list(
                "select r.vendor, r.rule_id, r.title, r.severity, count(*) as shared from attachments mine"
                        + " join attachments theirs on theirs.event = mine.event and theirs.rule <> mine.rule"
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
                        + " join rules r on r.id = o.rule where p.rule = ?"
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

    private List<RuleView.Exclusion> exclusions(long key) {
        Map<List<String>, List<String>> values = new LinkedHashMap<>();
        sql.list(
                "select field, kind, value from exclusions where rule = ? order by position",
                row -> values.computeIfAbsent(
                                List.of(row.getString(1), row.getString(2)), fieldAndKind -> new ArrayList<>())
                        .add(row.getString(3)),
                key);
        return values.entrySet().stream()
                .map(e -> new RuleView.Exclusion(e.getKey().get(0), e.getKey().get(1), e.getValue()))
                .toList();
    }
}

package io.telltale.catalog.query;

import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.store.Statements;
import io.telltale.catalog.view.Facet;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleFacets;
import io.telltale.catalog.view.RuleFilter;
import io.telltale.catalog.view.RuleSummary;
import io.telltale.detection.report.RepositoryReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads lists of rules and what they can be narrowed by. */
final class RuleQuery {
    static final String SUMMARY = "select r.id as key, r.vendor, v.title as vendor_title, r.rule_id, r.title,"
            + " r.description, r.kind, r.severity, r.status, r.enabled, r.language, r.language_title, r.readiness,"
            + " r.reason, r.techniques, r.url from current_rules r join vendors v on v.slug = r.vendor";

    private final Statements sql;

    RuleQuery(Statements sql) {
        this.sql = sql;
    }

    static RuleSummary summary(ResultSet row) throws SQLException {
        return new RuleSummary(
                row.getString("vendor"),
                row.getString("vendor_title"),
                row.getString("rule_id"),
                row.getString("title"),
                row.getString("description"),
                row.getString("kind"),
                row.getString("severity"),
                row.getString("status"),
                row.getBoolean("enabled"),
                row.getString("language"),
                row.getString("readiness"),
                row.getString("reason"),
                Statements.texts(row, "techniques"),
                row.getString("url"));
    }

    static RuleSummary summary(RuleEntity rule) {
        return new RuleSummary(
                rule.vendor.slug,
                rule.vendor.title,
                rule.ruleId,
                rule.title,
                rule.description,
                rule.kind,
                rule.severity,
                rule.status,
                rule.enabled,
                rule.language,
                rule.removed == null ? rule.readiness : "removed",
                rule.removed == null ? rule.reason : "withdrawn by its vendor, found so on " + rule.removed,
                rule.techniques,
                rule.url);
    }

    Page<RuleSummary> rules(RuleFilter filter, PageRequest page) {
        Where where = where(filter);
        return Paging.page(
                sql,
                page,
                SUMMARY + " where " + where.sql(),
                "title, vendor, rule_id",
                RuleQuery::summary,
                where.with());
    }

    RuleFacets facets(RuleFilter filter) {
        Where where = where(filter);
        return new RuleFacets(
                facet(where, "r.vendor", "v.title", ""),
                facet(
                        where,
                        "s.id",
                        "s.title",
                        " join (select distinct a.rule, e.service from attachments a join events e on e.id = a.event) x"
                                + " on x.rule = r.id join services s on s.id = x.service"),
                facet(where, "r.severity", "r.severity", ""),
                facet(where, "r.language", "r.language_title", ""),
                facet(where, "r.kind", "r.kind", ""),
                facet(
                        where,
                        "t.technique",
                        "t.technique || coalesce(' ' || n.name, '')",
                        " join rule_techniques t on t.rule = r.id left join techniques n on n.id = t.technique"),
                facet(where, "r.readiness", "r.readiness", ""),
                facet(where, "r.log_type", "r.log_type", ""));
    }

    private List<Facet> facet(Where where, String value, String title, String joins) {
        return sql.list(
                "select " + value + " as value, " + title + " as title, count(*) as count from current_rules r"
                        + " join vendors v on v.slug = r.vendor" + joins + " where " + where.sql()
                        + " group by 1, 2 order by 3 desc, 2 limit 100",
                row -> new Facet(row.getString("value"), row.getString("title"), row.getLong("count")),
                where.with());
    }

    private static Where where(RuleFilter filter) {
        var attached = new Where()
                .when(filter.service(), "e.service = ?", filter.service())
                .when(filter.event(), "e.name = ?", filter.event())
                .when(filter.attachment(), "a.kind = ?", filter.attachment());
        var used = new Where()
                .when(filter.field(), "p.field = ?", filter.field())
                .when(filter.indicatorKind(), "p.kind = ?", filter.indicatorKind())
                .when(filter.isWholeIndicator() ? "whole" : filter.value(), "p.value = ?", filter.value())
                .when(filter.negated(), "p.negated = ?", Boolean.valueOf(filter.negated()));
        var where = new Where()
                .when(filter.vendor(), "r.vendor = ?", filter.vendor())
                .when(filter.severity(), "r.severity = ?", filter.severity())
                .when(filter.kind(), "r.kind = ?", filter.kind())
                .when(filter.language(), "r.language = ?", filter.language())
                .when(filter.log(), "r.log_type = ?", filter.log())
                .when(
                        filter.readiness(),
                        "r.readiness = ? or (? = 'not runnable' and r.readiness = 'failed')",
                        filter.readiness(),
                        filter.readiness())
                .when(
                        filter.construct(),
                        "exists (select from rule_unsupported u where u.rule = r.id and u.construct = ?)" + " or (? = '"
                                + RepositoryReport.SYNTAX_ERROR + "' and r.readiness = 'failed')",
                        filter.construct(),
                        filter.construct())
                .when(filter.runnable(), "(r.readiness = 'runnable') = ?", Boolean.valueOf(filter.runnable()))
                .when(
                        filter.technique(),
                        "exists (select from rule_techniques t where t.rule = r.id"
                                + " and (t.technique = ? or starts_with(t.technique, ? || '.')))",
                        filter.technique(),
                        filter.technique())
                .when(
                        filter.text(),
                        "r.search @@ (websearch_to_tsquery('english', ?) || websearch_to_tsquery('simple', ?))",
                        filter.text(),
                        filter.text());
        if (!attached.parameters().isEmpty()) {
            where.and(
                    "exists (select from attachments a join events e on e.id = a.event where a.rule = r.id and "
                            + attached.sql() + ")",
                    attached.with());
        }
        if (!used.parameters().isEmpty()) {
            where.and("exists (select from predicates p where p.rule = r.id and " + used.sql() + ")", used.with());
        }
        return where;
    }
}

package io.telltale.catalog.query;

import io.telltale.catalog.store.Statements;
import io.telltale.catalog.view.IndicatorFilter;
import io.telltale.catalog.view.IndicatorView;
import io.telltale.catalog.view.IndicatorView.EventRules;
import io.telltale.catalog.view.IndicatorView.Links;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleRef;
import io.telltale.detection.schema.FieldNames;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts who looks for what. A rule counts once for a triple however often it uses it; where the filter names a service
 * and no event, a rule counts by the plainest of its attachments there.
 */
final class IndicatorQuery {
    private static final String RULES = "/api/v1/rules";
    private static final int RULES_SHOWN = 100;

    /** The predicates of all rules that are among those of the attached ones. */
    private static final String USED_THERE = "(select distinct field, kind, value, negated from predicates"
            + " where rule in (select rule from attached)) there"
            + " join predicates p on p.field = there.field and p.kind = there.kind and md5(p.value) = md5(there.value)"
            + " and p.value = there.value and p.negated = there.negated";

    private final Statements sql;

    IndicatorQuery(Statements sql) {
        this.sql = sql;
    }

    Page<IndicatorView> run(IndicatorFilter filter, PageRequest page) {
        var scope = new Where()
                .when(filter.service(), "e.service = ?", filter.service())
                .when(filter.event(), "e.name = ?", filter.event());
        String attached = "attached as (select a.rule, min(case a.kind when 'pinned' then 1 when 'listed' then 2"
                + " when 'resolved' then 3 else 4 end) as how from current_attachments a join events e on e.id = a.event"
                + " where " + scope.sql() + " group by a.rule)";
        var triple = new Where()
                .oneOf("p.field", filter.field().isEmpty() ? Set.of() : new FieldNames().canonical(filter.field()))
                .when(filter.kind(), "p.kind = ?", filter.kind())
                .when(filter.value(), "md5(p.value) = md5(?) and p.value = ?", filter.value(), filter.value());
        boolean scoped = !filter.service().isEmpty() || !filter.event().isEmpty();
        var kept = new Where().when(filter.vendor(), "? = any (vendors)", filter.vendor());
        String select = "select * from (with " + attached
                + " select p.field, p.kind, p.value, p.negated, bool_and(p.case_sensitive) as case_sensitive,"
                + " count(distinct p.rule) filter (where a.how is not null) as total,"
                + " count(distinct p.rule) filter (where a.how = 1) as pinned,"
                + " count(distinct p.rule) filter (where a.how = 2) as listed,"
                + " count(distinct p.rule) filter (where a.how = 3) as resolved,"
                + " count(distinct p.rule) as corpus,"
                + " array_agg(distinct r.vendor order by r.vendor) as vendors"
                + " from " + (scoped ? USED_THERE : "predicates p")
                + " join current_rules r on r.id = p.rule left join attached a on a.rule = p.rule"
                + " where " + triple.sql() + " group by p.field, p.kind, p.value, p.negated) used where "
                + kept.sql();
        var parameters = new ArrayList<Object>(scope.parameters());
        parameters.addAll(triple.parameters());
        parameters.addAll(kept.parameters());
        Page<IndicatorView> counted = Paging.page(
                sql,
                page,
                select,
                "total desc, pinned desc, corpus desc, field, kind, value, negated",
                row -> {
                    boolean negated = row.getBoolean("negated");
                    String use = "field=" + encode(row.getString("field")) + "&indicatorKind="
                            + encode(row.getString("kind")) + "&value=" + encode(row.getString("value")) + "&negated="
                            + negated;
                    return new IndicatorView(
                            row.getString("field"),
                            row.getString("kind"),
                            row.getString("value"),
                            negated,
                            row.getBoolean("case_sensitive"),
                            new EventRules(
                                    row.getLong("total"),
                                    row.getLong("pinned"),
                                    row.getLong("listed"),
                                    row.getLong("resolved")),
                            row.getLong("corpus"),
                            Statements.texts(row, "vendors"),
                            List.of(),
                            new Links(RULES + "?" + scope(filter) + use, RULES + "?" + use));
                },
                parameters.toArray());
        return withRules(counted, attached, scope.parameters());
    }

    private static String scope(IndicatorFilter filter) {
        var query = new StringBuilder();
        if (!filter.service().isEmpty()) {
            query.append("service=").append(encode(filter.service())).append('&');
        }
        if (!filter.event().isEmpty()) {
            query.append("event=").append(encode(filter.event())).append('&');
        }
        return query.toString();
    }

    private Page<IndicatorView> withRules(Page<IndicatorView> page, String attached, List<Object> scope) {
        if (page.items().isEmpty()) {
            return page;
        }
        var parameters = new ArrayList<Object>(scope);
        parameters.add(page.items().stream().map(IndicatorView::field).toList());
        parameters.add(page.items().stream().map(IndicatorView::kind).toList());
        parameters.add(page.items().stream().map(IndicatorView::value).toList());
        parameters.add(
                page.items().stream().map(i -> String.valueOf(i.negated())).toList());
        Map<Integer, List<RuleRef>> rules = new LinkedHashMap<>();
        sql.list(
                "with " + attached + " select distinct u.n, a.how, r.vendor, r.rule_id, r.title"
                        + " from unnest(?, ?, ?, ?) with ordinality as u (field, kind, value, negated, n)"
                        + " join predicates p on p.field = u.field and p.kind = u.kind and md5(p.value) = md5(u.value)"
                        + " and p.value = u.value and p.negated = u.negated::boolean"
                        + " join attached a on a.rule = p.rule join current_rules r on r.id = p.rule"
                        + " order by u.n, a.how, r.vendor, r.title, r.rule_id",
                row -> {
                    List<RuleRef> refs = rules.computeIfAbsent(row.getInt("n") - 1, n -> new ArrayList<>());
                    if (refs.size() < RULES_SHOWN) {
                        refs.add(new RuleRef(
                                row.getString("vendor"),
                                row.getString("rule_id"),
                                row.getString("title"),
                                List.of("pinned", "listed", "resolved", "catch-all")
                                        .get(row.getInt("how") - 1)));
                    }
                    return refs;
                },
                parameters.toArray());
        var items = new ArrayList<IndicatorView>();
        for (int i = 0; i < page.items().size(); i++) {
            IndicatorView bare = page.items().get(i);
            items.add(new IndicatorView(
                    bare.field(),
                    bare.kind(),
                    bare.value(),
                    bare.negated(),
                    bare.caseSensitive(),
                    bare.eventRules(),
                    bare.corpusRules(),
                    bare.vendors(),
                    rules.getOrDefault(i, List.of()),
                    bare.links()));
        }
        return new Page<>(items, page.total(), page.page(), page.size());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

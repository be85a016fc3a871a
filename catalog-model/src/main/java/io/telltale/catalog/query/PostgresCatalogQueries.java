package io.telltale.catalog.query;

import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.SourceSettings;
import io.telltale.catalog.entity.CatalogStateEntity;
import io.telltale.catalog.entity.EventEntity;
import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.entity.RunEntity;
import io.telltale.catalog.entity.ServiceEntity;
import io.telltale.catalog.store.Database;
import io.telltale.catalog.store.Statements;
import io.telltale.catalog.view.EventSummary;
import io.telltale.catalog.view.EventView;
import io.telltale.catalog.view.HomeView;
import io.telltale.catalog.view.IndicatorFilter;
import io.telltale.catalog.view.IndicatorView;
import io.telltale.catalog.view.LanguageView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleFacets;
import io.telltale.catalog.view.RuleFilter;
import io.telltale.catalog.view.RuleSummary;
import io.telltale.catalog.view.RuleView;
import io.telltale.catalog.view.SearchHit;
import io.telltale.catalog.view.ServiceSummary;
import io.telltale.catalog.view.ServiceView;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SourceView;
import io.telltale.catalog.view.VendorSummary;
import io.telltale.detection.DetectionCore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Answers the catalog's questions from PostgreSQL, each in a transaction of its own. */
@ApplicationScoped
public class PostgresCatalogQueries implements CatalogQueries {
    private static final int ON_HOME = 12;

    private final Database database;
    private final SourceQuery sources;
    private final LanguageQuery languages =
            new LanguageQuery(DetectionCore.standard().languages());

    @Inject
    public PostgresCatalogQueries(Database database, SourceSettings settings) {
        this.database = database;
        this.sources = new SourceQuery(settings, DetectionCore.standard().vendors());
    }

    @Override
    public HomeView home() {
        return database.query(sql -> new HomeView(
                ServiceEntity.count(),
                EventEntity.count(),
                RuleEntity.count("removed is null"),
                RuleEntity.count("removed is null and readiness = ?1", "runnable"),
                sql.number("select count(*) from indicators"),
                RunEntity.count(),
                new EventQuery(sql).services(new PageRequest(1, ON_HOME)).items(),
                sql.list(
                        "select v.slug, v.title, count(r.id), count(r.id) filter (where r.readiness = 'runnable')"
                                + " from vendors v left join current_rules r on r.vendor = v.slug group by v.slug, v.title"
                                + " order by 3 desc, 2",
                        row -> new VendorSummary(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4))),
                RunQuery.runs(new PageRequest(1, 5)).items()));
    }

    @Override
    public Page<ServiceSummary> services(PageRequest page) {
        return database.query(sql -> new EventQuery(sql).services(page));
    }

    @Override
    public Optional<ServiceView> service(String id) {
        return database.query(sql -> new EventQuery(sql).service(id));
    }

    @Override
    public Optional<Page<EventSummary>> events(String service, PageRequest page) {
        return database.query(sql -> new EventQuery(sql).events(service, page));
    }

    @Override
    public Optional<EventView> event(String service, String name) {
        return database.query(sql -> new EventQuery(sql).event(service, name));
    }

    @Override
    public Page<RuleSummary> rules(RuleFilter filter, PageRequest page) {
        return database.query(sql -> new RuleQuery(sql).rules(filter, page));
    }

    @Override
    public RuleFacets facets(RuleFilter filter) {
        return database.query(sql -> new RuleQuery(sql).facets(filter));
    }

    @Override
    public Optional<RuleView> rule(String vendor, String id) {
        return database.query(sql -> new RulePageQuery(sql).run(vendor, id));
    }

    @Override
    public Page<IndicatorView> indicators(IndicatorFilter filter, PageRequest page) {
        return database.query(sql -> new IndicatorQuery(sql).run(filter, page));
    }

    @Override
    public Page<SearchHit> search(String words, PageRequest page) {
        if (words.isBlank()) {
            return new Page<>(List.of(), 0, page.page(), page.size());
        }
        return database.query(sql -> search(sql, words, page));
    }

    @Override
    @Transactional
    public List<SourceView> sources() {
        return sources.sources();
    }

    @Override
    @Transactional
    public Optional<SourceView> source(String vendor) {
        return sources.source(vendor);
    }

    @Override
    @Transactional
    public Optional<SourceReport> sourceReport(String vendor) {
        return SourceQuery.report(vendor);
    }

    @Override
    @Transactional
    public List<LanguageView> languages() {
        return languages.languages();
    }

    @Override
    @Transactional
    public String version() {
        return Long.toString(CatalogStateEntity.only().version);
    }

    private static Page<SearchHit> search(Statements sql, String words, PageRequest page) {
        String headline =
                "ts_headline('english', %s, q.query, 'MaxWords=40, MinWords=25, StartSel=\"\", StopSel=\"\"')";
        String select = "with q as (select websearch_to_tsquery('english', ?) || websearch_to_tsquery('simple', ?)"
                + " || case when ? ~ '^[A-Za-z0-9_.:-]+$' then to_tsquery('simple', quote_literal(?) || ':*')"
                + " else ''::tsquery end as query)"
                + " select 'service' as kind, s.title, '/services/' || s.id as address, "
                + headline.formatted("s.description") + " as text, s.event_source as detail,"
                + " ts_rank(s.search, q.query) * 4 as rank from q join services s on s.search @@ q.query"
                + " union all select 'event', e.name, '/services/' || e.service || '/events/' || e.name, "
                + headline.formatted("e.description") + ", e.service, ts_rank(e.search, q.query) * 3"
                + " from q join events e on e.search @@ q.query"
                + " union all select 'rule', r.title, '/rules/' || r.vendor || '/' || r.rule_id, "
                + headline.formatted("r.description") + ", r.vendor, ts_rank(r.search, q.query) * 2"
                + " from q join current_rules r on r.search @@ q.query"
                + " union all select 'technique', t.id || ' ' || t.name, '/rules?technique=' || t.id, '',"
                + " (select count(*) || ' rules' from rule_techniques x join current_rules r on r.id = x.rule where x.technique = t.id),"
                + " ts_rank(t.search, q.query) * 2 from q join techniques t on t.search @@ q.query"
                + " where exists (select from rule_techniques x join current_rules r on r.id = x.rule where x.technique = t.id)"
                + " union all select 'field', f.name, coalesce('/services/' || coalesce(f.service, e.service)"
                + " || coalesce('/events/' || e.name, ''), '/'), "
                + headline.formatted("f.description") + ", f.type, ts_rank(f.search, q.query)"
                + " from q join fields f on f.search @@ q.query left join events e on e.id = f.event";
        String term = words.strip();
        return Paging.page(
                sql,
                page,
                "select * from (" + select + ") hits",
                "rank desc, kind, title, address",
                row -> new SearchHit(
                        row.getString("kind"),
                        row.getString("title"),
                        row.getString("address"),
                        row.getString("text"),
                        row.getString("detail")),
                term,
                term,
                term,
                term);
    }
}

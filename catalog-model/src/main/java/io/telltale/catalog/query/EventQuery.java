package io.telltale.catalog.query;

import io.telltale.catalog.attachment.CataloguedEvent;
import io.telltale.catalog.store.Statements;
import io.telltale.catalog.view.AttachedRule;
import io.telltale.catalog.view.EventSummary;
import io.telltale.catalog.view.EventView;
import io.telltale.catalog.view.FieldView;
import io.telltale.catalog.view.IndicatorFilter;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleGroup;
import io.telltale.catalog.view.RuleSummary;
import io.telltale.catalog.view.ServiceRef;
import io.telltale.catalog.view.ServiceSummary;
import io.telltale.catalog.view.ServiceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads services and events. */
final class EventQuery {
    private static final String SERVICES = "select s.id, s.title, s.provider, s.event_source, s.description,"
            + " (select count(*) from events e where e.service = s.id) as events,"
            + " (select count(distinct a.rule) from attachments a join events e on e.id = a.event"
            + " where e.service = s.id) as rules from services s";
    private static final String EVENTS = "select e.service, e.name, e.access, e.description,"
            + " (select count(*) from attachments a where a.event = e.id) as rules from events e where e.service = ?";
    private static final String EVENT_ORDER = "(e.name = '_catch_all') desc, e.name";

    private final Statements sql;

    EventQuery(Statements sql) {
        this.sql = sql;
    }

    Page<ServiceSummary> services(PageRequest page) {
        return Paging.page(
                sql,
                page,
                SERVICES,
                "s.title, s.id",
                row -> new ServiceSummary(
                        row.getString("id"),
                        row.getString("title"),
                        row.getString("provider"),
                        row.getString("event_source"),
                        row.getString("description"),
                        row.getLong("events"),
                        row.getLong("rules")));
    }

    Optional<ServiceView> service(String id) {
        List<EventSummary> events = sql.list(EVENTS + " order by " + EVENT_ORDER, row -> summary(row), id);
        return sql.first(
                "select x.*, p.title as provider_title, p.event_key, (select coalesce(refs[1], '') from services"
                        + " where id = x.id) as url from (" + SERVICES
                        + ") x join providers p on p.id = x.provider where x.id = ?",
                row -> new ServiceView(
                        row.getString("id"),
                        row.getString("title"),
                        row.getString("provider_title"),
                        row.getString("event_source"),
                        row.getString("event_key"),
                        row.getString("description"),
                        row.getString("url"),
                        row.getLong("events"),
                        row.getLong("rules"),
                        events),
                id);
    }

    Optional<Page<EventSummary>> events(String service, PageRequest page) {
        if (sql.number("select count(*) from services where id = ?", service) == 0) {
            return Optional.empty();
        }
        return Optional.of(Paging.page(sql, page, EVENTS, EVENT_ORDER, row -> summary(row), service));
    }

    private record Head(
            long id,
            String provider,
            ServiceRef service,
            EventSummary event,
            String example,
            List<String> references) {}

    Optional<EventView> event(String service, String name) {
        return sql.first(
                        "select e.id, e.name, e.access, e.description, e.example, e.refs, s.id as service, s.title,"
                                + " s.provider, s.event_source, p.title as provider_title,"
                                + " (select count(*) from attachments a where a.event = e.id) as rules"
                                + " from events e join services s on s.id = e.service"
                                + " join providers p on p.id = s.provider where s.id = ? and e.name = ?",
                        row -> new Head(
                                row.getLong("id"),
                                row.getString("provider"),
                                new ServiceRef(
                                        row.getString("service"),
                                        row.getString("title"),
                                        row.getString("provider_title"),
                                        row.getString("event_source")),
                                summary(row),
                                row.getString("example"),
                                Statements.texts(row, "refs")),
                        service,
                        name)
                .map(this::view);
    }

    private EventView view(Head head) {
        var indicators = new IndicatorQuery(sql)
                .run(IndicatorFilter.ofEvent(head.service().id(), head.event().name()), PageRequest.ALL);
        return new EventView(
                head.service(),
                head.event().name(),
                head.event().access(),
                head.event().description(),
                head.event().catchAll(),
                fields(head),
                indicators.items(),
                head.event().rules(),
                groups(head.id()),
                head.example(),
                head.references());
    }

    private List<FieldView> fields(Head head) {
        return sql.list(
                "select name, type, description, case when provider is not null then 'provider'"
                        + " when service is not null then 'service' else 'event' end as level from fields"
                        + " where provider = ? or service = ? or event = ?"
                        + " order by num_nulls(provider), num_nulls(service), position",
                row -> new FieldView(
                        row.getString("name"),
                        row.getString("type"),
                        row.getString("description"),
                        row.getString("level")),
                head.provider(),
                head.service().id(),
                head.id());
    }

    private List<RuleGroup> groups(long event) {
        Map<String, List<AttachedRule>> byVendor = new LinkedHashMap<>();
        sql.list(
                RuleQuery.SUMMARY.replace(" from rules r", ", a.kind as attachment, a.why from rules r")
                        + " join attachments a on a.rule = r.id where a.event = ?"
                        + " order by v.title, case a.kind when 'pinned' then 1 when 'listed' then 2"
                        + " when 'resolved' then 3 else 4 end, r.title, r.id",
                row -> byVendor.computeIfAbsent(row.getString("vendor"), vendor -> new ArrayList<>())
                        .add(new AttachedRule(
                                RuleQuery.summary(row), row.getString("attachment"), row.getString("why"))),
                event);
        return byVendor.entrySet().stream()
                .map(group -> {
                    RuleSummary first = group.getValue().get(0).rule();
                    return new RuleGroup(group.getKey(), first.vendorTitle(), group.getValue());
                })
                .toList();
    }

    private static EventSummary summary(java.sql.ResultSet row) throws java.sql.SQLException {
        String name = row.getString("name");
        boolean catchAll = name.equals(CataloguedEvent.CATCH_ALL);
        return new EventSummary(
                row.getString("service"),
                name,
                catchAll ? "" : row.getString("access"),
                row.getString("description"),
                row.getLong("rules"),
                catchAll);
    }
}

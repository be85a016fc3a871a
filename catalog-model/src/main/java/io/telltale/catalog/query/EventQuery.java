package io.telltale.catalog.query;

import io.telltale.catalog.attachment.CataloguedEvent;
import io.telltale.catalog.entity.EventEntity;
import io.telltale.catalog.entity.FieldEntity;
import io.telltale.catalog.entity.ServiceEntity;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads services and events, and counts the rules on them. */
final class EventQuery {
    private static final String SERVICES = "select s.id, s.title, s.provider, s.event_source, s.description,"
            + " (select count(*) from events e where e.service = s.id) as events,"
            + " (select count(distinct a.rule) from current_attachments a join events e on e.id = a.event"
            + " where e.service = s.id) as rules from services s";
    private static final String EVENTS = "select e.service, e.name, e.access, e.description,"
            + " (select count(*) from current_attachments a where a.event = e.id) as rules from events e where e.service = ?";
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
                "rules desc, title, id",
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
        return ServiceEntity.<ServiceEntity>findByIdOptional(id).map(this::view);
    }

    private ServiceView view(ServiceEntity service) {
        List<EventSummary> events = sql.list(EVENTS + " order by " + EVENT_ORDER, EventQuery::summary, service.id);
        long rules = sql.number(
                "select count(distinct a.rule) from current_attachments a join events e on e.id = a.event where e.service = ?",
                service.id);
        return new ServiceView(
                service.id,
                service.title,
                service.provider.title,
                service.eventSource,
                service.provider.eventKey,
                service.description,
                service.references.stream().findFirst().orElse(""),
                events.size(),
                rules,
                events);
    }

    Optional<Page<EventSummary>> events(String service, PageRequest page) {
        return ServiceEntity.findByIdOptional(service)
                .map(found -> Paging.page(sql, page, EVENTS, EVENT_ORDER, EventQuery::summary, service));
    }

    Optional<EventView> event(String service, String name) {
        return EventEntity.named(service, name).map(this::view);
    }

    private EventView view(EventEntity event) {
        ServiceEntity service = event.service;
        var indicators = new IndicatorQuery(sql).run(IndicatorFilter.ofEvent(service.id, event.name), PageRequest.ALL);
        boolean catchAll = event.name.equals(CataloguedEvent.CATCH_ALL);
        List<RuleGroup> groups = groups(event.id);
        return new EventView(
                new ServiceRef(service.id, service.title, service.provider.id, service.eventSource),
                event.name,
                catchAll ? "" : event.access,
                event.description,
                catchAll,
                FieldEntity.of(event).stream()
                        .map(f -> new FieldView(f.name, f.type, f.description, f.level()))
                        .toList(),
                indicators.items(),
                groups.stream().mapToLong(group -> group.rules().size()).sum(),
                groups,
                event.example,
                event.references);
    }

    private List<RuleGroup> groups(long event) {
        Map<String, List<AttachedRule>> byVendor = new LinkedHashMap<>();
        sql.list(
                RuleQuery.SUMMARY.replace(" from current_rules r", ", a.kind as attachment, a.why from current_rules r")
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

    private static EventSummary summary(ResultSet row) throws SQLException {
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

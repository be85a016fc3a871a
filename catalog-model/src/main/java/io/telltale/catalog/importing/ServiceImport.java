package io.telltale.catalog.importing;

import io.telltale.catalog.store.Statements;
import io.telltale.catalog.store.StoredJson;
import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Imports the description of one service: a mapping of {@code provider} (id, title, key, namespace, fields),
 * {@code service} (id, title, eventSource, description, references, fields) and {@code events} (name, access,
 * description, references, fields, example). An event that gives no example of its own takes the first of the samples
 * that is one.
 */
final class ServiceImport {
    private final Statements sql;
    private final Map<List<String>, String> samples;

    ServiceImport(Statements sql, List<String> sampleRecords) {
        this.sql = sql;
        this.samples = new LinkedHashMap<>();
        for (String record : sampleRecords) {
            Value.ObjectOf event = StoredJson.object(record);
            samples.putIfAbsent(
                    List.of(
                            event.get("eventSource").asText(),
                            event.get("eventName").asText()),
                    StoredJson.indented(record));
        }
    }

    void run(Value.ObjectOf document) {
        Value.ObjectOf provider = object(document.get("provider"));
        Value.ObjectOf service = object(document.get("service"));
        String providerId = text(provider, "id");
        String serviceId = text(service, "id");
        sql.update(
                "insert into providers (id, title, event_key, namespace) values (?, ?, ?, ?)"
                        + " on conflict (id) do update set title = excluded.title, event_key = excluded.event_key,"
                        + " namespace = excluded.namespace",
                providerId,
                text(provider, "title"),
                text(provider, "key"),
                text(provider, "namespace"));
        sql.update("delete from fields where provider = ?", providerId);
        fields("provider", providerId, provider);
        sql.update(
                "insert into services (id, provider, title, event_source, description, refs) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (id) do update set provider = excluded.provider, title = excluded.title,"
                        + " event_source = excluded.event_source, description = excluded.description,"
                        + " refs = excluded.refs",
                serviceId,
                providerId,
                text(service, "title"),
                text(service, "eventSource"),
                text(service, "description"),
                texts(service, "references"));
        sql.update("delete from fields where service = ?", serviceId);
        fields("service", serviceId, service);
        var names = new ArrayList<String>();
        for (Value element : elements(document, "events")) {
            Value.ObjectOf event = object(element);
            names.add(text(event, "name"));
            event(serviceId, text(service, "eventSource"), event);
        }
        sql.update("delete from events where service = ? and not name = any (?)", serviceId, names);
    }

    private void event(String service, String eventSource, Value.ObjectOf event) {
        String name = text(event, "name");
        String example = text(event, "example");
        if (example.isEmpty()) {
            example = samples.getOrDefault(List.of(eventSource, name), "");
        }
        long id = sql.number(
                "insert into events (service, name, access, description, example, refs) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (service, name) do update set access = excluded.access,"
                        + " description = excluded.description, example = excluded.example, refs = excluded.refs"
                        + " returning id",
                service,
                name,
                text(event, "access"),
                text(event, "description"),
                example,
                texts(event, "references"));
        sql.update("delete from fields where event = ?", id);
        fields("event", id, event);
    }

    private void fields(String owner, Object ownerId, Value.ObjectOf document) {
        var rows = new ArrayList<Object[]>();
        for (Value element : elements(document, "fields")) {
            Value.ObjectOf field = object(element);
            rows.add(new Object[] {
                ownerId, rows.size(), text(field, "name"), text(field, "type"), text(field, "description")
            });
        }
        sql.batch(
                "insert into fields (" + owner + ", position, name, type, description) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                rows);
    }

    private static Value.ObjectOf object(Value value) {
        return value instanceof Value.ObjectOf object ? object : new Value.ObjectOf(Map.of());
    }

    private static String text(Value.ObjectOf object, String key) {
        return object.get(key).asText().strip();
    }

    private static List<Value> elements(Value.ObjectOf object, String key) {
        return object.get(key) instanceof Value.ListOf list ? list.elements() : List.of();
    }

    private static List<String> texts(Value.ObjectOf object, String key) {
        return elements(object, key).stream().map(Value::asText).toList();
    }
}

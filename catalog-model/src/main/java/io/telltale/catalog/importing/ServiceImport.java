package io.telltale.catalog.importing;

import io.telltale.catalog.entity.EventEntity;
import io.telltale.catalog.entity.FieldEntity;
import io.telltale.catalog.entity.ProviderEntity;
import io.telltale.catalog.entity.ServiceEntity;
import io.telltale.catalog.store.StoredJson;
import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Imports the description of one service: a mapping of {@code provider} (id, title, key, namespace, fields),
 * {@code service} (id, title, eventSource, description, references, fields) and {@code events} (name, access,
 * description, references, fields, example). An event that gives no example of its own takes the first of the samples
 * that is one.
 */
final class ServiceImport {
    private final Map<List<String>, String> samples;

    ServiceImport(List<String> sampleRecords) {
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
        ProviderEntity provider = provider(object(document.get("provider")));
        ServiceEntity service = service(provider, object(document.get("service")));
        var names = new ArrayList<String>();
        for (Value element : elements(document, "events")) {
            Value.ObjectOf event = object(element);
            names.add(text(event, "name"));
            event(service, event);
        }
        EventEntity.delete("service = ?1 and name not in ?2", service, names);
    }

    private static ProviderEntity provider(Value.ObjectOf document) {
        String id = text(document, "id");
        ProviderEntity provider =
                ProviderEntity.<ProviderEntity>findByIdOptional(id).orElseGet(ProviderEntity::new);
        provider.id = id;
        provider.title = text(document, "title");
        provider.eventKey = text(document, "key");
        provider.namespace = text(document, "namespace");
        provider.persist();
        FieldEntity.delete("provider", provider);
        fields(document, field -> field.provider = provider);
        return provider;
    }

    private static ServiceEntity service(ProviderEntity provider, Value.ObjectOf document) {
        String id = text(document, "id");
        ServiceEntity service =
                ServiceEntity.<ServiceEntity>findByIdOptional(id).orElseGet(ServiceEntity::new);
        service.id = id;
        service.provider = provider;
        service.title = text(document, "title");
        service.eventSource = text(document, "eventSource");
        service.description = text(document, "description");
        service.references = texts(document, "references");
        service.persist();
        FieldEntity.delete("service", service);
        fields(document, field -> field.service = service);
        return service;
    }

    private void event(ServiceEntity service, Value.ObjectOf document) {
        String name = text(document, "name");
        String example = text(document, "example");
        if (example.isEmpty()) {
            example = samples.getOrDefault(List.of(service.eventSource, name), "");
        }
        EventEntity event = EventEntity.named(service.id, name).orElseGet(EventEntity::new);
        event.service = service;
        event.name = name;
        event.access = text(document, "access");
        event.description = text(document, "description");
        event.example = example;
        event.references = texts(document, "references");
        event.persist();
        FieldEntity.delete("event", event);
        fields(document, field -> field.event = event);
    }

    private static void fields(Value.ObjectOf document, Consumer<FieldEntity> owner) {
        var names = new HashSet<String>();
        for (Value element : elements(document, "fields")) {
            Value.ObjectOf described = object(element);
            var field = new FieldEntity();
            owner.accept(field);
            field.position = names.size();
            field.name = text(described, "name");
            field.type = text(described, "type");
            field.description = text(described, "description");
            if (names.add(field.name)) {
                field.persist();
            }
        }
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

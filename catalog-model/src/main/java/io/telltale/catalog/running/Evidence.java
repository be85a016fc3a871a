package io.telltale.catalog.running;

import io.telltale.catalog.store.StoredJson;
import io.telltale.detection.engine.Finding;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Keeps the events behind a finding, so that it can be explained when the log is gone: the first of them, as JSON. */
final class Evidence {
    /** How many events of one finding are kept. */
    static final int EVENTS = 50;

    /** How many characters of JSON, of all events of one finding, are kept. */
    static final int CHARACTERS = 2_000_000;

    private Evidence() {}

    static String write(Finding finding) {
        var out = new StringBuilder("[");
        int kept = 0;
        for (AuditEvent event : finding.events()) {
            if (kept == EVENTS) {
                break;
            }
            var members = new LinkedHashMap<String, Value>();
            members.put("id", Values.of(event.id()));
            members.put("time", event.time().map(Values::of).orElse(Values.NULL));
            members.put("file", Values.of(event.file()));
            members.put("index", Values.of(event.index()));
            members.put("event", event.fields());
            String json = ValueText.json(Values.objectOf(members));
            if (out.length() + json.length() > CHARACTERS) {
                break;
            }
            out.append(kept++ == 0 ? "" : ",").append(json);
        }
        return out.append(']').toString();
    }

    static List<AuditEvent> read(String json) {
        return StoredJson.values(json).stream()
                .filter(Value.ObjectOf.class::isInstance)
                .map(value -> event((Value.ObjectOf) value))
                .toList();
    }

    private static AuditEvent event(Value.ObjectOf kept) {
        return new AuditEvent(
                kept.get("id").asText(),
                time(kept.get("time").asText()),
                kept.get("event") instanceof Value.ObjectOf fields ? fields : Values.objectOf(new LinkedHashMap<>()),
                kept.get("file").asText(),
                kept.get("index") instanceof Value.Int index ? index.value() : 0);
    }

    private static Optional<Instant> time(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}

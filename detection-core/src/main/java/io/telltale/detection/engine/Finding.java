package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.vendor.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule found: one row that its pipeline gave.
 *
 * @param events the events behind the row, in the order of their times
 * @param time of the last of them
 * @param columns what the rule's stages bound, in their order; empty for a rule that only filters
 */
public record Finding(
        String vendor,
        String ruleId,
        List<AuditEvent> events,
        Optional<Instant> time,
        Severity severity,
        String title,
        Map<String, Value> columns) {
    public Finding {
        events = List.copyOf(events);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** The ids of the events behind the row. */
    public List<String> eventIds() {
        return events.stream().map(AuditEvent::id).toList();
    }
}

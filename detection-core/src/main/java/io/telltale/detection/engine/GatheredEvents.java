package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events behind a row that was made of others, each once and in the order of their times, put together when they are
 * first asked for: most rows are filtered away before anyone asks, and each may stand on all events of a log.
 */
final class GatheredEvents extends AbstractList<AuditEvent> {
    private final List<List<AuditEvent>> parts;

    @Nullable private List<AuditEvent> events;

    private GatheredEvents(List<List<AuditEvent>> parts) {
        this.parts = parts;
    }

    /** The events of rows; of rows that share a list, as those do that one row was taken apart into, that list. */
    static List<AuditEvent> of(Iterable<Row> rows) {
        Set<List<AuditEvent>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var parts = new ArrayList<List<AuditEvent>>();
        for (Row row : rows) {
            if (seen.add(row.events())) {
                parts.add(row.events());
            }
        }
        return parts.size() == 1 ? parts.get(0) : new GatheredEvents(parts);
    }

    private List<AuditEvent> events() {
        List<AuditEvent> known = events;
        if (known == null) {
            var inOrder = new ArrayList<>(gathered());
            inOrder.sort(Comparator.comparingLong(Row::millis));
            known = List.copyOf(inOrder);
            events = known;
        }
        return known;
    }

    /** Without recursion, as rows may stand on one another as deep as a log is long. */
    private Set<AuditEvent> gathered() {
        Set<List<AuditEvent>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var waiting = new ArrayDeque<List<AuditEvent>>(parts);
        var out = new LinkedHashSet<AuditEvent>();
        while (!waiting.isEmpty()) {
            List<AuditEvent> part = waiting.pop();
            if (!seen.add(part)) {
                continue;
            }
            if (part instanceof GatheredEvents gathered && gathered.events == null) {
                for (int i = gathered.parts.size() - 1; i >= 0; i--) {
                    waiting.push(gathered.parts.get(i));
                }
            } else {
                out.addAll(part);
            }
        }
        return out;
    }

    @Override
    public AuditEvent get(int index) {
        return events().get(index);
    }

    @Override
    public int size() {
        return events().size();
    }
}

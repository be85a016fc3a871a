package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What flows through a pipeline: the event's fields, the columns bound so far, and the events behind it.
 *
 * @param fields of the event that the row is about; empty behind an aggregation
 * @param columns never changed once the row is made
 * @param time of the latest event or timed row of a table, in milliseconds since 1970; 0 where none says its time
 */
record Row(Value.ObjectOf fields, Map<String, Value> columns, long time, List<AuditEvent> events) {
    private static final Value.ObjectOf NO_FIELDS = Values.objectOf(Map.of());

    static Row of(AuditEvent event) {
        return new Row(event.fields(), Map.of(), millis(event), List.of(event));
    }

    /** A row that no event stands behind; its time is what the log that it is of says. */
    static Row ofTable(Map<String, Value> columns, Optional<Pipeline.OtherLog> log) {
        long millis = log.map(other -> columns.get(other.time()))
                .filter(value -> value instanceof Value.Time)
                .map(value -> ((Value.Time) value).value().toEpochMilli())
                .orElse(0L);
        return new Row(NO_FIELDS, columns, millis, List.of());
    }

    /** This row with the columns that another brought, and the events of both. */
    Row joined(Map<String, Value> carried, Row other) {
        Row both = aggregated(Map.of(), List.of(this, other));
        var more = new LinkedHashMap<>(columns);
        more.putAll(carried);
        return new Row(fields, more, both.time, both.events);
    }

    static Row aggregated(Map<String, Value> columns, Iterable<Row> rows) {
        long time = 0;
        for (Row row : rows) {
            time = Math.max(time, row.time);
        }
        return new Row(NO_FIELDS, columns, time, GatheredEvents.of(rows));
    }

    Row with(Map<String, Value> bound) {
        var more = new LinkedHashMap<>(columns);
        more.putAll(bound);
        return new Row(fields, more, time, events);
    }

    Row with(String name, Value value) {
        var more = new LinkedHashMap<>(columns);
        more.put(name, value);
        return new Row(fields, more, time, events);
    }

    /** This row with the members of the object in a column in the column's place. */
    Row spread(String column) {
        var more = new LinkedHashMap<>(columns);
        if (more.remove(column) instanceof Value.ObjectOf object) {
            more.putAll(object.members());
        }
        return new Row(fields, more, time, events);
    }

    Row only(Map<String, Value> bound) {
        return new Row(NO_FIELDS, bound, time, events);
    }

    /** A row whose event has the shown columns among its fields, and which has no columns. */
    Row restated() {
        var members = new LinkedHashMap<>(fields.members());
        members.putAll(shown());
        return new Row(Values.objectOf(members), Map.of(), time, events);
    }

    /**
     * The columns that a finding shows: those that have a value, null included, but not those that a lowering keeps for
     * itself, whose names start with a blank.
     */
    Map<String, Value> shown() {
        if (columns.isEmpty() || columns.entrySet().stream().noneMatch(Row::isKept)) {
            return columns;
        }
        var shown = new LinkedHashMap<>(columns);
        shown.entrySet().removeIf(Row::isKept);
        return shown;
    }

    private static boolean isKept(Map.Entry<String, Value> column) {
        return column.getValue() instanceof Value.Missing || column.getKey().startsWith(" ");
    }

    Value column(String name) {
        Value value = columns.get(name);
        return value == null ? Values.MISSING : value;
    }

    Optional<Instant> instant() {
        return time == 0 && events.stream().allMatch(e -> e.time().isEmpty())
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(time));
    }

    static long millis(AuditEvent event) {
        return event.time().map(Instant::toEpochMilli).orElse(0L);
    }
}

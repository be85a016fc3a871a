package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints rows for an explanation: their columns, and how many events of which time stand behind them. */
final class RowText {
    /** How many rows an explanation shows of a stage. */
    static final int ROWS_SHOWN = 5;

    private static final int LONGEST = 200;

    private RowText() {}

    static String of(Row row) {
        return columns(row.columns()) + (row.columns().isEmpty() ? "" : "; ") + events(row.events());
    }

    static String columns(Map<String, Value> columns) {
        return columns.entrySet().stream()
                .map(e -> e.getKey().strip() + " = " + value(e.getValue()))
                .collect(Collectors.joining("; "));
    }

    static String value(Value value) {
        String text = ValueText.json(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    static String values(List<Value> values) {
        return values.stream().map(RowText::value).collect(Collectors.joining(", "));
    }

    /** Whether the row is an event and nothing more. */
    static boolean isEvent(Row row) {
        return row.columns().isEmpty() && row.events().size() == 1;
    }

    private static String events(List<AuditEvent> events) {
        if (events.size() < 2) {
            return events.size() + " event" + (events.isEmpty() ? "s" : time(events.get(0), " at "));
        }
        return events.size() + " events" + time(events.get(0), " from ") + time(events.get(events.size() - 1), " to ");
    }

    private static String time(AuditEvent event, String before) {
        return event.time().map(time -> before + time).orElse("");
    }

    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}

package io.telltale.detection.engine;

import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the findings of a scheduled rule keep its later runs from: rows that they settle, and runs that a pause leaves out. */
final class ScheduleMemory {
    private final Schedule schedule;

    /** By the columns that settle, the time of the latest finding. */
    private final Map<List<Value>, Long> settled = new HashMap<>();

    private long pausedUntil = Long.MIN_VALUE;

    ScheduleMemory(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Whether a tick over the same rows as the one before counts: a run that a pause left out may have seen them alone. */
    boolean wantsEveryTick() {
        return !schedule.pause().isZero();
    }

    boolean isPaused(long tick) {
        return tick < pausedUntil;
    }

    /** The window without the rows that an earlier run's finding has settled. */
    List<List<Row>> open(List<List<Row>> window) {
        return settled.isEmpty()
                ? window
                : window.stream()
                        .map(rows -> rows.stream().filter(this::isOpen).toList())
                        .toList();
    }

    /** Remembers what a run has found. */
    void note(List<Row> found, long tick) {
        if (found.isEmpty()) {
            return;
        }
        pausedUntil = tick + schedule.pause().toMillis();
        schedule.settling()
                .ifPresent(columns -> found.forEach(row -> settled.merge(key(row, columns), row.time(), Math::max)));
    }

    private boolean isOpen(Row row) {
        List<String> columns = schedule.settling().orElse(List.of());
        return row.time() > settled.getOrDefault(key(row, columns), Long.MIN_VALUE);
    }

    private static List<Value> key(Row row, List<String> columns) {
        return columns.stream().map(row::column).toList();
    }
}

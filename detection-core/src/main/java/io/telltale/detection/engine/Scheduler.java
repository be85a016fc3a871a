package io.telltale.detection.engine;

import io.telltale.detection.ir.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Runs a scheduled rule as its scheduler would have: at each tick whose look-back holds a row. */
final class Scheduler {
    private Scheduler() {}

    /** A run at a tick, in milliseconds since 1970, over the rows of its look-back; false ends it all. */
    interface Run {
        boolean at(List<List<Row>> window, long tick);
    }

    /**
     * Runs over rows that lie in the order of time, in several feeds; the look-back is {@code [tick - from, tick - until)}.
     *
     * @param everyTick whether a tick with the same rows as the one before runs too
     */
    static void run(Schedule schedule, List<List<Row>> feeds, boolean everyTick, Run run) {
        long every = schedule.every().toMillis();
        long from = schedule.from().toMillis();
        long until = schedule.until().toMillis();
        int[] start = new int[feeds.size()];
        int[] end = new int[feeds.size()];
        long tick = Long.MIN_VALUE;
        OptionalLong first = firstTime(feeds, start);
        while (first.isPresent()) {
            long earliest = Math.floorDiv(first.getAsLong() + until, every) * every + every;
            tick = Math.max(tick, earliest);
            boolean moved = false;
            boolean holdsRow = false;
            var window = new ArrayList<List<Row>>();
            for (int f = 0; f < start.length; f++) {
                List<Row> rows = feeds.get(f);
                while (start[f] < rows.size() && rows.get(start[f]).time() < tick - from) {
                    start[f]++;
                    moved = true;
                }
                while (end[f] < rows.size() && rows.get(end[f]).time() < tick - until) {
                    end[f]++;
                    moved = true;
                }
                window.add(rows.subList(start[f], Math.max(start[f], end[f])));
                holdsRow |= start[f] < end[f];
            }
            if (holdsRow && (moved || everyTick) && !run.at(window, tick)) {
                return;
            }
            tick += every;
            first = firstTime(feeds, start);
        }
    }

    /** The time of the earliest row that no tick has left behind. */
    private static OptionalLong firstTime(List<List<Row>> feeds, int[] start) {
        OptionalLong first = OptionalLong.empty();
        for (int f = 0; f < start.length; f++) {
            if (start[f] < feeds.get(f).size()) {
                long time = feeds.get(f).get(start[f]).time();
                first = OptionalLong.of(first.isEmpty() ? time : Math.min(first.getAsLong(), time));
            }
        }
        return first;
    }
}

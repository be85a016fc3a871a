package io.telltale.detection.engine;

import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the windows of each key's rows that meet a condition. */
final class WindowsRunner {
    private final Groups byKey;
    private final Groups whole;
    private final Evaluator condition;
    private final long length;
    private final boolean sliding;
    private final boolean wholeRows;

    WindowsRunner(Stage.Windows stage, ExpressionCompiler compiler, FunctionRegistry functions) {
        this.byKey = new Groups(stage.keys(), List.of(), true, compiler, functions);
        this.whole = new Groups(List.of(), stage.aggregates(), false, compiler, functions);
        this.condition = compiler.compile(stage.condition());
        this.length = stage.length().toMillis();
        this.sliding = stage.sliding();
        this.wholeRows = stage.whole();
    }

    List<Row> run(List<Row> rows, Pass pass) {
        var inTime = new ArrayList<>(rows);
        inTime.sort(Comparator.comparingLong(this::begin));
        var out = new ArrayList<Row>();
        for (Groups.Group group : byKey.of(inTime, pass.context())) {
            new Search(group.columns(), group.rows(), pass).windows(out);
        }
        out.sort(Comparator.comparingLong(Row::time));
        return out;
    }

    /** For each key the window with the most rows, whether or not it meets the condition. */
    List<Row> fullest(List<Row> rows, Pass pass) {
        var inTime = new ArrayList<>(rows);
        inTime.sort(Comparator.comparingLong(this::begin));
        return byKey.of(inTime, pass.context()).stream()
                .map(group -> new Search(group.columns(), group.rows(), pass).fullest())
                .toList();
    }

    /** When the row begins: with its first event, or with the one that counts. */
    private long begin(Row row) {
        return !wholeRows
                ? row.time()
                : row.events().stream().mapToLong(Row::millis).min().orElse(row.time());
    }

    /**
     * One key's rows in the order of their first events. A window opens with a row's first event and holds the rows whose
     * events all lie in it; no row is in two windows.
     */
    private final class Search {
        private final Map<String, Value> keys;
        private final List<Row> rows;
        private final long[] begins;
        private final boolean[] taken;
        private final Pass pass;

        Search(Map<String, Value> keys, List<Row> rows, Pass pass) {
            this.keys = keys;
            this.rows = rows;
            this.begins = rows.stream().mapToLong(WindowsRunner.this::begin).toArray();
            this.taken = new boolean[rows.size()];
            this.pass = pass;
        }

        void windows(List<Row> out) {
            int start = 0;
            while (start < taken.length) {
                if (taken[start]) {
                    start++;
                    continue;
                }
                int end = end(start);
                // Openings far enough that the rows to look at are about two windows' at the most.
                int found = sliding ? first(start, end) : start;
                if (found < 0) {
                    start = end;
                    continue;
                }
                met(window(found, end(found))).ifPresent(out::add);
                take(found, end(found));
                // What the window left behind may open others; a row too long for any window opens none.
                start += taken[start] || found == start ? 1 : 0;
            }
        }

        Row fullest() {
            int fullest = 0;
            int most = 0;
            int start = 0;
            while (start < taken.length) {
                int end = end(start);
                if (end - start > most) {
                    most = end - start;
                    fullest = start;
                }
                start = sliding ? start + 1 : end;
            }
            return row(window(fullest, fullest + most));
        }

        /**
         * The first opening from {@code from} to before {@code to} whose window meets the condition, or -1. What all
         * these windows together do not meet, none of them does.
         */
        private int first(int from, int to) {
            boolean one = to - from == 1;
            if (one && taken[from]) {
                return -1;
            }
            List<Row> together = one ? window(from, end(from)) : left(from, end(to - 1), Long.MAX_VALUE);
            if (met(together).isEmpty()) {
                return -1;
            }
            if (one) {
                return from;
            }
            int middle = (from + to) >>> 1;
            int left = first(from, middle);
            return left >= 0 ? left : first(middle, to);
        }

        private List<Row> window(int opening, int end) {
            return left(opening, end, begins[opening] + length);
        }

        /** Rows that no window has taken and that end by a time. */
        private List<Row> left(int from, int to, long until) {
            var left = new ArrayList<Row>(to - from);
            for (int i = from; i < to; i++) {
                if (!taken[i] && rows.get(i).time() <= until) {
                    left.add(rows.get(i));
                }
            }
            return left;
        }

        private void take(int opening, int end) {
            long until = begins[opening] + length;
            for (int i = opening; i < end; i++) {
                taken[i] = taken[i] || rows.get(i).time() <= until;
            }
        }

        /** The first row that begins after the window that opens with a row. */
        private int end(int start) {
            long last = begins[start] + length;
            int low = start + 1;
            int high = begins.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (begins[middle] <= last) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private Optional<Row> met(List<Row> window) {
            if (window.isEmpty()) {
                return Optional.empty();
            }
            Row row = row(window);
            Value outcome = condition.evaluate(row, pass.context());
            if (outcome instanceof Value.Failure failure) {
                pass.failures().note(failure);
            }
            return ExpressionCompiler.isTrue(outcome) ? Optional.of(row) : Optional.empty();
        }

        private Row row(List<Row> window) {
            var columns = new LinkedHashMap<>(keys);
            columns.putAll(whole.aggregate(window, pass.context()));
            return Row.aggregated(columns, window);
        }
    }
}

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

    WindowsRunner(Stage.Windows stage, ExpressionCompiler compiler, FunctionRegistry functions) {
        this.byKey = new Groups(stage.keys(), List.of(), true, compiler, functions);
        this.whole = new Groups(List.of(), stage.aggregates(), false, compiler, functions);
        this.condition = compiler.compile(stage.condition());
        this.length = stage.length().toMillis();
        this.sliding = stage.sliding();
    }

    List<Row> run(List<Row> rows, Pass pass) {
        var inTime = new ArrayList<>(rows);
        inTime.sort(Comparator.comparingLong(Row::time));
        var out = new ArrayList<Row>();
        for (Groups.Group group : byKey.of(inTime, pass.context())) {
            new Search(group.columns(), group.rows(), pass).windows(out);
        }
        out.sort(Comparator.comparingLong(Row::time));
        return out;
    }

    /** One key's rows, and how far the search for windows has come in them. */
    private final class Search {
        private final Map<String, Value> keys;
        private final List<Row> rows;
        private final Pass pass;

        Search(Map<String, Value> keys, List<Row> rows, Pass pass) {
            this.keys = keys;
            this.rows = rows;
            this.pass = pass;
        }

        void windows(List<Row> out) {
            int start = 0;
            while (start < rows.size()) {
                int end = end(start);
                // Openings far enough that the rows to look at are about two windows' at the most.
                int openings = sliding ? Math.max(1, end - start) : 1;
                int found = first(start, start + openings);
                if (found >= 0) {
                    int close = end(found);
                    met(found, close).ifPresent(out::add);
                    start = close;
                } else {
                    start = sliding ? start + openings : end;
                }
            }
        }

        /**
         * The first opening from {@code from} to before {@code to} whose window meets the condition, or -1. What all
         * these windows together do not meet, none of them does.
         */
        private int first(int from, int to) {
            if (met(from, end(to - 1)).isEmpty()) {
                return -1;
            }
            if (to - from == 1) {
                return from;
            }
            int middle = (from + to) >>> 1;
            int left = first(from, middle);
            return left >= 0 ? left : first(middle, to);
        }

        private int end(int start) {
            long last = rows.get(start).time() + length;
            int low = start + 1;
            int high = rows.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (rows.get(middle).time() <= last) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private Optional<Row> met(int from, int to) {
            List<Row> window = rows.subList(from, to);
            var columns = new LinkedHashMap<>(keys);
            columns.putAll(whole.of(window, pass.context()).get(0).aggregates());
            Row row = Row.aggregated(columns, window);
            Value outcome = condition.evaluate(row, pass.context());
            if (outcome instanceof Value.Failure failure) {
                pass.failures().note(failure);
            }
            return ExpressionCompiler.isTrue(outcome) ? Optional.of(row) : Optional.empty();
        }
    }
}

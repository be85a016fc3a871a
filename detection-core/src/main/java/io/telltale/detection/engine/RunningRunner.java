package io.telltale.detection.engine;

import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs aggregates that grow, or move, with the rows. */
final class RunningRunner {
    private final Stage.Running running;
    private final Groups groups;

    RunningRunner(Stage.Running running, ExpressionCompiler compiler, FunctionRegistry functions) {
        this.running = running;
        this.groups = new Groups(running.keys(), running.aggregates(), true, compiler, functions);
    }

    /** A row and the keys of its group. */
    private record Keyed(Row row, Map<String, Value> key) {}

    List<Row> run(List<Row> rows, Pass pass) {
        boolean moving = running.rows().isPresent() || running.within().isPresent();
        var growing = new HashMap<Map<String, Value>, Groups.Accumulators>();
        var windows = new HashMap<Map<String, Value>, List<Keyed>>();
        var out = new ArrayList<Row>(rows.size());
        for (Row row : rows) {
            var key = groups.keysOf(row, pass.context());
            if (key.isEmpty()) {
                out.add(row);
            } else if (moving) {
                var keyed = new Keyed(row, key.get());
                List<Keyed> window =
                        windows.computeIfAbsent(running.ofAllGroups() ? Map.of() : key.get(), k -> new ArrayList<>());
                out.add(row.with(groups.aggregate(moved(window, keyed), pass.context())));
                if (!running.includeCurrent()) {
                    window.add(keyed);
                }
            } else {
                Groups.Accumulators soFar = growing.computeIfAbsent(key.get(), k -> groups.new Accumulators());
                Map<String, Value> before = running.includeCurrent() ? Map.of() : soFar.results();
                soFar.add(row, pass.context());
                out.add(row.with(running.includeCurrent() ? soFar.results() : before));
            }
        }
        return out;
    }

    /** The rows that count for this one, the current one among them where it does. */
    private List<Row> moved(List<Keyed> window, Keyed current) {
        if (running.includeCurrent()) {
            window.add(current);
        }
        long time = current.row().time();
        // Rows come by time, in either direction.
        running.within().ifPresent(age -> window.removeIf(k -> Math.abs(k.row().time() - time) > age.toMillis()));
        int most = running.rows().orElse(Integer.MAX_VALUE);
        if (window.size() > most) {
            window.subList(0, window.size() - most).clear();
        }
        return window.stream()
                .filter(k -> k.key().equals(current.key()))
                .map(Keyed::row)
                .toList();
    }
}

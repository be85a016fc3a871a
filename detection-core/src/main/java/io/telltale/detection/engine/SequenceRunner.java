package io.telltale.detection.engine;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds sequences: for each combination of keys, at most one partial match waits at each step, and a row that meets a step
 * moves the one before it on. Steps that no row may meet are checked when the others have matched.
 */
final class SequenceRunner {
    private final List<Step> steps = new ArrayList<>();
    private final List<Absent> absents = new ArrayList<>();
    private final Optional<Step> until;
    private final List<String> keyNames;
    private final long maxSpan;

    private record Step(Evaluator condition, List<Evaluator> keys) {}

    /** A step that no row may meet, behind {@code after} of the steps that rows must meet. */
    private record Absent(Step step, int after) {}

    /** A row and its place in the order of time. */
    record Place(int index, Row row) {}

    /** Looks on while matches grow and end. */
    interface Watch {
        /** A match has met its first steps with these rows. */
        default void reached(List<Value> key, List<Place> match) {}

        /** A row would have met the next step of a match that has met so many, but comes too long after its first row. */
        default void late(List<Value> key, int met, Row first, Row row) {}

        /** A row has ended the key's matches. */
        default void ended(List<Value> key, Row row) {}

        /** A row that no match may have has undone one. */
        default void forbidden(List<Value> key, Row row) {}
    }

    SequenceRunner(Stage.Sequence sequence, ExpressionCompiler compiler) {
        for (Stage.Step step : sequence.steps()) {
            var compiled = new Step(compiler.compile(step.condition()), compiler.compile(step.keys()));
            if (step.absent()) {
                absents.add(new Absent(compiled, steps.size()));
            } else {
                for (int i = 0; i < step.runs(); i++) {
                    steps.add(compiled);
                }
            }
        }
        if (steps.isEmpty() || (!absents.isEmpty() && sequence.maxSpan().isEmpty())) {
            throw new IllegalArgumentException(
                    "a sequence with a missing event needs another event and a maximal span");
        }
        this.until = sequence.until().map(s -> new Step(compiler.compile(s.condition()), compiler.compile(s.keys())));
        this.keyNames = sequence.keyNames();
        this.maxSpan = sequence.maxSpan().map(Duration::toMillis).orElse(Long.MAX_VALUE);
    }

    /** How many rows make a match. */
    int length() {
        return steps.size();
    }

    List<Row> run(List<Row> rows, Pass pass) {
        return run(rows, pass, new Watch() {});
    }

    List<Row> run(List<Row> rows, Pass pass, Watch watch) {
        var inTime = new ArrayList<>(rows);
        inTime.sort(Comparator.comparingLong(Row::time));
        // For each key, the partial match that has met the steps up to an index.
        var partials = new HashMap<List<Value>, List<List<Place>>>();
        var out = new ArrayList<Row>();
        for (int index = 0; index < inTime.size(); index++) {
            Row row = inTime.get(index);
            int at = index;
            until.flatMap(step -> key(step, row, pass)).ifPresent(key -> {
                if (partials.remove(key) != null) {
                    watch.ended(key, row);
                }
            });
            for (int i = steps.size() - 1; i >= 0; i--) {
                Optional<List<Value>> key = key(steps.get(i), row, pass);
                if (key.isEmpty()) {
                    continue;
                }
                List<List<Place>> waiting = partials.computeIfAbsent(key.get(), k -> new ArrayList<>());
                while (waiting.size() < steps.size()) {
                    waiting.add(List.of());
                }
                List<Place> before = i == 0 ? List.of() : waiting.get(i - 1);
                if (i > 0 && before.isEmpty()) {
                    continue;
                }
                if (i > 0 && row.time() - before.get(0).row().time() > maxSpan) {
                    watch.late(key.get(), i, before.get(0).row(), row);
                    continue;
                }
                var longer = new ArrayList<>(before);
                longer.add(new Place(at, row));
                watch.reached(key.get(), longer);
                if (i > 0) {
                    waiting.set(i - 1, List.of());
                }
                if (i < steps.size() - 1) {
                    waiting.set(i, longer);
                } else if (nothingAbsentIn(longer, key.get(), inTime, pass, watch)) {
                    out.add(match(longer, key.get()));
                    pass.check(out.size());
                }
            }
        }
        return out;
    }

    /**
     * Whether no forbidden row undoes a match. Rows that are forbidden only before it, or only behind it, must be out of the
     * span from its last row back, or from its first on. Where rows are forbidden on both sides the span may lie anywhere around
     * the match: it is undone by a row before it and one behind it that lie within one span.
     */
    private boolean nothingAbsentIn(List<Place> match, List<Value> key, List<Row> rows, Pass pass, Watch watch) {
        boolean bothSides = absents.stream().anyMatch(a -> a.after() == 0)
                && absents.stream().anyMatch(a -> a.after() == match.size());
        Optional<Row> before = Optional.empty();
        Optional<Row> behind = Optional.empty();
        for (Absent absent : absents) {
            boolean first = absent.after() == 0;
            boolean last = absent.after() == match.size();
            int from = first ? 0 : match.get(absent.after() - 1).index() + 1;
            int to = last ? rows.size() : match.get(absent.after()).index();
            long earliest = match.get(match.size() - 1).row().time() - maxSpan;
            long latest = match.get(0).row().time() + maxSpan;
            for (Row row : rows.subList(from, to)) {
                if (row.time() < earliest
                        || row.time() > latest
                        || key(absent.step(), row, pass).filter(key::equals).isEmpty()) {
                    continue;
                }
                if (!bothSides || !(first || last)) {
                    watch.forbidden(key, row);
                    return false;
                }
                before = first ? before.filter(b -> b.time() > row.time()).or(() -> Optional.of(row)) : before;
                behind = last ? behind.filter(b -> b.time() < row.time()).or(() -> Optional.of(row)) : behind;
            }
        }
        if (before.isPresent()
                && behind.isPresent()
                && behind.get().time() - before.get().time() <= maxSpan) {
            watch.forbidden(key, behind.get());
            return false;
        }
        return true;
    }

    private Row match(List<Place> places, List<Value> key) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (int i = 0; i < keyNames.size(); i++) {
            columns.put(keyNames.get(i), key.get(i));
        }
        return Row.aggregated(columns, places.stream().map(Place::row).toList());
    }

    /** The row's keys, where it meets the step and none of them is absent. */
    private static Optional<List<Value>> key(Step step, Row row, Pass pass) {
        EvaluationContext context = pass.context();
        Value outcome = step.condition().evaluate(row, context);
        if (outcome instanceof Value.Failure failure) {
            pass.failures().note(failure);
        }
        if (!ExpressionCompiler.isTrue(outcome)) {
            return Optional.empty();
        }
        List<Value> key = StageRunner.evaluate(step.keys(), row, context);
        return key.stream().anyMatch(v -> v.isAbsent() || v instanceof Value.Failure)
                ? Optional.empty()
                : Optional.of(key);
    }
}

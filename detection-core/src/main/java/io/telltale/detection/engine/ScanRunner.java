package io.telltale.detection.engine;

import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.ScanOutput;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs scans: rows that go through steps, one sequence at most standing at each. */
final class ScanRunner {
    private final Optional<String> matchId;
    private final List<Evaluator> keys;
    private final Bindings declared;
    private final List<Step> steps;

    /** What the columns of all steps hold where no row has met them. */
    private final Bindings nothing;

    ScanRunner(Stage.Scan scan, ExpressionCompiler compiler) {
        this.matchId = scan.matchId();
        this.keys =
                scan.keys().stream().map(key -> compiler.compile(key.value())).toList();
        this.declared = new Bindings(scan.declared(), compiler);
        this.steps = scan.steps().stream().map(step -> new Step(step, compiler)).toList();
        this.nothing = new Bindings(
                scan.steps().stream()
                        .flatMap(step -> step.kept().stream())
                        .map(kept -> new Stage.Binding(kept.column(), kept.otherwise()))
                        .toList(),
                compiler);
    }

    private record Step(Evaluator condition, Bindings assigned, Bindings kept, ScanOutput output) {
        Step(Stage.ScanStep step, ExpressionCompiler compiler) {
            this(
                    compiler.compile(step.condition()),
                    new Bindings(step.assigned(), compiler),
                    new Bindings(
                            step.kept().stream()
                                    .map(kept -> new Stage.Binding(kept.column(), kept.value()))
                                    .toList(),
                            compiler),
                    step.output());
        }
    }

    /** A sequence: its number, and what the rows have kept that it has met. */
    private record Sequence(long number, Map<String, Value> kept) {}

    /** A row that waits to go out, for as long as no other takes its place. */
    private record Last(int place, Row row) {}

    /** What stands at each step, of the rows of one key. */
    private static final class State {
        private final @Nullable Sequence[] standing;
        private final @Nullable Last[] last;
        private long begun;

        State(int steps) {
            this.standing = new Sequence[steps];
            this.last = new Last[steps];
        }
    }

    List<Row> run(List<Row> rows, Pass pass) {
        var states = new HashMap<List<Value>, State>();
        var out = new TreeMap<Integer, List<Row>>();
        for (int place = 0; place < rows.size(); place++) {
            Row row = rows.get(place);
            State state = states.computeIfAbsent(
                    StageRunner.evaluate(keys, row, pass.context()), key -> new State(steps.size()));
            for (int step = steps.size() - 1; step >= 0; step--) {
                meet(step, row, place, state, pass, out);
            }
        }
        for (State state : states.values()) {
            for (int step = 0; step < steps.size(); step++) {
                release(state, step, out);
            }
        }
        return out.values().stream().flatMap(List::stream).toList();
    }

    private void meet(int step, Row row, int place, State state, Pass pass, Map<Integer, List<Row>> out) {
        Sequence before = step > 0 ? state.standing[step - 1] : null;
        if (before != null && meets(step, row, before, pass)) {
            release(state, step - 1, out);
            release(state, step, out);
            state.standing[step - 1] = null;
            enter(step, row, place, before, state, pass, out);
            return;
        }
        Sequence here = state.standing[step];
        if (here == null && step == 0) {
            here = new Sequence(state.begun, Map.of());
            if (meets(step, row, here, pass)) {
                state.begun++;
                enter(step, row, place, here, state, pass, out);
            }
        } else if (here != null && meets(step, row, here, pass)) {
            enter(step, row, place, here, state, pass, out);
        }
    }

    private Row seen(Row row, Sequence sequence, Pass pass) {
        return row.with(nothing.bind(row, pass.context())).with(sequence.kept());
    }

    private boolean meets(int step, Row row, Sequence sequence, Pass pass) {
        Value outcome = steps.get(step).condition().evaluate(seen(row, sequence, pass), pass.context());
        if (outcome instanceof Value.Failure failure) {
            pass.failures().note(failure);
        }
        return ExpressionCompiler.isTrue(outcome);
    }

    private void enter(
            int step, Row row, int place, Sequence sequence, State state, Pass pass, Map<Integer, List<Row>> out) {
        Step met = steps.get(step);
        var given = new LinkedHashMap<>(declared.bind(row, pass.context()));
        given.putAll(met.assigned().bind(seen(row, sequence, pass), pass.context()));
        matchId.ifPresent(column -> given.put(column, Values.of(sequence.number())));
        Row extended = row.with(given);
        var kept = new HashMap<>(sequence.kept());
        kept.putAll(met.kept().bind(extended, pass.context()));
        state.standing[step] = new Sequence(sequence.number(), Map.copyOf(kept));
        if (met.output() == ScanOutput.ALL) {
            out.computeIfAbsent(place, p -> new ArrayList<>()).add(extended);
        } else if (met.output() == ScanOutput.LAST) {
            state.last[step] = new Last(place, extended);
        }
    }

    /** The sequence that stands at a step leaves it: the last row that it met there goes out. */
    private static void release(State state, int step, Map<Integer, List<Row>> out) {
        Last last = state.last[step];
        if (last != null) {
            out.computeIfAbsent(last.place(), p -> new ArrayList<>()).add(last.row());
            state.last[step] = null;
        }
    }
}

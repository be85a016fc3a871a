package io.telltale.detection.engine;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs a join: the right rows are hashed by their keys, then each left row takes what it matches. */
final class JoinRunner {
    private final Stage.Join join;
    private final CompiledPipeline right;
    private final List<Evaluator> leftKeys;
    private final List<Evaluator> rightKeys;
    private final Bindings carried;
    private final Map<String, Value> nothingCarried = new LinkedHashMap<>();

    JoinRunner(Stage.Join join, ExpressionCompiler compiler, Feeds feeds) {
        this.join = join;
        this.right = feeds.compile(join.right());
        this.leftKeys =
                join.keys().stream().map(k -> compiler.compile(k.left())).toList();
        this.rightKeys =
                join.keys().stream().map(k -> compiler.compile(k.right())).toList();
        this.carried = new Bindings(join.carried(), compiler);
        join.carried().forEach(binding -> nothingCarried.put(binding.name(), Values.MISSING));
    }

    List<Row> run(List<Row> rows, Pass pass) {
        EvaluationContext context = pass.context();
        List<Row> rightRows = right.overRows(pass);
        var byKey = new HashMap<List<Value>, List<Integer>>();
        for (int i = 0; i < rightRows.size(); i++) {
            int number = i;
            key(rightKeys, rightRows.get(i), context)
                    .ifPresent(key ->
                            byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(number));
        }
        var out = new ArrayList<Row>();
        Set<Integer> matched = new HashSet<>();
        int most = join.most().orElse(Integer.MAX_VALUE);
        for (Row row : rows) {
            List<Integer> matches = key(leftKeys, row, context)
                    .map(key -> byKey.getOrDefault(key, List.of()))
                    .orElse(List.of());
            matches = matches.subList(0, Math.min(most, matches.size()));
            switch (join.kind()) {
                case LEFT_SEMI -> {
                    if (!matches.isEmpty()) {
                        out.add(row);
                    }
                }
                case LEFT_ANTI -> {
                    if (matches.isEmpty()) {
                        out.add(row);
                    }
                }
                case RIGHT_SEMI, RIGHT_ANTI -> matched.addAll(matches);
                default -> {
                    matched.addAll(matches);
                    for (int match : matches) {
                        Row other = rightRows.get(match);
                        Map<String, Value> columns = carried.bind(other, context);
                        out.add(join.witness() ? row.joined(columns, other) : row.with(columns));
                    }
                    boolean leftStays =
                            join.kind() == Stage.JoinKind.LEFT_OUTER || join.kind() == Stage.JoinKind.FULL_OUTER;
                    if (matches.isEmpty() && leftStays) {
                        out.add(row.with(nothingCarried));
                    }
                }
            }
            pass.check(out.size());
        }
        for (int i = 0; i < rightRows.size(); i++) {
            boolean stays = switch (join.kind()) {
                case RIGHT_SEMI -> matched.contains(i);
                case RIGHT_ANTI, RIGHT_OUTER, FULL_OUTER -> !matched.contains(i);
                default -> false;
            };
            if (stays) {
                Row row = rightRows.get(i);
                out.add(row.only(carried.bind(row, context)));
            }
        }
        pass.check(out.size());
        return out;
    }

    /** The values of the keys; empty where one is absent or cannot be computed. */
    private static Optional<List<Value>> key(List<Evaluator> keys, Row row, EvaluationContext context) {
        List<Value> values = StageRunner.evaluate(keys, row, context);
        return values.stream().anyMatch(v -> v.isAbsent() || v instanceof Value.Failure)
                ? Optional.empty()
                : Optional.of(values);
    }
}

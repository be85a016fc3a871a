package io.telltale.detection.engine;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups rows by keys and aggregates each group. */
final class Groups {
    private final Bindings keys;
    private final boolean dropAbsentKeys;
    private final List<Stage.Aggregation> aggregations;
    private final List<AggregateEntry> entries = new ArrayList<>();
    private final List<List<Evaluator>> arguments = new ArrayList<>();
    private final List<Optional<Evaluator>> conditions = new ArrayList<>();

    Groups(
            List<Stage.Binding> keys,
            List<Stage.Aggregation> aggregations,
            boolean dropAbsentKeys,
            ExpressionCompiler compiler,
            FunctionRegistry functions) {
        this.keys = new Bindings(keys, compiler);
        this.dropAbsentKeys = dropAbsentKeys;
        this.aggregations = aggregations;
        for (Stage.Aggregation aggregation : aggregations) {
            entries.add(functions
                    .aggregate(aggregation.function())
                    .orElseThrow(
                            () -> new IllegalArgumentException("no aggregate function " + aggregation.function())));
            arguments.add(compiler.compile(aggregation.arguments()));
            conditions.add(aggregation.condition().map(compiler::compile));
        }
    }

    /** A group: its keys and aggregates as columns, and its rows. */
    record Group(Map<String, Value> columns, Map<String, Value> aggregates, List<Row> rows) {}

    /** Groups in the order of their first rows. */
    List<Group> of(List<Row> rows, EvaluationContext context) {
        var byKey = new LinkedHashMap<Map<String, Value>, List<Row>>();
        for (Row row : rows) {
            keysOf(row, context)
                    .ifPresent(key ->
                            byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(row));
        }
        var groups = new ArrayList<Group>();
        byKey.forEach((key, members) -> {
            Map<String, Value> aggregates = aggregate(members, context);
            var columns = new LinkedHashMap<>(key);
            columns.putAll(aggregates);
            groups.add(new Group(columns, aggregates, members));
        });
        return groups;
    }

    Map<String, Value> empty() {
        return aggregate(List.of(), ExpressionCompiler.at(0));
    }

    /** The aggregates over rows that count as one group. */
    Map<String, Value> aggregate(List<Row> rows, EvaluationContext context) {
        var running = new Accumulators();
        rows.forEach(row -> running.add(row, context));
        return running.results();
    }

    /** The keys of a row; empty where it belongs to no group. */
    Optional<Map<String, Value>> keysOf(Row row, EvaluationContext context) {
        Map<String, Value> key = keys.bind(row, context);
        return dropAbsentKeys && key.values().stream().anyMatch(Value::isAbsent) ? Optional.empty() : Optional.of(key);
    }

    /** One group's accumulators. */
    final class Accumulators {
        private final List<AggregateEntry.Accumulator> all =
                entries.stream().map(entry -> entry.start().get()).toList();

        void add(Row row, EvaluationContext context) {
            for (int i = 0; i < all.size(); i++) {
                Optional<Evaluator> condition = conditions.get(i);
                if (condition.isEmpty()
                        || ExpressionCompiler.isTrue(condition.get().evaluate(row, context))) {
                    all.get(i).add(StageRunner.evaluate(arguments.get(i), row, context), row.time());
                }
            }
        }

        Map<String, Value> results() {
            var results = new LinkedHashMap<String, Value>();
            for (int i = 0; i < all.size(); i++) {
                results.put(aggregations.get(i).name(), all.get(i).result());
            }
            return results;
        }
    }
}

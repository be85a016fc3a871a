package io.telltale.detection.engine;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A compiled stage: rows in, rows out. */
interface StageRunner {
    /** Runs on rows in their order; a failed condition drops its row and is noted. */
    List<Row> run(List<Row> rows, EvaluationContext context, Failures failures);

    /** Whether each row passes on its own, whatever the others are. */
    boolean isStateless();

    /** Gathers what went wrong while rows were evaluated. */
    final class Failures {
        private long count;
        private String first = "";

        void note(Value.Failure failure) {
            if (count++ == 0) {
                first = failure.message();
            }
        }

        long count() {
            return count;
        }

        String first() {
            return first;
        }
    }

    static StageRunner compile(Stage stage, ExpressionCompiler compiler, FunctionRegistry functions) {
        if (stage instanceof Stage.Filter filter) {
            Evaluator condition = compiler.compile(filter.condition());
            return stateless((row, context, failures, out) -> {
                Value outcome = condition.evaluate(row, context);
                if (outcome instanceof Value.Failure failure) {
                    failures.note(failure);
                } else if (ExpressionCompiler.isTrue(outcome)) {
                    out.add(row);
                }
            });
        }
        if (stage instanceof Stage.Extend extend) {
            Bindings bindings = new Bindings(extend.bindings(), compiler);
            return stateless((row, context, failures, out) -> out.add(row.with(bindings.bind(row, context))));
        }
        if (stage instanceof Stage.Project project) {
            Bindings bindings = new Bindings(project.bindings(), compiler);
            return stateless((row, context, failures, out) -> out.add(row.only(bindings.bind(row, context))));
        }
        if (stage instanceof Stage.Unnest unnest) {
            Evaluator list = compiler.compile(unnest.list());
            int limit = unnest.limit().orElse(Integer.MAX_VALUE);
            return stateless((row, context, failures, out) -> {
                Value value = list.evaluate(row, context);
                List<Value> elements = ExpressionCompiler.elementsOf(value);
                if (elements.isEmpty() && unnest.keepEmpty()) {
                    out.add(row.with(unnest.column(), Values.MISSING));
                }
                for (Value element : elements.subList(0, Math.min(limit, elements.size()))) {
                    out.add(row.with(unnest.column(), element));
                }
            });
        }
        if (stage instanceof Stage.Aggregate aggregate) {
            Groups groups = new Groups(
                    aggregate.keys(), aggregate.aggregates(), aggregate.dropAbsentKeys(), compiler, functions);
            return stateful((rows, context, failures) -> {
                var out = new ArrayList<Row>();
                for (Groups.Group group : groups.of(rows, context)) {
                    out.add(Row.aggregated(group.columns(), group.rows()));
                }
                if (out.isEmpty() && aggregate.keys().isEmpty() && aggregate.rowWithoutInput()) {
                    out.add(Row.aggregated(groups.empty(), List.of()));
                }
                return out;
            });
        }
        if (stage instanceof Stage.Annotate annotate) {
            Groups groups =
                    new Groups(annotate.keys(), annotate.aggregates(), annotate.dropAbsentKeys(), compiler, functions);
            return stateful((rows, context, failures) -> {
                var added = new java.util.IdentityHashMap<Row, Row>();
                for (Groups.Group group : groups.of(rows, context)) {
                    for (Row row : group.rows()) {
                        added.put(row, row.with(group.aggregates()));
                    }
                }
                return rows.stream().map(row -> added.getOrDefault(row, row)).toList();
            });
        }
        if (stage instanceof Stage.Distinct distinct) {
            List<Evaluator> keys = compiler.compile(distinct.keys());
            return stateful((rows, context, failures) -> {
                Set<List<Value>> seen = new HashSet<>();
                var out = new ArrayList<Row>();
                for (Row row : rows) {
                    if (seen.add(
                            keys.stream().map(k -> k.evaluate(row, context)).toList())) {
                        out.add(row);
                    }
                }
                return out;
            });
        }
        if (stage instanceof Stage.Sort sort) {
            var keys = new ArrayList<Evaluator>();
            sort.orderings().forEach(ordering -> keys.add(compiler.compile(ordering.key())));
            return stateful((rows, context, failures) -> sorted(rows, sort, keys, context));
        }
        if (!(stage instanceof Stage.Limit limit)) {
            throw new IllegalArgumentException("stage " + io.telltale.detection.ir.Printer.kind(stage));
        }
        int most = limit.rows();
        return stateful((rows, context, failures) -> rows.subList(0, Math.min(most, rows.size())));
    }

    private static List<Row> sorted(List<Row> rows, Stage.Sort sort, List<Evaluator> keys, EvaluationContext context) {
        Comparator<Row> comparator = Comparator.comparing(row -> 0);
        for (int i = 0; i < keys.size(); i++) {
            Evaluator key = keys.get(i);
            Stage.Ordering ordering = sort.orderings().get(i);
            comparator = comparator.thenComparing((a, b) -> {
                Value x = key.evaluate(a, context);
                Value y = key.evaluate(b, context);
                if (x.isAbsent() || y.isAbsent()) {
                    int absent = Boolean.compare(x.isAbsent(), y.isAbsent());
                    return ordering.absentLast() ? absent : -absent;
                }
                int order = Comparison.order(x, y, Groups.SORTING)
                        .orElseGet(() -> x.asText().compareTo(y.asText()));
                return ordering.descending() ? -order : order;
            });
        }
        var out = new ArrayList<>(rows);
        out.sort(comparator);
        return out;
    }

    /** One row's way through a stateless stage. */
    interface PerRow {
        void pass(Row row, EvaluationContext context, Failures failures, List<Row> out);
    }

    /** All rows' way through a stateful stage. */
    interface AllRows {
        List<Row> pass(List<Row> rows, EvaluationContext context, Failures failures);
    }

    private static StageRunner stateless(PerRow perRow) {
        return new StageRunner() {
            @Override
            public List<Row> run(List<Row> rows, EvaluationContext context, Failures failures) {
                var out = new ArrayList<Row>(rows.size());
                for (Row row : rows) {
                    perRow.pass(row, context, failures, out);
                }
                return out;
            }

            @Override
            public boolean isStateless() {
                return true;
            }
        };
    }

    private static StageRunner stateful(AllRows all) {
        return new StageRunner() {
            @Override
            public List<Row> run(List<Row> rows, EvaluationContext context, Failures failures) {
                return all.pass(rows, context, failures);
            }

            @Override
            public boolean isStateless() {
                return false;
            }
        };
    }

    /** Compiled bindings of columns. */
    final class Bindings {
        private final List<String> names;
        private final List<Evaluator> values;

        Bindings(List<Stage.Binding> bindings, ExpressionCompiler compiler) {
            this.names = bindings.stream().map(Stage.Binding::name).toList();
            this.values =
                    bindings.stream().map(b -> compiler.compile(b.value())).toList();
        }

        Map<String, Value> bind(Row row, EvaluationContext context) {
            var bound = new LinkedHashMap<String, Value>();
            for (int i = 0; i < names.size(); i++) {
                bound.put(names.get(i), values.get(i).evaluate(row, context));
            }
            return bound;
        }
    }

    /** Groups rows by keys and aggregates each group. */
    final class Groups {
        static final Matching SORTING =
                new Matching(true, Matching.Absent.FALSE, Matching.Types.NUMBERS_FIRST, Matching.Lists.WHOLE);

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
                Map<String, Value> key = keys.bind(row, context);
                if (!dropAbsentKeys || key.values().stream().noneMatch(Value::isAbsent)) {
                    byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
                }
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

        private Map<String, Value> aggregate(List<Row> rows, EvaluationContext context) {
            var results = new LinkedHashMap<String, Value>();
            for (int i = 0; i < aggregations.size(); i++) {
                AggregateEntry.Accumulator accumulator = entries.get(i).start().get();
                for (Row row : rows) {
                    Optional<Evaluator> condition = conditions.get(i);
                    if (condition.isPresent()
                            && !ExpressionCompiler.isTrue(condition.get().evaluate(row, context))) {
                        continue;
                    }
                    accumulator.add(
                            arguments.get(i).stream()
                                    .map(a -> a.evaluate(row, context))
                                    .toList(),
                            row.time());
                }
                results.put(aggregations.get(i).name(), accumulator.result());
            }
            return results;
        }
    }
}

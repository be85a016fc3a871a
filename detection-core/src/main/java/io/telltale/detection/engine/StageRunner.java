package io.telltale.detection.engine;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A compiled stage: rows in, rows out. */
interface StageRunner {
    /** Runs on rows in their order; a failed condition drops its row and is noted. */
    List<Row> run(List<Row> rows, Pass pass);

    /** Whether each row passes on its own, whatever the others are. */
    boolean isStateless();

    /**
     * Compiles a stage.
     *
     * @param feeds compiles the pipelines that the stage draws on beside its own
     * @throws IllegalArgumentException with the reason, where it names an unknown function or a bad pattern
     */
    static StageRunner compile(Stage stage, ExpressionCompiler compiler, FunctionRegistry functions, Feeds feeds) {
        if (stage instanceof Stage.Filter filter) {
            Evaluator condition = compiler.compile(filter.condition());
            return keeping((row, pass) -> {
                Value outcome = condition.evaluate(row, pass.context());
                if (outcome instanceof Value.Failure failure) {
                    pass.failures().note(failure);
                }
                return ExpressionCompiler.isTrue(outcome);
            });
        }
        if (stage instanceof Stage.Extend extend) {
            Bindings bindings = new Bindings(extend.bindings(), compiler);
            return stateless((row, pass, out) -> out.add(row.with(bindings.bind(row, pass.context()))));
        }
        if (stage instanceof Stage.Project project) {
            Bindings bindings = new Bindings(project.bindings(), compiler);
            return stateless((row, pass, out) -> out.add(row.only(bindings.bind(row, pass.context()))));
        }
        if (stage instanceof Stage.Restate) {
            return stateless((row, pass, out) -> out.add(row.restated()));
        }
        if (stage instanceof Stage.Unnest unnest) {
            Evaluator list = compiler.compile(unnest.list());
            int limit = unnest.limit().orElse(Integer.MAX_VALUE);
            return stateless((row, pass, out) -> {
                Value value = list.evaluate(row, pass.context());
                List<Value> elements = ExpressionCompiler.elementsOf(value);
                if (elements.isEmpty() && unnest.keepEmpty()) {
                    out.add(row.with(unnest.column(), Values.MISSING));
                }
                for (Value element : elements.subList(0, Math.min(limit, elements.size()))) {
                    out.add(row.with(unnest.column(), element));
                }
            });
        }
        if (stage instanceof Stage.Spread spread) {
            return stateful((rows, pass) ->
                    rows.stream().map(row -> row.spread(spread.column())).toList());
        }
        if (stage instanceof Stage.Aggregate aggregate) {
            Groups groups = new Groups(
                    aggregate.keys(), aggregate.aggregates(), aggregate.dropAbsentKeys(), compiler, functions);
            return stateful((rows, pass) -> {
                var out = new ArrayList<Row>();
                for (Groups.Group group : groups.of(rows, pass.context())) {
                    out.add(Row.aggregated(group.columns(), group.rows()));
                }
                if (out.isEmpty() && aggregate.keys().isEmpty() && aggregate.rowWithoutInput()) {
                    out.add(Row.aggregated(groups.empty(), List.of()));
                }
                return out;
            });
        }
        if (stage instanceof Stage.Windows windows) {
            return stateful(new WindowsRunner(windows, compiler, functions)::run);
        }
        if (stage instanceof Stage.Annotate annotate) {
            Groups groups =
                    new Groups(annotate.keys(), annotate.aggregates(), annotate.dropAbsentKeys(), compiler, functions);
            return stateful((rows, pass) -> {
                var added = new java.util.IdentityHashMap<Row, Row>();
                for (Groups.Group group : groups.of(rows, pass.context())) {
                    for (Row row : group.rows()) {
                        added.put(row, row.with(group.aggregates()));
                    }
                }
                return rows.stream().map(row -> added.getOrDefault(row, row)).toList();
            });
        }
        if (stage instanceof Stage.Distinct distinct) {
            List<Evaluator> keys = compiler.compile(distinct.keys());
            return stateful((rows, pass) -> {
                Set<List<Value>> seen = new HashSet<>();
                var out = new ArrayList<Row>();
                for (Row row : rows) {
                    if (seen.add(evaluate(keys, row, pass.context()))) {
                        out.add(row);
                    }
                }
                return out;
            });
        }
        if (stage instanceof Stage.Sort sort) {
            var keys = new ArrayList<Evaluator>();
            sort.orderings().forEach(ordering -> keys.add(compiler.compile(ordering.key())));
            return stateful((rows, pass) -> sorted(rows, sort, keys, pass.context()));
        }
        if (stage instanceof Stage.Join join) {
            return stateful(new JoinRunner(join, compiler, feeds)::run);
        }
        if (stage instanceof Stage.Union union) {
            var others = union.others().stream().map(feeds::compile).toList();
            return stateful((rows, pass) -> {
                var all = new ArrayList<>(rows);
                for (CompiledPipeline other : others) {
                    all.addAll(other.overRows(pass));
                    pass.check(all.size());
                }
                return all;
            });
        }
        if (stage instanceof Stage.Running running) {
            return stateful(new RunningRunner(running, compiler, functions)::run);
        }
        if (stage instanceof Stage.Sequence sequence) {
            return stateful(new SequenceRunner(sequence, compiler)::run);
        }
        if (stage instanceof Stage.Scan scan) {
            return stateful(new ScanRunner(scan, compiler)::run);
        }
        if (stage instanceof Stage.FirstSeen firstSeen) {
            return stateful(firstSeen(firstSeen, compiler.compile(firstSeen.keys())));
        }
        if (stage instanceof Stage.Threshold threshold) {
            return stateful(threshold(threshold, new Bindings(threshold.keys(), compiler)));
        }
        int most = ((Stage.Limit) stage).rows();
        return stateful((rows, pass) -> rows.subList(0, Math.min(most, rows.size())));
    }

    private static AllRows firstSeen(Stage.FirstSeen stage, List<Evaluator> keys) {
        return (rows, pass) -> {
            var first = new LinkedHashMap<List<Value>, Row>();
            for (Row row : rows) {
                List<Value> key = evaluate(keys, row, pass.context());
                if (key.stream().noneMatch(Value::isAbsent)) {
                    first.merge(key, row, (a, b) -> b.time() < a.time() ? b : a);
                }
            }
            long since = pass.context().now().minus(stage.recent()).toEpochMilli();
            return first.values().stream().filter(row -> row.time() >= since).toList();
        };
    }

    private static AllRows threshold(Stage.Threshold stage, Bindings keys) {
        return (rows, pass) -> {
            var inTime = new ArrayList<>(rows);
            inTime.sort(Comparator.comparingLong(Row::time));
            var windows = new ArrayList<Map.Entry<Map<String, Value>, List<Row>>>();
            var open = new HashMap<Map<String, Value>, List<Row>>();
            long length = stage.window().toMillis();
            for (Row row : inTime) {
                Map<String, Value> key = keys.bind(row, pass.context());
                List<Row> window = open.get(key);
                if (window == null || row.time() >= window.get(0).time() + length) {
                    window = new ArrayList<>();
                    open.put(key, window);
                    windows.add(Map.entry(key, window));
                }
                window.add(row);
            }
            return windows.stream()
                    .filter(w -> w.getValue().size() >= stage.count())
                    .map(w -> Row.aggregated(w.getKey(), w.getValue()))
                    .toList();
        };
    }

    static List<Value> evaluate(List<Evaluator> keys, Row row, EvaluationContext context) {
        return keys.stream().map(k -> k.evaluate(row, context)).toList();
    }

    /** Drops the rows on which the condition holds no more; one that fails passes, to fail where it belongs. */
    static StageRunner holdingBack(Evaluator condition) {
        return keeping((row, pass) -> {
            Value outcome = condition.evaluate(row, pass.context());
            return outcome instanceof Value.Failure || ExpressionCompiler.isTrue(outcome);
        });
    }

    /** A row and what it is put in order by. */
    record Keyed(Row row, List<Value> keys) {}

    /** The rows in their order; each key is computed once for a row. */
    private static List<Row> sorted(List<Row> rows, Stage.Sort sort, List<Evaluator> keys, EvaluationContext context) {
        Comparator<Keyed> comparator = Comparator.comparing(row -> 0);
        for (int i = 0; i < keys.size(); i++) {
            int place = i;
            Stage.Ordering ordering = sort.orderings().get(i);
            var matching = new Matching(true, Matching.Absent.FALSE, ordering.types(), Matching.Lists.WHOLE);
            comparator = comparator.thenComparing(
                    (a, b) -> ordered(a.keys().get(place), b.keys().get(place), ordering, matching));
        }
        return rows.stream()
                .map(row -> new Keyed(row, evaluate(keys, row, context)))
                .sorted(comparator)
                .map(Keyed::row)
                .toList();
    }

    private static int ordered(Value x, Value y, Stage.Ordering ordering, Matching matching) {
        if (x.isAbsent() || y.isAbsent()) {
            int absent = Boolean.compare(x.isAbsent(), y.isAbsent());
            return ordering.absentLast() ? absent : -absent;
        }
        int order = Comparison.order(x, y, matching).orElseGet(() -> x.asText().compareTo(y.asText()));
        return ordering.descending() ? -order : order;
    }

    /** One row's way through a stateless stage. */
    interface PerRow {
        void run(Row row, Pass pass, List<Row> out);
    }

    /** All rows' way through a stateful stage. */
    interface AllRows {
        List<Row> run(List<Row> rows, Pass pass);
    }

    /** Whether a row passes a filter. */
    interface Keep {
        boolean keeps(Row row, Pass pass);
    }

    /** A filter; makes no list for a single row, as nearly all events end at their first filter. */
    private static StageRunner keeping(Keep keep) {
        return new StageRunner() {
            @Override
            public List<Row> run(List<Row> rows, Pass pass) {
                if (rows.size() == 1) {
                    return keep.keeps(rows.get(0), pass) ? rows : List.of();
                }
                var out = new ArrayList<Row>();
                for (Row row : rows) {
                    if (keep.keeps(row, pass)) {
                        out.add(row);
                    }
                }
                return out;
            }

            @Override
            public boolean isStateless() {
                return true;
            }
        };
    }

    private static StageRunner stateless(PerRow perRow) {
        return new StageRunner() {
            @Override
            public List<Row> run(List<Row> rows, Pass pass) {
                var out = new ArrayList<Row>(rows.size());
                for (Row row : rows) {
                    perRow.run(row, pass, out);
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
            public List<Row> run(List<Row> rows, Pass pass) {
                return all.run(rows, pass);
            }

            @Override
            public boolean isStateless() {
                return false;
            }
        };
    }
}

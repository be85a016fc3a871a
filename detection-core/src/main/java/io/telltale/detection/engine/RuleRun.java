package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One rule in one run. Rows that a stateful stage, a trigger or a schedule must see together are kept until the log has
 * ended; then a scheduled rule runs at each tick whose look-back holds a row. A row that several overlapping look-backs
 * give is one finding.
 */
final class RuleRun {
    private final CompiledRule rule;
    private final Limits limits;
    private final Consumer<Finding> findings;
    private final Pass.Failures failures = new Pass.Failures();
    private final List<List<Row>> kept = new ArrayList<>();
    private int held;
    private final Set<FindingKey> given = new HashSet<>();

    /** By the columns that settle, the time of the latest finding. */
    private final Map<List<Value>, Long> settled = new HashMap<>();

    private long pausedUntil = Long.MIN_VALUE;
    private long count;
    private String exceeded = "";

    private record FindingKey(List<String> eventIds, Map<String, Value> columns) {}

    RuleRun(CompiledRule rule, Limits limits, Consumer<Finding> findings) {
        this.rule = rule;
        this.limits = limits;
        this.findings = findings;
        rule.feeds().forEach(feed -> kept.add(new ArrayList<>()));
    }

    CompiledRule rule() {
        return rule;
    }

    void accept(AuditEvent event, EvaluationContext context) {
        if (!exceeded.isEmpty()) {
            return;
        }
        var pass = Pass.perEvent(context, failures, limits.rowsPerRule());
        Row row = Row.of(event);
        for (CompiledPipeline feed : rule.feeds()) {
            if (!feed.readsEvents()) {
                continue;
            }
            List<Row> rows = feed.perEvent(row, pass);
            if (rule.isImmediate()) {
                rows.forEach(r -> give(r, context));
                continue;
            }
            held += rows.size();
            if (held > limits.rowsPerRule()) {
                exceed(new Pass.TooManyRowsException(limits.rowsPerRule()));
                return;
            }
            kept.get(feed.number()).addAll(rows);
        }
    }

    private void exceed(Pass.TooManyRowsException e) {
        exceeded = String.valueOf(e.getMessage());
        kept.forEach(List::clear);
    }

    RuleVerdict finish() {
        if (exceeded.isEmpty() && !rule.isImmediate()) {
            kept.forEach(rows -> rows.sort(Comparator.comparingLong(Row::time)));
            try {
                if (rule.schedule().isPresent()) {
                    Schedule schedule = rule.schedule().get();
                    // A run that a pause leaves out may have seen rows that the next one must.
                    boolean everyTick = rule.readsClock() || !schedule.pause().isZero();
                    Scheduler.run(schedule, kept, everyTick, (window, tick) -> {
                        if (tick >= pausedUntil && runOnce(window, ExpressionCompiler.at(tick))) {
                            pausedUntil = tick + schedule.pause().toMillis();
                        }
                        return true;
                    });
                } else {
                    long last = kept.stream()
                            .filter(rows -> !rows.isEmpty())
                            .mapToLong(rows -> rows.get(rows.size() - 1).time())
                            .max()
                            .orElse(0);
                    runOnce(kept, ExpressionCompiler.at(last));
                }
            } catch (Pass.TooManyRowsException e) {
                exceed(e);
            }
        }
        var prepared = rule.prepared().rule();
        Verdict verdict = Verdict.NOT_FIRED;
        String reason = "";
        if (failures.count() > 0) {
            reason = failures.first() + " (on " + failures.count() + (failures.count() == 1 ? " row)" : " rows)");
            verdict = Verdict.FAILED;
        }
        if (verdict == Verdict.NOT_FIRED) {
            reason = rule.emptyTables();
        }
        if (count > 0) {
            verdict = Verdict.FIRED;
            reason = failures.count() > 0 ? reason : "";
        }
        if (!exceeded.isEmpty()) {
            verdict = Verdict.FAILED;
            reason = exceeded;
        }
        return new RuleVerdict(prepared.vendor(), prepared.id(), prepared.title(), verdict, count, reason);
    }

    /** Whether the run gave as many rows as make findings. */
    private boolean runOnce(List<List<Row>> window, EvaluationContext context) {
        List<Row> out = rule.run(new Pass(context, failures, unsettled(window), limits.rowsPerRule()));
        boolean met = rule.trigger().met(out.size());
        if (met) {
            out.forEach(row -> give(row, context));
            settling()
                    .ifPresent(columns -> out.forEach(row -> settled.merge(key(row, columns), row.time(), Math::max)));
        }
        return met;
    }

    private Optional<List<String>> settling() {
        return rule.schedule().flatMap(Schedule::settling);
    }

    /** The window without the rows that an earlier run's finding has settled. */
    private List<List<Row>> unsettled(List<List<Row>> window) {
        if (settled.isEmpty()) {
            return window;
        }
        List<String> columns = settling().orElse(List.of());
        return window.stream()
                .map(rows -> rows.stream()
                        .filter(row -> row.time() > settled.getOrDefault(key(row, columns), Long.MIN_VALUE))
                        .toList())
                .toList();
    }

    private static List<Value> key(Row row, List<String> columns) {
        return columns.stream().map(row::column).toList();
    }

    private void give(Row row, EvaluationContext context) {
        var ids = row.events().stream().map(AuditEvent::id).toList();
        if (!rule.isImmediate() && !given.add(new FindingKey(ids, row.shown()))) {
            return;
        }
        if (count++ < limits.findingsPerRule()) {
            findings.accept(rule.finding(row, context));
        }
    }
}

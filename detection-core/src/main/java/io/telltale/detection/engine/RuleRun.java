package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private final StageRunner.Failures failures = new StageRunner.Failures();
    private final List<Row> kept = new ArrayList<>();
    private final Set<FindingKey> given = new HashSet<>();
    private long count;
    private String exceeded = "";

    private record FindingKey(List<String> eventIds, Map<String, Value> columns) {}

    RuleRun(CompiledRule rule, Limits limits, Consumer<Finding> findings) {
        this.rule = rule;
        this.limits = limits;
        this.findings = findings;
    }

    CompiledRule rule() {
        return rule;
    }

    void accept(AuditEvent event, EvaluationContext context) {
        if (!exceeded.isEmpty()) {
            return;
        }
        List<Row> rows = rule.perEvent(Row.of(event), context, failures);
        if (rule.isImmediate()) {
            rows.forEach(row -> give(row, context));
        } else if (kept.size() + rows.size() > limits.rowsPerRule()) {
            exceeded = "more than " + limits.rowsPerRule() + " rows to hold (limit rowsPerRule)";
            kept.clear();
        } else {
            kept.addAll(rows);
        }
    }

    RuleVerdict finish() {
        if (exceeded.isEmpty() && !rule.isImmediate()) {
            kept.sort(Comparator.comparingLong(Row::time));
            if (rule.schedule().isPresent()) {
                runAtTicks(rule.schedule().get());
            } else {
                runOnce(
                        kept,
                        ExpressionCompiler.at(
                                kept.isEmpty() ? 0 : kept.get(kept.size() - 1).time()));
            }
        }
        var prepared = rule.prepared().rule();
        Verdict verdict = Verdict.NOT_FIRED;
        String reason = "";
        if (failures.count() > 0) {
            reason = failures.first() + " (on " + failures.count() + (failures.count() == 1 ? " row)" : " rows)");
            verdict = Verdict.FAILED;
        }
        if (count > 0) {
            verdict = Verdict.FIRED;
        }
        if (!exceeded.isEmpty()) {
            verdict = Verdict.FAILED;
            reason = exceeded;
        }
        return new RuleVerdict(prepared.vendor(), prepared.id(), prepared.title(), verdict, count, reason);
    }

    private void runAtTicks(Schedule schedule) {
        long every = schedule.every().toMillis();
        long from = schedule.from().toMillis();
        long until = schedule.until().toMillis();
        int start = 0;
        long tick = Long.MIN_VALUE;
        while (start < kept.size()) {
            // The first tick whose look-back, [tick - from, tick - until), holds the first row not yet left behind.
            long first = kept.get(start).time();
            long earliest = Math.floorDiv(first + until, every) * every + every;
            tick = tick == Long.MIN_VALUE ? earliest : Math.max(tick, earliest);
            if (first < tick - from) {
                start++;
                continue;
            }
            int end = start;
            while (end < kept.size() && kept.get(end).time() < tick - until) {
                end++;
            }
            runOnce(kept.subList(start, end), ExpressionCompiler.at(tick));
            tick += every;
            while (start < kept.size() && kept.get(start).time() < tick - from) {
                start++;
            }
        }
    }

    private void runOnce(List<Row> rows, EvaluationContext context) {
        List<Row> out = rule.overRows(rows, context, failures);
        if (rule.trigger().met(out.size())) {
            out.forEach(row -> give(row, context));
        }
    }

    private void give(Row row, EvaluationContext context) {
        var ids = row.events().stream().map(AuditEvent::id).toList();
        if (!rule.isImmediate() && !given.add(new FindingKey(ids, row.columns()))) {
            return;
        }
        if (count++ < limits.findingsPerRule()) {
            findings.accept(rule.finding(row, context));
        }
    }
}

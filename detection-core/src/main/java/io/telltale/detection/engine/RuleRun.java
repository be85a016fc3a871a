package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.EvaluationContext;
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
    private final Pass.Failures failures = new Pass.Failures();
    private final List<List<Row>> kept = new ArrayList<>();
    private int held;
    private final Set<FindingKey> given = new HashSet<>();
    private long count;
    private String exceeded = "";

    private record FindingKey(List<String> eventIds, Map<String, Value> columns) {
        static FindingKey of(Row row) {
            return new FindingKey(row.events().stream().map(AuditEvent::id).toList(), row.shown());
        }
    }

    RuleRun(CompiledRule rule, Limits limits, Consumer<Finding> findings) {
        this.rule = rule;
        this.limits = limits;
        this.findings = findings;
        rule.feeds().forEach(feed -> kept.add(new ArrayList<>(feed.timedRows())));
        hold(kept.stream().mapToInt(List::size).sum());
    }

    CompiledRule rule() {
        return rule;
    }

    /** Takes an event's one row. */
    void accept(List<Row> event, EvaluationContext context) {
        if (!exceeded.isEmpty()) {
            return;
        }
        var pass = Pass.perEvent(context, failures, limits.rowsPerRule());
        for (CompiledPipeline feed : rule.feeds()) {
            if (!feed.readsEvents()) {
                continue;
            }
            List<Row> rows = feed.perEvent(event, pass);
            if (rule.isImmediate()) {
                rows.forEach(r -> give(r, context));
                continue;
            }
            hold(rows.size());
            if (!exceeded.isEmpty()) {
                return;
            }
            kept.get(feed.number()).addAll(rows);
        }
    }

    private void hold(int more) {
        held += more;
        if (held > limits.rowsPerRule()) {
            exceed(new Pass.TooManyRowsException(limits.rowsPerRule()));
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
                    var memory = new ScheduleMemory(rule.schedule().get());
                    Scheduler.run(
                            rule.schedule().get(),
                            kept,
                            memory.wantsEveryTick() || rule.readsClock(),
                            (window, tick) -> {
                                if (!memory.isPaused(tick)) {
                                    memory.note(runOnce(memory.open(window), ExpressionCompiler.at(tick)), tick);
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

    /** The rows that one run gives as findings. */
    private List<Row> runOnce(List<List<Row>> window, EvaluationContext context) {
        List<Row> out = rule.run(new Pass(context, failures, window, limits.rowsPerRule()));
        List<Row> found = rule.trigger().met(out.size()) ? out : List.of();
        found.forEach(row -> give(row, context));
        return found;
    }

    private void give(Row row, EvaluationContext context) {
        if (!rule.isImmediate() && !given.add(FindingKey.of(row))) {
            return;
        }
        if (count++ < limits.findingsPerRule()) {
            findings.accept(rule.finding(row, context));
        }
    }
}

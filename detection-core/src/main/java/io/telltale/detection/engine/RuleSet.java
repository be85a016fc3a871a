package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.RunMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Compiled rules, ready for any number of runs. Immutable and thread-safe. */
public final class RuleSet {
    private final List<PreparedRule> rules;
    private final List<CompiledRule> runnable = new ArrayList<>();
    private final Map<PreparedRule, String> refused = new LinkedHashMap<>();
    private final EventNameIndex index;
    private final Limits limits;

    public RuleSet(List<PreparedRule> rules, FunctionRegistry functions, Limits limits) {
        this.rules = List.copyOf(rules);
        this.limits = limits;
        for (PreparedRule rule : rules) {
            if (rule.readiness() == Readiness.RUNNABLE) {
                try {
                    runnable.add(new CompiledRule(rule, functions));
                } catch (IllegalArgumentException e) {
                    refused.put(rule, String.valueOf(e.getMessage()));
                }
            }
        }
        this.index = new EventNameIndex(runnable);
    }

    /** Starts a run that shows each event only to the rules that its name could concern. */
    public Evaluation start(Consumer<Finding> findings) {
        return new Run(findings, true);
    }

    /** Starts a run that shows each event to each rule: what {@link #start} means. */
    public Evaluation startFullScan(Consumer<Finding> findings) {
        return new Run(findings, false);
    }

    private final class Run implements Evaluation {
        private final List<RuleRun> runs;
        private final boolean indexed;
        private final RunMemory memory = new RunMemory();

        Run(Consumer<Finding> findings, boolean indexed) {
            this.runs = runnable.stream()
                    .map(rule -> new RuleRun(rule, limits, findings))
                    .toList();
            this.indexed = indexed;
        }

        @Override
        public void accept(AuditEvent event) {
            EvaluationContext context = ExpressionCompiler.at(Row.millis(event)).with(memory);
            List<Row> row = List.of(Row.of(event));
            if (indexed) {
                for (int candidate : index.candidates(event.fields())) {
                    runs.get(candidate).accept(row, context);
                }
            } else {
                runs.forEach(run -> run.accept(row, context));
            }
        }

        @Override
        public List<RuleVerdict> finish() {
            var byRule = new LinkedHashMap<PreparedRule, RuleVerdict>();
            for (RuleRun run : runs) {
                byRule.put(run.rule().prepared(), run.finish());
            }
            return rules.stream()
                    .map(rule -> byRule.containsKey(rule) ? byRule.get(rule) : notRun(rule))
                    .toList();
        }

        private RuleVerdict notRun(PreparedRule prepared) {
            String refusal = refused.get(prepared);
            Verdict verdict = refusal != null
                    ? Verdict.NOT_RUNNABLE
                    : switch (prepared.readiness()) {
                        case WAITING -> Verdict.WAITING;
                        case FAILED -> Verdict.FAILED;
                        default -> Verdict.NOT_RUNNABLE;
                    };
            var rule = prepared.rule();
            return new RuleVerdict(
                    rule.vendor(), rule.id(), rule.title(), verdict, 0, refusal != null ? refusal : prepared.reason());
        }
    }
}

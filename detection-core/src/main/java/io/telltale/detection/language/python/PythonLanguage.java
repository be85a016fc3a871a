package io.telltale.detection.language.python;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.TestBench;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Python as Panther's rules are written in it: a module with {@code rule(event)}. */
public final class PythonLanguage implements RuleLanguage {
    @Override
    public String slug() {
        return "python";
    }

    @Override
    public String title() {
        return "Python";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        Program program = Program.parse(source.body(), source.companions());
        Optional<Node.FunctionDef> rule = function(program, "rule");
        if (rule.isEmpty() || rule.get().parameters().positional().size() != 1) {
            return Lowering.notRunnable(new Unsupported("module without rule(event)", Span.NONE));
        }
        var unsupported = new ArrayList<>(Reach.unsupported(program, "rule"));
        threshold(source.document()).ifPresent(unsupported::add);
        Expression condition = condition(program, rule.get());
        var stages = List.<Stage>of(new Stage.Filter(condition, rule.get().span()));
        Detection detection = Detection.of(new Pipeline(Pipeline.CLOUDTRAIL, stages), List.of())
                .withTitle(computed(program, "title"), computed(program, "severity"));
        return new Lowering(Optional.of(detection), unsupported);
    }

    @Override
    public Optional<TestBench> bench(RuleSource source) throws RuleSyntaxException {
        Program program = Program.parse(source.body(), source.companions());
        return Optional.of(new PythonBench(program, Reach.unsupported(program, "rule")));
    }

    private static Expression condition(Program program, Node.FunctionDef rule) {
        try {
            return new FunctionLowering(program).rule(rule);
        } catch (FunctionLowering.NoPredicates e) {
            var script = new Expression.Script(PythonScript.function(program, "rule"), rule.span());
            return new Expression.Call(PythonFunctions.TRUTHY, List.of(script), rule.span());
        }
    }

    private static Optional<Expression> computed(Program program, String name) {
        return function(program, name)
                .filter(f -> f.parameters().positional().size() == 1)
                .filter(f -> Reach.unsupported(program, name).isEmpty())
                .map(f -> new Expression.Script(PythonScript.function(program, name), f.span()));
    }

    private static Optional<Node.FunctionDef> function(Program program, String name) {
        Optional<Node.FunctionDef> found = Optional.empty();
        for (Node.Stmt statement : program.main()) {
            if (statement instanceof Node.FunctionDef function
                    && function.name().equals(name)) {
                found = Optional.of(function);
            }
        }
        return found;
    }

    /** A threshold counts findings over time, which is not expressed yet. */
    private static Optional<Unsupported> threshold(Value.ObjectOf document) {
        return document.get("Threshold") instanceof Value.Int threshold && threshold.value() > 1
                ? Optional.of(new Unsupported("Threshold with DedupPeriodMinutes", Span.NONE))
                : Optional.empty();
    }

    @Override
    public List<FunctionEntry> functions() {
        return PythonFunctions.all();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return List.of();
    }
}

package io.telltale.detection.language.python;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lowers the functions that say of a rule's matches how grave they are, what they are called and how they are counted. */
final class AlertFunctions {
    private static final String TITLE = "title";
    private static final String SEVERITY = "severity";
    private static final String DEDUP = "dedup";
    private static final String UNIQUE = "unique";

    /** Those that stand in a finding's columns. */
    private static final List<String> COLUMNS =
            List.of(PythonScript.ALERT_CONTEXT, "description", "destinations", "reference", "runbook");

    private static final long DEFAULT_MINUTES = 60;
    private static final long MOST_MINUTES = 60L * 24 * 366;
    private static final Matching NUMBERS =
            new Matching(true, Matching.Absent.VALUE, Matching.Types.STRICT, Matching.Lists.WHOLE);

    private final Program program;
    private final Value.ObjectOf document;

    /** @param document the rule's metadata */
    AlertFunctions(Program program, Value.ObjectOf document) {
        this.program = program;
        this.document = document;
    }

    /** The functions' names, those that decide something first. */
    static List<String> names() {
        var names = new ArrayList<>(List.of(TITLE, SEVERITY, DEDUP, UNIQUE));
        names.addAll(COLUMNS);
        return names;
    }

    Optional<Expression> title() {
        return computed(TITLE).map(script -> generated(PythonFunctions.TITLE, script));
    }

    /** The severity of a match; missing, so that the rule's own stands, where the function answers none. */
    Optional<Expression> severity() {
        return computed(SEVERITY).map(script -> generated(PythonFunctions.SEVERITY, script));
    }

    private static Expression generated(String function, Expression script) {
        return new Expression.Call(function, List.of(script), script.span());
    }

    private Optional<Expression> computed(String name) {
        return program.function(name)
                .filter(f -> f.parameters().positional().size() == 1)
                .filter(f -> Reach.unsupported(program, name, Set.of()).isEmpty())
                .map(f -> new Expression.Script(PythonScript.function(program, name), f.span()));
    }

    /** What comes behind a match, at {@code rule}: the columns, and where the rule has a threshold the counting. */
    List<Stage> stages(Span rule) {
        var stages = new ArrayList<Stage>();
        var bindings = new ArrayList<Stage.Binding>();
        for (String name : COLUMNS) {
            computed(name)
                    .ifPresent(script ->
                            bindings.add(new Stage.Binding(name, generated(PythonFunctions.AUXILIARY, script))));
        }
        if (!bindings.isEmpty()) {
            stages.add(new Stage.Extend(bindings, rule));
        }
        if (document.get("Threshold") instanceof Value.Int threshold && threshold.value() > 1) {
            stages.addAll(threshold(threshold.value(), rule));
        }
        return stages;
    }

    /**
     * Matches of one deduplication text are counted over the period, which the first of them opens; where the rule has
     * {@code unique}, the texts that it answers. The deduplication text is what {@code dedup} answers, or else the
     * title, or else the rule's id.
     */
    private List<Stage> threshold(long count, Span span) {
        Expression id = new Expression.Literal(Values.of(document.get("RuleID").asText()), span);
        Expression text = computed(DEDUP)
                .or(() -> computed(TITLE))
                .<Expression>map(
                        script -> new Expression.Call(PythonFunctions.DEDUP, List.of(script, id), script.span()))
                .orElse(id);
        long minutes = document.get("DedupPeriodMinutes") instanceof Value.Int period && period.value() > 0
                ? period.value()
                : DEFAULT_MINUTES;
        Duration period = Duration.ofMinutes(Math.min(minutes, MOST_MINUTES));
        var keys = List.of(new Stage.Binding(DEDUP, new Expression.Column(DEDUP, span)));
        var bindings = new ArrayList<>(List.of(new Stage.Binding(DEDUP, text)));
        Optional<Expression> unique = computed(UNIQUE).map(script -> generated(PythonFunctions.TITLE, script));
        if (unique.isEmpty()) {
            return List.of(new Stage.Extend(bindings, span), new Stage.Threshold(keys, count, period, span));
        }
        bindings.add(new Stage.Binding(UNIQUE, unique.get()));
        var texts = new Stage.Aggregation(
                UNIQUE, UniqueTexts.ENTRY.name(), List.of(new Expression.Column(UNIQUE, span)), Optional.empty());
        Expression enough = new Expression.Test(
                TestKind.GE,
                new Expression.Column(UNIQUE, span),
                List.of(new Expression.Literal(Values.of(count), span)),
                NUMBERS,
                span);
        // A window holds its end, a period does not.
        Duration window = period.minusNanos(1);
        return List.of(
                new Stage.Extend(bindings, span),
                new Stage.Windows(keys, List.of(texts), enough, window, false, false, span));
    }
}

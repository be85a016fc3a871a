package io.telltale.detection.lint;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a linter looks up in a rule's intermediate representation: where each field is read, which fields decide whether a
 * row belongs to a group, and which branches no record of the log takes, as those of a rule that reads several logs.
 */
final class ReadRule {
    private final Map<String, List<Expression.Field>> fields = new HashMap<>();
    private final List<Expression.Test> tests = new ArrayList<>();
    private final List<Expression.Field> keys = new ArrayList<>();
    private final List<Span> dead = new ArrayList<>();

    private ReadRule() {}

    static ReadRule of(Optional<Detection> detection) {
        var read = new ReadRule();
        detection.ifPresent(d -> read.pipeline(d.pipeline()));
        return read;
    }

    /** The last place before the given one where a field is read, else the first at all. */
    Optional<Expression.Field> field(String path, int before) {
        List<Expression.Field> places = fields.getOrDefault(path, List.of());
        return places.stream()
                .filter(field -> field.span().start() <= before)
                .reduce((first, second) -> second.span().start() >= first.span().start() ? second : first)
                .or(() -> places.stream().findFirst());
    }

    /** Every read of a field below an object, such as {@code responseElements}. */
    List<Expression.Field> below(String object) {
        return fields.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(object + "."))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** The comparisons that decide about some record, of fields as the log writes them and of what is made of those. */
    List<Expression.Test> tests() {
        return tests.stream().filter(test -> !isDead(test.span())).toList();
    }

    /** Fields whose absence drops the row, as that of a key of {@code stats … by} does. */
    List<Expression.Field> keys() {
        return List.copyOf(keys);
    }

    /** Whether a place lies in a branch that is false of every record. */
    boolean isDead(Span span) {
        return dead.stream().anyMatch(branch -> branch.start() <= span.start() && span.end() <= branch.end());
    }

    private void pipeline(Pipeline pipeline) {
        boolean ofTheLog = pipeline.logType().equals(Pipeline.CLOUDTRAIL);
        boolean namesAreKnown = true;
        for (Stage stage : pipeline.stages()) {
            if (ofTheLog) {
                stage.expressions().forEach(this::expression);
                if (namesAreKnown) {
                    keysOf(stage).stream()
                            .filter(Expression.Field.class::isInstance)
                            .map(Expression.Field.class::cast)
                            .forEach(keys::add);
                }
                namesAreKnown &= !(stage instanceof Stage.Spread);
            }
            stage.pipelines().forEach(this::pipeline);
        }
    }

    private static List<Expression> keysOf(Stage stage) {
        if (stage instanceof Stage.Aggregate aggregate && aggregate.dropAbsentKeys()) {
            return aggregate.keys().stream().map(Stage.Binding::value).toList();
        }
        if (stage instanceof Stage.Windows windows) {
            return windows.keys().stream().map(Stage.Binding::value).toList();
        }
        if (stage instanceof Stage.Threshold threshold) {
            return threshold.expressions();
        }
        if (stage instanceof Stage.FirstSeen firstSeen) {
            return firstSeen.keys();
        }
        return stage instanceof Stage.Sequence sequence
                ? sequence.steps().stream()
                        .flatMap(step -> step.keys().stream())
                        .toList()
                : List.of();
    }

    private void expression(Expression expression) {
        if (expression instanceof Expression.Field field) {
            fields.computeIfAbsent(field.path().toString(), path -> new ArrayList<>())
                    .add(field);
        }
        if (expression instanceof Expression.Test test) {
            tests.add(test);
        }
        if (expression instanceof Expression.And and && and.operands().stream().anyMatch(ReadRule::isFalse)) {
            dead.add(and.span());
        }
        expression.children().forEach(this::expression);
    }

    static boolean isFalse(Expression expression) {
        return expression instanceof Expression.Literal literal
                && literal.value().equals(Values.FALSE);
    }
}

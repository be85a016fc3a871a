package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows that a correlation's rules give. Where every rule looks at each event by itself and all read the same fields,
 * they are the events that any of them finds, each once. Else each rule gives its own rows, with the fields that the
 * correlation reads as columns: the fields that an alias stands for, or the columns of an inner correlation.
 */
final class CorrelatedRows {
    /** Which rule gave a row. */
    private static final String RULE = "rule";

    private static final Matching SAME =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.WHOLE);

    private final List<CorrelatedRule> rules;
    private final Value.ObjectOf correlation;
    private final String logType;
    private final Span section;
    private final boolean together;
    private final List<String> read = new ArrayList<>();

    CorrelatedRows(List<CorrelatedRule> rules, Value.ObjectOf correlation, String logType, Span section) {
        this.rules = rules;
        this.correlation = correlation;
        this.logType = logType;
        this.section = section;
        this.together = correlation.get("aliases").isAbsent()
                && rules.stream().allMatch(rule -> rule.condition().isPresent());
        read.addAll(Correlation.texts(correlation.get("group-by")));
        if (correlation.get("condition") instanceof Value.ObjectOf condition) {
            read.addAll(Correlation.texts(condition.get("field")));
        }
    }

    List<Stage.Binding> keys() {
        return Correlation.texts(correlation.get("group-by")).stream()
                .map(name -> new Stage.Binding(name, field(name)))
                .toList();
    }

    /** A field of the rows, as the correlation calls it. */
    Expression field(String name) {
        return together ? ItemLowering.field(name, section) : new Expression.Column(name, section);
    }

    /** Whether a row comes of a rule, by its number. */
    Expression isOf(int rule) {
        if (together) {
            return rules.get(rule).condition().orElseThrow();
        }
        return new Expression.Test(
                TestKind.EQ, new Expression.Column(RULE, section), List.of(number(rule)), SAME, section);
    }

    /** The stages that give the rows. */
    List<Stage> stages() {
        if (together) {
            List<Expression> conditions =
                    rules.stream().map(rule -> rule.condition().orElseThrow()).toList();
            return List.of(new Stage.Filter(Expression.anyOf(conditions, section), section));
        }
        var stages = new ArrayList<>(branch(0));
        var others = new ArrayList<Pipeline>();
        for (int i = 1; i < rules.size(); i++) {
            others.add(new Pipeline(logType, branch(i)));
        }
        if (!others.isEmpty()) {
            stages.add(new Stage.Union(others, section));
        }
        return stages;
    }

    private List<Stage> branch(int number) {
        CorrelatedRule rule = rules.get(number);
        var bindings = new ArrayList<Stage.Binding>();
        bindings.add(new Stage.Binding(RULE, number(number)));
        for (String name : read) {
            String own = own(name, rule);
            Expression value = rule.condition().isPresent()
                    ? ItemLowering.field(own, rule.place())
                    : rule.columns().contains(own)
                            ? new Expression.Column(own, rule.place())
                            : new Expression.Literal(Values.MISSING, rule.place());
            bindings.add(new Stage.Binding(name, value));
        }
        var stages = new ArrayList<>(rule.stages());
        stages.add(new Stage.Extend(bindings, rule.place()));
        return stages;
    }

    /** What a rule's rows call a field: what the alias says for that rule, or the name itself. */
    private String own(String name, CorrelatedRule rule) {
        if (!(correlation.get("aliases") instanceof Value.ObjectOf aliases)
                || !(aliases.get(name) instanceof Value.ObjectOf fields)) {
            return name;
        }
        Optional<String> own = rule.names().stream()
                .map(fields::get)
                .filter(field -> !field.isAbsent())
                .map(Value::asText)
                .findFirst();
        return own.orElse(name);
    }

    private Expression number(int rule) {
        return new Expression.Literal(Values.of(rule), section);
    }
}

package io.telltale.detection.vendor;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.text.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an Elastic rule takes from the event it finds: its name by {@code rule_name_override}, its severity by
 * {@code severity_mapping}, of whose entries that are met the gravest counts. Where the event has nothing to say, the rule's
 * own stand.
 */
final class ElasticOverrides {
    private static final Matching EQUAL =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);

    private ElasticOverrides() {}

    static Detection apply(Value.ObjectOf rule, Detection detection) {
        String field = rule.get("rule_name_override").asText();
        Optional<Expression> title = field.isEmpty() ? detection.title() : Optional.of(read(field));
        Optional<Expression> severity = severity(rule.get("severity_mapping"));
        return detection.withTitle(title, severity.isPresent() ? severity : detection.severity());
    }

    private static Optional<Expression> severity(Value mapping) {
        if (!(mapping instanceof Value.ListOf entries)) {
            return Optional.empty();
        }
        List<Value.ObjectOf> mildestFirst = entries.elements().stream()
                .filter(Value.ObjectOf.class::isInstance)
                .map(Value.ObjectOf.class::cast)
                .filter(entry -> !entry.get("value").asText().isEmpty())
                .sorted(Comparator.comparing(
                        entry -> Severity.of(entry.get("severity").asText())))
                .toList();
        Expression result = literal(Values.NULL);
        for (Value.ObjectOf entry : mildestFirst) {
            Expression met = new Expression.Test(
                    TestKind.EQ,
                    read(entry.get("field").asText()),
                    List.of(literal(entry.get("value"))),
                    EQUAL,
                    Span.NONE);
            result = new Expression.Conditional(met, literal(entry.get("severity")), result, Span.NONE);
        }
        return mildestFirst.isEmpty() ? Optional.empty() : Optional.of(result);
    }

    /** A column of the query's, else the event's own field. */
    private static Expression read(String field) {
        return new Expression.Call(
                "ecs:first",
                List.of(
                        new Expression.Column(field, Span.NONE),
                        EcsFields.withoutParameters().read(field, Span.NONE)),
                Span.NONE);
    }

    private static Expression literal(Value value) {
        return new Expression.Literal(value, Span.NONE);
    }
}

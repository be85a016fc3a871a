package io.telltale.detection.lint;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds conditions that no record can meet: a field that has one value in each record is wanted to have two, or to have and
 * not to have the same one.
 */
final class Contradictions {
    /** Fields of a record that never hold more than one value, so that two wanted ones exclude each other. */
    private static final Set<String> SINGLE = Set.of(
            "eventName",
            "eventSource",
            "awsRegion",
            "errorCode",
            "errorMessage",
            "eventType",
            "eventCategory",
            "eventID",
            "requestID",
            "recipientAccountId",
            "sourceIPAddress",
            "userAgent",
            "userIdentity.type",
            "userIdentity.userName",
            "userIdentity.principalId",
            "userIdentity.arn",
            "userIdentity.accountId",
            "userIdentity.accessKeyId",
            "userIdentity.invokedBy",
            "userIdentity.sessionContext.sessionIssuer.type",
            "userIdentity.sessionContext.sessionIssuer.userName",
            "userIdentity.sessionContext.sessionIssuer.arn");

    private final List<Contradiction> found = new ArrayList<>();

    private Contradictions() {}

    /** A wanted value that an earlier one excludes. */
    record Contradiction(Span span, String message) {}

    /** A value and whether letters must be as it has them. */
    private record Wanted(String value, boolean cased, Span span) {
        boolean agrees(Wanted other) {
            return (cased && other.cased) ? value.equals(other.value) : value.equalsIgnoreCase(other.value);
        }

        /** Whether all that is this value is the other one too. */
        boolean within(Wanted other) {
            return value.equals(other.value) || (!other.cased && value.equalsIgnoreCase(other.value));
        }
    }

    /** What a conjunct says of one field: that it is one of the values, or that it is none of them. */
    private record Claim(String field, List<Wanted> values, boolean negated) {}

    static List<Contradiction> of(Detection detection) {
        var contradictions = new Contradictions();
        contradictions.pipeline(detection.pipeline());
        for (Stage stage : detection.pipeline().stages()) {
            if (stage instanceof Stage.Filter filter) {
                conjuncts(filter.condition()).stream()
                        .filter(ReadRule::isFalse)
                        .forEach(never -> contradictions.found.add(
                                new Contradiction(never.span(), "this is false of every record of the log")));
            }
        }
        return contradictions.found;
    }

    private void pipeline(Pipeline pipeline) {
        var open = new ArrayList<Expression>();
        for (Stage stage : pipeline.stages()) {
            if (stage instanceof Stage.Filter filter) {
                open.addAll(conjuncts(filter.condition()));
                conjuncts(filter.condition()).forEach(this::within);
            } else if (!(stage instanceof Stage.Extend)) {
                check(open);
                open.clear();
            }
            if (stage instanceof Stage.Sequence sequence) {
                sequence.steps().forEach(step -> {
                    check(conjuncts(step.condition()));
                    conjuncts(step.condition()).forEach(this::within);
                });
            }
            stage.pipelines().forEach(this::pipeline);
        }
        check(open);
    }

    /** Conjunctions further down: in a branch of an alternative, behind a negation. */
    private void within(Expression expression) {
        if (expression instanceof Expression.And) {
            check(conjuncts(expression));
            conjuncts(expression).forEach(this::within);
        } else {
            expression.children().forEach(this::within);
        }
    }

    private void check(List<Expression> conjuncts) {
        Map<String, List<Claim>> byField = conjuncts.stream()
                .map(Contradictions::claim)
                .flatMap(Optional::stream)
                .filter(claim -> SINGLE.contains(claim.field()))
                .collect(Collectors.groupingBy(Claim::field, LinkedHashMap::new, Collectors.toList()));
        byField.forEach(this::check);
    }

    private void check(String field, List<Claim> claims) {
        List<Wanted> open = List.of();
        for (Claim claim : claims) {
            if (claim.negated()) {
                continue;
            }
            List<Wanted> before = open;
            if (!before.isEmpty()
                    && claim.values().stream().noneMatch(v -> before.stream().anyMatch(v::agrees))) {
                found.add(new Contradiction(
                        claim.values().get(0).span(),
                        field + " cannot be " + either(claim.values()) + " as well as " + either(before)));
                return;
            }
            open = before.isEmpty()
                    ? claim.values()
                    : before.stream()
                            .filter(b -> claim.values().stream().anyMatch(b::agrees))
                            .toList();
        }
        List<Wanted> left = open;
        List<Wanted> excluded = claims.stream()
                .filter(Claim::negated)
                .flatMap(claim -> claim.values().stream())
                .toList();
        if (!left.isEmpty() && left.stream().allMatch(v -> excluded.stream().anyMatch(v::within))) {
            found.add(new Contradiction(
                    excluded.get(0).span(), field + " cannot be " + either(left) + " and not be it as well"));
        }
    }

    private static String either(List<Wanted> values) {
        String few = values.stream()
                .limit(3)
                .map(wanted -> '"' + wanted.value() + '"')
                .collect(Collectors.joining(" or "));
        return values.size() > 3 ? few + " or another" : few;
    }

    private static Optional<Claim> claim(Expression expression) {
        if (expression instanceof Expression.Not not) {
            return claim(not.operand())
                    .filter(claim -> !claim.negated())
                    .map(claim -> new Claim(claim.field(), claim.values(), /* negated= */ true));
        }
        if (expression instanceof Expression.Or or) {
            List<Claim> claims = or.operands().stream()
                    .map(Contradictions::claim)
                    .flatMap(Optional::stream)
                    .toList();
            boolean ofOneField = claims.size() == or.operands().size()
                    && claims.stream().map(Claim::field).distinct().count() == 1
                    && claims.stream().noneMatch(Claim::negated);
            return ofOneField
                    ? Optional.of(new Claim(
                            claims.get(0).field(),
                            claims.stream()
                                    .flatMap(claim -> claim.values().stream())
                                    .toList(),
                            /* negated= */ false))
                    : Optional.empty();
        }
        return expression instanceof Expression.Test test ? claim(test) : Optional.empty();
    }

    private static Optional<Claim> claim(Expression.Test test) {
        if ((test.kind() != TestKind.EQ && test.kind() != TestKind.IN)
                || !(test.operand() instanceof Expression.Field field)) {
            return Optional.empty();
        }
        var values = new ArrayList<Wanted>();
        for (Expression wanted : test.wanted()) {
            if (!(wanted instanceof Expression.Literal literal)) {
                return Optional.empty();
            }
            List<Value> all = literal.value() instanceof Value.ListOf list ? list.elements() : List.of(literal.value());
            for (Value value : all) {
                if (!(value instanceof Value.Text text) || text.value().isEmpty()) {
                    return Optional.empty();
                }
                Span span = wanted.span().equals(Span.NONE) ? test.span() : wanted.span();
                values.add(new Wanted(text.value(), test.matching().caseSensitive(), span));
            }
        }
        String path = Printer.print(field).substring(Printer.NAMESPACE.length());
        return values.isEmpty() ? Optional.empty() : Optional.of(new Claim(path, values, /* negated= */ false));
    }

    private static List<Expression> conjuncts(Expression condition) {
        return condition instanceof Expression.And and
                ? and.operands().stream().flatMap(o -> conjuncts(o).stream()).toList()
                : List.of(condition);
    }
}

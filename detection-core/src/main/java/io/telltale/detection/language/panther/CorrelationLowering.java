package io.telltale.detection.language.panther;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.schema.panther.PantherFunctions;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers a correlation to its rules' outputs brought together, grouped by the values that must be equal. A group's members
 * are counted; a sequence is looked for in the order of time. An output without one of those values belongs to no group;
 * one whose field is a list belongs to that of each value in it.
 */
final class CorrelationLowering {
    private static final String MEMBER = " member";
    private static final String SEQUENCE = " sequence";
    private static final Matching STRICT =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.WHOLE);

    private final RuleText text;
    private final Signals signals;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();

    /** A rule whose outputs count, and these. */
    private record Joined(int number, Correlation.Member member, Signals.Outputs outputs, Span span) {}

    CorrelationLowering(RuleText text, Signals signals) {
        this.text = text;
        this.signals = signals;
    }

    /** The rule without its schedule, which its vendor's format adds. */
    Lowering lower(Value.ObjectOf document) throws RuleSyntaxException {
        return lower(new CorrelationReader(text).read(document));
    }

    Lowering lower(Correlation correlation) throws RuleSyntaxException {
        var joined = new ArrayList<Joined>();
        for (Correlation.Member member : correlation.members()) {
            Span span = text.at(member.path());
            Signals.Outputs outputs = signals.of(member, text.at(CorrelationReader.then(member.path(), "RuleID")));
            joined.add(new Joined(joined.size(), member, outputs, span));
            unsupported.addAll(outputs.unsupported());
            parameters.addAll(outputs.parameters());
            if (member.absent() && (member.least() > 1 || member.most().isPresent())) {
                unsupported.add(new Unsupported("MinMatchCount or MaxMatchCount of an absent rule", span));
            }
        }
        var keys = new MatchedFields(text, unsupported);
        List<MatchedFields.Key> matched =
                correlation.ordered() ? keys.ofSequence(correlation) : keys.ofGroup(correlation);
        if (!unsupported.isEmpty()) {
            return new Lowering(Optional.empty(), unsupported);
        }
        List<Stage> stages =
                correlation.ordered() ? sequence(correlation, joined, matched) : group(correlation, joined, matched);
        return unsupported.isEmpty()
                ? Lowering.of(Detection.of(new Pipeline(Pipeline.CLOUDTRAIL, stages), parameters))
                : new Lowering(Optional.empty(), unsupported);
    }

    /** Every member that may not be absent is there often enough, and no output of an absent one has the same values. */
    private List<Stage> group(Correlation correlation, List<Joined> joined, List<MatchedFields.Key> keys) {
        List<Joined> there = joined.stream().filter(j -> !j.member().absent()).toList();
        List<Joined> absent = joined.stream().filter(j -> j.member().absent()).toList();
        Span span = text.at(correlation.path());
        if (correlation.least().isPresent() && !absent.isEmpty()) {
            unsupported.add(new Unsupported("MinMatchCount of a group with Absence", span));
        }
        var stages = new ArrayList<>(together(there, keys, span));
        var counts = new ArrayList<Stage.Aggregation>();
        var enough = new ArrayList<Expression>();
        for (Joined one : there) {
            Expression isIts =
                    test(TestKind.EQ, new Expression.Column(MEMBER, one.span()), number(one.number(), one), one.span());
            counts.add(new Stage.Aggregation(one.member().id(), SequenceMatch.COUNT, List.of(), Optional.of(isIts)));
            enough.add(counted(one));
        }
        stages.add(new Stage.Aggregate(columns(keys, span), counts, true, false, span));
        stages.add(new Stage.Filter(
                correlation
                        .least()
                        .map(least -> test(
                                TestKind.GE,
                                new Expression.Call(PantherFunctions.HOLDING, enough, span),
                                new Expression.Literal(Values.of(least), span),
                                span))
                        .orElseGet(() -> Expression.allOf(enough, span)),
                span));
        for (Joined one : absent) {
            List<MatchedFields.Key> common =
                    keys.stream().filter(key -> key.isOf(one.member().id())).toList();
            stages.add(new Stage.Join(
                    Stage.JoinKind.LEFT_ANTI,
                    new Pipeline(Pipeline.CLOUDTRAIL, outputs(one, common)),
                    common.stream()
                            .map(key -> new Stage.JoinKey(
                                    new Expression.Column(key.name(), one.span()),
                                    new Expression.Column(key.name(), one.span())))
                            .toList(),
                    List.of(),
                    Optional.empty(),
                    one.span()));
        }
        return stages;
    }

    private static Expression counted(Joined one) {
        Span span = one.span();
        Expression count = new Expression.Column(one.member().id(), span);
        Expression least = test(TestKind.GE, count, number(one.member().least(), one), span);
        return one.member().most().isEmpty()
                ? least
                : new Expression.And(
                        List.of(
                                least,
                                test(
                                        TestKind.LE,
                                        count,
                                        number(one.member().most().getAsLong(), one),
                                        span)),
                        span);
    }

    private List<Stage> sequence(Correlation correlation, List<Joined> joined, List<MatchedFields.Key> keys) {
        Span span = text.at(correlation.path());
        for (int i = 0; i < joined.size(); i++) {
            Correlation.Member member = joined.get(i).member();
            if (member.absent() && i > 0 && i < joined.size() - 1) {
                unsupported.add(new Unsupported(
                        "Absence in the middle of a Sequence", joined.get(i).span()));
            }
            if (member.most().isPresent()) {
                unsupported.add(new Unsupported(
                        "MaxMatchCount in a Sequence", joined.get(i).span()));
            }
        }
        if (correlation.least().isPresent()) {
            unsupported.add(new Unsupported("MinMatchCount of a Sequence", span));
        }
        // A run gives rows in their branches' order, the first of which must be of a rule that is there.
        List<Joined> inOrder = new ArrayList<>(joined);
        inOrder.sort(java.util.Comparator.comparing(j -> j.member().absent()));
        var stages = new ArrayList<>(together(inOrder, keys, span));
        Expression steps = new Expression.Literal(SequenceMatch.steps(correlation), span);
        Expression member = new Expression.Column(MEMBER, span);
        stages.add(new Stage.Aggregate(
                columns(keys, span),
                List.of(new Stage.Aggregation(
                        SEQUENCE, SequenceMatch.SEQUENCE, List.of(member, steps), Optional.empty())),
                true,
                false,
                span));
        stages.add(new Stage.Filter(
                test(
                        TestKind.EQ,
                        new Expression.Column(SEQUENCE, span),
                        new Expression.Literal(Values.TRUE, span),
                        span),
                span));
        return stages;
    }

    private List<Stage> together(List<Joined> members, List<MatchedFields.Key> keys, Span span) {
        var stages = new ArrayList<>(outputs(members.get(0), keys));
        var others = members.stream()
                .skip(1)
                .map(one -> new Pipeline(Pipeline.CLOUDTRAIL, outputs(one, keys)))
                .toList();
        if (!others.isEmpty()) {
            stages.add(new Stage.Union(others, span));
        }
        return stages;
    }

    /** A member's outputs with their number and their keys, one row for each value. */
    private List<Stage> outputs(Joined one, List<MatchedFields.Key> keys) {
        var stages = new ArrayList<>(one.outputs().stages());
        Span span = one.span();
        var bindings = new ArrayList<Stage.Binding>();
        bindings.add(new Stage.Binding(MEMBER, number(one.number(), one)));
        for (MatchedFields.Key key : keys) {
            var fields = new ArrayList<Expression>();
            for (String field : key.fields(one.member().id())) {
                Optional<Expression> read = one.outputs().fields().read(field, span);
                if (read.isEmpty()) {
                    unsupported.add(new Unsupported(
                            "match on " + field + " of signals of "
                                    + one.member().ruleId(),
                            span));
                }
                read.ifPresent(fields::add);
            }
            if (!fields.isEmpty()) {
                bindings.add(new Stage.Binding(key.name(), new Expression.Call(PantherFunctions.VALUES, fields, span)));
            }
        }
        stages.add(new Stage.Extend(bindings, span));
        for (MatchedFields.Key key : keys) {
            stages.add(new Stage.Unnest(
                    key.name(), new Expression.Column(key.name(), span), false, Optional.empty(), span));
        }
        return stages;
    }

    private static List<Stage.Binding> columns(List<MatchedFields.Key> keys, Span span) {
        return keys.stream()
                .map(key -> new Stage.Binding(key.name(), new Expression.Column(key.name(), span)))
                .toList();
    }

    private static Expression number(long number, Joined one) {
        return new Expression.Literal(Values.of(number), one.span());
    }

    private static Expression test(TestKind kind, Expression operand, Expression wanted, Span span) {
        return new Expression.Test(kind, operand, List.of(wanted), STRICT, span);
    }
}

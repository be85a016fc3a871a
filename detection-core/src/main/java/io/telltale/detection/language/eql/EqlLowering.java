package io.telltale.detection.language.eql;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.eql.EqlSyntax.Item;
import io.telltale.detection.language.eql.EqlSyntax.Query;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.schema.ecs.EcsTests;
import io.telltale.detection.schema.ecs.ElasticRule;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers an event query to a filter and a sequence to the stage of that name. */
final class EqlLowering {
    static final List<String> PIPES = List.of("head", "tail");

    private static final Matching SEARCH =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);

    private final ElasticRule rule;
    private final EcsFields fields;
    private final EqlConditions conditions;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();

    EqlLowering(RuleSource source) throws RuleSyntaxException {
        this.rule = ElasticRule.of(source.document());
        this.fields = EcsFields.of(source.parameters());
        this.conditions = new EqlConditions(source.body(), fields, unsupported);
    }

    Lowering lower(Query query) throws RuleSyntaxException {
        unsupported.addAll(rule.unsupported());
        stages.addAll(rule.filters(fields, unsupported));
        if (query instanceof Query.Events events) {
            stages.add(
                    new Stage.Filter(condition(events.event()), events.event().span()));
        } else if (query instanceof Query.Sequence sequence) {
            sequence(sequence);
        } else if (query instanceof Query.Other other) {
            unsupported.add(new Unsupported(other.name(), other.span()));
        }
        for (EqlSyntax.Pipe pipe : query.pipes()) {
            pipe(pipe, query instanceof Query.Sequence);
        }
        stages.addAll(rule.stages(fields, Span.NONE));
        var pipeline = new Pipeline(Pipeline.CLOUDTRAIL, stages);
        return new Lowering(Optional.of(Detection.of(pipeline, fields.parameters())), unsupported);
    }

    private Expression condition(EqlSyntax.Event event) throws RuleSyntaxException {
        Expression condition = conditions.condition(event.condition());
        if (event.category().isEmpty()) {
            return condition;
        }
        EqlSyntax.Constant category = event.category().get();
        Expression test = EcsTests.of(
                TestKind.EQ,
                fields.read(rule.categoryField(), category.span()),
                List.of(new Expression.Literal(category.value(), category.span())),
                SEARCH,
                category.span());
        return condition instanceof Expression.And and
                ? Expression.allOf(joined(test, and.operands()), event.span())
                : new Expression.And(List.of(test, condition), event.span());
    }

    private static List<Expression> joined(Expression first, List<Expression> rest) {
        var all = new ArrayList<Expression>();
        all.add(first);
        all.addAll(rest);
        return all;
    }

    private void sequence(Query.Sequence sequence) throws RuleSyntaxException {
        var steps = new ArrayList<Stage.Step>();
        for (Item item : sequence.items()) {
            steps.add(step(item, sequence.keys()));
        }
        Optional<Stage.Step> until = Optional.empty();
        if (sequence.until().isPresent()) {
            until = Optional.of(step(sequence.until().get(), sequence.keys()));
        }
        var names = new ArrayList<String>();
        sequence.keys().forEach(key -> names.add(key.name()));
        sequence.items().get(0).keys().forEach(key -> names.add(key.name()));
        rule.tiebreaker().ifPresent(field -> stages.add(inOrder(field, sequence.span())));
        stages.add(new Stage.Sequence(steps, names, sequence.maxSpan(), until, sequence.span()));
    }

    /** Events of one time come in the order of another field; those without it last. */
    private Stage inOrder(String tiebreaker, Span span) {
        return new Stage.Sort(
                List.of(
                        new Stage.Ordering(fields.read("@timestamp", span), false, true),
                        new Stage.Ordering(fields.read(tiebreaker, span), false, true)),
                span);
    }

    private Stage.Step step(Item item, List<EqlSyntax.Name> shared) throws RuleSyntaxException {
        var keys = new ArrayList<Expression>();
        for (EqlSyntax.Name name : shared) {
            keys.add(key(name));
        }
        for (EqlSyntax.Name name : item.keys()) {
            keys.add(key(name));
        }
        return new Stage.Step(condition(item.event()), keys, item.runs(), item.absent());
    }

    /** A key of several values counts by its first; one that is optional may be absent on both sides. */
    private Expression key(EqlSyntax.Name name) {
        String function = name.optional() ? "eql:key" : "eql:first";
        return new Expression.Call(function, List.of(conditions.field(name)), name.span());
    }

    private void pipe(EqlSyntax.Pipe pipe, boolean behindSequence) {
        boolean counted = pipe.arguments().size() == 1
                && pipe.arguments().get(0) instanceof EqlSyntax.Constant constant
                && constant.value() instanceof Value.Int number
                && number.value() > 0
                && number.value() <= Integer.MAX_VALUE;
        if (!counted
                || !PIPES.contains(pipe.name())
                || (behindSequence && pipe.name().equals("tail"))) {
            unsupported.add(new Unsupported("pipe " + pipe.name(), pipe.span()));
            return;
        }
        int rows = (int) ((Value.Int) ((EqlSyntax.Constant) pipe.arguments().get(0)).value()).value();
        if (pipe.name().equals("head")) {
            stages.add(new Stage.Limit(rows, pipe.span()));
            return;
        }
        Expression time = fields.read("@timestamp", pipe.span());
        stages.add(new Stage.Sort(List.of(new Stage.Ordering(time, true, true)), pipe.span()));
        stages.add(new Stage.Limit(rows, pipe.span()));
        stages.add(new Stage.Sort(List.of(new Stage.Ordering(time, false, true)), pipe.span()));
    }
}

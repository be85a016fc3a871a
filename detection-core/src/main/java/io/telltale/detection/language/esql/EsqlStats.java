package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.esql.EsqlSyntax.Assignment;
import io.telltale.detection.language.esql.EsqlSyntax.Command;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers {@code STATS} and {@code INLINE STATS}. A row with several values for a key is in each value's group; rows without
 * the key make a group of their own. Aggregates inside of an expression get columns of their own, from which the
 * expression is computed behind the aggregation.
 */
final class EsqlStats {
    private final EsqlScope scope;
    private final EsqlExpressionLowering expressions;
    private final List<Unsupported> unsupported;
    private final List<Stage> stages;

    EsqlStats(EsqlScope scope, EsqlExpressionLowering expressions, List<Unsupported> unsupported, List<Stage> stages) {
        this.scope = scope;
        this.expressions = expressions;
        this.unsupported = unsupported;
        this.stages = stages;
    }

    void lower(Command.Stats written) throws RuleSyntaxException {
        Command.Stats stats = bound(written);
        Span span = stats.span();
        var aggregates = new ArrayList<Stage.Aggregation>();
        var computed = new ArrayList<Assignment>();
        var names = new LinkedHashSet<String>();
        var times = new LinkedHashSet<String>();
        for (Assignment assignment : kept(stats)) {
            names.add(assignment.name());
            EsqlSyntax value = assignment.value();
            if (value instanceof EsqlSyntax.Invocation call && EsqlAggregates.isAggregate(call.function())) {
                Stage.Aggregation aggregation = aggregation(assignment.name(), call, assignment.condition());
                aggregates.add(aggregation);
                if (keepsTime(call.function(), aggregation)) {
                    times.add(assignment.name());
                }
            } else if (value instanceof EsqlSyntax.Invocation call && !expressions.knows(call.function())) {
                unsupported.add(new Unsupported("function " + call.function(), call.span()));
                computed.add(new Assignment(
                        assignment.name(), new EsqlSyntax.Constant(Values.NULL, call.span()), Optional.empty()));
            } else {
                EsqlSyntax rest = extracted(keyed(value, stats.keys()), assignment.condition(), aggregates);
                computed.add(new Assignment(assignment.name(), rest, Optional.empty()));
            }
        }
        List<Stage.Binding> keys = keys(stats, names, times);
        if (stats.inline()) {
            List<Stage.Binding> computedKeys = keys.stream()
                    .filter(key -> stats.keys().stream()
                            .noneMatch(k -> k.value() instanceof EsqlSyntax.Name name
                                    && name.name().equals(key.name())))
                    .toList();
            if (!computedKeys.isEmpty()) {
                stages.add(new Stage.Extend(computedKeys, span));
                computedKeys.forEach(key -> scope.bind(key.name()));
            }
            stages.add(new Stage.Annotate(keys, aggregates, false, span));
            aggregates.forEach(aggregate -> scope.bind(aggregate.name()));
        } else {
            stages.add(new Stage.Aggregate(keys, aggregates, false, true, span));
            var columns = new ArrayList<String>();
            keys.forEach(key -> columns.add(key.name()));
            aggregates.forEach(aggregate -> columns.add(aggregate.name()));
            scope.only(columns);
        }
        times.forEach(scope::bindTime);
        compute(computed, names, stats);
    }

    /** The keys with those of them computed beforehand that an aggregate speaks of by their name, the last of each name. */
    private Command.Stats bound(Command.Stats stats) throws RuleSyntaxException {
        var keys = new LinkedHashMap<String, Assignment>();
        for (Assignment key : stats.keys()) {
            keys.remove(key.name());
            keys.put(key.name(), key);
        }
        var computed = new ArrayList<Stage.Binding>();
        for (Assignment key : List.copyOf(keys.values())) {
            boolean own =
                    key.value() instanceof EsqlSyntax.Name name && name.name().equals(key.name());
            if (!own && stats.aggregates().stream().anyMatch(a -> speaksOf(a, key.name()))) {
                computed.add(new Stage.Binding(key.name(), expressions.lower(key.value())));
                keys.put(
                        key.name(),
                        new Assignment(
                                key.name(),
                                new EsqlSyntax.Name(key.name(), key.value().span()),
                                Optional.empty()));
            }
        }
        if (!computed.isEmpty()) {
            stages.add(new Stage.Extend(computed, stats.span()));
            computed.forEach(binding -> {
                if (scope.isTime(binding.value())) {
                    scope.bindTime(binding.name());
                } else {
                    scope.bind(binding.name());
                }
            });
        }
        return new Command.Stats(stats.aggregates(), List.copyOf(keys.values()), stats.inline(), stats.span());
    }

    private static boolean speaksOf(Assignment aggregate, String name) {
        return (aggregate.value() instanceof EsqlSyntax.Invocation
                        && EsqlSyntax.names(aggregate.value()).anyMatch(name::equals))
                || aggregate.condition().stream().flatMap(EsqlSyntax::names).anyMatch(name::equals);
    }

    /** The aggregates without those whose name a later one, or a key, takes. */
    private static List<Assignment> kept(Command.Stats stats) {
        var last = new LinkedHashMap<String, Assignment>();
        stats.aggregates().forEach(assignment -> {
            last.remove(assignment.name());
            last.put(assignment.name(), assignment);
        });
        stats.keys().forEach(key -> last.remove(key.name()));
        return List.copyOf(last.values());
    }

    private boolean keepsTime(String function, Stage.Aggregation aggregation) {
        return List.of("min", "max", "first", "last", "values").contains(function)
                && !aggregation.arguments().isEmpty()
                && scope.isTime(aggregation.arguments().get(0));
    }

    private void compute(List<Assignment> computed, Set<String> names, Command.Stats stats) throws RuleSyntaxException {
        if (computed.isEmpty()) {
            return;
        }
        var bindings = new ArrayList<Stage.Binding>();
        for (Assignment assignment : computed) {
            bindings.add(new Stage.Binding(assignment.name(), expressions.lower(assignment.value())));
        }
        stages.add(new Stage.Extend(bindings, stats.span()));
        bindings.forEach(binding -> scope.bind(binding.name()));
        if (!stats.inline()) {
            var kept = new ArrayList<Stage.Binding>();
            names.forEach(name -> kept.add(new Stage.Binding(name, new Expression.Column(name, stats.span()))));
            stages.add(new Stage.Project(kept, stats.span()));
            scope.only(names);
        }
    }

    private List<Stage.Binding> keys(Command.Stats stats, Set<String> names, Set<String> times)
            throws RuleSyntaxException {
        var keys = new ArrayList<Stage.Binding>();
        for (Assignment key : stats.keys()) {
            Span span = key.value().span();
            Expression value = expressions.lower(key.value());
            names.add(key.name());
            if (scope.isTime(value)) {
                times.add(key.name());
            }
            if (mayBeSeveral(value) && !stats.inline()) {
                String element = "BY " + key.name();
                stages.add(new Stage.Unnest(element, value, true, Optional.empty(), span));
                value = new Expression.Column(element, span);
            }
            keys.add(new Stage.Binding(key.name(), new Expression.Call("esql:value", List.of(value), span)));
        }
        return keys;
    }

    /** Whether an expression can have several values: it does not where it is a constant or of a function of single values. */
    static boolean mayBeSeveral(Expression value) {
        if (value instanceof Expression.Conditional conditional) {
            return mayBeSeveral(conditional.then()) || mayBeSeveral(conditional.otherwise());
        }
        if (value instanceof Expression.Literal literal) {
            return literal.value() instanceof Value.ListOf;
        }
        return value instanceof Expression.Column
                || (value instanceof Expression.Call call
                        && (call.function().equals("ecs:list")
                                || call.function().equals("esql:split")
                                || call.function().startsWith("esql:mv_")
                                || (EsqlFunctions.keepsSeveral(call.function())
                                        && call.arguments().stream().anyMatch(EsqlStats::mayBeSeveral))));
    }

    private Stage.Aggregation aggregation(String name, EsqlSyntax.Invocation call, Optional<EsqlSyntax> condition)
            throws RuleSyntaxException {
        if (!EsqlAggregates.takes(call.function(), call.arguments().size())) {
            unsupported.add(new Unsupported("aggregate " + call.function(), call.span()));
        }
        var arguments = new ArrayList<Expression>();
        for (EsqlSyntax argument : call.arguments()) {
            arguments.add(expressions.lower(argument));
        }
        Optional<Expression> where = Optional.empty();
        if (condition.isPresent()) {
            where = Optional.of(expressions.lower(condition.get()));
        }
        return new Stage.Aggregation(name, "esql:" + call.function(), arguments, where);
    }

    /** An expression that is written as a key is stands for the key. */
    private EsqlSyntax keyed(EsqlSyntax syntax, List<Assignment> keys) {
        Optional<Assignment> key = keys.stream()
                .filter(k -> expressions.written(k.value()).equals(expressions.written(syntax)))
                .findFirst();
        if (key.isPresent()) {
            return new EsqlSyntax.Name(key.get().name(), syntax.span());
        }
        return syntax instanceof EsqlSyntax.Binary binary
                ? new EsqlSyntax.Binary(
                        binary.operator(), keyed(binary.left(), keys), keyed(binary.right(), keys), binary.span())
                : syntax;
    }

    /** The expression with its aggregates replaced by the columns that they get. */
    private EsqlSyntax extracted(EsqlSyntax syntax, Optional<EsqlSyntax> condition, List<Stage.Aggregation> aggregates)
            throws RuleSyntaxException {
        Span span = syntax.span();
        if (syntax instanceof EsqlSyntax.Invocation call) {
            if (EsqlAggregates.isAggregate(call.function())) {
                String column = "$" + (aggregates.size() + 1);
                aggregates.add(aggregation(column, call, condition));
                return new EsqlSyntax.Name(column, span);
            }
            return new EsqlSyntax.Invocation(call.function(), extracted(call.arguments(), condition, aggregates), span);
        }
        if (syntax instanceof EsqlSyntax.Binary binary) {
            return new EsqlSyntax.Binary(
                    binary.operator(),
                    extracted(binary.left(), condition, aggregates),
                    extracted(binary.right(), condition, aggregates),
                    span);
        }
        if (syntax instanceof EsqlSyntax.Not not) {
            return new EsqlSyntax.Not(extracted(not.operand(), condition, aggregates), span);
        }
        if (syntax instanceof EsqlSyntax.Negative negative) {
            return new EsqlSyntax.Negative(extracted(negative.operand(), condition, aggregates), span);
        }
        if (syntax instanceof EsqlSyntax.Connective connective) {
            return new EsqlSyntax.Connective(
                    connective.any(), extracted(connective.operands(), condition, aggregates), span);
        }
        if (syntax instanceof EsqlSyntax.IsNull isNull) {
            return new EsqlSyntax.IsNull(extracted(isNull.operand(), condition, aggregates), span);
        }
        if (syntax instanceof EsqlSyntax.InList in) {
            return new EsqlSyntax.InList(
                    extracted(in.operand(), condition, aggregates),
                    extracted(in.wanted(), condition, aggregates),
                    span);
        }
        if (syntax instanceof EsqlSyntax.Like like) {
            return new EsqlSyntax.Like(
                    like.regular(), extracted(like.operand(), condition, aggregates), like.patterns(), span);
        }
        return syntax;
    }

    private List<EsqlSyntax> extracted(
            List<EsqlSyntax> all, Optional<EsqlSyntax> condition, List<Stage.Aggregation> aggregates)
            throws RuleSyntaxException {
        var out = new ArrayList<EsqlSyntax>();
        for (EsqlSyntax one : all) {
            out.add(extracted(one, condition, aggregates));
        }
        return out;
    }
}

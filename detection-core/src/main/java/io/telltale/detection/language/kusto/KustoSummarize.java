package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Aggregation;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.language.kusto.KustoAggregates.Shape;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Call;
import io.telltale.detection.language.kusto.KustoSyntax.Name;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers {@code summarize}: aggregates that stand alone become an aggregation each; those inside an expression are
 * gathered under names of ours, and the expression is computed behind.
 */
final class KustoSummarize {
    private final KustoScalars scalars;
    private final List<Stage> stages;
    private final List<Aggregation> aggregates = new ArrayList<>();
    private final Map<String, KustoType> types = new LinkedHashMap<>();
    private final List<Named> results = new ArrayList<>();
    private int hidden;

    KustoSummarize(KustoScalars scalars, List<Stage> stages) {
        this.scalars = scalars;
        this.stages = stages;
    }

    /** Adds the stages, and leaves the scope with the columns that they make. */
    void lower(KustoSyntax.Summarize summarize, KustoScope scope) throws RuleSyntaxException {
        Span span = summarize.span();
        var keys = new ArrayList<Binding>();
        var names = new KustoNames(List.of());
        for (Named key : summarize.keys()) {
            Typed value = scalars.lower(key.value(), scope);
            String name = names.of(key);
            keys.add(new Binding(name, KustoLowering.column(value)));
            types.put(name, value.type());
            results.add(new Named(Optional.of(name), new Name(name, key.value().span())));
        }
        for (Named aggregate : summarize.aggregates()) {
            aggregate(aggregate, scope);
        }
        stages.add(new Stage.Aggregate(keys, aggregates, false, keys.isEmpty(), span));
        scope.close();
        types.forEach((name, type) -> scope.bind(name, type, Optional.empty()));
        if (hidden > 0) {
            var bindings = new ArrayList<Binding>();
            var resultTypes = new ArrayList<KustoType>();
            for (Named result : results) {
                Typed value = scalars.lower(result.value(), scope);
                bindings.add(new Binding(result.name().orElseThrow(), value.expression()));
                resultTypes.add(value.type());
            }
            stages.add(new Stage.Project(bindings, span));
            scope.close();
            for (int i = 0; i < bindings.size(); i++) {
                scope.bind(bindings.get(i).name(), resultTypes.get(i), Optional.empty());
            }
        }
    }

    private void aggregate(Named aggregate, KustoScope scope) throws RuleSyntaxException {
        if (aggregate.value() instanceof Call call && KustoAggregates.isAggregate(call.function())) {
            for (String name : aggregation(call, aggregate.name(), scope)) {
                results.add(new Named(Optional.of(name), new Name(name, call.span())));
            }
            return;
        }
        Scalar computed = gather(aggregate.value(), scope);
        String name = aggregate.name().orElseGet(() -> "Column" + (results.size() + 1));
        if (hidden == 0) {
            scalars.unsupported(
                    "summarize without an aggregate", aggregate.value().span());
        }
        results.add(new Named(Optional.of(name), computed));
    }

    /** The expression with each aggregate in it replaced by the hidden column that holds it. */
    private Scalar gather(Scalar scalar, KustoScope scope) throws RuleSyntaxException {
        if (scalar instanceof Call call) {
            if (KustoAggregates.isAggregate(call.function())) {
                String name = "$" + ++hidden;
                aggregation(call, Optional.of(name), scope);
                return new Name(name, call.span());
            }
            return new Call(call.function(), gather(call.arguments(), scope), call.span());
        }
        if (scalar instanceof KustoSyntax.Infix infix) {
            return new KustoSyntax.Infix(
                    infix.operator(), gather(infix.left(), scope), gather(infix.right(), scope), infix.span());
        }
        if (scalar instanceof KustoSyntax.Logical logical) {
            return new KustoSyntax.Logical(logical.all(), gather(logical.operands(), scope), logical.span());
        }
        if (scalar instanceof KustoSyntax.Negated negated) {
            return new KustoSyntax.Negated(gather(negated.operand(), scope), negated.span());
        }
        if (scalar instanceof KustoSyntax.Index index) {
            return new KustoSyntax.Index(gather(index.target(), scope), index.index(), index.span());
        }
        if (scalar instanceof KustoSyntax.Member member) {
            return new KustoSyntax.Member(gather(member.target(), scope), member.name(), member.span());
        }
        return scalar;
    }

    private List<Scalar> gather(List<Scalar> all, KustoScope scope) throws RuleSyntaxException {
        var gathered = new ArrayList<Scalar>();
        for (Scalar one : all) {
            gathered.add(gather(one, scope));
        }
        return gathered;
    }

    /** Adds what a call of an aggregate gathers; the names of its columns. */
    private List<String> aggregation(Call call, Optional<String> name, KustoScope scope) throws RuleSyntaxException {
        Shape shape = KustoAggregates.shape(call.function()).orElseThrow();
        var arguments = new ArrayList<>(call.arguments());
        Optional<Expression> condition = Optional.empty();
        if (shape.conditional() && !arguments.isEmpty()) {
            int at = call.function().startsWith("make_") ? 1 : arguments.size() - 1;
            condition = at < arguments.size()
                    ? Optional.of(scalars.lower(arguments.remove(at), scope).expression())
                    : Optional.empty();
        }
        boolean counts = shape.entry().equals("count");
        boolean misfit = counts ? !arguments.isEmpty() : arguments.isEmpty();
        if (misfit || (shape.conditional() && condition.isEmpty())) {
            throw scalars.error(call.span(), "found a wrong number of arguments of " + call.function());
        }
        if (counts) {
            return List.of(add(name.orElse(shape.prefix() + "_"), shape, List.of(), condition, KustoType.LONG));
        }
        return switch (shape.entry()) {
            case "arg_max", "arg_min" -> argument(shape, arguments, name, scope);
            case "take_any" -> any(shape, arguments, name, condition, scope);
            default -> {
                Typed value = scalars.lower(arguments.get(0), scope);
                var lowered = new ArrayList<Expression>(List.of(KustoLowering.column(value)));
                if (arguments.size() > 1 && shape.entry().startsWith("make_")) {
                    lowered.add(scalars.lower(arguments.get(1), scope).expression());
                }
                String shown = name.orElse(shape.prefix() + "_" + KustoNames.of(arguments.get(0)));
                yield List.of(add(shown, shape, lowered, condition, type(shape.entry(), value.type())));
            }
        };
    }

    private static KustoType type(String entry, KustoType argument) {
        return switch (entry) {
            case "dcount" -> KustoType.LONG;
            case "avg" -> argument == KustoType.TIMESPAN ? argument : KustoType.REAL;
            case "make_set", "make_list" -> KustoType.DYNAMIC;
            default -> argument;
        };
    }

    /** {@code arg_max(by, columns…)}: the largest {@code by}, and the other columns of the row that has it. */
    private List<String> argument(Shape shape, List<Scalar> arguments, Optional<String> name, KustoScope scope)
            throws RuleSyntaxException {
        Typed by = scalars.lower(arguments.get(0), scope);
        String extreme = shape.prefix();
        String byName = name.orElse(KustoNames.of(arguments.get(0)));
        var names = new ArrayList<String>();
        var plain = new Shape(extreme, false, extreme);
        names.add(add(
                byName.isEmpty() ? extreme + "_" : byName,
                plain,
                List.of(by.expression()),
                Optional.empty(),
                by.type()));
        for (Scalar column : unfold(arguments.subList(1, arguments.size()), scope)) {
            String columnName = KustoNames.of(column);
            if (types.containsKey(columnName)) {
                continue;
            }
            Typed value = scalars.lower(column, scope);
            names.add(add(
                    columnName,
                    shape,
                    List.of(by.expression(), KustoLowering.column(value)),
                    Optional.empty(),
                    value.type()));
        }
        return names;
    }

    private List<String> any(
            Shape shape,
            List<Scalar> arguments,
            Optional<String> name,
            Optional<Expression> condition,
            KustoScope scope)
            throws RuleSyntaxException {
        var names = new ArrayList<String>();
        List<Scalar> columns = unfold(arguments, scope);
        for (Scalar column : columns) {
            String shown = columns.size() == 1 ? name.orElse(KustoNames.of(column)) : KustoNames.of(column);
            if (types.containsKey(shown)) {
                continue;
            }
            Typed value = scalars.lower(column, scope);
            names.add(add(shown, shape, List.of(KustoLowering.column(value)), condition, value.type()));
        }
        return names;
    }

    /** The columns, all of them where one is {@code *}. */
    private static List<Scalar> unfold(List<Scalar> columns, KustoScope scope) {
        var all = new ArrayList<Scalar>();
        for (Scalar column : columns) {
            if (column instanceof KustoSyntax.Star star) {
                scope.names().forEach(name -> all.add(new Name(name, star.span())));
            } else {
                all.add(column);
            }
        }
        return all;
    }

    private String add(
            String name, Shape shape, List<Expression> arguments, Optional<Expression> condition, KustoType type) {
        String free = name;
        for (int i = 1; types.containsKey(free); i++) {
            free = name + i;
        }
        aggregates.add(new Aggregation(free, "kusto:" + shape.entry(), arguments, condition));
        types.put(free, type);
        return free;
    }
}

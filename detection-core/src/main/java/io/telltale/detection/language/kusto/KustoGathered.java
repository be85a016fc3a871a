package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage.Aggregation;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoAggregates.Shape;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Call;
import io.telltale.detection.language.kusto.KustoSyntax.Name;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@code summarize} gathers: each call of an aggregate becomes one aggregation, or one for each of its columns, under
 * the names that the query or else Kusto gives them.
 */
final class KustoGathered {
    private final KustoScalars scalars;
    private final List<Aggregation> aggregates = new ArrayList<>();
    private final Map<String, KustoType> types = new LinkedHashMap<>();
    private final Set<String> keys = new HashSet<>();

    KustoGathered(KustoScalars scalars) {
        this.scalars = scalars;
    }

    List<Aggregation> aggregates() {
        return aggregates;
    }

    /** The columns so far, and their types. */
    Map<String, KustoType> types() {
        return types;
    }

    /** Takes a name for a key, which no aggregate's column can have then. */
    void key(String name, KustoType type) {
        types.put(name, type);
        keys.add(name);
    }

    /** An aggregate that stands alone, under a name of ours, and its type. */
    static Typed alone(
            KustoScalars scalars, Call call, String name, KustoScope scope, java.util.function.Consumer<Aggregation> to)
            throws RuleSyntaxException {
        var gathered = new KustoGathered(scalars);
        gathered.call(call, List.of(name), scope);
        to.accept(gathered.aggregates.get(0));
        return new Typed(
                new Expression.Column(name, call.span()), gathered.types.getOrDefault(name, KustoType.DYNAMIC));
    }

    /** Adds what a call of an aggregate gathers; the names of its columns. */
    List<String> call(Call call, List<String> names, KustoScope scope) throws RuleSyntaxException {
        Shape shape = KustoAggregates.shape(call.function()).orElseThrow();
        Optional<String> name = names.stream().findFirst();
        var arguments = new ArrayList<>(call.arguments());
        Optional<Expression> condition = Optional.empty();
        if (shape.conditional() && !arguments.isEmpty()) {
            int at = shape.entry().equals("count") ? 0 : shape.entry().startsWith("covariance") ? 2 : 1;
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
            case "arg_max", "arg_min" -> argument(shape, arguments, names, scope);
            case "take_any", "any" -> any(shape, arguments, names, condition, scope);
            case "percentile" -> percentiles(call, shape, arguments, names, scope);
            case "percentiles_array", "percentilesw_array" -> percentileArray(call, shape, arguments, name, scope);
            case "percentilew" -> weighted(call, shape, arguments, names, scope);
            case "covariance", "covariancep" -> pair(call, shape, arguments, name, condition, scope);
            default -> {
                if (shape.entry().equals("tdigest") && arguments.size() > 1) {
                    scalars.unsupported("aggregate tdigest with weights", call.span());
                }
                Typed value = scalars.lower(arguments.get(0), scope);
                var lowered = new ArrayList<Expression>(List.of(KustoScalars.column(value)));
                if (arguments.size() > 1 && shape.entry().startsWith("make_")) {
                    lowered.add(scalars.lower(arguments.get(1), scope).expression());
                }
                String shown = name.orElse(shape.prefix() + "_" + KustoNames.of(arguments.get(0)));
                yield List.of(add(shown, shape, lowered, condition, type(shape.entry(), value.type())));
            }
        };
    }

    /** {@code percentile(x, p)}, and {@code percentiles(x, p, q, …)} with a column each. */
    private List<String> percentiles(
            Call call, Shape shape, List<Scalar> arguments, List<String> given, KustoScope scope)
            throws RuleSyntaxException {
        if (arguments.size() < 2) {
            throw scalars.error(call.span(), "found a wrong number of arguments of " + call.function());
        }
        Typed value = scalars.lower(arguments.get(0), scope);
        var names = new ArrayList<String>();
        for (int i = 1; i < arguments.size(); i++) {
            Expression at = scalars.lower(arguments.get(i), scope).expression();
            String shown = "percentile_" + KustoNames.of(arguments.get(0)) + "_"
                    + (at instanceof Expression.Literal literal
                            ? literal.value().asText().replace('.', '_')
                            : Integer.toString(i));
            names.add(add(
                    i <= given.size() ? given.get(i - 1) : shown,
                    shape,
                    List.of(value.expression(), at),
                    Optional.empty(),
                    value.type()));
        }
        return names;
    }

    /** {@code percentiles_array(x, p, …)} and, with the weights behind the values, {@code percentilesw_array}: one list. */
    private List<String> percentileArray(
            Call call, Shape shape, List<Scalar> arguments, Optional<String> name, KustoScope scope)
            throws RuleSyntaxException {
        boolean weighted = shape.entry().startsWith("percentilesw");
        if (arguments.size() < (weighted ? 3 : 2)) {
            throw scalars.error(call.span(), "found a wrong number of arguments of " + call.function());
        }
        Typed value = scalars.lower(arguments.get(0), scope);
        Expression weight = weighted
                ? scalars.lower(arguments.get(1), scope).expression()
                : new Expression.Literal(Values.of(1L), call.span());
        var all = new ArrayList<Expression>(List.of(value.expression(), weight));
        for (Scalar at : arguments.subList(weighted ? 2 : 1, arguments.size())) {
            all.add(scalars.lower(at, scope).expression());
        }
        String shown = name.orElse(shape.prefix() + "_" + KustoNames.of(arguments.get(0)));
        return List.of(add(
                shown,
                new Shape("percentiles_array", false, shape.prefix()),
                all,
                Optional.empty(),
                KustoType.DYNAMIC));
    }

    /** {@code percentilew(x, weight, p)}, and {@code percentilesw(x, weight, p, q, …)} with a column each. */
    private List<String> weighted(Call call, Shape shape, List<Scalar> arguments, List<String> given, KustoScope scope)
            throws RuleSyntaxException {
        if (arguments.size() < 3) {
            throw scalars.error(call.span(), "found a wrong number of arguments of " + call.function());
        }
        Typed value = scalars.lower(arguments.get(0), scope);
        Expression weight = scalars.lower(arguments.get(1), scope).expression();
        var names = new ArrayList<String>();
        for (int i = 2; i < arguments.size(); i++) {
            Expression at = scalars.lower(arguments.get(i), scope).expression();
            String place = at instanceof Expression.Literal literal
                    ? literal.value().asText().replace('.', '_')
                    : Integer.toString(i - 1);
            String shown = "percentile_" + KustoNames.of(arguments.get(0)) + "_" + place;
            names.add(add(
                    i - 2 < given.size() ? given.get(i - 2) : shown,
                    shape,
                    List.of(value.expression(), weight, at),
                    Optional.empty(),
                    value.type()));
        }
        return names;
    }

    /** An aggregate over two expressions. */
    private List<String> pair(
            Call call,
            Shape shape,
            List<Scalar> arguments,
            Optional<String> name,
            Optional<Expression> condition,
            KustoScope scope)
            throws RuleSyntaxException {
        if (arguments.size() != 2) {
            throw scalars.error(call.span(), "found a wrong number of arguments of " + call.function());
        }
        var both = List.of(
                scalars.lower(arguments.get(0), scope).expression(),
                scalars.lower(arguments.get(1), scope).expression());
        String shown = name.orElse(
                shape.prefix() + "_" + KustoNames.of(arguments.get(0)) + "_" + KustoNames.of(arguments.get(1)));
        return List.of(add(shown, shape, both, condition, KustoType.REAL));
    }

    private static KustoType type(String entry, KustoType argument) {
        return switch (entry) {
            case "dcount" -> KustoType.LONG;
            case "binary_all_and", "binary_all_or", "binary_all_xor" -> KustoType.LONG;
            case "avg" -> argument == KustoType.TIMESPAN ? argument : KustoType.REAL;
            case "stdev", "stdevp", "variance", "variancep" -> KustoType.REAL;
            case "make_set", "make_list", "make_list_with_nulls", "make_bag" -> KustoType.DYNAMIC;
            case "hll", "hll_merge", "tdigest", "tdigest_merge" -> KustoType.DYNAMIC;
            default -> argument;
        };
    }

    /** {@code arg_max(by, columns…)}: the largest {@code by}, and the other columns of the row that has it. */
    private List<String> argument(Shape shape, List<Scalar> arguments, List<String> given, KustoScope scope)
            throws RuleSyntaxException {
        String extreme = shape.prefix();
        List<Named> columns = named(arguments, given);
        Scalar by = columns.get(0).value();
        Typed compared = scalars.lower(by, scope);
        String own = KustoNames.of(by);
        var plain = new Shape(extreme, false, extreme);
        var names = new ArrayList<String>();
        names.add(add(
                columns.get(0).name().orElse(own.isEmpty() ? extreme + "_" : own),
                plain,
                List.of(compared.expression()),
                Optional.empty(),
                compared.type()));
        for (Named column : unfold(columns.subList(1, columns.size()), given, own, scope)) {
            Typed value = scalars.lower(column.value(), scope);
            names.add(add(
                    name(column, "", extreme + "_" + own + "_arg" + names.size()),
                    shape,
                    List.of(compared.expression(), KustoScalars.column(value)),
                    Optional.empty(),
                    value.type()));
        }
        return names;
    }

    /**
     * {@code take_any(columns…)}, whose several columns are those of one row; a single one is of a row that has something
     * there. The older {@code any} puts its name before theirs.
     */
    private List<String> any(
            Shape shape, List<Scalar> arguments, List<String> given, Optional<Expression> condition, KustoScope scope)
            throws RuleSyntaxException {
        List<Named> columns = unfold(named(arguments, given), given, "", scope);
        var taken = new Shape(columns.size() == 1 ? "take_any" : "first", false, shape.prefix());
        String prefix = shape.entry().equals("any") ? shape.prefix() + "_" : "";
        var names = new ArrayList<String>();
        for (Named column : columns) {
            Typed value = scalars.lower(column.value(), scope);
            String shown = name(column, prefix, "any_arg" + names.size());
            names.add(add(shown, taken, List.of(KustoScalars.column(value)), condition, value.type()));
        }
        return names;
    }

    private static String name(Named column, String prefix, String otherwise) {
        String own = KustoNames.of(column.value());
        return column.name().orElse(own.isEmpty() ? otherwise : prefix + own);
    }

    /** The arguments under the names that the query gives them, before the call or inside of it. */
    private static List<Named> named(List<Scalar> arguments, List<String> given) {
        var all = new ArrayList<Named>();
        for (int i = 0; i < arguments.size(); i++) {
            Optional<String> name = i < given.size() ? Optional.of(given.get(i)) : Optional.empty();
            all.add(
                    arguments.get(i) instanceof KustoSyntax.NamedArgument argument
                            ? new Named(name.or(() -> Optional.of(argument.name())), argument.value())
                            : new Named(name, arguments.get(i)));
        }
        return all;
    }

    /** The columns; of {@code *} all but the keys and the one that is compared by, under the names that are left. */
    private List<Named> unfold(List<Named> columns, List<String> given, String compared, KustoScope scope) {
        var all = new ArrayList<Named>();
        for (Named column : columns) {
            if (!(column.value() instanceof KustoSyntax.Star star)) {
                all.add(column);
                continue;
            }
            for (String name : scope.names()) {
                if (!keys.contains(name) && !name.equals(compared)) {
                    int place = all.size() + (compared.isEmpty() ? 0 : 1);
                    Optional<String> shown = place < given.size() ? Optional.of(given.get(place)) : Optional.empty();
                    all.add(new Named(shown, new Name(name, star.span())));
                }
            }
        }
        return all;
    }

    String add(String name, Shape shape, List<Expression> arguments, Optional<Expression> condition, KustoType type) {
        String free = free(name, type);
        aggregates.add(new Aggregation(free, "kusto:" + shape.entry(), arguments, condition));
        return free;
    }

    /** Takes the name, or where it is taken the first with a number behind it that is not. */
    String free(String name, KustoType type) {
        String free = name;
        for (int i = 1; types.containsKey(free); i++) {
            free = name + i;
        }
        types.put(free, type);
        return free;
    }
}

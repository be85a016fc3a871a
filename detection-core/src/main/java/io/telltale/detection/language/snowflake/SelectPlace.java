package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Conditional;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Aggregation;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Frame;
import io.telltale.detection.language.snowflake.Syntax.OrderKey;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The place of an expression behind {@code WHERE}: of a query of groups it means the group's keys and aggregates, and
 * windows are computed before it. Expressions that print alike are computed once.
 */
final class SelectPlace extends RowPlace {
    private static final int MOST_UNFOLDED = 50;

    private final Context context;
    private final RowPlace inside;
    private final Map<String, Typed> keys = new LinkedHashMap<>();
    private final List<Binding> keyBindings = new ArrayList<>();
    private final Map<String, Typed> aggregates = new LinkedHashMap<>();
    private final List<Aggregation> aggregations = new ArrayList<>();
    private final Map<String, Typed> windows = new LinkedHashMap<>();
    private Optional<List<Stage>> before = Optional.empty();
    private Span span = Span.NONE;

    SelectPlace(QueryLowering queries, Ctes ctes, Rows rows, Map<String, Scalar> aliases) {
        super(queries, ctes, rows, aliases);
        this.context = queries.context();
        var plain = new LinkedHashMap<>(aliases);
        plain.values().removeIf(value -> Walk.any(value, each -> Walk.isAggregate(each) || Walk.isWindow(each)));
        this.inside = new RowPlace(queries, ctes, rows, plain);
    }

    boolean isGrouped() {
        return before.isPresent();
    }

    /** Makes groups by these keys; what is lowered from here on stands behind them. */
    void group(List<Scalar> by, List<Typed> hidden, Span groupSpan) throws RuleSyntaxException {
        span = groupSpan;
        for (Scalar scalar : by) {
            Typed key = inside.lowering().lower(scalar);
            String printed = Printer.print(key.expression());
            if (!keys.containsKey(printed)) {
                String name = context.hiddenColumn("key");
                keyBindings.add(new Binding(name, key.expression()));
                keys.put(printed, new Typed(new Column(name, scalar.span()), key.type()));
            }
        }
        for (Typed key : hidden) {
            keyBindings.add(new Binding(((Column) key.expression()).name(), key.expression()));
        }
        before = Optional.of(new ArrayList<>(rows().stages()));
        rows().stages().clear();
    }

    /** Puts the groups before what was lowered behind them. */
    void finish() {
        if (before.isEmpty()) {
            return;
        }
        var behind = new ArrayList<>(rows().stages());
        rows().stages().clear();
        rows().stages().addAll(before.get());
        rows().add(new Stage.Aggregate(keyBindings, aggregations, false, keyBindings.isEmpty(), span));
        rows().stages().addAll(behind);
        before = Optional.empty();
    }

    /** Whether an expression has an aggregate in it, be it behind an alias. */
    boolean hasAggregate(Scalar scalar) {
        return has(scalar, new HashSet<>());
    }

    private boolean has(Scalar scalar, Set<String> seen) {
        return Walk.any(scalar, each -> {
            if (Walk.isAggregate(each)) {
                return true;
            }
            if (!(each instanceof Syntax.Name name) || seen.size() > MOST_UNFOLDED) {
                return false;
            }
            Optional<Scalar> alias = alias(name);
            return alias.isPresent()
                    && seen.add(Scope.last(name).text().toUpperCase(Locale.ROOT))
                    && has(alias.get(), seen);
        });
    }

    @Override
    public Optional<Typed> meaning(Scalar scalar) throws RuleSyntaxException {
        if (scalar instanceof Syntax.Call call && call.over().isPresent()) {
            return Optional.of(window(call));
        }
        if (!isGrouped() || scalar instanceof Syntax.Literal || scalar instanceof Syntax.Star) {
            return Optional.empty();
        }
        if (Walk.isAggregate(scalar)) {
            return Optional.of(aggregate((Syntax.Call) scalar));
        }
        boolean mayBeKey = !keys.isEmpty()
                && !(scalar instanceof Syntax.Name)
                && !Walk.hasQuery(scalar)
                && !Walk.any(scalar, Walk::isWindow)
                && !hasAggregate(scalar);
        if (!mayBeKey) {
            return Optional.empty();
        }
        return key(scalar);
    }

    /** The group's key that an expression over the rows before prints like. */
    private Optional<Typed> key(Scalar scalar) throws RuleSyntaxException {
        if (scalar instanceof Syntax.Lambda || scalar instanceof Syntax.Interval) {
            return Optional.empty();
        }
        if (Walk.names(scalar).stream()
                .anyMatch(name -> alias(name).filter(this::hasWindow).isPresent())) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                keys.get(Printer.print(inside.lowering().lower(scalar).expression())));
    }

    private boolean hasWindow(Scalar scalar) {
        return Walk.any(scalar, Walk::isWindow);
    }

    @Override
    public Typed name(Syntax.Name name) throws RuleSyntaxException {
        if (!isGrouped()) {
            return super.name(name);
        }
        Optional<Scalar> alias = alias(name);
        if (alias.isPresent()) {
            return super.name(name);
        }
        Typed read = inside.name(name);
        Typed key = keys.get(Printer.print(read.expression()));
        if (key != null) {
            return key;
        }
        if (read.constant().isPresent() || !context.unsupported().isEmpty()) {
            // Of a table that is not read here it is not known which columns are the same.
            return read;
        }
        throw context.error(
                name.span(),
                "found the column " + Scope.last(name).text() + ", expected one of GROUP BY or an aggregate");
    }

    private Typed aggregate(Syntax.Call call) throws RuleSyntaxException {
        Aggregates.Shape shape = Aggregates.find(call.function()).orElseThrow();
        var first = new ArrayList<Type>();
        List<Expression> arguments = arguments(call, shape, inside.lowering(), first);
        String function = shape.entry() + (call.distinct() ? "_distinct" : "");
        String printed = Printer.print(new Call(function, arguments, call.span()));
        Typed known = aggregates.get(printed);
        if (known != null) {
            return known;
        }
        String name = context.hiddenColumn(call.function());
        aggregations.add(new Aggregation(name, function, arguments, Optional.empty()));
        Typed result = new Typed(new Column(name, call.span()), type(shape.type(), first));
        aggregates.put(printed, result);
        return result;
    }

    private static Type type(Type type, List<Type> arguments) {
        Type first = arguments.isEmpty() ? Type.UNKNOWN : arguments.get(0);
        return type != Type.UNKNOWN ? type : first == Type.PART ? Type.VARIANT : first;
    }

    /** An aggregate's arguments: those that it orders its rows by behind the others, how before them. */
    private List<Expression> arguments(
            Syntax.Call call, Aggregates.Shape shape, ScalarLowering scalars, List<Type> types)
            throws RuleSyntaxException {
        List<Scalar> values = call.values();
        boolean star = values.size() == 1 && values.get(0) instanceof Syntax.Star;
        if (star && !call.function().equals("count")) {
            throw context.error(call.span(), "found * in " + call.function().toUpperCase(Locale.ROOT));
        }
        if (!star && (values.size() < Math.max(1, shape.least()) || values.size() > shape.most())) {
            throw context.error(
                    call.span(),
                    "found " + values.size() + " arguments of "
                            + call.function().toUpperCase(Locale.ROOT) + ", expected " + shape.least()
                            + (shape.most() > shape.least() ? " or more" : ""));
        }
        var arguments = new ArrayList<Expression>();
        List<OrderKey> order = shape.ordered() ? call.within() : List.of();
        if (shape.ordered()) {
            arguments.add(
                    Directions.literal(call.function().startsWith("percentile") ? List.of() : order, call.span()));
        }
        if (call.function().startsWith("percentile")) {
            // What is ordered by is what the part along is taken of.
            for (OrderKey key : order) {
                arguments.add(scalars.lower(key.key()).expression());
            }
            order = List.of();
        }
        boolean counts = call.function().equals("count") && !call.distinct();
        for (Scalar value : star ? List.<Scalar>of() : values) {
            Typed lowered = scalars.lower(value);
            types.add(lowered.type());
            boolean condition = shape.type() == Type.BOOLEAN || call.function().equals("count_if");
            arguments.add(
                    condition
                            ? ScalarLowering.truth(lowered)
                            : counts && lowered.type() == Type.PART ? present(lowered) : lowered.expression());
        }
        for (OrderKey key : order) {
            arguments.add(scalars.lower(key.key()).expression());
        }
        return arguments;
    }

    /** Something for a value that is there, JSON's null among them. */
    private static Expression present(Typed value) {
        Span at = value.span();
        return new Conditional(
                ScalarLowering.isNull(value, at), new Literal(Values.NULL, at), new Literal(Values.TRUE, at), at);
    }

    private Typed window(Syntax.Call call) throws RuleSyntaxException {
        Span at = call.span();
        Syntax.Window over = call.over().orElseThrow();
        Optional<Aggregates.Shape> aggregate = Aggregates.find(call.function());
        WindowFunctions.Shape ranking = WindowFunctions.SHAPES.get(call.function());
        if (aggregate.isEmpty() && ranking == null) {
            context.unsupported("window function " + call.function(), at);
            return Typed.of(Values.NULL, Type.UNKNOWN, at);
        }
        ScalarLowering scalars = lowering();
        var types = new ArrayList<Type>();
        List<Expression> values;
        if (aggregate.isPresent()) {
            values = arguments(call, aggregate.get(), scalars, types);
        } else {
            int given = call.values().size();
            if (given < ranking.least() || given > ranking.most()) {
                throw context.error(
                        at,
                        "found " + given + " arguments of " + call.function().toUpperCase(Locale.ROOT));
            }
            List<Typed> lowered = scalars.all(call.values());
            lowered.forEach(value -> types.add(value.type()));
            values = lowered.stream().map(Typed::expression).toList();
        }
        var partition = new ArrayList<Binding>();
        for (Scalar key : over.partition()) {
            Expression value = scalars.lower(key).expression();
            partition.add(new Binding(
                    context.hiddenColumn("partition"), new Call("snowflake:key", List.of(value), key.span())));
        }
        Type type = aggregate.isPresent()
                ? type(aggregate.get().type(), types)
                : ranking.type().orElseGet(() -> types.isEmpty() ? Type.UNKNOWN : types.get(0));
        return over(call, over, aggregate, values, partition, type);
    }

    private Typed over(
            Syntax.Call call,
            Syntax.Window over,
            Optional<Aggregates.Shape> aggregate,
            List<Expression> values,
            List<Binding> partition,
            Type type)
            throws RuleSyntaxException {
        Span at = call.span();
        if (aggregate.isPresent() && over.order().isEmpty() && over.frame().isEmpty()) {
            String function = aggregate.get().entry() + (call.distinct() ? "_distinct" : "");
            return annotated(call.function(), function, values, partition, type, at, false);
        }
        var arguments = new ArrayList<Expression>();
        String entry = aggregate.map(Aggregates.Shape::entry).orElse("");
        arguments.add(new Literal(
                WindowFunctions.spec(
                        call.function(),
                        entry,
                        call.distinct(),
                        call.ignoreNulls(),
                        over.frame().orElseGet(() -> frame(call.function(), over)),
                        Directions.literal(over.order(), at).value()),
                at));
        arguments.addAll(values);
        for (OrderKey key : over.order()) {
            arguments.add(lowering().lower(key.key()).expression());
        }
        return annotated(call.function(), WindowFunctions.ENTRY, arguments, partition, type, at, true);
    }

    /** The frame where none is written: the whole partition, or what an order has brought so far. */
    private static Frame frame(String function, Syntax.Window over) {
        boolean whole = over.order().isEmpty()
                || List.of("first_value", "last_value", "nth_value").contains(function);
        return new Frame(true, -Frame.UNBOUNDED, whole ? Frame.UNBOUNDED : 0);
    }

    /** Adds to each row what its partition gives, or of the partition's list what is this row's. */
    private Typed annotated(
            String name,
            String function,
            List<Expression> arguments,
            List<Binding> partition,
            Type type,
            Span at,
            boolean listed) {
        String printed = Printer.print(new Call(function, arguments, at))
                + partition.stream().map(b -> Printer.print(b.value())).toList();
        Typed known = windows.get(printed);
        if (known != null) {
            return known;
        }
        String column = context.hiddenColumn(name);
        var aggregation = new Aggregation(column, function, arguments, Optional.empty());
        Expression value = new Column(column, at);
        if (listed) {
            String number = context.hiddenColumn("row");
            var count = new Aggregation(number, "snowflake:rows", List.of(), Optional.empty());
            rows().add(new Stage.Running(partition, List.of(count), true, Optional.empty(), Optional.empty(), at));
            value = new Call("snowflake:of_row", List.of(value, new Column(number, at)), at);
        }
        rows().add(new Stage.Annotate(partition, List.of(aggregation), false, at));
        // Behind the window the list is not needed any more.
        String result = context.hiddenColumn(name);
        if (listed) {
            rows().add(new Stage.Extend(
                    List.of(new Binding(result, value), new Binding(column, new Literal(Values.NULL, at))), at));
            value = new Column(result, at);
        }
        Typed typed = new Typed(value, type);
        windows.put(printed, typed);
        return typed;
    }
}

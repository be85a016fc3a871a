package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Aggregation;
import io.telltale.detection.ir.Stage.Ordering;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers functions over the rows in their order: each becomes a running aggregate before the stage that it stands in. */
final class KustoWindows {
    /** A window function: how many arguments it takes, and what it gives; no type means its first argument's. */
    record Window(int least, int most, Optional<KustoType> result) {}

    static final Map<String, Window> FUNCTIONS = Map.of(
            "row_number", new Window(0, 2, Optional.of(KustoType.LONG)),
            "row_cumsum", new Window(1, 2, Optional.empty()),
            "row_rank_dense", new Window(1, 2, Optional.of(KustoType.LONG)),
            "row_rank_min", new Window(1, 2, Optional.of(KustoType.LONG)),
            "row_window_session", new Window(3, 4, Optional.of(KustoType.DATETIME)),
            "prev", new Window(1, 3, Optional.empty()),
            "next", new Window(1, 3, Optional.empty()));

    private final KustoContext context;
    private final KustoScalars scalars;

    KustoWindows(KustoContext context, KustoScalars scalars) {
        this.context = context;
        this.scalars = scalars;
    }

    static boolean isWindow(String function) {
        return FUNCTIONS.containsKey(function);
    }

    Typed lower(KustoSyntax.Call call, KustoScope scope) throws RuleSyntaxException {
        Window window = FUNCTIONS.get(call.function());
        Span span = call.span();
        int given = call.arguments().size();
        if (window == null || given < window.least() || given > window.most()) {
            throw context.error(span, "found a wrong number of arguments of " + call.function());
        }
        var arguments = new ArrayList<Expression>();
        KustoType type = window.result().orElse(KustoType.DYNAMIC);
        for (KustoSyntax.Scalar argument : call.arguments()) {
            Typed lowered = scalars.lower(argument, scope);
            if (arguments.isEmpty() && window.result().isEmpty()) {
                type = lowered.type();
            }
            arguments.add(KustoScalars.column(lowered));
        }
        boolean neighbour = call.function().equals("prev") || call.function().equals("next");
        Expression value = neighbour
                ? neighbour(call, arguments, scope)
                : running(call.function(), arguments, true, Optional.empty(), scope, span);
        // Where there is no such row, text is empty.
        boolean text = neighbour && type == KustoType.STRING;
        return new Typed(text ? new Call("kusto:tostring", List.of(value), span) : value, type);
    }

    private Expression running(
            String aggregate,
            List<Expression> arguments,
            boolean includeCurrent,
            Optional<Integer> rows,
            KustoScope scope,
            Span span) {
        String hidden = context.hiddenColumn();
        var aggregation = new Aggregation(hidden, "kusto:" + aggregate, arguments, Optional.empty());
        scope.stages()
                .add(new Stage.Running(
                        scope.pins(span), List.of(aggregation), includeCurrent, rows, Optional.empty(), span));
        return new Column(hidden, span);
    }

    /** The value in the row so far before or behind; to look behind, the rows are turned around and back. */
    private Expression neighbour(KustoSyntax.Call call, List<Expression> arguments, KustoScope scope)
            throws RuleSyntaxException {
        Span span = call.span();
        long offset = 1;
        if (arguments.size() > 1) {
            boolean whole = arguments.get(1) instanceof Literal literal
                    && literal.value() instanceof Value.Int number
                    && number.value() > 0
                    && number.value() <= 100_000;
            if (!whole) {
                return scalars.unsupported("function " + call.function() + " with a computed offset", span)
                        .expression();
            }
            offset = ((Value.Int) ((Literal) arguments.get(1)).value()).value();
        }
        boolean behind = call.function().equals("next");
        Expression position = null;
        if (behind) {
            position = running("row_number", List.of(), true, Optional.empty(), scope, span);
            scope.stages().add(new Stage.Sort(List.of(new Ordering(position, true, true)), span));
        }
        List<Expression> taken = List.of(arguments.get(0), new Literal(Values.of(offset), span));
        Expression value = running("prev", taken, false, Optional.of((int) offset), scope, span);
        if (position != null) {
            scope.stages().add(new Stage.Sort(List.of(new Ordering(position, false, true)), span));
        }
        return arguments.size() > 2 ? new Call("kusto:or_default", List.of(value, arguments.get(2)), span) : value;
    }
}

package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers the macros with which Panther's queries say the time of the events that they want. Behind the times, an alias of
 * the table and a column other than {@code p_event_time} may be given.
 *
 * @see <a href="https://docs.panther.com/search/data-explorer#macros">Panther's macros</a>
 */
final class PantherMacros {
    private PantherMacros() {}

    /** {@code p_occurs_since(span)}: not older than the span when the query runs. */
    static Typed since(Context context, ScalarLowering lowering, Syntax.Call call) throws RuleSyntaxException {
        Duration span = span(context, lowering, call.values().get(0));
        Expression now = new Call("snowflake:current_timestamp", List.of(), call.span());
        Expression from = moved(now, -span.toMillis(), call.span());
        return Comparisons.compare(">=", time(lowering, call, 1), new Typed(from, Type.TIME), call.span());
    }

    /** {@code p_occurs_between(from, to)}, both included. */
    static Typed between(Context context, ScalarLowering lowering, Syntax.Call call) throws RuleSyntaxException {
        Typed time = time(lowering, call, 2);
        context.count(call.span());
        return both(
                Comparisons.compare(">=", time, moment(lowering, call, 0), call.span()),
                Comparisons.compare("<=", time, moment(lowering, call, 1), call.span()),
                call.span());
    }

    /** {@code p_occurs_around(time, span)}: at most the span before or behind the time. */
    static Typed around(Context context, ScalarLowering lowering, Syntax.Call call) throws RuleSyntaxException {
        Typed middle = moment(lowering, call, 0);
        long millis = span(context, lowering, call.values().get(1)).toMillis();
        Typed time = time(lowering, call, 2);
        Typed from = new Typed(moved(middle.expression(), -millis, call.span()), Type.TIME);
        Typed to = new Typed(moved(middle.expression(), millis, call.span()), Type.TIME);
        return both(
                Comparisons.compare(">=", time, from, call.span()),
                Comparisons.compare("<=", time, to, call.span()),
                call.span());
    }

    /** {@code p_occurs_after(time)} and {@code p_occurs_before(time)}. */
    static Typed oneSided(ScalarLowering lowering, Syntax.Call call, String operator) throws RuleSyntaxException {
        return Comparisons.compare(operator, time(lowering, call, 1), moment(lowering, call, 0), call.span());
    }

    private static Typed both(Typed a, Typed b, Span span) {
        return new Typed(Expression.allOf(List.of(a.expression(), b.expression()), span), Type.BOOLEAN);
    }

    private static Expression moved(Expression time, long millis, Span span) {
        return new Call(
                "snowflake:dateadd",
                List.of(new Literal(Values.of("millisecond"), span), new Literal(Values.of(millis), span), time),
                span);
    }

    private static Typed moment(ScalarLowering lowering, Syntax.Call call, int index) throws RuleSyntaxException {
        Typed moment = lowering.lower(call.values().get(index));
        return new Typed(Casts.time(moment), Type.TIME);
    }

    private static Duration span(Context context, ScalarLowering lowering, Scalar scalar) throws RuleSyntaxException {
        Optional<Value> constant = lowering.lower(scalar).constant();
        Optional<Duration> span = constant.flatMap(v -> Intervals.ofMacro(v.asText()));
        if (span.isEmpty()) {
            throw context.error(scalar.span(), "found no span of time, expected one like '1 day' or 3600");
        }
        return span.get();
    }

    /** The columns that a macro reads. */
    static List<Syntax.Name> names(Syntax.Call call) {
        int index =
                call.function().equals("p_occurs_between") || call.function().equals("p_occurs_around") ? 2 : 1;
        var names = new ArrayList<Syntax.Name>();
        names.add(timeName(call, index));
        call.values().subList(0, Math.min(index, call.values().size())).forEach(v -> names.addAll(Walk.names(v)));
        return names;
    }

    /** The column of time: the arguments from an index on may say its table and its name. */
    private static Typed time(ScalarLowering lowering, Syntax.Call call, int index) throws RuleSyntaxException {
        return lowering.lower(timeName(call, index));
    }

    private static Syntax.Name timeName(Syntax.Call call, int index) {
        var parts = new ArrayList<Identifier>();
        given(call, index).ifPresent(parts::add);
        parts.add(given(call, index + 1).orElseGet(() -> new Identifier("p_event_time", false, call.span())));
        return new Syntax.Name(parts, call.span());
    }

    private static Optional<Identifier> given(Syntax.Call call, int index) {
        if (index >= call.values().size()) {
            return Optional.empty();
        }
        Scalar scalar = call.values().get(index);
        if (scalar instanceof Syntax.Name name) {
            return Optional.of(Scope.last(name));
        }
        return scalar instanceof Syntax.Literal literal && literal.value() instanceof Value.Text text
                ? Optional.of(new Identifier(text.value(), false, call.span()))
                : Optional.empty();
    }
}

package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Conditional;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Expression.Not;
import io.telltale.detection.ir.Expression.Test;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Aggregation;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Stage.JoinKey;
import io.telltale.detection.ir.Stage.JoinKind;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers queries inside of expressions: a join before the stage that the expression stands in asks them, and the
 * expression reads a column that it brings.
 */
final class SubqueryLowering {
    private final QueryLowering queries;
    private final Context context;
    private final Ctes ctes;
    private final RowPlace place;

    SubqueryLowering(QueryLowering queries, Ctes ctes, RowPlace place) {
        this.queries = queries;
        this.context = queries.context();
        this.ctes = ctes;
        this.place = place;
    }

    Typed lower(Scalar scalar) throws RuleSyntaxException {
        if (scalar instanceof Syntax.InQuery in) {
            Expression found = in(in);
            return new Typed(in.negated() ? new Not(found, in.span()) : found, Type.BOOLEAN);
        }
        if (scalar instanceof Syntax.Exists exists) {
            var correlation = new Correlation(place.rows().scope());
            Rows inner = queries.query(exists.query(), ctes, Optional.of(correlation));
            return new Typed(found(inner, keys(correlation), correlation.rest(), exists.span()), Type.BOOLEAN);
        }
        return value((Syntax.ScalarQuery) scalar);
    }

    private List<JoinKey> keys(Correlation correlation) throws RuleSyntaxException {
        var keys = new ArrayList<JoinKey>();
        for (Correlation.Pair pair : correlation.pairs()) {
            keys.add(JoinLowering.key(place.lowering().lower(pair.outer()), pair.inner()));
        }
        return keys;
    }

    /** Whether the inner rows have one with equal keys that meets the rest. */
    private Expression found(Rows inner, List<JoinKey> keys, List<Scalar> rest, Span span) throws RuleSyntaxException {
        String hidden = context.hiddenColumn("found");
        Rows outer = place.rows();
        if (rest.isEmpty()) {
            join(inner, keys, List.of(new Binding(hidden, new Literal(Values.TRUE, span))), span);
        } else {
            var joins = new JoinLowering(context, queries, ctes);
            String id = joins.number(outer, span);
            Rows pairs = JoinLowering.copy(outer);
            var carried = new ArrayList<Binding>();
            List<Source> moved = inner.carried(context, carried, span);
            pairs.add(new Stage.Join(JoinKind.INNER, inner.pipeline(), keys, carried, Optional.empty(), false, span));
            // The inner query's columns go before the outer one's.
            var both = new ArrayList<>(moved);
            both.addAll(outer.sources());
            pairs.scope().replace(both);
            for (Scalar condition : rest) {
                pairs.add(new Stage.Filter(queries.scalars(pairs, ctes).condition(condition), condition.span()));
            }
            var idKey = new JoinKey(new Column(id, span), new Column(id, span));
            join(pairs, List.of(idKey), List.of(new Binding(hidden, new Literal(Values.TRUE, span))), span);
        }
        return new Not(new Test(TestKind.IS_NULL, new Column(hidden, span), List.of(), Comparisons.VALUE, span), span);
    }

    private void join(Rows inner, List<JoinKey> keys, List<Binding> carried, Span span) {
        place.rows()
                .add(new Stage.Join(JoinKind.LEFT_OUTER, inner.pipeline(), keys, carried, Optional.of(1), false, span));
    }

    /** Membership: unknown where the value is not there, and it or one of the others is null. */
    private Expression in(Syntax.InQuery in) throws RuleSyntaxException {
        Span span = in.span();
        var correlation = new Correlation(place.rows().scope());
        Rows inner = queries.query(in.query(), ctes, Optional.of(correlation));
        Source source = inner.sources().get(0);
        List<Scalar> operands = in.operand() instanceof Syntax.Tuple tuple ? tuple.values() : List.of(in.operand());
        if (source.columns().size() != operands.size()) {
            throw context.error(
                    in.query().span(),
                    "found a query of "
                            + (source.log().isPresent()
                                    ? "many"
                                    : source.columns().size()) + " columns, expected " + operands.size());
        }
        List<Typed> values = place.lowering().all(operands);
        var keys = new ArrayList<>(keys(correlation));
        boolean alone = keys.isEmpty() && correlation.rest().isEmpty() && values.size() == 1;
        for (int i = 0; i < values.size(); i++) {
            keys.add(JoinLowering.key(values.get(i), source.columns().get(i).value()));
        }
        Rows counted = JoinLowering.copy(inner);
        Expression found = found(inner, keys, correlation.rest(), span);
        if (!alone) {
            return found;
        }
        String all = context.hiddenColumn("rows");
        String present = context.hiddenColumn("present");
        Expression listed = source.columns().get(0).value().expression();
        counted.add(new Stage.Aggregate(
                List.of(),
                List.of(
                        new Aggregation(all, "snowflake:rows", List.of(), Optional.empty()),
                        new Aggregation(present, "snowflake:count", List.of(listed), Optional.empty())),
                false,
                true,
                span));
        join(
                counted,
                List.of(),
                List.of(new Binding(all, new Column(all, span)), new Binding(present, new Column(present, span))),
                span);
        Expression empty = Comparisons.compare(
                        "=",
                        new Typed(new Column(all, span), Type.NUMBER),
                        Typed.of(Values.of(0), Type.NUMBER, span),
                        span)
                .expression();
        Expression complete = Comparisons.compare(
                        "=",
                        new Typed(new Column(all, span), Type.NUMBER),
                        new Typed(new Column(present, span), Type.NUMBER),
                        span)
                .expression();
        Expression certain = Expression.anyOf(
                List.of(
                        empty,
                        Expression.allOf(
                                List.of(
                                        new Not(
                                                new Test(
                                                        TestKind.IS_NULL,
                                                        values.get(0).expression(),
                                                        List.of(),
                                                        Comparisons.VALUE,
                                                        span),
                                                span),
                                        complete),
                                span)),
                span);
        return new Conditional(
                found,
                new Literal(Values.TRUE, span),
                new Conditional(certain, new Literal(Values.FALSE, span), new Literal(Values.NULL, span), span),
                span);
    }

    /** A query as a value: its only column in its only row, null where there is none. */
    private Typed value(Syntax.ScalarQuery query) throws RuleSyntaxException {
        Span span = query.span();
        var correlation = new Correlation(place.rows().scope());
        Rows inner = queries.query(query.query(), ctes, Optional.of(correlation));
        Source source = inner.sources().get(0);
        if (source.columns().size() != 1) {
            throw context.error(query.query().span(), "found a query of several columns, expected one");
        }
        if (!correlation.rest().isEmpty()) {
            context.unsupported("correlated subquery on more than equality", span);
        }
        Typed value = source.columns().get(0).value();
        String hidden = context.hiddenColumn("value");
        join(inner, keys(correlation), List.of(new Binding(hidden, value.expression())), span);
        Expression read = new Column(hidden, span);
        if (!correlation.pairs().isEmpty() && isCount(query.query())) {
            Expression none = new Test(TestKind.IS_NULL, read, List.of(), Comparisons.VALUE, span);
            read = new Conditional(none, new Literal(Values.of(0), span), read, span);
        }
        return new Typed(read, value.type());
    }

    private static boolean isCount(Syntax.Query query) {
        return query.body() instanceof Syntax.Select select
                && select.items().get(0) instanceof Syntax.Column column
                && column.value() instanceof Syntax.Call call
                && call.function().startsWith("count");
    }
}

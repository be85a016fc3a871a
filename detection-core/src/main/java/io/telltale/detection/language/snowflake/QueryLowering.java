package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Stage.JoinKey;
import io.telltale.detection.ir.Stage.JoinKind;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Body;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.language.snowflake.Syntax.OrderKey;
import io.telltale.detection.language.snowflake.Syntax.Query;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers queries to the stages of a pipeline: what they are made of, then their order and their limit. */
final class QueryLowering {
    private final Context context;

    QueryLowering(Context context) {
        this.context = context;
    }

    Context context() {
        return context;
    }

    /** The rows of a query; they have one source. */
    Rows query(Query query, Ctes outer, Optional<Correlation> correlation) throws RuleSyntaxException {
        context.count(query.span());
        Ctes ctes = outer.with(query.ctes());
        Rows rows;
        if (query.body() instanceof Syntax.Select select) {
            rows = new SelectLowering(this, ctes, correlation).lower(select, query.order());
        } else {
            rows = body(query.body(), ctes);
            if (!query.order().isEmpty()) {
                sort(rows, query.order(), ctes, query.span());
            }
        }
        query.offset().filter(n -> n > 0).ifPresent(n -> skip(rows, n, query.span()));
        query.limit().ifPresent(n -> limit(rows, n, query.span()));
        return rows;
    }

    static void limit(Rows rows, long most, Span span) {
        rows.add(new Stage.Limit((int) Math.min(Integer.MAX_VALUE, most), span));
    }

    private void skip(Rows rows, long count, Span span) {
        String number = new JoinLowering(context, this, Ctes.NONE).number(rows, span);
        rows.add(new Stage.Filter(
                new Expression.Test(
                        TestKind.GT,
                        new Column(number, span),
                        List.of(new Literal(Values.of(count), span)),
                        Comparisons.VALUE,
                        span),
                span));
    }

    /** Expressions over rows of which no groups are made. */
    ScalarLowering scalars(Rows rows, Ctes ctes) {
        return new ScalarLowering(context, new RowPlace(this, ctes, rows));
    }

    private void sort(Rows rows, List<OrderKey> order, Ctes ctes, Span span) throws RuleSyntaxException {
        ScalarLowering scalars = scalars(rows, ctes);
        var orderings = new ArrayList<Stage.Ordering>();
        for (OrderKey key : order) {
            Typed value = position(key.key(), rows.sources().get(0)).orElse(null);
            if (value == null) {
                value = scalars.lower(key.key());
            }
            orderings.add(new Stage.Ordering(
                    value.expression(), key.descending(), Directions.absentLast(key), Matching.Types.STRICT));
        }
        rows.add(new Stage.Sort(orderings, span));
    }

    /** The column that a whole number in an order counts to. */
    static Optional<Typed> position(Syntax.Scalar scalar, Source source) {
        return scalar instanceof Syntax.Literal literal
                        && literal.value() instanceof Value.Int number
                        && number.value() >= 1
                        && number.value() <= source.columns().size()
                ? Optional.of(source.columns().get((int) number.value() - 1).value())
                : Optional.empty();
    }

    private Rows body(Body body, Ctes ctes) throws RuleSyntaxException {
        if (body instanceof Syntax.Nested nested) {
            return query(nested.query(), ctes, Optional.empty());
        }
        if (body instanceof Syntax.Select select) {
            return new SelectLowering(this, ctes, Optional.empty()).lower(select, List.of());
        }
        if (body instanceof Syntax.Values values) {
            return values(values);
        }
        Syntax.SetOperation operation = (Syntax.SetOperation) body;
        Rows left = body(operation.left(), ctes);
        Rows right = body(operation.right(), ctes);
        combine(operation, left, right);
        return left;
    }

    private Rows values(Syntax.Values values) throws RuleSyntaxException {
        Span span = values.span();
        int width = values.rows().get(0).size();
        Rows rows = Rows.ofNothing();
        ScalarLowering scalars = scalars(rows, Ctes.NONE);
        var columns = new ArrayList<Source.Column>();
        for (int i = 0; i < width; i++) {
            columns.add(new Source.Column(
                    new Identifier("column" + (i + 1), false, span),
                    new Typed(new Column("column" + (i + 1), span), Type.VARIANT)));
        }
        var table = new ArrayList<Map<String, Value>>();
        for (List<Syntax.Scalar> each : values.rows()) {
            var row = new LinkedHashMap<String, Value>();
            if (each.size() != width) {
                throw context.error(span, "found a row of " + each.size() + " values, expected " + width);
            }
            for (int i = 0; i < width; i++) {
                Typed value = scalars.lower(each.get(i));
                if (value.constant().isEmpty()) {
                    throw context.error(value.span(), "found a computed value, expected a constant in VALUES");
                }
                row.put("column" + (i + 1), value.constant().get());
            }
            table.add(row);
        }
        rows.startFrom(new Pipeline.Source.Table(table));
        rows.scope().replace(List.of(new Source(List.of(), columns, Optional.empty())));
        return rows;
    }

    private void combine(Syntax.SetOperation operation, Rows left, Rows right) throws RuleSyntaxException {
        Span span = operation.span();
        boolean open = left.sources().get(0).log().isPresent()
                && right.sources().get(0).log().isPresent()
                && left.sources().get(0).columns().isEmpty()
                && right.sources().get(0).columns().isEmpty();
        if (!open) {
            closed(left, span);
            closed(right, span);
            align(operation, left.sources().get(0), right);
        }
        if (operation.operator().startsWith("UNION")) {
            left.add(new Stage.Union(List.of(right.pipeline()), span));
            if (!operation.all()) {
                distinct(left, span);
            }
            return;
        }
        var keys = new ArrayList<JoinKey>();
        for (Expression column : columns(left.sources().get(0), span)) {
            Expression key = new Call("snowflake:key", List.of(column), span);
            keys.add(new JoinKey(key, key));
        }
        JoinKind kind = operation.operator().equals("INTERSECT") ? JoinKind.LEFT_SEMI : JoinKind.LEFT_ANTI;
        left.add(new Stage.Join(kind, right.pipeline(), keys, List.of(), Optional.empty(), false, span));
        distinct(left, span);
    }

    /** Gives the right rows' columns the names of the left ones. */
    private void align(Syntax.SetOperation operation, Source left, Rows right) throws RuleSyntaxException {
        List<Source.Column> mine = left.columns();
        List<Source.Column> theirs = right.sources().get(0).columns();
        Span span = operation.right().span();
        if (mine.size() != theirs.size()) {
            throw context.error(
                    span, "found " + theirs.size() + " columns, expected " + mine.size() + " as in the query before");
        }
        var bindings = new ArrayList<Binding>();
        for (int i = 0; i < mine.size(); i++) {
            Identifier name = mine.get(i).name();
            Typed value = operation.operator().endsWith("BY NAME")
                    ? right.sources().get(0).column(name).orElse(Typed.of(Values.NULL, Type.UNKNOWN, span))
                    : theirs.get(i).value();
            String column = mine.get(i).value().expression() instanceof Column read ? read.name() : name.text();
            bindings.add(new Binding(column, value.expression()));
        }
        right.add(new Stage.Project(bindings, span));
    }

    /** Leaves of a log's rows the columns that its table has. */
    static void closed(Rows rows, Span span) {
        Source source = rows.sources().get(0);
        if (source.log().isEmpty()) {
            return;
        }
        var bindings = new ArrayList<Binding>();
        var columns = new ArrayList<Source.Column>();
        for (String name : LogTable.columnNames()) {
            var identifier = new Identifier(name, false, span);
            Typed value = source.log().get().known(identifier, span).orElseThrow();
            bindings.add(new Binding(name, value.expression()));
            columns.add(new Source.Column(identifier, new Typed(new Column(name, span), value.type())));
        }
        for (Source.Column column : source.columns()) {
            bindings.add(new Binding(column.name().text(), column.value().expression()));
            columns.add(new Source.Column(
                    column.name(),
                    new Typed(
                            new Column(column.name().text(), span),
                            column.value().type())));
        }
        rows.add(new Stage.Project(bindings, span));
        rows.scope().replace(List.of(new Source(source.names(), columns, Optional.empty())));
    }

    static void distinct(Rows rows, Span span) {
        rows.add(new Stage.Distinct(columns(rows.sources().get(0), span), span));
    }

    private static List<Expression> columns(Source source, Span span) {
        var all = new ArrayList<Expression>();
        source.log().ifPresent(log -> all.add(log.event().orElseGet(() -> new Expression.Event(span))));
        source.columns().forEach(column -> all.add(column.value().expression()));
        return all;
    }
}

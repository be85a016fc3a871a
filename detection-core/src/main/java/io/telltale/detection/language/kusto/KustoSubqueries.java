package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Expression.Not;
import io.telltale.detection.ir.Expression.Test;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Aggregation;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Stage.JoinKey;
import io.telltale.detection.ir.Stage.JoinKind;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoNamespace.Entry;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.ListedQuery;
import io.telltale.detection.language.kusto.KustoSyntax.Query;
import io.telltale.detection.language.kusto.KustoSyntax.QueryMeaning;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lowers queries inside scalar expressions: each becomes a join before the stage that the expression stands in. */
final class KustoSubqueries {
    private final KustoContext context;
    private final KustoScalars scalars;

    KustoSubqueries(KustoContext context, KustoScalars scalars) {
        this.context = context;
        this.scalars = scalars;
    }

    /** The list on an operator's right as a query, where it is the name, or a call, of one. */
    Optional<ListedQuery> overRows(KustoSyntax.Listed listed, KustoScope scope) {
        if (listed.items().size() != 1 || listed.operator().endsWith("between")) {
            return Optional.empty();
        }
        Scalar item = listed.items().get(0);
        KustoSyntax.Source source = null;
        if (item instanceof KustoSyntax.Name name && !scope.has(name.name()) && isRows(name.name(), scope)) {
            source = new KustoSyntax.Table(name.name(), name.span());
        } else if (item instanceof KustoSyntax.Call call && isRows(call.function(), scope)) {
            source = new KustoSyntax.Invoked(call, call.span());
        }
        return source == null
                ? Optional.empty()
                : Optional.of(new ListedQuery(
                        listed.operator(), listed.left(), new Query(source, List.of(), item.span()), listed.span()));
    }

    private static boolean isRows(String name, KustoScope scope) {
        Optional<Entry> entry = scope.namespace().find(name);
        for (int hops = 0; hops < 100 && entry.isPresent(); hops++) {
            if (entry.get() instanceof KustoNamespace.Rows) {
                return true;
            }
            if (!(entry.get() instanceof KustoNamespace.Declared declared)) {
                return false;
            }
            if (declared.meaning() instanceof KustoSyntax.FunctionMeaning function) {
                return function.body() instanceof QueryMeaning;
            }
            if (declared.meaning() instanceof KustoSyntax.ScalarMeaning scalar
                    && scalar.scalar() instanceof KustoSyntax.Call call) {
                // A let of a call stands for what the function gives.
                entry = declared.names().find(call.function());
                continue;
            }
            if (!(declared.meaning() instanceof QueryMeaning meaning)) {
                return false;
            }
            // A let of a name alone stands for what that name does.
            boolean alone =
                    meaning.query().operators().isEmpty() && meaning.query().source() instanceof KustoSyntax.Table;
            if (!alone) {
                return true;
            }
            String other = ((KustoSyntax.Table) meaning.query().source()).name();
            entry = declared.names().find(other);
            if (entry.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    Typed listed(ListedQuery listed, KustoScope scope) throws RuleSyntaxException {
        Span span = listed.span();
        Typed left = scalars.lower(listed.left(), scope);
        KustoPipeline right = KustoPipeline.lower(listed.query(), scope.namespace(), scalars);
        Optional<Typed> first = right.firstColumn();
        if (first.isEmpty()) {
            return new Typed(new Literal(Values.NULL, span), KustoType.BOOL);
        }
        boolean negated = listed.operator().startsWith("!");
        String operator = negated ? listed.operator().substring(1) : listed.operator();
        String hidden = context.hiddenColumn();
        Expression found;
        if (operator.startsWith("has_")) {
            var set = new Aggregation(
                    hidden, "kusto:make_set", List.of(KustoScalars.column(first.get())), Optional.empty());
            right.add(new Stage.Aggregate(List.of(), List.of(set), false, true, span));
            join(scope, right, List.of(), new Binding(hidden, new Column(hidden, span)), span);
            Expression text = KustoScalars.asText(left, left.span());
            found = new Call("kusto:" + operator, List.of(text, new Column(hidden, span)), span);
        } else {
            boolean caseless = operator.endsWith("~");
            boolean asText =
                    caseless || left.type() == KustoType.STRING || first.get().type() == KustoType.STRING;
            Typed sought = first.get();
            if (sought.type() == KustoType.DYNAMIC) {
                // A list counts as its elements.
                String element = context.hiddenColumn();
                var elements = new Call("kusto:flattened", List.of(sought.expression()), span);
                right.add(new Stage.Unnest(element, elements, false, Optional.empty(), span));
                sought = new Typed(new Column(element, span), KustoType.DYNAMIC);
            }
            var key = new JoinKey(key(left, asText, caseless), key(sought, asText, caseless));
            join(scope, right, List.of(key), new Binding(hidden, new Literal(Values.TRUE, span)), span);
            found = new Test(
                    TestKind.EQ,
                    new Column(hidden, span),
                    List.of(new Literal(Values.TRUE, span)),
                    KustoComparisons.value(),
                    span);
        }
        return new Typed(negated ? new Not(found, span) : found, KustoType.BOOL);
    }

    private static Expression key(Typed value, boolean asText, boolean caseless) {
        if (!asText) {
            return value.expression();
        }
        Expression text = new Call("kusto:tostring", List.of(value.expression()), value.span());
        return caseless ? new Call("kusto:tolower", List.of(text), value.span()) : text;
    }

    Typed toScalar(KustoSyntax.ToScalar query, KustoScope scope) throws RuleSyntaxException {
        Span span = query.span();
        KustoPipeline right = KustoPipeline.lower(query.query(), scope.namespace(), scalars);
        Optional<Typed> first = right.firstColumn();
        if (first.isEmpty()) {
            return new Typed(new Literal(Values.NULL, span), KustoType.DYNAMIC);
        }
        String hidden = context.hiddenColumn();
        right.add(new Stage.Limit(1, span));
        join(scope, right, List.of(), new Binding(hidden, KustoScalars.column(first.get())), span);
        return new Typed(new Column(hidden, span), first.get().type());
    }

    private static void join(KustoScope scope, KustoPipeline right, List<JoinKey> keys, Binding carried, Span span) {
        scope.stages()
                .add(new Stage.Join(
                        JoinKind.LEFT_OUTER, right.pipeline(), keys, List.of(carried), Optional.of(1), false, span));
    }

    /**
     * The time for which {@code {{StartTimeISO}}} or {@code {{EndTimeISO}}} stands in a hunting query: what the reader sets,
     * else the last day, which is the range that the hunting page starts with.
     */
    Optional<Typed> huntingTime(KustoSyntax.Literal literal) {
        boolean start = literal.value().equals(Values.of("{{StartTimeISO}}"));
        if (!start && !literal.value().equals(Values.of("{{EndTimeISO}}"))) {
            return Optional.empty();
        }
        Span span = literal.span();
        String vendorDefault = start ? "ago(1d)" : "now()";
        String value = context.parameter(start ? "StartTimeISO" : "EndTimeISO", "value", Optional.of(vendorDefault))
                .orElse(vendorDefault);
        if (!value.equals(vendorDefault)) {
            return Optional.of(new Typed(new Literal(Values.of(value), span), KustoType.STRING));
        }
        Value day = Values.of(Duration.ofDays(start ? 1 : 0));
        var time = new Call("kusto:ago", List.of(new Literal(day, span)), span);
        return Optional.of(new Typed(new Call("kusto:tostring", List.of(time), span), KustoType.STRING));
    }
}

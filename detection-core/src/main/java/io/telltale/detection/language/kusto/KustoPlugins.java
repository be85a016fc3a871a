package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Name;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.NamedArgument;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lowers {@code evaluate}: the plugins {@code bag_unpack}, {@code ipv4_lookup} and {@code ipv6_lookup}. */
final class KustoPlugins {
    private final KustoPipeline pipeline;
    private final KustoScalars scalars;

    KustoPlugins(KustoPipeline pipeline, KustoScalars scalars) {
        this.pipeline = pipeline;
        this.scalars = scalars;
    }

    void evaluate(KustoSyntax.Evaluate evaluate) throws RuleSyntaxException {
        String name = evaluate.plugin().function();
        var byPlace = new ArrayList<Scalar>();
        var byName = new LinkedHashMap<String, Scalar>();
        for (Scalar argument : evaluate.plugin().arguments()) {
            if (argument instanceof NamedArgument named) {
                byName.put(named.name(), named.value());
            } else {
                byPlace.add(argument);
            }
        }
        boolean bag = name.equals("bag_unpack") && !byPlace.isEmpty() && byPlace.get(0) instanceof Name;
        boolean lookup = (name.equals("ipv4_lookup") || name.equals("ipv6_lookup")) && byPlace.size() >= 3;
        if (bag) {
            unpack(evaluate, (Name) byPlace.get(0), byPlace, byName);
        } else if (lookup && evaluate.schema().isEmpty()) {
            lookup(evaluate, byPlace, byName);
        } else {
            pipeline.unsupported("evaluate " + name, evaluate.span());
        }
    }

    /** The members of a bag become columns: those that are stated, or whichever the query names from here on. */
    private void unpack(KustoSyntax.Evaluate evaluate, Name column, List<Scalar> byPlace, Map<String, Scalar> byName)
            throws RuleSyntaxException {
        Span span = evaluate.span();
        KustoScope scope = pipeline.scope();
        String prefix = constant(byPlace, 1, byName, "OutputColumnPrefix").asText();
        String conflict = constant(byPlace, 2, byName, "columnsConflict").asText();
        Value ignored = constant(byPlace, 3, byName, "ignoredProperties");
        if (conflict.equals("replace_source")) {
            pipeline.unsupported("bag_unpack that replaces columns", span);
            return;
        }
        String hidden = scalars.context().hiddenColumn();
        Expression bag = scalars.lower(column, scope).expression();
        if (ignored instanceof Value.ListOf) {
            bag = new Call("kusto:bag_remove_keys", List.of(bag, new Literal(ignored, span)), span);
        }
        pipeline.add(new Stage.Extend(List.of(new Binding(hidden, bag)), span));
        scope.remove(column.name());
        if (evaluate.schema().isEmpty()) {
            scope.unpack(new KustoScope.Bag(new Column(hidden, span), prefix));
            return;
        }
        KustoSyntax.Schema schema = evaluate.schema().get();
        var bindings = new ArrayList<Binding>();
        var types = new ArrayList<KustoType>();
        Set<String> kept = new LinkedHashSet<>(schema.all() ? scope.names() : List.of());
        schema.columns().forEach(typed -> {
            if (!scope.has(typed.name())) {
                kept.remove(typed.name());
            }
        });
        for (String name : kept) {
            Typed value = scalars.lower(new Name(name, span), scope);
            bindings.add(new Binding(name, KustoScalars.column(value)));
            types.add(value.type());
        }
        for (KustoSyntax.TypedName typed : schema.columns()) {
            if (kept.contains(typed.name())) {
                continue;
            }
            String member = typed.name().startsWith(prefix) ? typed.name().substring(prefix.length()) : typed.name();
            Expression value = scope.has(typed.name())
                    ? KustoScalars.column(scalars.lower(new Name(typed.name(), span), scope))
                    : new Call(
                            "kusto:member",
                            List.of(new Column(hidden, span), new Literal(Values.of(member), span)),
                            span);
            String conversion = typed.type().conversion();
            bindings.add(new Binding(
                    typed.name(), conversion.isEmpty() ? value : new Call(conversion, List.of(value), span)));
            types.add(typed.type());
        }
        pipeline.project(bindings, types, span);
    }

    /** The constant at a place or under a name; null where there is none. */
    private Value constant(List<Scalar> byPlace, int place, Map<String, Scalar> byName, String name)
            throws RuleSyntaxException {
        Scalar given = byName.get(name);
        if (given == null && place < byPlace.size()) {
            given = byPlace.get(place);
        }
        return given != null && scalars.lower(given, pipeline.scope()).expression() instanceof Literal literal
                ? literal.value()
                : Values.EMPTY_TEXT;
    }

    /**
     * {@code ipv4_lookup(table, address, range [, key …])}: each row with those of the table whose range holds its address
     * and whose keys are its own.
     */
    private void lookup(KustoSyntax.Evaluate evaluate, List<Scalar> byPlace, Map<String, Scalar> byName)
            throws RuleSyntaxException {
        Span span = evaluate.span();
        String name = evaluate.plugin().function();
        Scalar unmatched = byName.get("return_unmatched");
        int last = byPlace.size() - 1;
        if (last > 2 && byPlace.get(last) instanceof KustoSyntax.Literal) {
            unmatched = byPlace.get(last--);
        }
        boolean all = unmatched instanceof KustoSyntax.Literal literal
                && literal.value().equals(Values.TRUE);
        Optional<KustoSyntax.Query> table = KustoOwnFunctions.rows(byPlace.get(0));
        if (all || table.isEmpty() || !(byPlace.get(2) instanceof Name range)) {
            pipeline.unsupported(all ? name + " with return_unmatched" : "evaluate " + name, span);
            return;
        }
        KustoScope scope = pipeline.scope();
        Typed address = scalars.lower(byPlace.get(1), scope);
        String held = scalars.context().hiddenColumn();
        pipeline.add(new Stage.Extend(List.of(new Binding(held, address.expression())), span));
        Set<String> before = new LinkedHashSet<>(scope.names());
        // A key that is the same in each row joins every row with every other; the ranges then choose.
        String one = scalars.context().hiddenColumn();
        Scalar always = new KustoSyntax.Literal(Values.of(1L), KustoType.LONG, span);
        var key = new Named(Optional.of(one), always);
        pipeline.operator(new KustoSyntax.Extend(List.of(key), span));
        var operators = new ArrayList<>(table.get().operators());
        operators.add(new KustoSyntax.Extend(List.of(key), span));
        var right = new KustoSyntax.Query(table.get().source(), operators, span);
        var conditions = new ArrayList<Scalar>(byPlace.subList(3, last + 1));
        conditions.add(new Name(one, span));
        pipeline.operator(new KustoSyntax.Join("inner", right, conditions, true, span));
        String carried = before.contains(range.name()) ? range.name() + "1" : range.name();
        var within = new Call(
                name.startsWith("ipv4") ? "kusto:ipv4_is_in_range" : "kusto:ipv6_is_in_range",
                List.of(new Column(held, span), new Column(carried, span)),
                span);
        pipeline.add(new Stage.Filter(within, span));
    }
}

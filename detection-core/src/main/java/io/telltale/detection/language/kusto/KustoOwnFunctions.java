package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.FunctionMeaning;
import io.telltale.detection.language.kusto.KustoSyntax.FunctionParameter;
import io.telltale.detection.language.kusto.KustoSyntax.Query;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Calls of the rule's own functions: binds their parameters to arguments by place, by name, or to what stands otherwise. */
final class KustoOwnFunctions {
    private final KustoContext context;
    private final KustoScalars scalars;

    KustoOwnFunctions(KustoContext context, KustoScalars scalars) {
        this.context = context;
        this.scalars = scalars;
    }

    Typed call(FunctionMeaning function, KustoNamespace names, KustoSyntax.Call call, KustoScope scope)
            throws RuleSyntaxException {
        KustoNamespace inside = bind(function, names, call, scope);
        if (function.body() instanceof KustoSyntax.ScalarMeaning meaning) {
            return scalars.lower(meaning.scalar(), scope.withoutColumns(inside));
        }
        if (function.body() instanceof KustoSyntax.QueryMeaning meaning
                && meaning.query().operators().isEmpty()
                && meaning.query().source() instanceof KustoSyntax.Table table) {
            return scalars.lower(new KustoSyntax.Name(table.name(), table.span()), scope.withoutColumns(inside));
        }
        return scalars.unsupported("a query as a scalar", call.span());
    }

    /** The names inside a function: what stood before it, its parameters, and its own lets. */
    KustoNamespace bind(FunctionMeaning function, KustoNamespace names, KustoSyntax.Call call, KustoScope scope)
            throws RuleSyntaxException {
        KustoNamespace inside = names;
        List<Integer> places = places(function, call);
        if (call.arguments().size() > function.parameters().size()) {
            throw context.error(
                    call.span(),
                    "found " + call.arguments().size() + " arguments of " + call.function() + ", expected "
                            + function.parameters().size());
        }
        for (int i = 0; i < function.parameters().size(); i++) {
            FunctionParameter parameter = function.parameters().get(i);
            Optional<Scalar> argument = places.get(i) < 0
                    ? Optional.empty()
                    : Optional.of(call.arguments().get(places.get(i)))
                            .map(given -> given instanceof KustoSyntax.NamedArgument named ? named.value() : given);
            Optional<Query> rows = parameter.tabular() ? argument.flatMap(KustoOwnFunctions::rows) : Optional.empty();
            if (rows.isPresent()) {
                inside = inside.with(parameter.name(), new KustoNamespace.Rows(rows.get(), scope.namespace()));
                continue;
            }
            Typed value;
            if (argument.isPresent()) {
                value = scalars.lower(argument.get(), scope);
            } else {
                Scalar otherwise = parameter
                        .otherwise()
                        .orElseThrow(() ->
                                context.error(call.span(), "found no argument for parameter " + parameter.name()));
                value = scalars.lower(otherwise, scope.withoutColumns(names));
            }
            inside = inside.with(parameter.name(), new KustoNamespace.Given(value));
        }
        return inside.with(function.lets());
    }

    /** What an argument is as a table: a query, or a table's or function's name. */
    static Optional<Query> rows(Scalar argument) {
        Span span = argument.span();
        if (argument instanceof KustoSyntax.TableArgument table) {
            return Optional.of(table.query());
        }
        if (argument instanceof KustoSyntax.Name name) {
            return Optional.of(new Query(new KustoSyntax.Table(name.name(), span), List.of(), span));
        }
        return argument instanceof KustoSyntax.Call call
                ? Optional.of(new Query(new KustoSyntax.Invoked(call, span), List.of(), span))
                : Optional.empty();
    }

    /** Which argument each parameter takes, -1 for none: the one of its name, or the next of those without a name. */
    private List<Integer> places(FunctionMeaning function, KustoSyntax.Call call) throws RuleSyntaxException {
        var places =
                new ArrayList<Integer>(Collections.nCopies(function.parameters().size(), -1));
        var names = function.parameters().stream().map(FunctionParameter::name).toList();
        for (int i = 0; i < call.arguments().size(); i++) {
            if (call.arguments().get(i) instanceof KustoSyntax.NamedArgument named) {
                int at = names.indexOf(named.name());
                if (at < 0 || places.get(at) >= 0) {
                    throw context.error(named.span(), "found argument " + named.name() + ", expected one of " + names);
                }
                places.set(at, i);
            }
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            int free = places.indexOf(-1);
            if (!(call.arguments().get(i) instanceof KustoSyntax.NamedArgument) && free >= 0) {
                places.set(free, i);
            }
        }
        return places;
    }
}

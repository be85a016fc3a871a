package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoNamespace.Entry;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.FunctionMeaning;
import io.telltale.detection.language.kusto.KustoSyntax.Query;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoSyntax.Source;
import io.telltale.detection.language.kusto.KustoSyntax.TypedName;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers where a pipeline's rows come from. */
final class KustoSources {
    private static final int MAX_ROWS = 100_000;

    /** The workspace's parsers that unify tables by topic; those of authentication read CloudTrail too. */
    private static final java.util.regex.Pattern PARSER =
            java.util.regex.Pattern.compile("function (_Im_|_ASim_|im|ASim)[A-Z]\\w*");

    private final KustoPipeline pipeline;
    private final KustoScalars scalars;
    private final KustoOutside outside;

    KustoSources(KustoPipeline pipeline, KustoScalars scalars) {
        this.pipeline = pipeline;
        this.scalars = scalars;
        this.outside = new KustoOutside(pipeline, scalars);
    }

    /** Whether what is unsupported is a parser that reads tables other than CloudTrail's. */
    static boolean isOtherParser(String construct) {
        return PARSER.matcher(construct).matches() && !construct.contains("Authentication");
    }

    void lower(Source source) throws RuleSyntaxException {
        KustoScope scope = pipeline.scope();
        if (source instanceof KustoSyntax.Nested nested) {
            pipeline.query(nested.query(), scope.namespace());
        } else if (source instanceof KustoSyntax.UnknownSource unknown) {
            pipeline.unsupported(unknown.construct(), unknown.span());
        } else if (source instanceof KustoSyntax.UnionSource union) {
            new KustoUnions(pipeline, scalars).unite(union.parts(), union.span());
        } else if (source instanceof KustoSyntax.Table table) {
            table(table.name(), table.span());
        } else if (source instanceof KustoSyntax.Invoked invoked) {
            invoked(invoked);
        } else if (source instanceof KustoSyntax.Datatable datatable) {
            datatable(datatable);
        } else if (source instanceof KustoSyntax.Print print) {
            pipeline.startFrom(new Pipeline.Source.Table(List.of(Map.of())));
            pipeline.project(named(print), print.span());
        } else if (source instanceof KustoSyntax.Range range) {
            range(range);
        } else if (source instanceof KustoSyntax.ExternalData data) {
            outside.external(data, Optional.empty());
        }
    }

    /** Columns of {@code print} without a name are {@code print_0}, {@code print_1}, …. */
    private static List<KustoSyntax.Named> named(KustoSyntax.Print print) {
        var columns = new ArrayList<KustoSyntax.Named>();
        for (int i = 0; i < print.columns().size(); i++) {
            KustoSyntax.Named column = print.columns().get(i);
            columns.add(new KustoSyntax.Named(Optional.of(column.name().orElse("print_" + i)), column.value()));
        }
        return columns;
    }

    private void table(String name, Span span) throws RuleSyntaxException {
        Optional<Entry> entry = pipeline.scope().namespace().find(name);
        if (entry.isPresent()) {
            declared(name, entry.get(), span);
        } else if (name.equals(KustoPipeline.TABLE)) {
            pipeline.scope().openTable();
        } else {
            outside.table(name, span);
        }
    }

    private void declared(String name, Entry entry, Span span) throws RuleSyntaxException {
        if (entry instanceof KustoNamespace.Rows rows) {
            pipeline.query(rows.query(), rows.names());
        } else if (entry instanceof KustoNamespace.Declared declared
                && declared.meaning() instanceof KustoSyntax.QueryMeaning meaning) {
            Query query = meaning.query();
            if (isExternal(query)) {
                outside.external((KustoSyntax.ExternalData) innermost(query), Optional.of(name));
            } else {
                pipeline.query(query, declared.names());
            }
        } else if (entry instanceof KustoNamespace.Declared declared
                && declared.meaning() instanceof KustoSyntax.ScalarMeaning meaning
                && meaning.scalar() instanceof KustoSyntax.Call call) {
            KustoNamespace before = pipeline.scope().enter(declared.names());
            invoked(new KustoSyntax.Invoked(call, call.span()));
            pipeline.scope().enter(before);
        } else if (entry instanceof KustoNamespace.Declared declared && declared.meaning() instanceof FunctionMeaning) {
            invoked(new KustoSyntax.Invoked(new KustoSyntax.Call(name, List.of(), span), span));
        } else {
            pipeline.unsupported("a scalar as a table", span);
        }
    }

    private static boolean isExternal(Query query) {
        return innermost(query) instanceof KustoSyntax.ExternalData
                && query.operators().isEmpty();
    }

    private static Source innermost(Query query) {
        Source source = query.source();
        for (int hops = 0; hops < 200 && source instanceof KustoSyntax.Nested nested; hops++) {
            if (!nested.query().operators().isEmpty()) {
                return source;
            }
            source = nested.query().source();
        }
        return source;
    }

    private void invoked(KustoSyntax.Invoked invoked) throws RuleSyntaxException {
        KustoSyntax.Call call = invoked.call();
        KustoScope scope = pipeline.scope();
        Optional<Entry> entry = scope.namespace().find(call.function());
        if (entry.isPresent()
                && entry.get() instanceof KustoNamespace.Declared declared
                && declared.meaning() instanceof FunctionMeaning function) {
            KustoNamespace inside = scalars.calls()
                    .own()
                    .bind(function, declared.names(), call, scope.withoutColumns(scope.namespace()));
            if (function.body() instanceof KustoSyntax.QueryMeaning meaning) {
                pipeline.query(meaning.query(), inside);
            } else if (function.body() instanceof KustoSyntax.ScalarMeaning meaning
                    && meaning.scalar() instanceof KustoSyntax.Call inner) {
                KustoNamespace before = scope.enter(inside);
                invoked(new KustoSyntax.Invoked(inner, inner.span()));
                scope.enter(before);
            } else {
                pipeline.unsupported("a scalar as a table", call.span());
            }
        } else if (call.function().equals("_GetWatchlist") && !call.arguments().isEmpty()) {
            outside.watchlist(call);
        } else if (call.function().equals("table") && call.arguments().size() == 1) {
            Typed name = scalars.lower(call.arguments().get(0), scope.withoutColumns(scope.namespace()));
            table(name.expression() instanceof Literal literal ? literal.value().asText() : "", call.span());
        } else {
            pipeline.unsupported("function " + call.function(), call.span());
        }
    }

    private void datatable(KustoSyntax.Datatable datatable) throws RuleSyntaxException {
        int width = datatable.columns().size();
        var rows = new ArrayList<Map<String, Value>>();
        KustoScope plain = pipeline.scope().withoutColumns(pipeline.scope().namespace());
        var row = new LinkedHashMap<String, Value>();
        for (int i = 0; i < datatable.values().size(); i++) {
            TypedName column = datatable.columns().get(i % width);
            Scalar scalar = datatable.values().get(i);
            if (scalar instanceof KustoSyntax.Name name && name.name().equals("null")) {
                scalar = new KustoSyntax.Literal(Values.NULL, column.type(), name.span());
            }
            Typed value = scalars.lower(scalar, plain);
            if (!(value.expression() instanceof Literal literal)) {
                throw scalars.error(value.span(), "found a computed value, expected a constant in datatable");
            }
            row.put(column.name(), KustoTables.converted(literal.value(), column.type()));
            if (row.size() == width || (i + 1) % width == 0) {
                rows.add(row);
                row = new LinkedHashMap<>();
            }
        }
        pipeline.startFrom(rows, datatable.columns());
    }

    private void range(KustoSyntax.Range range) throws RuleSyntaxException {
        KustoScope plain = pipeline.scope().withoutColumns(pipeline.scope().namespace());
        Typed from = scalars.lower(range.from(), plain);
        Typed to = scalars.lower(range.to(), plain);
        Typed step = scalars.lower(range.step(), plain);
        boolean constant = from.expression() instanceof Literal
                && to.expression() instanceof Literal
                && step.expression() instanceof Literal;
        if (!constant) {
            computed(range);
            return;
        }
        List<Value> values = KustoLists.range(
                ((Literal) from.expression()).value(),
                ((Literal) to.expression()).value(),
                ((Literal) step.expression()).value(),
                MAX_ROWS);
        pipeline.startFrom(
                values.stream().map(value -> Map.of(range.name(), value)).toList(),
                List.of(new TypedName(range.name(), from.type())));
    }

    /** Bounds that only the run knows: one row, which becomes one for each element of the range. */
    private void computed(KustoSyntax.Range range) throws RuleSyntaxException {
        KustoScope scope = pipeline.scope();
        pipeline.startFrom(new Pipeline.Source.Table(List.of(Map.of())));
        Typed from = scalars.lower(range.from(), scope);
        Typed to = scalars.lower(range.to(), scope);
        Typed step = scalars.lower(range.step(), scope);
        var elements = new Expression.Call(
                "kusto:range", List.of(from.expression(), to.expression(), step.expression()), range.span());
        pipeline.add(new Stage.Unnest(range.name(), elements, false, Optional.of(MAX_ROWS), range.span()));
        scope.bind(range.name(), from.type(), Optional.empty());
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Query;
import io.telltale.detection.language.kusto.KustoSyntax.UnionOf;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lowers {@code union}: rows of all parts under all their columns. A part lacks a column that another has: it is null
 * there. A column that has several types becomes one a type, named {@code name_type}.
 */
final class KustoUnions {
    private final KustoPipeline pipeline;
    private final KustoScalars scalars;
    private final List<KustoContext.Notes> absent = new ArrayList<>();

    KustoUnions(KustoPipeline pipeline, KustoScalars scalars) {
        this.pipeline = pipeline;
        this.scalars = scalars;
    }

    /** A part's pipeline, its columns and their types, and what names it in the source column. */
    private record Part(KustoPipeline rows, String name) {}

    /** {@code union} as a source. */
    void unite(UnionOf of, Span span) throws RuleSyntaxException {
        List<Part> parts = parts(of);
        if (parts.isEmpty()) {
            absent.forEach(scalars.context()::take);
            pipeline.scope().blur();
            return;
        }
        Pipeline first = parts.get(0).rows().pipeline();
        if (parts.size() == 1 && of.sourceColumn().isEmpty()) {
            pipeline.startFrom(first.source());
            first.stages().forEach(pipeline::add);
            adopt(parts.get(0).rows());
            return;
        }
        List<Binding> columns = level(parts, of);
        pipeline.startFrom(first.source());
        parts.get(0).rows().pipeline().stages().forEach(pipeline::add);
        others(parts.subList(1, parts.size()), columns, parts.get(0).rows(), span);
    }

    /** {@code | union}: the rows so far are the first part. */
    void append(UnionOf of, Span span) throws RuleSyntaxException {
        var parts = new ArrayList<Part>();
        parts.add(new Part(pipeline, "union_arg0"));
        parts.addAll(parts(of));
        List<Binding> columns = level(parts, of);
        others(parts.subList(1, parts.size()), columns, pipeline, span);
    }

    private void others(List<Part> others, List<Binding> columns, KustoPipeline first, Span span) {
        pipeline.add(new Stage.Union(
                others.stream().map(part -> part.rows().pipeline()).toList(), span));
        var types = new ArrayList<KustoType>();
        for (Binding column : columns) {
            types.add(first.scope()
                    .bound(column.name())
                    .map(KustoScope.Bound::type)
                    .orElse(KustoType.DYNAMIC));
        }
        boolean certain = absent.isEmpty()
                && others.stream().allMatch(part -> part.rows().scope().isCertain())
                && first.scope().isCertain();
        pipeline.scope().close();
        for (int i = 0; i < columns.size(); i++) {
            pipeline.scope().bind(columns.get(i).name(), types.get(i), Optional.empty());
        }
        if (!certain) {
            pipeline.scope().blur();
        }
    }

    private void adopt(KustoPipeline part) {
        KustoScope scope = pipeline.scope();
        if (part.scope().isTable()) {
            scope.openTable();
        }
        for (String name : part.scope().names()) {
            part.scope().bound(name).ifPresent(bound -> scope.bind(name, bound.type(), bound.origin()));
        }
        if (!absent.isEmpty() || !part.scope().isCertain()) {
            scope.blur();
        }
    }

    /**
     * The parts; of a fuzzy union those whose table or parser is not there are left out, as Kusto does. Their columns are
     * not known then, and read as null.
     */
    private List<Part> parts(UnionOf of) throws RuleSyntaxException {
        var parts = new ArrayList<Part>();
        for (Query query : named(of.parts())) {
            KustoContext context = scalars.context();
            KustoContext.Notes before = context.startApart();
            Optional<KustoPipeline> part = Optional.empty();
            Optional<RuleSyntaxException> error = Optional.empty();
            try {
                part = Optional.of(KustoPipeline.lower(query, pipeline.scope().namespace(), scalars));
            } catch (RuleSyntaxException e) {
                error = Optional.of(e);
            }
            KustoContext.Notes apart = context.endApart(before);
            if (of.fuzzy() && apart.lacksTable()) {
                absent.add(apart);
                continue;
            }
            if (error.isPresent()) {
                throw error.get();
            }
            context.take(apart);
            parts.add(new Part(part.orElseThrow(), named(query).orElse("union_arg" + parts.size())));
        }
        return parts;
    }

    /** The parts, a name with {@code *} replaced by those of the tables and views that it means, where there are any. */
    private List<Query> named(List<Query> parts) {
        var all = new ArrayList<Query>();
        for (Query part : parts) {
            List<String> meant = List.of();
            if (part.source() instanceof KustoSyntax.Table table && table.name().contains("*")) {
                Wildcard pattern = Wildcard.compile(table.name(), true);
                meant = Stream.concat(Stream.of(KustoPipeline.TABLE), pipeline.scope().namespace().views().stream())
                        .filter(pattern::matches)
                        .toList();
            }
            meant.forEach(name -> all.add(
                    new Query(new KustoSyntax.Table(name, part.source().span()), part.operators(), part.span())));
            if (meant.isEmpty()) {
                all.add(part);
            }
        }
        return all;
    }

    /** The name of a part's rows: that of its table, or what its last {@code as} calls them. */
    private static Optional<String> named(Query query) {
        List<KustoSyntax.Operator> operators = query.operators();
        if (!operators.isEmpty() && operators.get(operators.size() - 1) instanceof KustoSyntax.As as) {
            return Optional.of(as.name());
        }
        if (query.source() instanceof KustoSyntax.Nested nested && operators.isEmpty()) {
            return named(nested.query());
        }
        return operators.isEmpty() && query.source() instanceof KustoSyntax.Table table
                ? Optional.of(table.name())
                : Optional.empty();
    }

    /** Ends each part with a projection on the columns of all, and gives those columns. */
    private List<Binding> level(List<Part> parts, UnionOf of) throws RuleSyntaxException {
        Map<String, Set<KustoType>> types = new LinkedHashMap<>();
        var counts = new LinkedHashMap<String, Integer>();
        for (Part part : parts) {
            for (String name : part.rows().scope().names()) {
                types.computeIfAbsent(name, n -> new LinkedHashSet<>())
                        .add(column(part, name).type());
                counts.merge(name, 1, Integer::sum);
            }
        }
        if (of.inner()) {
            types.keySet().removeIf(name -> counts.getOrDefault(name, 0) < parts.size());
        }
        List<Binding> last = List.of();
        for (Part part : parts) {
            last = project(part, types, of.sourceColumn());
        }
        return last;
    }

    private Typed column(Part part, String name) throws RuleSyntaxException {
        return scalars.lower(new KustoSyntax.Name(name, Span.NONE), part.rows().scope());
    }

    private List<Binding> project(Part part, Map<String, Set<KustoType>> types, Optional<String> sourceColumn)
            throws RuleSyntaxException {
        var bindings = new ArrayList<Binding>();
        var resultTypes = new ArrayList<KustoType>();
        if (sourceColumn.isPresent()) {
            bindings.add(new Binding(sourceColumn.get(), new Literal(Values.of(part.name()), Span.NONE)));
            resultTypes.add(KustoType.STRING);
        }
        Set<String> own = Set.copyOf(part.rows().scope().names());
        for (Map.Entry<String, Set<KustoType>> entry : types.entrySet()) {
            String name = entry.getKey();
            Optional<Typed> value = own.contains(name) ? Optional.of(column(part, name)) : Optional.empty();
            for (KustoType type : entry.getValue()) {
                String shown = entry.getValue().size() == 1 ? name : name + "_" + type.shown();
                boolean fits = value.isPresent() && value.get().type() == type;
                Expression held = fits ? KustoScalars.column(value.get()) : absent(type);
                bindings.add(new Binding(shown, held));
                resultTypes.add(type);
            }
        }
        part.rows().project(bindings, resultTypes, Span.NONE);
        return bindings;
    }

    private static Expression absent(KustoType type) {
        var nothing = new Literal(Values.NULL, Span.NONE);
        return type == KustoType.STRING ? new Call("kusto:tostring", List.of(nothing), Span.NONE) : nothing;
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Stage.Ordering;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Let;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Operator;
import io.telltale.detection.language.kusto.KustoSyntax.Order;
import io.telltale.detection.language.kusto.KustoSyntax.Program;
import io.telltale.detection.language.kusto.KustoSyntax.Query;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoSyntax.Source;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lowers a query: each tabular operator to the stages that do the same to rows. */
final class KustoLowering {
    private static final String TABLE = "AWSCloudTrail";

    private final KustoScalars scalars;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final Set<String> unfolding = new HashSet<>();
    private KustoScope scope = new KustoScope(KustoLanguage.SCHEMA, true);
    private String logType = Pipeline.CLOUDTRAIL;

    private KustoLowering(SourceText source, List<Let> lets) {
        this.scalars = new KustoScalars(source, lets, unsupported);
    }

    static Lowering lower(SourceText source) throws RuleSyntaxException {
        Program program = KustoParser.parse(source);
        var lowering = new KustoLowering(source, program.lets());
        lowering.query(program.query());
        var detection = Detection.of(new Pipeline(lowering.logType, lowering.stages), List.of());
        return new Lowering(
                Optional.of(detection), lowering.unsupported.stream().distinct().toList());
    }

    private void query(Query query) throws RuleSyntaxException {
        source(query.source());
        for (Operator operator : query.operators()) {
            operator(operator);
        }
    }

    private void source(Source source) throws RuleSyntaxException {
        if (source instanceof KustoSyntax.Nested nested) {
            query(nested.query());
        } else if (source instanceof KustoSyntax.UnknownSource unknown) {
            unsupported(unknown.construct(), unknown.span());
        } else if (source instanceof KustoSyntax.Table table) {
            Optional<Let> let = scalars.let(table.name());
            if (let.isPresent() && unfolding.add(table.name())) {
                let(let.get());
                unfolding.remove(table.name());
            } else if (!table.name().equals(TABLE)) {
                logType = table.name();
                unsupported("table " + table.name(), table.span());
            }
        }
    }

    private void let(Let let) throws RuleSyntaxException {
        if (let.query().isPresent()) {
            query(let.query().get());
        } else {
            unsupported(let.unknown().orElse("a scalar as a table"), let.span());
        }
    }

    private void unsupported(String construct, Span span) {
        unsupported.add(new Unsupported(construct, span));
        scope.blur();
    }

    private void operator(Operator operator) throws RuleSyntaxException {
        Span span = operator.span();
        if (operator instanceof KustoSyntax.Where where) {
            stages.add(new Stage.Filter(scalars.lower(where.condition(), scope).expression(), span));
        } else if (operator instanceof KustoSyntax.Extend extend) {
            extend(extend);
        } else if (operator instanceof KustoSyntax.Project project) {
            project(project.columns(), span);
        } else if (operator instanceof KustoSyntax.Choose choose) {
            choose(choose);
        } else if (operator instanceof KustoSyntax.Rename rename) {
            rename(rename);
        } else if (operator instanceof KustoSyntax.Summarize summarize) {
            new KustoSummarize(scalars, stages).lower(summarize, scope);
        } else if (operator instanceof KustoSyntax.Distinct distinct) {
            distinct(distinct);
        } else if (operator instanceof KustoSyntax.Sort sort) {
            sort(sort.orders(), span);
        } else if (operator instanceof KustoSyntax.Top top) {
            sort(List.of(top.order()), span);
            limit(top.rows(), "top", span);
        } else if (operator instanceof KustoSyntax.Take take) {
            limit(take.rows(), "take", span);
        } else if (operator instanceof KustoSyntax.MvExpand expand) {
            mvExpand(expand);
        } else if (operator instanceof KustoSyntax.Count) {
            var count = new Stage.Aggregation("Count", "kusto:count", List.of(), Optional.empty());
            stages.add(new Stage.Aggregate(List.of(), List.of(count), false, true, span));
            scope.close();
            scope.bind("Count", KustoType.LONG, Optional.empty());
        } else if (operator instanceof KustoSyntax.UnknownOperator unknown) {
            unsupported("operator " + unknown.name(), span);
        }
    }

    private void extend(KustoSyntax.Extend extend) throws RuleSyntaxException {
        var bindings = new ArrayList<Binding>();
        var values = new ArrayList<Typed>();
        var names = new KustoNames(scope.names());
        for (Named column : extend.columns()) {
            Typed value = scalars.lower(column.value(), scope);
            bindings.add(new Binding(names.of(column), value.expression()));
            values.add(value);
        }
        stages.add(new Stage.Extend(bindings, extend.span()));
        bind(bindings, values);
    }

    private void bind(List<Binding> bindings, List<Typed> values) {
        var origins = new ArrayList<Optional<Expression>>();
        for (Typed value : values) {
            origins.add(
                    value.expression() instanceof Column column
                            ? scope.bound(column.name()).flatMap(KustoScope.Bound::origin)
                            : KustoScalars.partOfEvent(value.expression()));
        }
        for (int i = 0; i < bindings.size(); i++) {
            scope.bind(bindings.get(i).name(), values.get(i).type(), origins.get(i));
        }
    }

    private void project(List<Named> columns, Span span) throws RuleSyntaxException {
        var bindings = new ArrayList<Binding>();
        var values = new ArrayList<Typed>();
        var names = new KustoNames(List.of());
        for (Named column : columns) {
            Typed value = scalars.lower(column.value(), scope);
            bindings.add(new Binding(names.of(column), column(value)));
            values.add(value);
        }
        project(bindings, values, span);
    }

    private void project(List<Binding> bindings, List<Typed> values, Span span) {
        stages.add(new Stage.Project(bindings, span));
        scope.close();
        for (int i = 0; i < bindings.size(); i++) {
            scope.bind(bindings.get(i).name(), values.get(i).type(), Optional.empty());
        }
    }

    /** What a column of a result holds: text is never null there. */
    static Expression column(Typed value) {
        return value.type() == KustoType.STRING && value.expression() instanceof Expression.Field
                ? new Call("kusto:tostring", List.of(value.expression()), value.span())
                : value.expression();
    }

    private void choose(KustoSyntax.Choose choose) throws RuleSyntaxException {
        var patterns = choose.patterns().stream()
                .map(pattern -> Wildcard.compile(pattern, true))
                .toList();
        var kept = new ArrayList<Named>();
        for (String name : scope.names()) {
            boolean named = patterns.stream().anyMatch(pattern -> pattern.matches(name));
            if (named == choose.keep()) {
                kept.add(new Named(Optional.of(name), new KustoSyntax.Name(name, choose.span())));
            }
        }
        project(kept, choose.span());
    }

    private void rename(KustoSyntax.Rename rename) throws RuleSyntaxException {
        var names = new LinkedHashSet<>(scope.names());
        var renamed = new ArrayList<Named>();
        for (Named column : rename.columns()) {
            if (column.name().isEmpty() || !(column.value() instanceof KustoSyntax.Name old)) {
                throw scalars.error(column.value().span(), "found no 'new = old', expected one in project-rename");
            }
            names.remove(old.name());
            renamed.add(column);
        }
        var columns = new ArrayList<Named>();
        for (String name : names) {
            columns.add(new Named(Optional.of(name), new KustoSyntax.Name(name, rename.span())));
        }
        columns.addAll(renamed);
        project(columns, rename.span());
    }

    private void distinct(KustoSyntax.Distinct distinct) throws RuleSyntaxException {
        Span span = distinct.span();
        var columns = new ArrayList<Named>();
        for (Scalar column : distinct.columns()) {
            if (column instanceof KustoSyntax.Star star) {
                for (String name : scope.names()) {
                    columns.add(new Named(Optional.of(name), new KustoSyntax.Name(name, star.span())));
                }
            } else {
                columns.add(new Named(Optional.empty(), column));
            }
        }
        project(columns, span);
        var keys = new ArrayList<Expression>();
        for (String name : scope.boundNames()) {
            keys.add(new Column(name, span));
        }
        stages.add(new Stage.Distinct(keys, span));
    }

    private void sort(List<Order> orders, Span span) throws RuleSyntaxException {
        var orderings = new ArrayList<Ordering>();
        for (Order order : orders) {
            orderings.add(new Ordering(
                    scalars.lower(order.key(), scope).expression(), order.descending(), order.nullsLast()));
        }
        stages.add(new Stage.Sort(orderings, span));
    }

    private void limit(Scalar rows, String operator, Span span) throws RuleSyntaxException {
        Expression given = scalars.lower(rows, scope).expression();
        if (given instanceof Literal literal && literal.value() instanceof Value.Int number && number.value() >= 0) {
            stages.add(new Stage.Limit((int) Math.min(Integer.MAX_VALUE, number.value()), span));
        } else {
            unsupported("operator " + operator + " with a computed number", span);
        }
    }

    private void mvExpand(KustoSyntax.MvExpand expand) throws RuleSyntaxException {
        Span span = expand.span();
        if (expand.columns().size() > 1) {
            unsupported("operator mv-expand of several columns", span);
            return;
        }
        Named column = expand.columns().get(0);
        String name = new KustoNames(List.of()).of(column);
        Typed list = scalars.lower(column.value(), scope);
        var expansion = new Call("kusto:expansion", List.of(list.expression()), span);
        stages.add(new Stage.Unnest(
                name, expansion, true, expand.limit().map(most -> (int) Math.min(Integer.MAX_VALUE, most)), span));
        KustoType type = expand.types().get(0);
        String conversion = conversion(type);
        if (!conversion.isEmpty()) {
            var converted = new Call(conversion, List.of(new Column(name, span)), span);
            stages.add(new Stage.Extend(List.of(new Binding(name, converted)), span));
        }
        scope.bind(name, type, Optional.empty());
    }

    private static String conversion(KustoType type) {
        return switch (type) {
            case STRING -> "kusto:tostring";
            case BOOL -> "kusto:tobool";
            case LONG -> "kusto:tolong";
            case REAL -> "kusto:todouble";
            default -> "";
        };
    }
}

package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.esql.EsqlSyntax.Command;
import io.telltale.detection.schema.ecs.ReaderTable;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers {@code LOOKUP JOIN} and {@code ENRICH}. The index or the policy that they read is a parameter of its name, which the
 * reader fills with a table; its columns are added to each row, null where none of its rows has the row's keys. A join gives
 * a row for each of the table's rows that has, an enrichment the values of all of them in one row.
 */
final class EsqlLookup {
    private final EsqlScope scope;
    private final EsqlExpressionLowering expressions;
    private final EsqlParameters parameters;
    private final List<Unsupported> unsupported;
    private final List<Stage> stages;

    EsqlLookup(
            EsqlScope scope,
            EsqlExpressionLowering expressions,
            EsqlParameters parameters,
            List<Unsupported> unsupported,
            List<Stage> stages) {
        this.scope = scope;
        this.expressions = expressions;
        this.parameters = parameters;
        this.unsupported = unsupported;
        this.stages = stages;
    }

    void lower(Command.LookupJoin join) throws RuleSyntaxException {
        Span span = join.span();
        var keys = new ArrayList<Stage.JoinKey>();
        var names = new ArrayList<String>();
        for (EsqlSyntax key : join.keys()) {
            if (!(key instanceof EsqlSyntax.Name name)) {
                unsupported.add(new Unsupported("LOOKUP JOIN by an expression", key.span()));
                continue;
            }
            names.add(name.name());
            keys.add(new Stage.JoinKey(
                    keyword(expressions.lower(name)), keyword(new Expression.Column(name.name(), key.span()))));
        }
        Optional<String> table = parameters.value(join.index(), "table", Optional.empty());
        if (table.isEmpty()) {
            scope.addUnknown();
            return;
        }
        ReaderTable read = ReaderTable.parameter(join.index(), table.get());
        for (EsqlSyntax key : join.keys()) {
            if (key instanceof EsqlSyntax.Name name && !read.columns().contains(name.name())) {
                throw expressions.error(
                        key.span(),
                        "found " + name.name() + ", expected a column of " + join.index() + ": "
                                + String.join(", ", read.columns()));
            }
        }
        var carried = new ArrayList<Stage.Binding>();
        for (String column : read.columns()) {
            if (!names.contains(column)) {
                carried.add(new Stage.Binding(column, new Expression.Column(column, span)));
            }
        }
        var right = new Pipeline(
                new Pipeline.Source.Table(
                        read.rows().stream().map(row -> typed(row, names)).toList()),
                List.of());
        stages.add(new Stage.Join(Stage.JoinKind.LEFT_OUTER, right, keys, carried, Optional.empty(), false, span));
        carried.forEach(binding -> scope.bind(binding.name()));
    }

    /** The first column of a policy's table is its match field. */
    void lower(Command.Enrich enrich) throws RuleSyntaxException {
        Span span = enrich.span();
        Optional<String> table = parameters.value(enrich.policy(), "table", Optional.empty());
        if (table.isEmpty()) {
            if (enrich.key().isPresent()) {
                expressions.lower(enrich.key().get());
            }
            enrich.columns().forEach(column -> scope.bind(column.get(0)));
            if (enrich.columns().isEmpty()) {
                scope.addUnknown();
            }
            return;
        }
        ReaderTable read = ReaderTable.parameter(enrich.policy(), table.get());
        String match = read.columns().isEmpty() ? "" : read.columns().get(0);
        Map<String, String> columns = new LinkedHashMap<>();
        for (List<String> column : enrich.columns()) {
            if (!read.columns().contains(column.get(1))) {
                throw expressions.error(
                        span,
                        "found " + column.get(1) + ", expected a column of " + enrich.policy() + ": "
                                + String.join(", ", read.columns()));
            }
            columns.put(column.get(0), column.get(1));
        }
        if (columns.isEmpty()) {
            read.columns().stream().skip(1).forEach(column -> columns.put(column, column));
        }
        var keys = List.of(new Stage.JoinKey(
                keyword(
                        enrich.key().isPresent()
                                ? expressions.lower(enrich.key().get())
                                : expressions.read(match, span)),
                keyword(new Expression.Column(match, span))));
        var carried = new ArrayList<Stage.Binding>();
        columns.forEach((name, column) -> carried.add(new Stage.Binding(name, new Expression.Column(column, span))));
        var right = new Pipeline(new Pipeline.Source.Table(together(read, match)), List.of());
        stages.add(new Stage.Join(Stage.JoinKind.LEFT_OUTER, right, keys, carried, Optional.empty(), false, span));
        columns.keySet().forEach(scope::bind);
    }

    /** One row for each value of the match field, with the values of all of its rows. */
    private static List<Map<String, Value>> together(ReaderTable table, String match) {
        var all = new LinkedHashMap<Value, Map<String, List<Value>>>();
        for (Map<String, String> row : table.rows()) {
            Map<String, Value> typed = typed(row, List.of(match));
            Value key = typed.getOrDefault(match, Values.NULL);
            if (!key.isAbsent()) {
                var values = all.computeIfAbsent(key, k -> new LinkedHashMap<>());
                typed.forEach((column, value) -> {
                    List<Value> own = values.computeIfAbsent(column, c -> new ArrayList<>());
                    if (!value.isAbsent() && !(column.equals(match) && own.contains(value))) {
                        own.add(value);
                    }
                });
            }
        }
        var rows = new ArrayList<Map<String, Value>>();
        for (Map<String, List<Value>> values : all.values()) {
            var row = new LinkedHashMap<String, Value>();
            values.forEach((column, own) ->
                    row.put(column, own.isEmpty() ? Values.NULL : own.size() == 1 ? own.get(0) : Values.listOf(own)));
            rows.add(row);
        }
        return rows;
    }

    private static Expression keyword(Expression key) {
        return new Expression.Call("ecs:keyword", List.of(key), key.span());
    }

    /** Keys stay as they are written, other cells get the type that they read as, empty ones are null. */
    private static Map<String, Value> typed(Map<String, String> row, List<String> keys) {
        var typed = new LinkedHashMap<String, Value>();
        row.forEach((column, cell) -> typed.put(
                column,
                cell.isEmpty() ? Values.NULL : keys.contains(column) ? Values.of(cell) : EsqlParameters.typed(cell)));
        return typed;
    }
}

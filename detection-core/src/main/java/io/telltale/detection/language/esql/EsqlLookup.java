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
 * Lowers {@code LOOKUP JOIN}. The index that it reads is a parameter of its name, which the reader fills with a table; its
 * columns are added to each row, null where none of its rows has the row's keys, once for each of its rows that has.
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
        ReaderTable read = table(table.get(), join.index());
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

    private static ReaderTable table(String csv, String name) throws RuleSyntaxException {
        try {
            return ReaderTable.of(csv);
        } catch (IllegalArgumentException e) {
            throw new RuleSyntaxException(
                    new io.telltale.detection.text.Position("parameter " + name, 1, 1), String.valueOf(e.getMessage()));
        }
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

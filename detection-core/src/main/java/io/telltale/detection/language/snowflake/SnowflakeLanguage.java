package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Snowflake's SQL over Panther's table of CloudTrail records, with Panther's macros and templates. */
public final class SnowflakeLanguage implements RuleLanguage {
    @Override
    public String slug() {
        return "snowflake";
    }

    @Override
    public String title() {
        return "Snowflake SQL";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        SourceText text = source.body();
        if (Template.isTemplate(text)) {
            Template template = new Template(source.companions());
            Optional<SourceText> expanded = template.expand(text);
            if (expanded.isEmpty()) {
                return new Lowering(Optional.empty(), template.unsupported());
            }
            text = expanded.get();
        }
        var context = new Context(source, text);
        Rows rows = new QueryLowering(context).query(QueryParser.parse(text), Ctes.NONE, Optional.empty());
        Detection detection = Detection.of(rows.pipeline(), context.parameters());
        return new Lowering(
                Optional.of(QuerySchedule.complete(detection, source, context.lookBack())), context.unsupported());
    }

    @Override
    public List<Construct> constructs() {
        var all = new ArrayList<Construct>();
        List.of(
                        "SELECT",
                        "DISTINCT",
                        "TOP",
                        "EXCLUDE",
                        "REPLACE",
                        "RENAME",
                        "ILIKE",
                        "FROM",
                        "WITH",
                        "VALUES",
                        "JOIN",
                        "LEFT JOIN",
                        "RIGHT JOIN",
                        "FULL JOIN",
                        "CROSS JOIN",
                        "NATURAL JOIN",
                        "ON",
                        "USING",
                        "LATERAL",
                        "WHERE",
                        "GROUP BY",
                        "GROUP BY ALL",
                        "HAVING",
                        "QUALIFY",
                        "OVER",
                        "ORDER BY",
                        "LIMIT",
                        "OFFSET",
                        "FETCH",
                        "UNION",
                        "UNION ALL",
                        "INTERSECT",
                        "EXCEPT",
                        "MINUS")
                .forEach(name -> all.add(new Construct("clause", name)));
        List.of(
                        "=",
                        "!=",
                        "<>",
                        "<",
                        "<=",
                        ">",
                        ">=",
                        "+",
                        "-",
                        "*",
                        "/",
                        "%",
                        "||",
                        "::",
                        ":",
                        "[]",
                        "AND",
                        "OR",
                        "NOT",
                        "IN",
                        "BETWEEN",
                        "LIKE",
                        "LIKE ANY",
                        "LIKE ALL",
                        "ILIKE",
                        "ILIKE ANY",
                        "RLIKE",
                        "REGEXP",
                        "IS NULL",
                        "IS TRUE",
                        "IS DISTINCT FROM",
                        "EXISTS",
                        "CASE",
                        "CAST",
                        "TRY_CAST",
                        "INTERVAL",
                        "EXTRACT",
                        "->")
                .forEach(name -> all.add(new Construct("operator", name)));
        List.of("flatten", "generator", "split_to_table", "strtok_split_to_table")
                .forEach(name -> all.add(new Construct("table function", name)));
        var functions = new TreeSet<>(Functions.SHAPES.keySet());
        functions.addAll(SpecialForms.names());
        functions.forEach(
                name -> all.add(new Construct(name.startsWith("p_") ? "macro of Panther" : "function", name)));
        Aggregates.SHAPES.keySet().forEach(name -> all.add(new Construct("aggregate", name)));
        WindowFunctions.SHAPES.keySet().forEach(name -> all.add(new Construct("window function", name)));
        return List.copyOf(all);
    }

    @Override
    public List<FunctionEntry> functions() {
        return Functions.entries();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return Aggregates.entries();
    }

    static Lowering notRunnable(String construct) {
        return Lowering.notRunnable(new Unsupported(construct, Span.NONE));
    }
}

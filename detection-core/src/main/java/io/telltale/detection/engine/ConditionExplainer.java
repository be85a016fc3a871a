package io.telltale.detection.engine;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Says of a condition what each of its predicates wanted and found in a row, and which kept the row out. */
final class ConditionExplainer {
    private final ExpressionCompiler compiler;

    ConditionExplainer(ExpressionCompiler compiler) {
        this.compiler = compiler;
    }

    /** The condition on some of the rows: those that it lets through first, then those that come nearest. */
    List<Explanation.Condition> onSome(Expression condition, List<Row> rows, EvaluationContext context) {
        Evaluator holds = compiler.compile(condition);
        List<Expression> operands = condition instanceof Expression.And and ? and.operands() : List.of(condition);
        List<Evaluator> compiled = compiler.compile(operands);
        record Judged(Row row, boolean held, long met) {}
        return rows.stream()
                .map(row -> new Judged(
                        row,
                        ExpressionCompiler.isTrue(holds.evaluate(row, context)),
                        compiled.stream()
                                .takeWhile(each -> ExpressionCompiler.isTrue(each.evaluate(row, context)))
                                .count()))
                .sorted(Comparator.comparing(Judged::held)
                        .thenComparing(Judged::met)
                        .thenComparing(judged -> judged.row().events().size())
                        .reversed())
                .limit(RowText.ROWS_SHOWN)
                .map(judged -> condition(condition, judged.row(), context, !judged.held())
                        .of(RowText.isEvent(judged.row()) ? "" : RowText.of(judged.row())))
                .toList();
    }

    /** {@code blame}: whether this node's not being true kept the row out, so that the first such predicate is marked. */
    private Explanation.Condition condition(Expression expression, Row row, EvaluationContext context, boolean blame) {
        Value outcome = compiler.compile(expression).evaluate(row, context);
        if (expression instanceof Expression.And and) {
            return node("and", expression, outcome, branches(and.operands(), row, context, blame, false));
        }
        if (expression instanceof Expression.Or or) {
            return node("or", expression, outcome, branches(or.operands(), row, context, blame, false));
        }
        if (expression instanceof Expression.Not not) {
            return node("not", expression, outcome, branches(List.of(not.operand()), row, context, blame, true));
        }
        if (expression instanceof Expression.Conditional conditional) {
            boolean taken = ExpressionCompiler.isTrue(
                    compiler.compile(conditional.condition()).evaluate(row, context));
            Expression branch = taken ? conditional.then() : conditional.otherwise();
            boolean constant = branch instanceof Expression.Literal;
            var children = new ArrayList<Explanation.Condition>();
            children.add(condition(conditional.condition(), row, context, blame && constant));
            children.add(condition(branch, row, context, blame && !constant));
            return node("if", expression, outcome, children);
        }
        if (expression instanceof Expression.Test test) {
            String wanted = test.wanted().stream()
                    .map(w -> ValueText.json(compiler.compile(w).evaluate(row, context)))
                    .collect(Collectors.joining(", "));
            String found = ValueText.json(compiler.compile(test.operand()).evaluate(row, context));
            return leaf(test.kind().label(), expression, outcome, wanted, found, blame);
        }
        if (expression instanceof Expression.Quantified quantified) {
            String found = ValueText.json(compiler.compile(quantified.list()).evaluate(row, context));
            return leaf(
                    quantified.quantifier() == Expression.Quantifier.ANY ? "any" : "all",
                    expression,
                    outcome,
                    Printer.print(quantified.condition()),
                    found,
                    blame);
        }
        if (expression instanceof Expression.Call call) {
            String found = call.arguments().stream()
                    .map(a -> ValueText.json(compiler.compile(a).evaluate(row, context)))
                    .collect(Collectors.joining(", "));
            return leaf("function", expression, outcome, "", found, blame);
        }
        return leaf("value", expression, outcome, "", ValueText.json(outcome), blame);
    }

    /** The operands' nodes; the first that is not as wanted bears the blame. */
    private List<Explanation.Condition> branches(
            List<Expression> operands, Row row, EvaluationContext context, boolean blame, boolean negated) {
        var children = new ArrayList<Explanation.Condition>();
        boolean open = blame;
        for (Expression operand : operands) {
            boolean holds = ExpressionCompiler.isTrue(compiler.compile(operand).evaluate(row, context));
            boolean guilty = open && holds == negated;
            children.add(condition(operand, row, context, guilty));
            open = open && !guilty;
        }
        return children;
    }

    private static Explanation.Condition node(
            String kind, Expression expression, Value outcome, List<Explanation.Condition> children) {
        return new Explanation.Condition(
                kind, Printer.print(expression), expression.span(), word(outcome), "", "", false, children);
    }

    private static Explanation.Condition leaf(
            String kind, Expression expression, Value outcome, String wanted, String found, boolean blame) {
        Span span = expression.span();
        return new Explanation.Condition(
                kind, Printer.print(expression), span, word(outcome), wanted, found, blame, List.of());
    }

    private static String word(Value outcome) {
        if (outcome instanceof Value.Bool bool) {
            return Boolean.toString(bool.value());
        }
        return outcome instanceof Value.Failure ? "error" : "unknown";
    }
}

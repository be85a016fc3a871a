package io.telltale.detection.language.eql;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.eql.EqlSyntax.Constant;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.schema.ecs.EcsTests;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lowers conditions as Elasticsearch runs them. A comparison of a field with constants is a search: it is true or false,
 * and its negation finds the events that lack the field. The negation of an ordering is the opposite ordering, which does
 * not. Everything that must be computed (a function of a function, a field beside a field, a function without regard to
 * case) is a script, whose null is neither true nor, negated, true.
 */
final class EqlConditions {
    private static final Map<String, String> NEGATED =
            Map.of("==", "!=", "!=", "==", "<", ">=", "<=", ">", ">", "<=", ">=", "<");
    private final EqlTests tests;

    EqlConditions(SourceText source, EcsFields fields, List<Unsupported> unsupported) {
        this.tests = new EqlTests(source, fields, unsupported, operand -> value(operand, false));
    }

    /** A field by itself, as keys of a sequence are. */
    Expression field(EqlSyntax.Name name) {
        return tests.field(name);
    }

    /** What an event must meet: true or false, never unknown. */
    Expression condition(EqlSyntax syntax) throws RuleSyntaxException {
        Span span = syntax.span();
        if (syntax instanceof EqlSyntax.Connective connective) {
            var operands = new ArrayList<Expression>();
            for (EqlSyntax operand : connective.operands()) {
                operands.add(condition(operand));
            }
            return connective.any() ? new Expression.Or(operands, span) : new Expression.And(operands, span);
        }
        if (syntax instanceof EqlSyntax.Not not) {
            return negated(not.operand(), span);
        }
        if (syntax instanceof EqlSyntax.Comparison comparison
                && comparison.right() instanceof Constant constant
                && constant.value() instanceof Value.Bool wanted
                && isBoolean(comparison.left())
                && (comparison.operator().equals("==") || comparison.operator().equals("!="))) {
            boolean positive = wanted.value() == comparison.operator().equals("==");
            return positive ? condition(comparison.left()) : negated(comparison.left(), span);
        }
        return isSearch(syntax) ? value(syntax, true) : decided(value(syntax, false), span);
    }

    private static boolean isBoolean(EqlSyntax syntax) {
        return !(syntax instanceof EqlSyntax.Name
                || syntax instanceof Constant
                || syntax instanceof EqlSyntax.Arithmetic
                || (syntax instanceof EqlSyntax.Invocation call
                        && !EqlTests.SEARCHES.contains(call.function())
                        && !EqlTests.NETWORKS_AND_PATTERNS.contains(call.function())));
    }

    private Expression negated(EqlSyntax syntax, Span span) throws RuleSyntaxException {
        if (syntax instanceof EqlSyntax.Not not) {
            return condition(not.operand());
        }
        if (syntax instanceof EqlSyntax.Comparison comparison) {
            return condition(new EqlSyntax.Comparison(
                    NEGATED.get(comparison.operator()), comparison.left(), comparison.right(), span));
        }
        boolean compound = syntax instanceof EqlSyntax.Connective;
        return compound || isSearch(syntax)
                ? new Expression.Not(condition(syntax), span)
                : decided(new Expression.Not(value(syntax, false), span), span);
    }

    /** Unknown made false. */
    private static Expression decided(Expression expression, Span span) {
        return expression instanceof Expression.Literal
                ? expression
                : new Expression.Conditional(
                        expression,
                        new Expression.Literal(Values.TRUE, span),
                        new Expression.Literal(Values.FALSE, span),
                        span);
    }

    /** Whether Elasticsearch answers the condition from its index. */
    private static boolean isSearch(EqlSyntax syntax) {
        if (syntax instanceof EqlSyntax.Comparison comparison) {
            return (EqlTests.isField(comparison.left()) && comparison.right() instanceof Constant)
                    || (EqlTests.isField(comparison.right()) && comparison.left() instanceof Constant);
        }
        if (syntax instanceof EqlSyntax.InList in) {
            return EqlTests.isField(in.operand()) && in.wanted().stream().allMatch(Constant.class::isInstance);
        }
        if (syntax instanceof EqlSyntax.Pattern pattern) {
            return EqlTests.isField(pattern.operand());
        }
        if (syntax instanceof EqlSyntax.Invocation call && !call.arguments().isEmpty()) {
            boolean known = EqlTests.NETWORKS_AND_PATTERNS.contains(call.function())
                    || (EqlTests.SEARCHES.contains(call.function()) && call.cased());
            return known
                    && EqlTests.isField(call.arguments().get(0))
                    && call.arguments().stream().skip(1).allMatch(Constant.class::isInstance);
        }
        return EqlTests.isField(syntax) || syntax instanceof Constant;
    }

    /** An expression; {@code search} makes comparisons with absent values false instead of unknown. */
    private Expression value(EqlSyntax syntax, boolean search) throws RuleSyntaxException {
        Span span = syntax.span();
        if (syntax instanceof Constant constant) {
            return new Expression.Literal(constant.value(), span);
        }
        if (syntax instanceof EqlSyntax.Name name) {
            Expression field = tests.field(name);
            return search
                    ? EcsTests.of(
                            TestKind.EQ,
                            field,
                            List.of(new Expression.Literal(Values.TRUE, span)),
                            EqlTests.matching(true, true, true),
                            span)
                    : field;
        }
        if (syntax instanceof EqlSyntax.Not not) {
            return new Expression.Not(value(not.operand(), search), span);
        }
        if (syntax instanceof EqlSyntax.Connective connective) {
            var operands = new ArrayList<Expression>();
            for (EqlSyntax operand : connective.operands()) {
                operands.add(value(operand, search));
            }
            return connective.any() ? new Expression.Or(operands, span) : new Expression.And(operands, span);
        }
        if (syntax instanceof EqlSyntax.Comparison comparison) {
            return tests.comparison(comparison, search);
        }
        if (syntax instanceof EqlSyntax.InList in) {
            return tests.in(in, search);
        }
        if (syntax instanceof EqlSyntax.Pattern pattern) {
            return tests.pattern(pattern, search);
        }
        if (syntax instanceof EqlSyntax.Arithmetic arithmetic) {
            String function = switch (arithmetic.operator()) {
                case "+" -> "add";
                case "-" -> "subtract";
                case "*" -> "multiply";
                case "/" -> "divide";
                default -> "modulo";
            };
            return new Expression.Call(
                    "eql:" + function,
                    List.of(value(arithmetic.left(), false), value(arithmetic.right(), false)),
                    span);
        }
        return tests.invocation((EqlSyntax.Invocation) syntax, search);
    }
}

package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Expression.Not;
import io.telltale.detection.ir.Expression.Test;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lowers comparisons. Text is never null and compares as text. Other types know null: equal to a value it is not, equal
 * to null it is unknown, and it has no order.
 */
final class KustoComparisons {
    /** The comparisons that are not of text alone. */
    static final Set<String> EVERY_TYPE = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final KustoScalars scalars;

    KustoComparisons(KustoScalars scalars) {
        this.scalars = scalars;
    }

    /** How text compares: what is absent is the empty text. */
    static Matching text(boolean caseSensitive) {
        return new Matching(caseSensitive, Matching.Absent.EMPTY_TEXT, Matching.Types.TEXT, Matching.Lists.WHOLE);
    }

    /** How all else compares with a constant. */
    static Matching value() {
        return new Matching(true, Matching.Absent.VALUE, Matching.Types.STRICT, Matching.Lists.WHOLE);
    }

    private static Matching ordering() {
        return new Matching(true, Matching.Absent.UNKNOWN, Matching.Types.STRICT, Matching.Lists.WHOLE);
    }

    /** Whether a number is at most the given one. */
    static Expression atMost(Expression number, long most, Span span) {
        return test(TestKind.LE, number, new Literal(Values.of(most), span), ordering(), span);
    }

    Typed infix(String operator, Typed left, Typed right, Span span) throws RuleSyntaxException {
        return bool(
                switch (operator) {
                    case "==" -> equal(left, right, span);
                    case "!=" -> new Not(equal(left, right, span), span);
                    case "<", "<=", ">", ">=" -> order(operator, left, right, span);
                    default -> text(operator, left, right, span);
                });
    }

    private static Typed bool(Expression expression) {
        return new Typed(expression, KustoType.BOOL);
    }

    private Expression equal(Typed left, Typed right, Span span) {
        if (isConstant(left) && !isConstant(right)) {
            return equal(right, left, span);
        }
        if (left.type() == KustoType.STRING || right.type() == KustoType.STRING) {
            KustoType other = left.type() == KustoType.STRING ? right.type() : left.type();
            if (other == KustoType.DATETIME || other == KustoType.TIMESPAN) {
                return equal(scalars.converted(left, other), scalars.converted(right, other), span);
            }
            // Any other value compares with text as its own text.
            return test(
                    TestKind.EQ,
                    KustoScalars.asText(left, left.span()),
                    KustoScalars.asText(right, right.span()),
                    text(true),
                    span);
        }
        if ((left.type() == KustoType.BOOL && right.type().isNumber())
                || (left.type().isNumber() && right.type() == KustoType.BOOL)) {
            // A truth value is 1 or 0 beside a number.
            return equal(scalars.converted(left, KustoType.REAL), scalars.converted(right, KustoType.REAL), span);
        }
        if (right.expression() instanceof Literal literal && !literal.value().isAbsent()) {
            return test(TestKind.EQ, left.expression(), right.expression(), value(), span);
        }
        return new Call("kusto:equals", List.of(left.expression(), right.expression()), span);
    }

    private static boolean isConstant(Typed typed) {
        return typed.expression() instanceof Literal;
    }

    private Expression order(String operator, Typed left, Typed right, Span span) {
        if (left.type() == KustoType.STRING || right.type() == KustoType.STRING) {
            return scalars.unsupported("operator " + operator + " on text", span)
                    .expression();
        }
        TestKind kind = switch (operator) {
            case "<" -> TestKind.LT;
            case "<=" -> TestKind.LE;
            case ">" -> TestKind.GT;
            default -> TestKind.GE;
        };
        if (isConstant(left) && !isConstant(right)) {
            TestKind mirrored = switch (kind) {
                case LT -> TestKind.GT;
                case LE -> TestKind.GE;
                case GT -> TestKind.LT;
                default -> TestKind.LE;
            };
            return test(mirrored, right.expression(), left.expression(), ordering(), span);
        }
        return test(kind, left.expression(), right.expression(), ordering(), span);
    }

    private static Expression test(TestKind kind, Expression operand, Expression wanted, Matching matching, Span span) {
        return new Test(kind, operand, List.of(wanted), matching, span);
    }

    private Expression text(String operator, Typed left, Typed right, Span span) throws RuleSyntaxException {
        boolean negated = operator.startsWith("!");
        String positive = negated ? operator.substring(1) : operator;
        Expression operand = KustoScalars.asText(left, left.span());
        Expression wanted = KustoScalars.asText(right, right.span());
        Expression test = switch (positive) {
            case "=~", "~" -> test(TestKind.EQ, operand, wanted, text(false), span);
            case "contains" -> test(TestKind.CONTAINS, operand, wanted, text(false), span);
            case "contains_cs" -> test(TestKind.CONTAINS, operand, wanted, text(true), span);
            case "startswith" -> test(TestKind.STARTS_WITH, operand, wanted, text(false), span);
            case "startswith_cs" -> test(TestKind.STARTS_WITH, operand, wanted, text(true), span);
            case "endswith" -> test(TestKind.ENDS_WITH, operand, wanted, text(false), span);
            case "endswith_cs" -> test(TestKind.ENDS_WITH, operand, wanted, text(true), span);
            case "matches regex" -> regex(operand, wanted, span);
            default -> new Call("kusto:" + positive, List.of(operand, wanted), span);
        };
        return negated ? new Not(test, span) : test;
    }

    private Expression regex(Expression operand, Expression wanted, Span span) throws RuleSyntaxException {
        if (!(wanted instanceof Literal literal)) {
            return new Call("kusto:matches_regex", List.of(operand, wanted), span);
        }
        scalars.checkPattern(literal.value().asText(), literal.span());
        return test(TestKind.REGEX, operand, wanted, text(true), span);
    }

    Typed listed(String operator, Typed left, List<Typed> given, Span span) throws RuleSyntaxException {
        if (operator.endsWith("between")) {
            Expression low = order(">=", left, given.get(0), span);
            Typed upper = given.get(1);
            if (left.type() == KustoType.DATETIME && upper.type() == KustoType.TIMESPAN) {
                upper = KustoArithmetic.lower("+", given.get(0), upper, upper.span());
            }
            var both = new Expression.And(List.of(low, order("<=", left, upper, span)), span);
            return bool(operator.startsWith("!") ? new Not(both, span) : both);
        }
        var items = new ArrayList<Typed>();
        for (Typed item : given) {
            if (item.expression() instanceof Literal literal && literal.value() instanceof Value.ListOf list) {
                for (Value element : KustoLists.flattened(list).toList()) {
                    KustoType type = element instanceof Value.Text ? KustoType.STRING : KustoType.DYNAMIC;
                    items.add(new Typed(new Literal(element, literal.span()), type));
                }
            } else if (item.type() == KustoType.DYNAMIC && !(item.expression() instanceof Literal)) {
                return bool(computed(operator, left, given, span));
            } else {
                items.add(item);
            }
        }
        if (operator.equals("has_any") || operator.equals("has_all")) {
            var terms = new ArrayList<Expression>();
            for (Typed item : items) {
                terms.add(text("has", left, item, span));
            }
            return bool(operator.equals("has_any") ? Expression.anyOf(terms, span) : Expression.allOf(terms, span));
        }
        boolean caseSensitive = !operator.endsWith("~");
        boolean texts = items.stream().allMatch(item -> item.type() == KustoType.STRING);
        boolean time = left.type() == KustoType.DATETIME || left.type() == KustoType.TIMESPAN;
        if (time && caseSensitive) {
            items.replaceAll(item -> scalars.converted(item, left.type()));
        }
        boolean asText = left.type() == KustoType.STRING || !caseSensitive || (texts && !time);
        Expression operand = asText ? KustoScalars.asText(left, left.span()) : left.expression();
        var wanted = new ArrayList<Expression>();
        for (Typed item : items) {
            if (asText && item.expression() instanceof Literal literal) {
                wanted.add(new Literal(Values.of(literal.value().asText()), literal.span()));
            } else {
                wanted.add(asText ? KustoScalars.asText(item, item.span()) : item.expression());
            }
        }
        Expression in = wanted.isEmpty()
                ? new Literal(Values.FALSE, span)
                : new Test(TestKind.IN, operand, wanted, asText ? text(caseSensitive) : value(), span);
        return bool(operator.startsWith("!") ? new Not(in, span) : in);
    }

    /** An operator over lists that only the row knows. */
    private static Expression computed(String operator, Typed left, List<Typed> given, Span span) {
        boolean negated = operator.startsWith("!");
        String function = "kusto:" + (negated ? operator.substring(1) : operator);
        Expression operand = KustoScalars.asText(left, left.span());
        var tests = new ArrayList<Expression>();
        for (Typed item : given) {
            tests.add(new Call(function, List.of(operand, item.expression()), span));
        }
        Expression any = operator.equals("has_all") ? Expression.allOf(tests, span) : Expression.anyOf(tests, span);
        return negated ? new Not(any, span) : any;
    }
}

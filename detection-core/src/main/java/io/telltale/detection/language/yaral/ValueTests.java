package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Map;

/** Lowers what is asked of one value: that it equals another, matches a pattern, is in a list or meets a function. */
final class ValueTests {
    static final Matching TEXT =
            new Matching(true, Matching.Absent.EMPTY_TEXT, Matching.Types.TEXT, Matching.Lists.ANY);
    static final Matching NUMBERS =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.NUMBERS_FIRST, Matching.Lists.WHOLE);
    /** The functions that are comparisons by another name. */
    static final Map<String, TestKind> CALLS = Map.of(
            "re.regex", TestKind.REGEX,
            "strings.contains", TestKind.CONTAINS,
            "strings.starts_with", TestKind.STARTS_WITH,
            "strings.ends_with", TestKind.ENDS_WITH,
            "net.ip_in_range_cidr", TestKind.CIDR);

    private final ExpressionLowering expressions;
    private final ReferenceLists lists;

    ValueTests(ExpressionLowering expressions, ReferenceLists lists) {
        this.expressions = expressions;
        this.lists = lists;
    }

    /** A test of a value that is not yet known. */
    interface Test {
        Expression of(Expression operand) throws RuleSyntaxException;
    }

    /** Equality, or a match where a regular expression is wanted. */
    Test equal(Syntax operand, Syntax wanted, Syntax.Compare compare) throws RuleSyntaxException {
        Span span = compare.span();
        if (wanted instanceof Syntax.Regex regex) {
            Expression pattern =
                    ExpressionLowering.text(checked(regex.pattern(), !compare.nocase(), regex.span()), regex.span());
            return value -> new Expression.Test(
                    TestKind.REGEX,
                    Lines.seenBy(regex.pattern(), value),
                    List.of(pattern),
                    ExpressionLowering.matching(compare.nocase()),
                    span);
        }
        if (wanted instanceof Syntax.Truth truth) {
            return value -> truth.value() ? truth(value, span) : not(truth(value, span), span);
        }
        Expression lowered = expressions.value(wanted);
        if (expressions.isNumber(operand) || expressions.isNumber(wanted)) {
            return value -> new Expression.Test(TestKind.EQ, number(value), List.of(number(lowered)), NUMBERS, span);
        }
        return value -> new Expression.Test(
                TestKind.EQ, value, List.of(lowered), ExpressionLowering.matching(compare.nocase()), span);
    }

    /** Whether a value is in a reference list. */
    Test inList(Syntax.In in) throws RuleSyntaxException {
        List<String> entries = lists.entries(in.list().name());
        Matching matching = ExpressionLowering.matching(in.nocase());
        Span span = in.span();
        if (in.kind().isEmpty()) {
            List<Expression> wanted = entries.stream()
                    .map(entry -> ExpressionLowering.text(entry, in.list().span()))
                    .toList();
            return value -> new Expression.Test(TestKind.IN, value, wanted, matching, span);
        }
        TestKind kind = in.kind().equals("cidr") ? TestKind.CIDR : TestKind.REGEX;
        for (String entry : entries) {
            if (kind == TestKind.REGEX) {
                checked(entry, !in.nocase(), in.list().span());
            }
        }
        return value -> {
            List<Expression> tests = entries.stream()
                    .map(entry -> (Expression) new Expression.Test(
                            kind,
                            kind == TestKind.REGEX ? Lines.seenBy(entry, value) : value,
                            List.of(ExpressionLowering.text(entry, in.list().span())),
                            matching,
                            span))
                    .toList();
            return Expression.anyOf(tests, span);
        };
    }

    /** A function that is a comparison, asked of its first argument. */
    Test called(Syntax.Call call) throws RuleSyntaxException {
        expressions.arguments(call, 2, 2);
        TestKind kind = CALLS.getOrDefault(call.function(), TestKind.EQ);
        Syntax written = call.arguments().get(1);
        Matching matching = ExpressionLowering.matching(call.nocase());
        if (kind == TestKind.REGEX || kind == TestKind.CIDR) {
            boolean constant = written instanceof Syntax.Text || written instanceof Syntax.Regex;
            String pattern = written instanceof Syntax.Text text
                    ? text.value()
                    : written instanceof Syntax.Regex regex ? regex.pattern() : "";
            if (!constant && kind == TestKind.CIDR) {
                Expression never = expressions.unsupported("network that is no constant", call.span());
                return value -> never;
            }
            if (!constant) {
                Expression wanted = expressions.value(written);
                Expression nocase = ExpressionLowering.text(Boolean.toString(call.nocase()), call.span());
                return value -> new Expression.Call(
                        Library.fullName(Library.MATCHES), List.of(value, wanted, nocase), call.span());
            }
            if (kind == TestKind.REGEX) {
                checked(pattern, !call.nocase(), written.span());
            } else if (!pattern.matches("[0-9A-Fa-f:.]+/[0-9]{1,3}")) {
                throw expressions.error(written.span(), "found " + pattern + ", expected a network such as 10.0.0.0/8");
            }
            Expression wanted = ExpressionLowering.text(pattern, written.span());
            return value -> new Expression.Test(
                    kind,
                    kind == TestKind.REGEX ? Lines.seenBy(pattern, value) : value,
                    List.of(wanted),
                    matching,
                    call.span());
        }
        Expression wanted = expressions.value(written);
        boolean atAnEdge = kind == TestKind.STARTS_WITH || kind == TestKind.ENDS_WITH;
        if (atAnEdge && written instanceof Syntax.Text text && text.value().isEmpty()) {
            return value -> new Expression.Literal(Values.FALSE, call.span());
        }
        return value -> {
            Expression found = new Expression.Test(kind, value, List.of(wanted), matching, call.span());
            boolean mayBeEmpty = atAnEdge && !(wanted instanceof Expression.Literal);
            return mayBeEmpty ? Expression.allOf(List.of(found, some(wanted)), call.span()) : found;
        };
    }

    /** Whether a text is not the empty one, which neither begins nor ends anything. */
    private static Expression some(Expression text) {
        Expression nothing = ExpressionLowering.text("", text.span());
        return not(new Expression.Test(TestKind.EQ, text, List.of(nothing), TEXT, text.span()), text.span());
    }

    /** A pattern that RE2 reads. */
    String checked(String pattern, boolean caseSensitive, Span span) throws RuleSyntaxException {
        try {
            Patterns.compile(pattern, caseSensitive);
            return pattern;
        } catch (IllegalArgumentException e) {
            throw expressions.error(span, String.valueOf(e.getMessage()));
        }
    }

    static Expression truth(Expression value, Span span) {
        if ((value instanceof Expression.Literal literal && literal.value() instanceof Value.Bool)
                || value instanceof Expression.Test
                || value instanceof Expression.And
                || value instanceof Expression.Or
                || value instanceof Expression.Not
                || value instanceof Expression.Quantified) {
            return value;
        }
        return new Expression.Test(
                TestKind.EQ, value, List.of(ExpressionLowering.text("true", span)), TEXT.withCase(false), span);
    }

    static Expression number(Expression value) {
        boolean known = value instanceof Expression.Literal literal
                && (literal.value() instanceof Value.Int || literal.value() instanceof Value.Decimal);
        return known ? value : new Expression.Call(ScalarFunctions.NUMBER, List.of(value), value.span());
    }

    static Expression not(Expression condition, Span span) {
        return condition instanceof Expression.Literal literal && literal.value() instanceof Value.Bool bool
                ? new Expression.Literal(Values.of(!bool.value()), span)
                : new Expression.Not(condition, span);
    }
}

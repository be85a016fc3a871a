package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers conditions. A field that is not there compares as the empty text, and as 0 with numbers; a condition on a
 * repeated field is met by any of its elements, an empty one counting as one empty text, unless {@code all} is said.
 */
final class Comparisons {
    static final Matching TEXT =
            new Matching(true, Matching.Absent.EMPTY_TEXT, Matching.Types.TEXT, Matching.Lists.ANY);
    private static final Matching NUMBERS =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.NUMBERS_FIRST, Matching.Lists.WHOLE);
    private static final Map<String, TestKind> ORDERINGS =
            Map.of("<", TestKind.LT, "<=", TestKind.LE, ">", TestKind.GT, ">=", TestKind.GE);
    /** The functions that are comparisons by another name. */
    static final Map<String, TestKind> CALLS = Map.of(
            "re.regex", TestKind.REGEX,
            "strings.contains", TestKind.CONTAINS,
            "strings.starts_with", TestKind.STARTS_WITH,
            "strings.ends_with", TestKind.ENDS_WITH,
            "net.ip_in_range_cidr", TestKind.CIDR);

    private static final String ELEMENT = "element";

    private final ExpressionLowering expressions;
    private final ReferenceLists lists;

    Comparisons(ExpressionLowering expressions, ReferenceLists lists) {
        this.expressions = expressions;
        this.lists = lists;
    }

    /** Whether a function is a comparison by another name. */
    boolean compares(String function) {
        return CALLS.containsKey(function);
    }

    Expression condition(Syntax syntax) throws RuleSyntaxException {
        Span span = syntax.span();
        if (syntax instanceof Syntax.And and) {
            return joined(each(and.operands()), true, span);
        }
        if (syntax instanceof Syntax.Or or) {
            return joined(alternatives(each(or.operands())), false, span);
        }
        if (syntax instanceof Syntax.Not not) {
            return not(condition(not.operand()), span);
        }
        if (syntax instanceof Syntax.Compare compare) {
            return compare(compare, false);
        }
        if (syntax instanceof Syntax.Each each) {
            return quantified(each);
        }
        if (syntax instanceof Syntax.In in) {
            return in(in);
        }
        if (syntax instanceof Syntax.Call call && compares(call.function())) {
            return called(call);
        }
        if (syntax instanceof Syntax.Truth truth) {
            return new Expression.Literal(Values.of(truth.value()), span);
        }
        if (syntax instanceof Syntax.Text || syntax instanceof Syntax.Numeral || syntax instanceof Syntax.Regex) {
            throw expressions.error(span, "found a value where a condition was expected");
        }
        return truth(expressions.value(syntax), span);
    }

    /** The operands joined, without those that are known already. */
    private static Expression joined(List<Expression> operands, boolean and, Span span) {
        Value neutral = Values.of(and);
        Value deciding = Values.of(!and);
        var open = new ArrayList<Expression>();
        for (Expression operand : operands) {
            if (operand instanceof Expression.Literal literal && literal.value().equals(deciding)) {
                return operand;
            }
            if (!(operand instanceof Expression.Literal literal)
                    || !literal.value().equals(neutral)) {
                open.add(operand);
            }
        }
        return and ? Expression.allOf(open, span) : Expression.anyOf(open, span);
    }

    /** Several equalities of one operand and matching as one membership. */
    private static List<Expression> alternatives(List<Expression> operands) {
        if (operands.size() < 2 || !(operands.get(0) instanceof Expression.Test first) || !isPlainEquality(first)) {
            return operands;
        }
        var wanted = new ArrayList<Expression>();
        for (Expression operand : operands) {
            if (!(operand instanceof Expression.Test test)
                    || !isPlainEquality(test)
                    || !sameField(test.operand(), first.operand())
                    || !test.matching().equals(first.matching())) {
                return operands;
            }
            wanted.addAll(test.wanted());
        }
        Span span = first.span().to(operands.get(operands.size() - 1).span());
        return List.of(new Expression.Test(TestKind.IN, first.operand(), wanted, first.matching(), span));
    }

    private static boolean isPlainEquality(Expression.Test test) {
        return test.kind() == TestKind.EQ
                && test.operand() instanceof Expression.Field
                && test.wanted().get(0) instanceof Expression.Literal;
    }

    private static boolean sameField(Expression left, Expression right) {
        return left instanceof Expression.Field a
                && right instanceof Expression.Field b
                && a.path().equals(b.path());
    }

    private List<Expression> each(List<Syntax> operands) throws RuleSyntaxException {
        var lowered = new ArrayList<Expression>();
        for (Syntax operand : operands) {
            lowered.add(condition(operand));
        }
        return lowered;
    }

    private Expression compare(Syntax.Compare compare, boolean all) throws RuleSyntaxException {
        boolean leftIsWanted = isConstant(compare.left()) && !isConstant(compare.right());
        Syntax operand = leftIsWanted ? compare.right() : compare.left();
        Syntax wanted = leftIsWanted ? compare.left() : compare.right();
        TestKind ordering = ORDERINGS.get(compare.operator());
        if (ordering != null) {
            return ordered(compare, ordering);
        }
        boolean negated = compare.operator().equals("!=");
        if (operand instanceof Syntax.Field field && wanted instanceof Syntax.Text text) {
            Optional<Expression> derived = derived(field, text.value(), compare.nocase());
            if (derived.isPresent()) {
                return negated ? not(derived.get(), compare.span()) : derived.get();
            }
        }
        Test test = test(operand, wanted, compare);
        return repeated(operand, test, negated, all, compare.span());
    }

    /** A test of a value that is not yet known. */
    private interface Test {
        Expression of(Expression operand) throws RuleSyntaxException;
    }

    private Test test(Syntax operand, Syntax wanted, Syntax.Compare compare) throws RuleSyntaxException {
        Span span = compare.span();
        if (wanted instanceof Syntax.Regex regex) {
            Expression pattern =
                    ExpressionLowering.text(checked(regex.pattern(), !compare.nocase(), regex.span()), regex.span());
            return value -> new Expression.Test(
                    TestKind.REGEX, value, List.of(pattern), ExpressionLowering.matching(compare.nocase()), span);
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

    private Expression repeated(Syntax operand, Test test, boolean negated, boolean all, Span span)
            throws RuleSyntaxException {
        Expression value = expressions.value(operand);
        boolean isRepeated = operand instanceof Syntax.Field field
                && expressions.udm(field) instanceof UdmField.Read read
                && read.repeated()
                && !(field.steps().get(field.steps().size() - 1) instanceof Syntax.Step.Index);
        if (!isRepeated || (!negated && !all)) {
            Expression met = test.of(value);
            return negated ? not(met, span) : met;
        }
        Expression element = new Expression.Column(ELEMENT, span);
        Expression met = negated ? not(test.of(element), span) : test.of(element);
        return new Expression.Quantified(
                all ? Expression.Quantifier.ALL : Expression.Quantifier.ANY,
                ELEMENT,
                new Expression.Call(ScalarFunctions.ELEMENTS, List.of(value), span),
                met,
                span);
    }

    /** A text that the data model derives, as the condition that it is derived from. */
    private Optional<Expression> derived(Syntax.Field field, String text, boolean nocase) {
        UdmField udm = expressions.udm(field);
        Span span = field.span();
        if (udm instanceof UdmField.Constant constant) {
            boolean same = nocase
                    ? constant.text().equalsIgnoreCase(text)
                    : constant.text().equals(text);
            return Optional.of(new Expression.Literal(Values.of(same), span));
        }
        if (udm instanceof UdmField.Prefixed prefixed && !text.isEmpty()) {
            boolean begins = text.regionMatches(
                    nocase, 0, prefixed.prefix(), 0, prefixed.prefix().length());
            if (!begins || text.length() == prefixed.prefix().length()) {
                return Optional.of(new Expression.Literal(Values.FALSE, span));
            }
            return Optional.of(new Expression.Test(
                    TestKind.EQ,
                    expressions.placed(field, prefixed.value()),
                    List.of(ExpressionLowering.text(
                            text.substring(prefixed.prefix().length()), span)),
                    ExpressionLowering.matching(nocase),
                    span));
        }
        if (udm instanceof UdmField.Cases cases) {
            if (text.isEmpty()) {
                List<Expression> none = cases.cases().stream()
                        .map(each -> not(expressions.placed(field, each.condition()), span))
                        .toList();
                return Optional.of(Expression.allOf(none, span));
            }
            return Optional.of(cases.cases().stream()
                    .filter(each -> nocase
                            ? each.text().equalsIgnoreCase(text)
                            : each.text().equals(text))
                    .map(each -> expressions.placed(field, each.condition()))
                    .findFirst()
                    .orElse(new Expression.Literal(Values.FALSE, span)));
        }
        return Optional.empty();
    }

    private Expression ordered(Syntax.Compare compare, TestKind kind) throws RuleSyntaxException {
        if (compare.left() instanceof Syntax.Regex || compare.right() instanceof Syntax.Regex) {
            throw expressions.error(compare.span(), "found a regular expression beside " + compare.operator());
        }
        Expression left = expressions.value(compare.left());
        Expression right = expressions.value(compare.right());
        boolean texts = compare.left() instanceof Syntax.Text || compare.right() instanceof Syntax.Text;
        return new Expression.Test(
                kind,
                texts ? left : number(left),
                List.of(texts ? right : number(right)),
                texts ? TEXT : NUMBERS,
                compare.span());
    }

    private Expression quantified(Syntax.Each each) throws RuleSyntaxException {
        if (each.condition() instanceof Syntax.Compare compare && !ORDERINGS.containsKey(compare.operator())) {
            return compare(compare, each.all());
        }
        if (each.condition() instanceof Syntax.In in) {
            return repeated(in.operand(), inList(in), false, each.all(), each.span());
        }
        if (each.condition() instanceof Syntax.Call call && compares(call.function())) {
            return repeated(call.arguments().get(0), calledOn(call), false, each.all(), each.span());
        }
        return condition(each.condition());
    }

    private Expression in(Syntax.In in) throws RuleSyntaxException {
        return repeated(in.operand(), inList(in), false, false, in.span());
    }

    private Test inList(Syntax.In in) throws RuleSyntaxException {
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
                            value,
                            List.of(ExpressionLowering.text(entry, in.list().span())),
                            matching,
                            span))
                    .toList();
            return Expression.anyOf(tests, span);
        };
    }

    private Expression called(Syntax.Call call) throws RuleSyntaxException {
        Test test = calledOn(call);
        return repeated(call.arguments().get(0), test, false, false, call.span());
    }

    private Test calledOn(Syntax.Call call) throws RuleSyntaxException {
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
            return value -> new Expression.Test(kind, value, List.of(wanted), matching, call.span());
        }
        Expression wanted = expressions.value(written);
        return value -> new Expression.Test(kind, value, List.of(wanted), matching, call.span());
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

    private static boolean isConstant(Syntax syntax) {
        return syntax instanceof Syntax.Text
                || syntax instanceof Syntax.Numeral
                || syntax instanceof Syntax.Truth
                || syntax instanceof Syntax.Regex;
    }

    private static Expression truth(Expression value, Span span) {
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

    private static Expression number(Expression value) {
        boolean known = value instanceof Expression.Literal literal
                && (literal.value() instanceof Value.Int || literal.value() instanceof Value.Decimal);
        return known ? value : new Expression.Call(ScalarFunctions.NUMBER, List.of(value), value.span());
    }

    private static Expression not(Expression condition, Span span) {
        return condition instanceof Expression.Literal literal && literal.value() instanceof Value.Bool bool
                ? new Expression.Literal(Values.of(!bool.value()), span)
                : new Expression.Not(condition, span);
    }
}

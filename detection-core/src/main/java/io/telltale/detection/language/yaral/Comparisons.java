package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
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
    private static final Map<String, TestKind> ORDERINGS =
            Map.of("<", TestKind.LT, "<=", TestKind.LE, ">", TestKind.GT, ">=", TestKind.GE);
    private static final String ELEMENT = "element";

    private final ExpressionLowering expressions;
    private final ValueTests tests;
    private final DerivedTexts derived;

    Comparisons(ExpressionLowering expressions, ReferenceLists lists) {
        this.expressions = expressions;
        this.tests = new ValueTests(expressions, lists);
        this.derived = new DerivedTexts(expressions);
    }

    /** Whether a function is a comparison by another name. */
    boolean compares(String function) {
        return ValueTests.CALLS.containsKey(function);
    }

    ValueTests tests() {
        return tests;
    }

    Expression condition(Syntax syntax) throws RuleSyntaxException {
        Span span = syntax.span();
        if (syntax instanceof Syntax.And and) {
            return joined(each(and.operands()), true, span);
        }
        if (syntax instanceof Syntax.Or or) {
            return joined(alternatives(each(or.operands())), false, span);
        }
        if (syntax instanceof Syntax.AtLeast some) {
            return atLeast(some);
        }
        if (syntax instanceof Syntax.Not not) {
            return ValueTests.not(condition(not.operand()), span);
        }
        if (syntax instanceof Syntax.Compare compare) {
            return compare(compare, false);
        }
        if (syntax instanceof Syntax.Each each) {
            return quantified(each);
        }
        if (syntax instanceof Syntax.In in) {
            return repeated(in.operand(), tests.inList(in), false, false, in.span());
        }
        if (syntax instanceof Syntax.Call call && compares(call.function())) {
            return called(call, false);
        }
        if (syntax instanceof Syntax.Truth truth) {
            return new Expression.Literal(Values.of(truth.value()), span);
        }
        if (syntax instanceof Syntax.Text || syntax instanceof Syntax.Numeral || syntax instanceof Syntax.Regex) {
            throw expressions.error(span, "found a value where a condition was expected");
        }
        if (syntax instanceof Syntax.Variable variable) {
            Optional<Expression> holds = expressions.holds(variable);
            if (holds.isPresent()) {
                return holds.get();
            }
        }
        return ValueTests.truth(expressions.value(syntax), span);
    }

    private Expression atLeast(Syntax.AtLeast some) throws RuleSyntaxException {
        Span span = some.span();
        List<Expression> operands = each(some.operands());
        if (some.number() == 1 || some.number() == operands.size()) {
            return joined(operands, some.number() > 1, span);
        }
        Expression one = new Expression.Literal(Values.of(1), span);
        Expression none = new Expression.Literal(Values.of(0), span);
        Expression met = none;
        for (Expression operand : operands) {
            Expression counted = new Expression.Conditional(operand, one, none, span);
            met = new Expression.Call(ScalarFunctions.ADD, List.of(met, counted), span);
        }
        Expression wanted = new Expression.Literal(Values.of(some.number()), span);
        return new Expression.Test(TestKind.GE, met, List.of(wanted), ValueTests.NUMBERS, span);
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
        if (compare.nocase() && (isEnumerated(operand) || isEnumerated(wanted))) {
            throw expressions.error(
                    compare.span(), "found nocase beside an enumerated type, whose names have one case");
        }
        TestKind ordering = ORDERINGS.get(compare.operator());
        if (ordering != null) {
            return ordered(compare, ordering);
        }
        boolean negated = compare.operator().equals("!=");
        if (operand instanceof Syntax.Field field && wanted instanceof Syntax.Text text) {
            Optional<Expression> condition = derived.equal(field, text.value(), compare.nocase());
            if (condition.isPresent()) {
                return negated ? ValueTests.not(condition.get(), compare.span()) : condition.get();
            }
        }
        return repeated(operand, tests.equal(operand, wanted, compare), negated, all, compare.span());
    }

    private Expression repeated(Syntax operand, ValueTests.Test test, boolean negated, boolean all, Span span)
            throws RuleSyntaxException {
        Expression value = expressions.value(operand);
        boolean isRepeated = operand instanceof Syntax.Field field
                && expressions.udm(field) instanceof UdmField.Read read
                && read.repeated()
                && !(field.steps().get(field.steps().size() - 1) instanceof Syntax.Step.Index);
        if (!isRepeated || (!negated && !all)) {
            Expression met = test.of(value);
            return negated ? ValueTests.not(met, span) : met;
        }
        Expression element = new Expression.Column(ELEMENT, span);
        Expression met = negated ? ValueTests.not(test.of(element), span) : test.of(element);
        return new Expression.Quantified(
                all ? Expression.Quantifier.ALL : Expression.Quantifier.ANY,
                ELEMENT,
                new Expression.Call(ScalarFunctions.ELEMENTS, List.of(value), span),
                met,
                span);
    }

    private Expression ordered(Syntax.Compare compare, TestKind kind) throws RuleSyntaxException {
        if (compare.left() instanceof Syntax.Regex || compare.right() instanceof Syntax.Regex) {
            throw expressions.error(compare.span(), "found a regular expression beside " + compare.operator());
        }
        if (isEnumerated(compare.left()) || isEnumerated(compare.right())) {
            return expressions.unsupported("order of an enumerated type", compare.span());
        }
        Expression left = expressions.value(compare.left());
        Expression right = expressions.value(compare.right());
        boolean texts = compare.left() instanceof Syntax.Text || compare.right() instanceof Syntax.Text;
        return new Expression.Test(
                kind,
                texts ? left : ValueTests.number(left),
                List.of(texts ? right : ValueTests.number(right)),
                texts ? ValueTests.TEXT : ValueTests.NUMBERS,
                compare.span());
    }

    private boolean isEnumerated(Syntax syntax) {
        return syntax instanceof Syntax.Field field
                && expressions.udm(field) instanceof UdmField.Cases cases
                && cases.enumerated();
    }

    private Expression quantified(Syntax.Each each) throws RuleSyntaxException {
        if (each.condition() instanceof Syntax.Compare compare && !ORDERINGS.containsKey(compare.operator())) {
            return compare(compare, each.all());
        }
        if (each.condition() instanceof Syntax.In in) {
            return repeated(in.operand(), tests.inList(in), false, each.all(), each.span());
        }
        if (each.condition() instanceof Syntax.Call call && compares(call.function())) {
            return called(call, each.all());
        }
        return condition(each.condition());
    }

    /** A function that is a comparison; {@code any} and {@code all} may stand before its first argument. */
    private Expression called(Syntax.Call call, boolean all) throws RuleSyntaxException {
        ValueTests.Test test = tests.called(call);
        Syntax first = call.arguments().get(0);
        return first instanceof Syntax.Each each
                ? repeated(each.condition(), test, false, each.all(), call.span())
                : repeated(first, test, false, all, call.span());
    }

    private static boolean isConstant(Syntax syntax) {
        return syntax instanceof Syntax.Text
                || syntax instanceof Syntax.Numeral
                || syntax instanceof Syntax.Truth
                || syntax instanceof Syntax.Regex;
    }
}

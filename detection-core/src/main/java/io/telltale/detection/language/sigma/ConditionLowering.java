package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;

/** Lowers conditions, whatever their names stand for. */
final class ConditionLowering {
    private final Names names;

    /** What a condition's names stand for. */
    interface Names {
        /** The expression that a name stands for where it is used. */
        Expression named(String name, Span span) throws RuleSyntaxException;

        /** The names that {@code 1 of …} or {@code all of …} speaks of, at least one. */
        List<String> matching(Condition.Of of) throws RuleSyntaxException;
    }

    ConditionLowering(Names names) {
        this.names = names;
    }

    Expression lower(Condition condition) throws RuleSyntaxException {
        if (condition instanceof Condition.Name name) {
            return names.named(name.name(), name.span());
        }
        if (condition instanceof Condition.Of of) {
            var parts = new ArrayList<Expression>();
            for (String name : names.matching(of)) {
                parts.add(names.named(name, of.span()));
            }
            return of.all() ? Expression.allOf(parts, of.span()) : Expression.anyOf(parts, of.span());
        }
        if (condition instanceof Condition.Not not) {
            return new Expression.Not(lower(not.operand()), not.span());
        }
        boolean and = condition instanceof Condition.And;
        List<Condition> operands =
                condition instanceof Condition.And each ? each.operands() : ((Condition.Or) condition).operands();
        var parts = new ArrayList<Expression>();
        for (Condition operand : operands) {
            parts.add(lower(operand));
        }
        return and ? Expression.allOf(parts, condition.span()) : Expression.anyOf(parts, condition.span());
    }

    /** Whether a condition negates anything, so that more events can make it false. */
    static boolean negates(Condition condition) {
        if (condition instanceof Condition.And and) {
            return and.operands().stream().anyMatch(ConditionLowering::negates);
        }
        if (condition instanceof Condition.Or or) {
            return or.operands().stream().anyMatch(ConditionLowering::negates);
        }
        return condition instanceof Condition.Not;
    }
}

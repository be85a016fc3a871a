package io.telltale.detection.language.yaral;

import java.util.Set;

/** Tells conditions that more events never make false, as counts from below are, from those that they can. */
final class Growth {
    private static final Set<String> GROWING = Set.of("count", "count_distinct", "max", "sum");

    private final Syntax.Rule rule;
    private final RuleShape shape;

    Growth(Syntax.Rule rule, RuleShape shape) {
        this.rule = rule;
        this.shape = shape;
    }

    /** Whether a condition can only become true with more events. */
    boolean of(Syntax condition) {
        if (condition instanceof Syntax.And and) {
            return and.operands().stream().allMatch(this::of);
        }
        if (condition instanceof Syntax.Or or) {
            return or.operands().stream().allMatch(this::of);
        }
        if (condition instanceof Syntax.AtLeast some) {
            return some.operands().stream().allMatch(this::of);
        }
        if (condition instanceof Syntax.Variable variable) {
            return shape.isEvent(variable.name())
                    || shape.owner(variable.name()).isPresent();
        }
        if (!(condition instanceof Syntax.Compare written)) {
            return false;
        }
        Syntax.Compare compare = written.numberLast();
        return compare.operator().startsWith(">")
                && compare.right() instanceof Syntax.Numeral
                && isGrowing(compare.left());
    }

    private boolean isGrowing(Syntax value) {
        if (value instanceof Syntax.Count) {
            return true;
        }
        return value instanceof Syntax.Variable variable
                && rule.outcomes().stream()
                        .filter(outcome -> outcome.name().equals(variable.name()))
                        .anyMatch(outcome ->
                                outcome.value() instanceof Syntax.Call call && GROWING.contains(call.function()));
    }
}

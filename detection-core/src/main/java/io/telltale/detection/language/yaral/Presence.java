package io.telltale.detection.language.yaral;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a condition asks of the number of events that a variable has. */
enum Presence {
    /** It is false without one. */
    REQUIRED,
    /** It is false with one. */
    ABSENT,
    /** It can be true either way. */
    OPTIONAL;

    /** A placeholder that asks for a value asks for the events that give it one. */
    static Presence of(Syntax condition, String event, RuleShape shape) {
        Set<String> events = Set.of(event);
        boolean without = holds(condition, events, shape, false).orElse(true);
        boolean with = holds(condition, events, shape, true).orElse(true);
        if (!without) {
            return REQUIRED;
        }
        return with ? OPTIONAL : ABSENT;
    }

    /** Whether a condition is false where no variable has an event. */
    static boolean asksForAny(Syntax condition, RuleShape shape) {
        return !holds(condition, Set.copyOf(shape.events()), shape, false).orElse(true);
    }

    /** Whether the condition holds where the variables have events or none; empty where that depends on more. */
    private static Optional<Boolean> holds(Syntax condition, Set<String> events, RuleShape shape, boolean there) {
        if (condition instanceof Syntax.Variable variable && events.contains(variable.name())) {
            return Optional.of(there);
        }
        if (condition instanceof Syntax.Variable variable && !there && isOf(events, variable.name(), shape)) {
            return Optional.of(false);
        }
        if (condition instanceof Syntax.Not not) {
            return holds(not.operand(), events, shape, there).map(holds -> !holds);
        }
        if (condition instanceof Syntax.And and) {
            return atLeast(and.operands().size(), and.operands(), events, shape, there);
        }
        if (condition instanceof Syntax.Or or) {
            return atLeast(1, or.operands(), events, shape, there);
        }
        if (condition instanceof Syntax.AtLeast some) {
            return atLeast(some.number(), some.operands(), events, shape, there);
        }
        if (!(condition instanceof Syntax.Compare written)) {
            return Optional.empty();
        }
        Syntax.Compare compare = written.numberLast();
        if (!(compare.left() instanceof Syntax.Count count) || !(compare.right() instanceof Syntax.Numeral number)) {
            return Optional.empty();
        }
        boolean counts = events.contains(count.name()) || (!there && isOf(events, count.name(), shape));
        return counts ? counted(compare.operator(), number.value(), there) : Optional.empty();
    }

    private static Optional<Boolean> atLeast(
            int number, List<Syntax> operands, Set<String> events, RuleShape shape, boolean there) {
        int met = 0;
        int open = 0;
        for (Syntax operand : operands) {
            Optional<Boolean> holds = holds(operand, events, shape, there);
            met += holds.orElse(false) ? 1 : 0;
            open += holds.isEmpty() ? 1 : 0;
        }
        if (met >= number) {
            return Optional.of(true);
        }
        return met + open >= number ? Optional.empty() : Optional.of(false);
    }

    /** Whether one of the events gives a placeholder its value. */
    private static boolean isOf(Set<String> events, String placeholder, RuleShape shape) {
        return events.stream().anyMatch(event -> shape.declares(event, placeholder));
    }

    /** Whether a condition on a number of events, or a value, also holds of none. */
    static boolean isUnbounded(Syntax condition, RuleShape shape) {
        if (condition instanceof Syntax.Not not) {
            return not.operand() instanceof Syntax.Variable variable && isCounted(variable.name(), shape);
        }
        if (!(condition instanceof Syntax.Compare written)) {
            return false;
        }
        Syntax.Compare compare = written.numberLast();
        return compare.left() instanceof Syntax.Count
                && compare.right() instanceof Syntax.Numeral number
                && counted(compare.operator(), number.value(), /* there= */ false)
                        .orElse(false);
    }

    /** Whether a variable is an event variable or a placeholder, not an outcome. */
    static boolean isCounted(String name, RuleShape shape) {
        return shape.isEvent(name) || shape.owner(name).isPresent();
    }

    private static Optional<Boolean> counted(String operator, double bound, boolean there) {
        if (!there) {
            return Optional.of(
                    switch (operator) {
                        case "=" -> bound == 0;
                        case "!=" -> bound != 0;
                        case "<" -> bound > 0;
                        case "<=" -> bound >= 0;
                        case ">" -> bound < 0;
                        default -> bound <= 0;
                    });
        }
        // With one event or more, only what a count of at least 1 decides is known.
        return switch (operator) {
            case "=" -> bound < 1 ? Optional.of(false) : Optional.empty();
            case "!=" -> bound < 1 ? Optional.of(true) : Optional.empty();
            case "<" -> bound <= 1 ? Optional.of(false) : Optional.empty();
            case "<=" -> bound < 1 ? Optional.of(false) : Optional.empty();
            case ">" -> bound < 1 ? Optional.of(true) : Optional.empty();
            default -> bound <= 1 ? Optional.of(true) : Optional.empty();
        };
    }
}

package io.telltale.detection.language.yaral;

import java.util.Optional;

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
        boolean without = holds(condition, event, shape, false).orElse(true);
        boolean with = holds(condition, event, shape, true).orElse(true);
        if (!without) {
            return REQUIRED;
        }
        return with ? OPTIONAL : ABSENT;
    }

    /** Whether the condition holds where the variable has events or none; empty where that depends on more. */
    private static Optional<Boolean> holds(Syntax condition, String event, RuleShape shape, boolean there) {
        if (condition instanceof Syntax.Variable variable && variable.name().equals(event)) {
            return Optional.of(there);
        }
        if (condition instanceof Syntax.Variable variable && !there && shape.declares(event, variable.name())) {
            return Optional.of(false);
        }
        if (condition instanceof Syntax.Not not) {
            return holds(not.operand(), event, shape, there).map(holds -> !holds);
        }
        if (condition instanceof Syntax.And || condition instanceof Syntax.Or) {
            boolean and = condition instanceof Syntax.And;
            boolean open = false;
            for (Syntax operand : RuleShape.children(condition)) {
                Optional<Boolean> holds = holds(operand, event, shape, there);
                if (holds.isPresent() && holds.get() != and) {
                    return Optional.of(!and);
                }
                open = open || holds.isEmpty();
            }
            return open ? Optional.empty() : Optional.of(and);
        }
        if (!(condition instanceof Syntax.Compare written)) {
            return Optional.empty();
        }
        Syntax.Compare compare = written.numberLast();
        if (!(compare.left() instanceof Syntax.Count count) || !(compare.right() instanceof Syntax.Numeral number)) {
            return Optional.empty();
        }
        boolean counts = count.name().equals(event) || (!there && shape.declares(event, count.name()));
        return counts ? counted(compare.operator(), number.value(), there) : Optional.empty();
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

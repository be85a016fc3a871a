package io.telltale.detection.language.yaral;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Refuses what the vendor's compiler refuses and what could only be a slip: see "Restrictions" in
 * https://cloud.google.com/chronicle/docs/yara-l/condition-syntax and https://cloud.google.com/chronicle/docs/yara-l/expressions.
 */
final class RuleChecks {
    private static final int MOST_OUTCOMES = 20;

    private final SourceText source;
    private final Syntax.Rule rule;
    private final RuleShape shape;

    RuleChecks(SourceText source, Syntax.Rule rule, RuleShape shape) {
        this.source = source;
        this.rule = rule;
        this.shape = shape;
    }

    void check() throws RuleSyntaxException {
        for (Syntax statement : rule.events()) {
            comparison(statement);
        }
        outcomes();
        condition(rule.condition(), false);
        if (rule.match().isPresent()) {
            match(rule.match().get());
        }
    }

    /** Two constants are equal or not in every event. */
    private void comparison(Syntax statement) throws RuleSyntaxException {
        if (statement instanceof Syntax.Compare compare && isConstant(compare.left()) && isConstant(compare.right())) {
            throw error(compare.span(), "found two constants, expected a field or a variable");
        }
        for (Syntax child : RuleShape.children(statement)) {
            comparison(child);
        }
    }

    private static boolean isConstant(Syntax expression) {
        return expression instanceof Syntax.Text
                || expression instanceof Syntax.Numeral
                || expression instanceof Syntax.Regex;
    }

    /** An outcome is given once, and of event variables of the events section. */
    private void outcomes() throws RuleSyntaxException {
        if (rule.outcomes().size() > MOST_OUTCOMES) {
            throw error(rule.outcomes().get(MOST_OUTCOMES).span(), "found more outcomes than " + MOST_OUTCOMES);
        }
        var names = new HashSet<String>();
        for (Syntax.Outcome outcome : rule.outcomes()) {
            if (!names.add(outcome.name())) {
                throw error(outcome.span(), "found a second outcome $" + outcome.name());
            }
            var unknown = new AtomicReference<Syntax.Field>();
            RuleShape.walk(outcome.value(), node -> {
                if (node instanceof Syntax.Field field && !shape.isEvent(field.event())) {
                    unknown.compareAndSet(null, field);
                }
            });
            if (unknown.get() != null) {
                throw error(
                        unknown.get().span(),
                        "found $" + unknown.get().event() + ", expected an event variable of the events section");
            }
        }
    }

    /**
     * Events and placeholders are negated by a sign, not by a word, and what an alternative asks of them cannot hold of
     * none: see https://cloud.google.com/chronicle/docs/yara-l/multievent-or.
     */
    private void condition(Syntax condition, boolean alternative) throws RuleSyntaxException {
        if (condition instanceof Syntax.Not not
                && source.text().charAt(not.span().start()) != '!'
                && isOfEvents(not.operand())) {
            throw error(not.span(), "found not before an event variable or a placeholder, expected !");
        }
        if (alternative && Presence.isUnbounded(condition, shape)) {
            throw error(
                    condition.span(), "found an alternative that asks for no event, expected one that asks for some");
        }
        boolean alternatives = alternative || condition instanceof Syntax.Or || condition instanceof Syntax.AtLeast;
        for (Syntax child : RuleShape.children(condition)) {
            condition(child, alternatives);
        }
    }

    private boolean isOfEvents(Syntax operand) {
        return (operand instanceof Syntax.Variable variable && Presence.isCounted(variable.name(), shape))
                || (operand instanceof Syntax.Compare written
                        && written.numberLast().left() instanceof Syntax.Count);
    }

    private void match(Syntax.Match match) throws RuleSyntaxException {
        for (Syntax.Variable variable : match.variables()) {
            if (shape.owner(variable.name()).isEmpty()) {
                throw error(
                        variable.span(),
                        "found $" + variable.name() + ", expected a placeholder that the events section declares");
            }
        }
        List<String> matched =
                match.variables().stream().map(Syntax.Variable::name).toList();
        var asked = new AtomicReference<Syntax>();
        RuleShape.walk(rule.condition(), node -> {
            if ((node instanceof Syntax.Variable variable && matched.contains(variable.name()))
                    || (node instanceof Syntax.Count count && matched.contains(count.name()))) {
                asked.compareAndSet(null, node);
            }
        });
        if (asked.get() != null) {
            throw error(asked.get().span(), "found a match variable, which has one value in every window");
        }
        if (match.pivot().isPresent()) {
            pivot(match.pivot().get());
        }
    }

    private void pivot(Syntax.Variable pivot) throws RuleSyntaxException {
        if (!shape.isEvent(pivot.name())) {
            throw error(pivot.span(), "found no event variable $" + pivot.name());
        }
        if (Presence.of(rule.condition(), pivot.name(), shape) != Presence.REQUIRED) {
            throw error(pivot.span(), "found $" + pivot.name() + ", expected an event that the condition asks for");
        }
    }

    private RuleSyntaxException error(Span place, String detail) {
        return new RuleSyntaxException(source, place, detail);
    }
}

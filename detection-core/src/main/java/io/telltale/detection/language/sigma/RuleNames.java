package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.List;

/** The names in a correlation's condition over its rules: each is whether the rule found anything in the window. */
final class RuleNames implements ConditionLowering.Names {
    private final RuleSource source;
    private final List<String> names;

    RuleNames(RuleSource source, List<CorrelatedRule> rules) {
        this.source = source;
        this.names = rules.stream().map(CorrelatedRule::name).toList();
    }

    @Override
    public Expression named(String name, Span span) throws RuleSyntaxException {
        if (!names.contains(name)) {
            throw error(span, "found " + name + ", expected one of the rules " + String.join(", ", names));
        }
        return new Expression.Column(name, span);
    }

    @Override
    public List<String> matching(Condition.Of of) throws RuleSyntaxException {
        Wildcard pattern = Wildcard.compile(of.pattern().equalsIgnoreCase("them") ? "*" : of.pattern(), true);
        List<String> matching = names.stream().filter(pattern::matches).toList();
        if (matching.isEmpty()) {
            throw error(of.span(), "found " + of.pattern() + ", which names none of the rules");
        }
        return matching;
    }

    /** The rules that a condition names, in their order. */
    static void in(Condition condition, List<String> names) {
        if (condition instanceof Condition.Name name && !names.contains(name.name())) {
            names.add(name.name());
        } else if (condition instanceof Condition.Not not) {
            in(not.operand(), names);
        } else if (condition instanceof Condition.And and) {
            and.operands().forEach(operand -> in(operand, names));
        } else if (condition instanceof Condition.Or or) {
            or.operands().forEach(operand -> in(operand, names));
        }
    }

    private RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source.body(), span, detail);
    }
}

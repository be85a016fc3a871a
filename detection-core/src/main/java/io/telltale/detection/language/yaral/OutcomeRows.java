package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What variables stand for on the rows whose fields the outcome's aggregates are over, and the outcomes known so far. */
final class OutcomeRows implements ExpressionLowering.Variables {
    private final SourceText source;
    private final RuleShape shape;
    private final ReferenceLists lists;
    private final List<Unsupported> unsupported;
    private final Placement placement;
    private final Map<String, Expression> values = new HashMap<>();

    OutcomeRows(
            SourceText source,
            RuleShape shape,
            ReferenceLists lists,
            List<Unsupported> unsupported,
            Placement placement) {
        this.source = source;
        this.shape = shape;
        this.lists = lists;
        this.unsupported = unsupported;
        this.placement = placement;
    }

    /** Lowers expressions whose variables stand for this. */
    ExpressionLowering expressions(ExpressionLowering.Variables variables) {
        return new ExpressionLowering(source, variables, lists, unsupported);
    }

    /** The outcome variables computed so far. */
    Map<String, Expression> values() {
        return values;
    }

    @Override
    public Expression placed(String event, Expression value, Span span) {
        return placement.placed(event, value, span);
    }

    @Override
    public Expression variable(Syntax.Variable variable) throws RuleSyntaxException {
        Optional<String> owner = shape.owner(variable.name());
        if (owner.isPresent()) {
            return placement.placeholder(owner.get(), variable.name(), variable.span());
        }
        return known(variable);
    }

    /** An outcome variable that was computed before. */
    private Expression known(Syntax.Variable variable) throws RuleSyntaxException {
        Expression value = values.get(variable.name());
        if (value != null) {
            return value;
        }
        throw error(variable.span(), "found $" + variable.name() + ", which nothing before declares");
    }

    @Override
    public Expression count(Syntax.Count count) throws RuleSyntaxException {
        throw error(count.span(), "found #" + count.name() + ", which is for the condition section");
    }

    /** The arguments of an aggregate, over these rows. */
    List<Expression> arguments(Syntax.Call call) throws RuleSyntaxException {
        String name = call.function();
        ExpressionLowering rows = expressions(this);
        rows.arguments(call, Aggregates.leastArguments(name), Aggregates.mostArguments(name));
        var arguments = new ArrayList<Expression>();
        for (Syntax argument : call.arguments()) {
            arguments.add(rows.value(argument));
        }
        return arguments;
    }

    /** Whether a variable of the condition is one that is counted: an event variable or a placeholder. */
    boolean isCounted(String name) {
        return shape.isEvent(name) || shape.owner(name).isPresent();
    }

    void checkCounted(Syntax.Count count) throws RuleSyntaxException {
        if (!isCounted(count.name())) {
            throw error(count.span(), "found #" + count.name() + ", which no statement of the events section declares");
        }
    }

    /** {@code $e} and {@code $placeholder} in the condition: there is one. */
    static Expression some(Syntax.Variable variable, ExpressionLowering.Variables variables)
            throws RuleSyntaxException {
        Span span = variable.span();
        Expression number = variables.count(new Syntax.Count(variable.name(), span));
        if (number instanceof Expression.Literal literal) {
            return new Expression.Literal(Values.of(!literal.value().equals(Values.of(0))), span);
        }
        return new Expression.Test(
                TestKind.GT, number, List.of(new Expression.Literal(Values.of(0), span)), ValueTests.TEXT, span);
    }

    private RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }
}

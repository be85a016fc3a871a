package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lowers the calls of {@code eval}'s functions: those that are conditions of the IR, and the others by their names. */
final class EvalCalls {
    private final Rows rows;
    private final EvalLowering expressions;

    EvalCalls(Rows rows, EvalLowering expressions) {
        this.rows = rows;
        this.expressions = expressions;
    }

    private Expression refuse(String construct, Span span) {
        rows.refuse(construct, span);
        return new Expression.Literal(Values.NULL, span);
    }

    Expression lower(EvalSyntax.Call call) {
        Span span = call.span();
        String name = call.function();
        Optional<EvalFunction> known = rows.context().functions().function(name);
        if (known.isEmpty()) {
            return refuse("eval function " + name, span);
        }
        int count = call.arguments().size();
        if (count < known.get().least() || count > known.get().most()) {
            return refuse("eval function " + name + " with " + count + " arguments", span);
        }
        if (name.equals("mvfilter") || name.equals("mvmap")) {
            return each(call);
        }
        if (name.equals("searchmatch")) {
            return searchMatch(call);
        }
        List<Expression> arguments =
                call.arguments().stream().map(expressions::lower).toList();
        return switch (name) {
            case "if" -> new Expression.Conditional(arguments.get(0), arguments.get(1), arguments.get(2), span);
            case "case" -> cases(arguments, span);
            case "validate" -> validate(arguments, span);
            case "null" -> new Expression.Literal(Values.NULL, span);
            case "true" -> new Expression.Literal(Values.TRUE, span);
            case "false" -> new Expression.Literal(Values.FALSE, span);
            case "isnull" -> isNull(arguments.get(0), span);
            case "isnotnull" -> new Expression.Not(isNull(arguments.get(0), span), span);
            case "like" -> like(arguments.get(0), arguments.get(1), span);
            case "match" -> match(arguments.get(0), arguments.get(1), span);
            case "cidrmatch" ->
                new Expression.Test(
                        TestKind.CIDR, arguments.get(1), List.of(arguments.get(0)), EvalLowering.TEXT, span);
            case "in" ->
                new Expression.Test(
                        count == 2 ? TestKind.EQ : TestKind.IN,
                        arguments.get(0),
                        arguments.subList(1, count),
                        EvalLowering.MATCHING,
                        span);
            case "replace", "mvfind" ->
                compiles(arguments.get(1), span)
                        ? new Expression.Call("spl:" + name, arguments, span)
                        : new Expression.Literal(Values.NULL, span);
            case "typeof" ->
                arguments.get(0) instanceof Expression.Literal literal && literal.value() instanceof Value.Text
                        ? new Expression.Literal(Values.of("String"), span)
                        : new Expression.Call("spl:typeof", arguments, span);
            default -> new Expression.Call("spl:" + name, arguments, span);
        };
    }

    /** {@code searchmatch("…")}: a search's condition on the row. */
    private Expression searchMatch(EvalSyntax.Call call) {
        if (!(call.arguments().get(0) instanceof EvalSyntax.Constant constant)
                || !(constant.value() instanceof Value.Text text)) {
            return refuse("eval function searchmatch with a computed search", call.span());
        }
        try {
            var parser = new SplParser(rows.context().search().pieceOf(text.value(), constant.span()));
            List<Command> commands = parser.parse();
            if (commands.size() == 1
                    && commands.get(0) instanceof Command.Search search
                    && !SearchLowering.hasSubsearch(search.condition())) {
                Expression condition = new SearchLowering(rows).lower(search.condition());
                return new Expression.Conditional(
                        condition,
                        new Expression.Literal(Values.TRUE, call.span()),
                        new Expression.Literal(Values.FALSE, call.span()),
                        call.span());
            }
            return refuse("eval function searchmatch with commands", call.span());
        } catch (RuleSyntaxException e) {
            return refuse("eval function searchmatch: " + e.detail(), call.span());
        }
    }

    /** {@code mvfilter} and {@code mvmap}: an expression over each value of the one field that it names. */
    private Expression each(EvalSyntax.Call call) {
        boolean filter = call.function().equals("mvfilter");
        EvalSyntax body = call.arguments().get(filter ? 0 : 1);
        EvalSyntax over = call.arguments().get(0);
        Set<String> names = EvalLowering.names(over);
        if (names.size() != 1 || call.arguments().size() > 2) {
            return refuse("eval function " + call.function() + " of other than one field", call.span());
        }
        String field = names.iterator().next();
        Expression list = filter || over instanceof EvalSyntax.Name
                ? rows.scope().resolve(field, call.span())
                : expressions.lower(over);
        String variable = rows.context().newName();
        Scope outside = rows.scope();
        rows.rescope(new RowScopes.Each(outside, field, variable));
        Expression inside = expressions.lower(body);
        rows.rescope(outside);
        Expression element = new Expression.Column(variable, call.span());
        Expression made = new Expression.Comprehension(
                variable,
                list,
                filter ? Optional.of(inside) : Optional.empty(),
                filter ? element : inside,
                call.span());
        return new Expression.Call("spl:filtered", List.of(made), call.span());
    }

    /** The text behind the first condition that does not hold; null where all do. */
    private Expression validate(List<Expression> arguments, Span span) {
        if (arguments.size() % 2 != 0) {
            return refuse("eval function validate with " + arguments.size() + " arguments", span);
        }
        Expression out = new Expression.Literal(Values.NULL, span);
        for (int i = arguments.size() - 2; i >= 0; i -= 2) {
            out = new Expression.Conditional(arguments.get(i), out, arguments.get(i + 1), span);
        }
        return out;
    }

    private Expression cases(List<Expression> arguments, Span span) {
        if (arguments.size() % 2 != 0) {
            return refuse("eval function case with " + arguments.size() + " arguments", span);
        }
        Expression out = new Expression.Literal(Values.NULL, span);
        for (int i = arguments.size() - 2; i >= 0; i -= 2) {
            out = new Expression.Conditional(arguments.get(i), arguments.get(i + 1), out, span);
        }
        return out;
    }

    private static Expression isNull(Expression operand, Span span) {
        return new Expression.Test(TestKind.IS_NULL, operand, List.of(), EvalLowering.MATCHING, span);
    }

    Expression like(Expression operand, Expression pattern, Span span) {
        if (!(pattern instanceof Expression.Literal literal) || !(literal.value() instanceof Value.Text text)) {
            return new Expression.Call("spl:like", List.of(operand, pattern), span);
        }
        String wanted = text.value();
        if (wanted.indexOf('*') < 0
                && wanted.indexOf('_') < 0
                && wanted.indexOf('\\') < 0
                && wanted.indexOf('%') >= 0
                && !wanted.equals("%")) {
            return SearchComparison.pattern(operand, wanted.replace('%', '*'), pattern.span(), EvalLowering.TEXT, span);
        }
        return new Expression.Test(
                TestKind.WILDCARD,
                operand,
                List.of(new Expression.Literal(Values.of(TextFunctions.wildcard(wanted)), pattern.span())),
                EvalLowering.TEXT,
                span);
    }

    private Expression match(Expression operand, Expression pattern, Span span) {
        if (!(pattern instanceof Expression.Literal literal) || !(literal.value() instanceof Value.Text)) {
            return new Expression.Call("spl:match", List.of(operand, pattern), span);
        }
        return compiles(pattern, span)
                ? new Expression.Test(TestKind.REGEX, operand, List.of(pattern), EvalLowering.TEXT, span)
                : new Expression.Literal(Values.NULL, span);
    }

    /** Whether a regular expression that is known now can be run; one that is computed is compiled when the rule runs. */
    private boolean compiles(Expression pattern, Span span) {
        if (!(pattern instanceof Expression.Literal literal) || !(literal.value() instanceof Value.Text text)) {
            return true;
        }
        try {
            Patterns.re2(text.value(), 0);
            return true;
        } catch (IllegalArgumentException e) {
            refuse("regular expression that needs backtracking", span);
            return false;
        }
    }
}

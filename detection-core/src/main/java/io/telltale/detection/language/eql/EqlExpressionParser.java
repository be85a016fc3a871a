package io.telltale.detection.language.eql;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.eql.EqlSyntax.Constant;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Parses EQL's expressions; from loose to tight: {@code or}, {@code and}, {@code not}, comparisons, sums, products, sign. */
final class EqlExpressionParser {
    /** What stands between and before operands. */
    static final List<String> OPERATORS = List.of(
            "==", "!=", "<", "<=", ">", ">=", ":", "like", "like~", "regex", "regex~", "in", "in~", "and", "or", "not",
            "+", "-", "*", "/", "%", "?field");

    private static final int MAX_DEPTH = 200;
    private static final List<String> COMPARISONS = List.of("==", "!=", "<=", ">=", "<", ">");

    private final EqlScanner in;
    private int depth;

    EqlExpressionParser(EqlScanner in) {
        this.in = in;
    }

    EqlSyntax expression() throws RuleSyntaxException {
        enter();
        int start = in.start();
        var operands = new ArrayList<EqlSyntax>();
        do {
            operands.add(and());
        } while (in.keyword("or"));
        depth--;
        return operands.size() == 1
                ? operands.get(0)
                : new EqlSyntax.Connective(true, List.copyOf(operands), in.from(start));
    }

    private EqlSyntax and() throws RuleSyntaxException {
        int start = in.start();
        var operands = new ArrayList<EqlSyntax>();
        do {
            operands.add(not());
        } while (in.keyword("and"));
        return operands.size() == 1
                ? operands.get(0)
                : new EqlSyntax.Connective(false, List.copyOf(operands), in.from(start));
    }

    private EqlSyntax not() throws RuleSyntaxException {
        int start = in.start();
        if (!in.keyword("not")) {
            return comparison();
        }
        enter();
        EqlSyntax operand = not();
        depth--;
        return new EqlSyntax.Not(operand, in.from(start));
    }

    private EqlSyntax comparison() throws RuleSyntaxException {
        int start = in.start();
        EqlSyntax left = sum();
        for (String operator : COMPARISONS) {
            if (in.symbol(operator)) {
                EqlSyntax right = sum();
                return new EqlSyntax.Comparison(operator, left, right, in.from(start));
            }
        }
        if (in.symbol(":")) {
            return pattern(left, start, false, false);
        }
        for (String word : List.of("like", "like~", "regex", "regex~")) {
            if (in.keyword(word)) {
                return pattern(left, start, word.startsWith("regex"), !word.endsWith("~"));
            }
        }
        boolean not = in.keyword("not");
        boolean insensitive = in.keyword("in~");
        if (insensitive || in.keyword("in")) {
            in.expect("(");
            List<EqlSyntax> wanted = list(")");
            EqlSyntax test = new EqlSyntax.InList(left, wanted, !insensitive, in.from(start));
            return not ? new EqlSyntax.Not(test, in.from(start)) : test;
        }
        if (not) {
            throw in.error("expected in or in~");
        }
        return left;
    }

    /** A colon may also stand before a value that is no text, and then means equality. */
    private EqlSyntax pattern(EqlSyntax operand, int start, boolean regular, boolean cased) throws RuleSyntaxException {
        var patterns = new ArrayList<Constant>();
        boolean several = in.symbol("(");
        do {
            int at = in.start();
            EqlSyntax pattern = sum();
            if (!(pattern instanceof Constant constant)) {
                throw in.error(in.from(at), "expected a constant");
            }
            patterns.add(constant);
        } while (several && in.symbol(","));
        if (several) {
            in.expect(")");
        }
        return new EqlSyntax.Pattern(operand, List.copyOf(patterns), regular, cased, in.from(start));
    }

    private EqlSyntax sum() throws RuleSyntaxException {
        return chain(List.of("+", "-"), true);
    }

    private EqlSyntax chain(List<String> operators, boolean sums) throws RuleSyntaxException {
        int start = in.start();
        EqlSyntax left = sums ? chain(List.of("*", "/", "%"), false) : sign();
        int links = 0;
        while (true) {
            String found = "";
            for (String operator : operators) {
                if (found.isEmpty() && in.symbol(operator)) {
                    found = operator;
                }
            }
            if (found.isEmpty()) {
                depth -= links;
                return left;
            }
            enter();
            links++;
            EqlSyntax right = sums ? chain(List.of("*", "/", "%"), false) : sign();
            left = new EqlSyntax.Arithmetic(found, left, right, in.from(start));
        }
    }

    private EqlSyntax sign() throws RuleSyntaxException {
        int start = in.start();
        boolean negative = in.symbol("-");
        if (!negative && !in.symbol("+")) {
            return primary();
        }
        enter();
        EqlSyntax operand = sign();
        depth--;
        if (!negative) {
            return operand;
        }
        if (operand instanceof Constant constant && constant.value() instanceof Value.Int number) {
            return new Constant(Values.of(-number.value()), in.from(start));
        }
        if (operand instanceof Constant constant && constant.value() instanceof Value.Decimal number) {
            return new Constant(Values.of(-number.value()), in.from(start));
        }
        return new EqlSyntax.Arithmetic("-", new Constant(Values.of(0), in.from(start)), operand, in.from(start));
    }

    private EqlSyntax primary() throws RuleSyntaxException {
        int start = in.start();
        if (in.symbol("(")) {
            EqlSyntax inner = expression();
            in.expect(")");
            return inner;
        }
        if (in.sees("\"")) {
            return new Constant(Values.of(in.string()), in.from(start));
        }
        if (in.sees("'")) {
            throw in.error("expected double quotes around a text");
        }
        if (in.seesDigit()) {
            return number(start);
        }
        if (in.symbol("?")) {
            return new EqlSyntax.Name(in.name(), true, in.from(start));
        }
        if (in.keyword("true")) {
            return new Constant(Values.TRUE, in.from(start));
        }
        if (in.keyword("false")) {
            return new Constant(Values.FALSE, in.from(start));
        }
        if (in.keyword("null")) {
            return new Constant(Values.NULL, in.from(start));
        }
        if (!in.seesName()) {
            throw in.error("expected a field, a value or a function");
        }
        String name = in.name();
        boolean insensitive = in.sees("~") && in.symbol("~");
        if (!in.symbol("(")) {
            if (insensitive) {
                throw in.error("expected ( behind the function's name");
            }
            return new EqlSyntax.Name(name, false, in.from(start));
        }
        List<EqlSyntax> arguments = in.symbol(")") ? List.of() : list(")");
        return new EqlSyntax.Invocation(EqlFunctions.canonical(name), !insensitive, arguments, in.from(start));
    }

    private List<EqlSyntax> list(String close) throws RuleSyntaxException {
        var elements = new ArrayList<EqlSyntax>();
        do {
            elements.add(expression());
        } while (in.symbol(","));
        in.expect(close);
        return List.copyOf(elements);
    }

    private Constant number(int start) throws RuleSyntaxException {
        String digits = in.number();
        try {
            boolean whole = digits.chars().allMatch(c -> c >= '0' && c <= '9');
            return new Constant(
                    whole ? Values.of(Long.parseLong(digits)) : Values.of(Double.parseDouble(digits)), in.from(start));
        } catch (NumberFormatException e) {
            throw in.error(in.from(start), "a number out of range");
        }
    }

    private void enter() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw in.error("expected no more than " + MAX_DEPTH + " levels of nesting");
        }
    }
}

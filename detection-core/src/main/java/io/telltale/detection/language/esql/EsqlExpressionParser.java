package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses ES|QL's expressions; from loose to tight: OR, AND, NOT, comparisons, sums, products, sign, cast. */
final class EsqlExpressionParser {
    /** What stands between and before operands. */
    static final List<String> OPERATORS = List.of(
            "==",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "AND",
            "OR",
            "NOT",
            "IN",
            "LIKE",
            "RLIKE",
            "IS NULL",
            "IS NOT NULL",
            ":",
            "+",
            "-",
            "*",
            "/",
            "%",
            "::",
            "?parameter");

    private static final int MAX_DEPTH = 200;
    private static final List<String> COMPARISONS = List.of("==", "!=", "<=", ">=", "<", ">");

    private final EsqlScanner in;
    private final EsqlLiteralParser literals;
    private int depth;
    private int nameless;

    EsqlExpressionParser(EsqlScanner in) {
        this.in = in;
        this.literals = new EsqlLiteralParser(in);
    }

    EsqlSyntax expression() throws RuleSyntaxException {
        return connective(true);
    }

    private EsqlSyntax connective(boolean any) throws RuleSyntaxException {
        int start = in.start();
        var operands = new ArrayList<EsqlSyntax>();
        do {
            operands.add(any ? connective(false) : negation());
        } while (in.keyword(any ? "or" : "and"));
        return operands.size() == 1 ? operands.get(0) : new EsqlSyntax.Connective(any, operands, in.from(start));
    }

    private EsqlSyntax negation() throws RuleSyntaxException {
        int start = in.start();
        if (!in.keyword("not")) {
            return comparison();
        }
        enter();
        EsqlSyntax operand = negation();
        depth--;
        return new EsqlSyntax.Not(operand, in.from(start));
    }

    /** A comparison, on which as a whole one of {@code IS NULL}, {@code IN}, {@code LIKE} and {@code RLIKE} may follow. */
    private EsqlSyntax comparison() throws RuleSyntaxException {
        int start = in.start();
        EsqlSyntax left = sum();
        Optional<String> operator = COMPARISONS.stream().filter(in::symbol).findFirst();
        if (operator.isPresent()) {
            left = new EsqlSyntax.Binary(operator.get(), left, sum(), in.from(start));
        }
        if (!in.sees("::") && in.symbol(":")) {
            EsqlSyntax right = sum();
            return new EsqlSyntax.Binary(":", left, right, in.from(start));
        }
        if (in.keyword("is")) {
            boolean not = in.keyword("not");
            if (!in.keyword("null")) {
                throw in.error("expected NULL");
            }
            return negated(not, new EsqlSyntax.IsNull(left, in.from(start)), start);
        }
        boolean not = in.keyword("not");
        if (in.keyword("in")) {
            in.expect("(");
            List<EsqlSyntax> wanted = list();
            return negated(not, new EsqlSyntax.InList(left, wanted, in.from(start)), start);
        }
        boolean regular = in.keyword("rlike");
        if (regular || in.keyword("like")) {
            return negated(not, like(regular, left, start), start);
        }
        if (not) {
            throw in.error("expected IN, LIKE or RLIKE");
        }
        return left;
    }

    private EsqlSyntax like(boolean regular, EsqlSyntax operand, int start) throws RuleSyntaxException {
        var patterns = new ArrayList<EsqlSyntax.Constant>();
        boolean several = in.symbol("(");
        do {
            int at = in.start();
            if (!in.sees("\"")) {
                throw in.error("expected a pattern in quotes");
            }
            patterns.add(new EsqlSyntax.Constant(Values.of(in.string()), in.from(at)));
        } while (several && in.symbol(","));
        if (several) {
            in.expect(")");
        }
        return new EsqlSyntax.Like(regular, operand, patterns, in.from(start));
    }

    private EsqlSyntax negated(boolean not, EsqlSyntax operand, int start) {
        return not ? new EsqlSyntax.Not(operand, in.from(start)) : operand;
    }

    private EsqlSyntax sum() throws RuleSyntaxException {
        return chain(List.of("+", "-"));
    }

    private EsqlSyntax chain(List<String> operators) throws RuleSyntaxException {
        boolean sums = operators.contains("+");
        int start = in.start();
        EsqlSyntax left = sums ? chain(List.of("*", "/", "%")) : sign();
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
            EsqlSyntax right = sums ? chain(List.of("*", "/", "%")) : sign();
            left = new EsqlSyntax.Binary(found, left, right, in.from(start));
        }
    }

    private EsqlSyntax sign() throws RuleSyntaxException {
        int start = in.start();
        if (in.symbol("+")) {
            enter();
            EsqlSyntax operand = sign();
            depth--;
            return operand;
        }
        if (in.symbol("-")) {
            enter();
            EsqlSyntax operand = sign();
            depth--;
            if (operand instanceof EsqlSyntax.Constant constant) {
                Optional<Value> negative = EsqlLiteralParser.negative(constant.value());
                if (negative.isPresent()) {
                    return new EsqlSyntax.Constant(negative.get(), in.from(start));
                }
            }
            return new EsqlSyntax.Negative(operand, in.from(start));
        }
        EsqlSyntax value = primary();
        int casts = 0;
        while (in.symbol("::")) {
            enter();
            casts++;
            String type = in.word().toLowerCase(Locale.ROOT);
            value = new EsqlSyntax.Invocation("to_" + type, List.of(value), in.from(start));
        }
        depth -= casts;
        return value;
    }

    /** A constant, a name, a function or an expression in parentheses. */
    EsqlSyntax primary() throws RuleSyntaxException {
        int start = in.start();
        if (in.symbol("(")) {
            enter();
            EsqlSyntax inner = expression();
            in.expect(")");
            depth--;
            return inner;
        }
        Optional<EsqlSyntax.Constant> literal = literals.literal();
        if (literal.isPresent()) {
            return literal.get();
        }
        if (in.symbol("?")) {
            String name = in.word();
            return new EsqlSyntax.Parameter(name.isEmpty() ? "?" + ++nameless : name, in.from(start));
        }
        String name = in.name(false);
        if (!in.symbol("(")) {
            return new EsqlSyntax.Name(name, in.from(start));
        }
        if (in.symbol("*")) {
            in.expect(")");
            return new EsqlSyntax.Invocation(name.toLowerCase(Locale.ROOT), List.of(), in.from(start));
        }
        List<EsqlSyntax> arguments = in.symbol(")") ? List.of() : list();
        return new EsqlSyntax.Invocation(name.toLowerCase(Locale.ROOT), arguments, in.from(start));
    }

    private List<EsqlSyntax> list() throws RuleSyntaxException {
        enter();
        var elements = new ArrayList<EsqlSyntax>();
        do {
            elements.add(expression());
        } while (in.symbol(","));
        in.expect(")");
        depth--;
        return elements;
    }

    private void enter() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw in.error("expected no more than " + MAX_DEPTH + " levels of nesting");
        }
    }
}

package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses the expressions of {@code eval} and {@code where} by precedence climbing. */
final class EvalParser {
    /** Operators by how tightly they bind, loosest first; longer ones before their beginnings. */
    private static final List<List<String>> LEVELS = List.of(
            List.of("XOR"),
            List.of("OR"),
            List.of("AND"),
            List.of("==", "!=", "<=", ">=", "=", "<", ">", "LIKE", "IN", "NOT IN"),
            List.of("."),
            List.of("+", "-"),
            List.of("*", "/", "%"));

    /** Words that are no fields: one in the place of a field means that something is missing. */
    private static final List<String> OPERATORS = List.of("AND", "OR", "XOR");

    private static final int COMPARISON = 3;
    private static final int MAX_CHAIN = 1000;

    private final Scanner in;

    EvalParser(Scanner in) {
        this.in = in;
    }

    EvalSyntax parse() throws RuleSyntaxException {
        return level(0);
    }

    private EvalSyntax level(int level) throws RuleSyntaxException {
        if (level == LEVELS.size()) {
            return prefix();
        }
        int start = in.space().at();
        if (level == COMPARISON && in.takeKeyword("NOT", false)) {
            in.deeper();
            EvalSyntax operand = level(COMPARISON);
            in.shallower();
            return new EvalSyntax.Prefix("NOT", operand, in.span(start));
        }
        EvalSyntax left = level(level + 1);
        Optional<String> operator = operator(level);
        int links = 0;
        while (operator.isPresent()) {
            if (++links > MAX_CHAIN) {
                throw in.error(start, "more than " + MAX_CHAIN + " operators in a row");
            }
            String symbol = operator.get();
            if (symbol.endsWith("IN")) {
                var arguments = new ArrayList<EvalSyntax>(List.of(left));
                in.expect("(");
                arguments(arguments);
                left = new EvalSyntax.Call("in", arguments, in.span(start));
                if (symbol.equals("NOT IN")) {
                    left = new EvalSyntax.Prefix("NOT", left, in.span(start));
                }
            } else {
                EvalSyntax right = level(level + 1);
                left = new EvalSyntax.Infix(symbol.equals("=") ? "==" : symbol, left, right, in.span(start));
            }
            operator = operator(level);
        }
        return left;
    }

    private Optional<String> operator(int level) {
        for (String symbol : LEVELS.get(level)) {
            if (symbol.equals("NOT IN")) {
                int at = in.at();
                if (in.takeKeyword("NOT", false) && in.takeKeyword("IN", false)) {
                    return Optional.of(symbol);
                }
                in.back(at);
            } else if (Character.isLetter(symbol.charAt(0)) ? in.takeKeyword(symbol, false) : in.take(symbol)) {
                return Optional.of(symbol);
            }
        }
        return Optional.empty();
    }

    private EvalSyntax prefix() throws RuleSyntaxException {
        int start = in.space().at();
        in.deeper();
        try {
            if (in.take("-")) {
                return new EvalSyntax.Prefix("-", prefix(), in.span(start));
            }
            if (in.take("+")) {
                return prefix();
            }
            if (in.space().peek() == '!' && in.peek(1) != '=') {
                in.skip(1);
                return new EvalSyntax.Prefix("NOT", prefix(), in.span(start));
            }
            return primary(start);
        } finally {
            in.shallower();
        }
    }

    private EvalSyntax primary(int start) throws RuleSyntaxException {
        if (in.take("(")) {
            EvalSyntax inner = parse();
            in.expect(")");
            return inner;
        }
        char c = in.peek();
        if (c == '[') {
            return new EvalSyntax.Subsearch(in.brackets());
        }
        if (c == '"') {
            SearchSyntax.Word text = in.quoted();
            return new EvalSyntax.Constant(Values.of(text.text()), text.span());
        }
        if (c == '\'') {
            SearchSyntax.Word name = in.quoted();
            return new EvalSyntax.Name(name.text(), name.span());
        }
        if ((c >= '0' && c <= '9') || (c == '.' && in.peek(1) >= '0' && in.peek(1) <= '9')) {
            return number(start);
        }
        for (String operator : OPERATORS) {
            if (in.seesKeyword(operator, false)) {
                throw in.unexpected("expected an expression");
            }
        }
        String name = in.identifier();
        if (name.isEmpty()) {
            throw in.unexpected("expected an expression");
        }
        if (!in.take("(")) {
            return new EvalSyntax.Name(name, in.span(start));
        }
        var arguments = new ArrayList<EvalSyntax>();
        if (!in.take(")")) {
            arguments(arguments);
        }
        return new EvalSyntax.Call(Scanner.lower(name), arguments, in.span(start));
    }

    private void arguments(List<EvalSyntax> into) throws RuleSyntaxException {
        do {
            into.add(parse());
        } while (in.take(","));
        in.expect(")");
    }

    private EvalSyntax number(int start) throws RuleSyntaxException {
        var digits = new StringBuilder(in.identifier());
        if (in.peek() == '.' && in.peek(1) >= '0' && in.peek(1) <= '9') {
            in.skip(1);
            digits.append('.').append(in.identifier());
        }
        String text = digits.toString();
        try {
            return new EvalSyntax.Constant(
                    text.chars().allMatch(Character::isDigit) && text.length() < 18
                            ? Values.of(Long.parseLong(text))
                            : Values.of(Double.parseDouble(text)),
                    in.span(start));
        } catch (NumberFormatException e) {
            throw in.error(start, "found " + text + ", expected a number");
        }
    }
}

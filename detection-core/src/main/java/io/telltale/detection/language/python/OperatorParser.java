package io.telltale.detection.language.python;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads operators, from {@code or} to {@code **}. */
final class OperatorParser {
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("|"),
            Set.of("^"),
            Set.of("&"),
            Set.of("<<", ">>"),
            Set.of("+", "-"),
            Set.of("*", "/", "//", "%", "@"));

    private final TokenReader in;
    private final PrimaryParser primaries;

    OperatorParser(TokenReader in, PrimaryParser primaries) {
        this.in = in;
        this.primaries = primaries;
    }

    Node.Expr or() throws RuleSyntaxException {
        Span start = in.peek().span();
        var operands = new ArrayList<Node.Expr>(List.of(and()));
        while (in.accept("or")) {
            operands.add(and());
        }
        return operands.size() == 1 ? operands.get(0) : new Node.BoolOp(false, List.copyOf(operands), in.since(start));
    }

    private Node.Expr and() throws RuleSyntaxException {
        Span start = in.peek().span();
        var operands = new ArrayList<Node.Expr>(List.of(not()));
        while (in.accept("and")) {
            operands.add(not());
        }
        return operands.size() == 1 ? operands.get(0) : new Node.BoolOp(true, List.copyOf(operands), in.since(start));
    }

    private Node.Expr not() throws RuleSyntaxException {
        Span start = in.peek().span();
        if (in.accept("not")) {
            in.enter();
            try {
                return new Node.Unary("not", not(), in.since(start));
            } finally {
                in.leave();
            }
        }
        return comparison();
    }

    private Node.Expr comparison() throws RuleSyntaxException {
        Span start = in.peek().span();
        Node.Expr first = binary(0);
        var operators = new ArrayList<String>();
        var rest = new ArrayList<Node.Expr>();
        while (true) {
            String operator = comparisonOperator();
            if (operator.isEmpty()) {
                break;
            }
            operators.add(operator);
            rest.add(binary(0));
        }
        return rest.isEmpty()
                ? first
                : new Node.Compare(first, List.copyOf(operators), List.copyOf(rest), in.since(start));
    }

    private String comparisonOperator() throws RuleSyntaxException {
        Token token = in.peek();
        if (token.kind() == Token.Kind.OPERATOR
                && Set.of("==", "!=", "<", "<=", ">", ">=").contains(token.text())) {
            return in.next().text();
        }
        if (in.accept("in")) {
            return "in";
        }
        if (in.accept("is")) {
            return in.accept("not") ? "is not" : "is";
        }
        if (in.is("not") && in.ahead().is("in")) {
            in.next();
            in.next();
            return "not in";
        }
        return "";
    }

    Node.Expr binary(int level) throws RuleSyntaxException {
        if (level == LEVELS.size()) {
            return unary();
        }
        Span start = in.peek().span();
        Node.Expr left = binary(level + 1);
        int links = 0;
        while (in.peek().kind() == Token.Kind.OPERATOR
                && LEVELS.get(level).contains(in.peek().text())) {
            if (++links > TokenReader.MAX_DEPTH) {
                throw in.error(in.peek().span(), "more than " + TokenReader.MAX_DEPTH + " operators in a row");
            }
            String operator = in.next().text();
            Node.Expr right = binary(level + 1);
            left = new Node.Binary(operator, left, right, in.since(start));
        }
        return left;
    }

    private Node.Expr unary() throws RuleSyntaxException {
        Span start = in.peek().span();
        if (in.is("-") || in.is("+") || in.is("~")) {
            in.enter();
            try {
                String operator = in.next().text();
                Node.Expr operand = unary();
                return new Node.Unary(operator, operand, in.since(start));
            } finally {
                in.leave();
            }
        }
        Node.Expr base = primaries.primary();
        if (in.accept("**")) {
            in.enter();
            try {
                Node.Expr exponent = unary();
                return new Node.Binary("**", base, exponent, in.since(start));
            } finally {
                in.leave();
            }
        }
        return base;
    }
}

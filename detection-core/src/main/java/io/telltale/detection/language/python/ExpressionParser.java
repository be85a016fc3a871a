package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads Python's expressions, loosest binding first. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class ExpressionParser {
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("|"),
            Set.of("^"),
            Set.of("&"),
            Set.of("<<", ">>"),
            Set.of("+", "-"),
            Set.of("*", "/", "//", "%", "@"));

    private final TokenReader in;

    ExpressionParser(TokenReader in) {
        this.in = in;
    }

    /** An expression list: one expression, or a tuple without parentheses. */
    Node.Expr expressions() throws RuleSyntaxException {
        Span start = in.peek().span();
        Node.Expr first = starOrNamed();
        if (!in.is(",")) {
            return first;
        }
        var elements = new ArrayList<Node.Expr>(List.of(first));
        while (in.accept(",")) {
            if (!startsExpression()) {
                break;
            }
            elements.add(starOrNamed());
        }
        return new Node.Display(Node.DisplayKind.TUPLE, List.copyOf(elements), in.since(start));
    }

    private boolean startsExpression() {
        Token token = in.peek();
        return switch (token.kind()) {
            case NUMBER, STRING -> true;
            case NAME ->
                in.isName()
                        || Set.of("None", "True", "False", "not", "lambda", "await", "yield")
                                .contains(token.text());
            case OPERATOR -> Set.of("(", "[", "{", "-", "+", "~", "*", "...").contains(token.text());
            default -> false;
        };
    }

    private Node.Expr starOrNamed() throws RuleSyntaxException {
        Span start = in.peek().span();
        if (in.accept("*")) {
            Node.Expr value = binary(0);
            return new Node.Starred(value, in.since(start));
        }
        return named();
    }

    /** An expression, or {@code name := expression}. */
    Node.Expr named() throws RuleSyntaxException {
        Span start = in.peek().span();
        if (in.isName() && in.ahead().is(":=")) {
            String name = in.name();
            in.next();
            Node.Expr value = expression();
            return new Node.Walrus(name, value, in.since(start));
        }
        return expression();
    }

    Node.Expr expression() throws RuleSyntaxException {
        in.enter();
        try {
            Span start = in.peek().span();
            if (in.is("lambda")) {
                return lambda();
            }
            if (in.is("yield")) {
                in.next();
                if (in.accept("from") || startsExpression()) {
                    expressions();
                }
                return new Node.ForeignExpr("yield", in.since(start));
            }
            Node.Expr value = or();
            if (in.accept("if")) {
                Node.Expr condition = or();
                in.expect("else");
                Node.Expr otherwise = expression();
                return new Node.IfExpr(condition, value, otherwise, in.since(start));
            }
            return value;
        } finally {
            in.leave();
        }
    }

    private Node.Expr lambda() throws RuleSyntaxException {
        Span start = in.next().span();
        Node.Parameters parameters = parameters(":", false);
        in.expect(":");
        Node.Expr body = expression();
        return new Node.Lambda(parameters, body, in.since(start));
    }

    /** Parameters up to, and without, the closing token. */
    Node.Parameters parameters(String close, boolean annotated) throws RuleSyntaxException {
        var positional = new ArrayList<Node.ParameterNode>();
        var keywordOnly = new ArrayList<Node.ParameterNode>();
        String star = "";
        String doubleStar = "";
        boolean afterStar = false;
        while (!in.is(close)) {
            if (in.accept("**")) {
                doubleStar = in.name();
                annotation(annotated);
            } else if (in.accept("*")) {
                afterStar = true;
                if (in.isName()) {
                    star = in.name();
                    annotation(annotated);
                }
            } else if (in.is("/")) {
                in.next();
            } else {
                String name = in.name();
                annotation(annotated);
                Optional<Node.Expr> value = in.accept("=") ? Optional.of(expression()) : Optional.empty();
                (afterStar ? keywordOnly : positional).add(new Node.ParameterNode(name, value));
            }
            if (!in.accept(",")) {
                break;
            }
        }
        return new Node.Parameters(List.copyOf(positional), star, List.copyOf(keywordOnly), doubleStar);
    }

    private void annotation(boolean annotated) throws RuleSyntaxException {
        if (annotated && in.accept(":")) {
            expression();
        }
    }

    private Node.Expr or() throws RuleSyntaxException {
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
        Node.Expr base = primary();
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

    private Node.Expr primary() throws RuleSyntaxException {
        Span start = in.peek().span();
        if (in.is("await")) {
            in.next();
            primary();
            return new Node.ForeignExpr("await", in.since(start));
        }
        Node.Expr value = atom();
        int links = 0;
        while (true) {
            if (++links > TokenReader.MAX_DEPTH) {
                throw in.error(in.peek().span(), "more than " + TokenReader.MAX_DEPTH + " accesses in a row");
            }
            if (in.accept(".")) {
                String name = in.name();
                value = new Node.Attribute(value, name, in.since(start));
            } else if (in.accept("(")) {
                List<Node.Argument> arguments = arguments(")");
                in.expect(")");
                value = new Node.Call(value, arguments, in.since(start));
            } else if (in.accept("[")) {
                Node.Expr index = subscript();
                in.expect("]");
                value = new Node.Subscript(value, index, in.since(start));
            } else {
                return value;
            }
        }
    }

    List<Node.Argument> arguments(String close) throws RuleSyntaxException {
        var arguments = new ArrayList<Node.Argument>();
        while (!in.is(close)) {
            Span start = in.peek().span();
            if (in.accept("**")) {
                arguments.add(new Node.Argument("**", expression()));
            } else if (in.accept("*")) {
                arguments.add(new Node.Argument("*", expression()));
            } else if (in.isName() && in.ahead().is("=")) {
                String name = in.name();
                in.next();
                arguments.add(new Node.Argument(name, expression()));
            } else {
                Node.Expr value = named();
                if (in.is("for") || in.is("async")) {
                    List<Node.Clause> clauses = clauses();
                    value = new Node.Comprehension(
                            Node.DisplayKind.GENERATOR, value, Optional.empty(), clauses, in.since(start));
                }
                arguments.add(new Node.Argument("", value));
            }
            if (!in.accept(",")) {
                break;
            }
        }
        return List.copyOf(arguments);
    }

    private Node.Expr subscript() throws RuleSyntaxException {
        Span start = in.peek().span();
        Node.Expr first = slice();
        if (!in.is(",")) {
            return first;
        }
        var elements = new ArrayList<Node.Expr>(List.of(first));
        while (in.accept(",")) {
            if (in.is("]")) {
                break;
            }
            elements.add(slice());
        }
        return new Node.Display(Node.DisplayKind.TUPLE, List.copyOf(elements), in.since(start));
    }

    private Node.Expr slice() throws RuleSyntaxException {
        Span start = in.peek().span();
        Optional<Node.Expr> lower = in.is(":") ? Optional.empty() : Optional.of(named());
        if (!in.accept(":")) {
            return lower.orElseThrow(() -> in.expected("an index"));
        }
        Optional<Node.Expr> upper = in.is(":") || in.is("]") ? Optional.empty() : Optional.of(expression());
        Optional<Node.Expr> step = Optional.empty();
        if (in.accept(":") && !in.is("]")) {
            step = Optional.of(expression());
        }
        return new Node.Slice(lower, upper, step, in.since(start));
    }

    private List<Node.Clause> clauses() throws RuleSyntaxException {
        var clauses = new ArrayList<Node.Clause>();
        while (in.is("for") || in.is("async")) {
            if (in.is("async")) {
                throw in.expected("\"for\"");
            }
            in.next();
            Node.Expr target = targets();
            in.expect("in");
            Node.Expr iterable = or();
            var conditions = new ArrayList<Node.Expr>();
            while (in.accept("if")) {
                conditions.add(in.isName() && in.ahead().is(":=") ? named() : or());
            }
            clauses.add(new Node.Clause(target, iterable, List.copyOf(conditions)));
        }
        return List.copyOf(clauses);
    }

    /** The targets of a loop. */
    Node.Expr targets() throws RuleSyntaxException {
        Span start = in.peek().span();
        var elements = new ArrayList<Node.Expr>(List.of(target()));
        boolean tuple = false;
        while (in.accept(",")) {
            tuple = true;
            if (in.is("in")) {
                break;
            }
            elements.add(target());
        }
        return tuple
                ? new Node.Display(Node.DisplayKind.TUPLE, List.copyOf(elements), in.since(start))
                : elements.get(0);
    }

    private Node.Expr target() throws RuleSyntaxException {
        Span start = in.peek().span();
        Node.Expr target = in.accept("*") ? new Node.Starred(primary(), in.since(start)) : primary();
        StatementParser.checkTarget(in, target);
        return target;
    }

    private Node.Expr atom() throws RuleSyntaxException {
        Token token = in.peek();
        switch (token.kind()) {
            case STRING:
                return strings();
            case NUMBER:
                in.next();
                return new Node.Constant(number(token), token.span());
            case NAME:
                if (in.isName()) {
                    in.next();
                    return new Node.Name(token.text(), token.span());
                }
                Value constant = switch (token.text()) {
                    case "None" -> Values.NULL;
                    case "True" -> Values.TRUE;
                    case "False" -> Values.FALSE;
                    default -> throw in.expected("an expression");
                };
                in.next();
                return new Node.Constant(constant, token.span());
            case OPERATOR:
                in.enter();
                try {
                    return enclosed(token);
                } finally {
                    in.leave();
                }
            default:
                throw in.expected("an expression");
        }
    }

    private Node.Expr enclosed(Token open) throws RuleSyntaxException {
        Span start = open.span();
        switch (open.text()) {
            case "(": {
                in.next();
                if (in.accept(")")) {
                    return new Node.Display(Node.DisplayKind.TUPLE, List.of(), in.since(start));
                }
                Node.Expr inside = elements(")", Node.DisplayKind.TUPLE, Node.DisplayKind.GENERATOR, start);
                in.expect(")");
                return inside;
            }
            case "[": {
                in.next();
                if (in.accept("]")) {
                    return new Node.Display(Node.DisplayKind.LIST, List.of(), in.since(start));
                }
                Node.Expr inside = elements("]", Node.DisplayKind.LIST, Node.DisplayKind.LIST, start);
                in.expect("]");
                return inside;
            }
            case "{":
                in.next();
                return braces(start);
            case "...":
                in.next();
                return new Node.EllipsisExpr(start);
            default:
                throw in.expected("an expression");
        }
    }

    private Node.Expr elements(String close, Node.DisplayKind kind, Node.DisplayKind comprehension, Span start)
            throws RuleSyntaxException {
        Node.Expr first = starOrNamed();
        if (in.is("for")) {
            List<Node.Clause> clauses = clauses();
            return new Node.Comprehension(comprehension, first, Optional.empty(), clauses, in.since(start));
        }
        if (kind == Node.DisplayKind.TUPLE && !in.is(",")) {
            return first;
        }
        var elements = new ArrayList<Node.Expr>(List.of(first));
        while (in.accept(",")) {
            if (in.is(close)) {
                break;
            }
            elements.add(starOrNamed());
        }
        return new Node.Display(kind, List.copyOf(elements), in.since(start));
    }

    private Node.Expr braces(Span start) throws RuleSyntaxException {
        if (in.accept("}")) {
            return new Node.DictDisplay(List.of(), in.since(start));
        }
        if (!in.is("**")) {
            Node.Expr first = starOrNamed();
            if (!in.is(":")) {
                return set(first, start);
            }
            in.next();
            Node.Expr value = expression();
            if (in.is("for")) {
                List<Node.Clause> clauses = clauses();
                in.expect("}");
                return new Node.Comprehension(
                        Node.DisplayKind.DICT, first, Optional.of(value), clauses, in.since(start));
            }
            return pairs(new ArrayList<>(List.of(new Node.Pair(Optional.of(first), value))), start);
        }
        in.next();
        return pairs(new ArrayList<>(List.of(new Node.Pair(Optional.empty(), binary(0)))), start);
    }

    private Node.Expr pairs(List<Node.Pair> pairs, Span start) throws RuleSyntaxException {
        while (in.accept(",")) {
            if (in.is("}")) {
                break;
            }
            if (in.accept("**")) {
                pairs.add(new Node.Pair(Optional.empty(), binary(0)));
            } else {
                Node.Expr key = expression();
                in.expect(":");
                pairs.add(new Node.Pair(Optional.of(key), expression()));
            }
        }
        in.expect("}");
        return new Node.DictDisplay(List.copyOf(pairs), in.since(start));
    }

    private Node.Expr set(Node.Expr first, Span start) throws RuleSyntaxException {
        if (in.is("for")) {
            List<Node.Clause> clauses = clauses();
            in.expect("}");
            return new Node.Comprehension(Node.DisplayKind.SET, first, Optional.empty(), clauses, in.since(start));
        }
        var elements = new ArrayList<Node.Expr>(List.of(first));
        while (in.accept(",")) {
            if (in.is("}")) {
                break;
            }
            elements.add(starOrNamed());
        }
        in.expect("}");
        return new Node.Display(Node.DisplayKind.SET, List.copyOf(elements), in.since(start));
    }

    private Value number(Token token) throws RuleSyntaxException {
        String text = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        try {
            if (text.startsWith("0x") || text.startsWith("0o") || text.startsWith("0b")) {
                int radix = text.charAt(1) == 'x' ? 16 : text.charAt(1) == 'o' ? 8 : 2;
                return Values.of(new BigInteger(text.substring(2), radix).longValueExact());
            }
            if (text.contains(".") || text.contains("e")) {
                return Values.of(Double.parseDouble(text));
            }
            return Values.of(new BigInteger(text).longValueExact());
        } catch (NumberFormatException | ArithmeticException e) {
            throw in.error(token.span(), "found " + token.text() + ", expected a number of 64 bits");
        }
    }

    private Node.Expr strings() throws RuleSyntaxException {
        Span start = in.peek().span();
        var parts = new ArrayList<Node.Part>();
        boolean formatted = false;
        while (in.peek().kind() == Token.Kind.STRING) {
            Token token = in.next();
            if (token.prefix().contains("b")) {
                parts.add(text(token.text()));
            } else if (token.prefix().contains("f")) {
                formatted = true;
                new FormatReader(in.source(), token.prefix().contains("r"), in.depth())
                        .read(token.inner(), token.inner() + token.text().length(), parts);
            } else {
                parts.add(text(token.text()));
            }
        }
        if (formatted) {
            return new Node.Formatted(List.copyOf(parts), in.since(start));
        }
        var whole = new StringBuilder();
        parts.forEach(part -> whole.append(part.text()));
        return new Node.Constant(Values.of(whole.toString()), in.since(start));
    }

    private static Node.Part text(String text) {
        return new Node.Part(text, Optional.empty(), "", Optional.empty());
    }

    /** An expression that is the whole of a range of the source. */
    static Node.Expr whole(SourceText source, int start, int end, int depth) throws RuleSyntaxException {
        var in = new TokenReader(source, Lexer.expression(source, start, end), depth);
        Node.Expr value = new ExpressionParser(in).expressions();
        if (in.peek().kind() != Token.Kind.END) {
            throw in.expected("the end of the replacement field");
        }
        return value;
    }
}

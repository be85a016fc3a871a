package io.telltale.detection.language.python;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads Python's expressions: the forms that bind loosest, and those that bind names. */
final class ExpressionParser {
    private final TokenReader in;
    private final OperatorParser operators;
    private final PrimaryParser primaries;

    ExpressionParser(TokenReader in) {
        this.in = in;
        this.primaries = new PrimaryParser(in, this);
        this.operators = new OperatorParser(in, primaries);
    }

    OperatorParser operators() {
        return operators;
    }

    PrimaryParser primaries() {
        return primaries;
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

    boolean startsExpression() {
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

    Node.Expr starOrNamed() throws RuleSyntaxException {
        Span start = in.peek().span();
        if (in.accept("*")) {
            Node.Expr value = operators.binary(0);
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
                boolean from = in.accept("from");
                Optional<Node.Expr> value = from || startsExpression() ? Optional.of(expressions()) : Optional.empty();
                return new Node.Yield(value, from, in.since(start));
            }
            Node.Expr value = operators.or();
            if (in.accept("if")) {
                Node.Expr condition = operators.or();
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

    List<Node.Clause> clauses() throws RuleSyntaxException {
        var clauses = new ArrayList<Node.Clause>();
        while (in.is("for") || in.is("async")) {
            if (in.is("async")) {
                throw in.expected("\"for\"");
            }
            in.next();
            Node.Expr target = targets();
            in.expect("in");
            Node.Expr iterable = operators.or();
            var conditions = new ArrayList<Node.Expr>();
            while (in.accept("if")) {
                conditions.add(in.isName() && in.ahead().is(":=") ? named() : operators.or());
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
        Node.Expr target =
                in.accept("*") ? new Node.Starred(primaries.primary(), in.since(start)) : primaries.primary();
        SimpleStatementParser.checkTarget(in, target);
        return target;
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

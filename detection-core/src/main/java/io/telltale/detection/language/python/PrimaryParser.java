package io.telltale.detection.language.python;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads attributes, calls and subscripts after an atom. */
final class PrimaryParser {
    private final TokenReader in;
    private final ExpressionParser expressions;
    private final AtomParser atoms;

    PrimaryParser(TokenReader in, ExpressionParser expressions) {
        this.in = in;
        this.expressions = expressions;
        this.atoms = new AtomParser(in, expressions);
    }

    Node.Expr primary() throws RuleSyntaxException {
        Span start = in.peek().span();
        if (in.is("await")) {
            in.next();
            primary();
            return new Node.ForeignExpr("await", in.since(start));
        }
        Node.Expr value = atoms.atom();
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
                arguments.add(new Node.Argument("**", expressions.expression()));
            } else if (in.accept("*")) {
                arguments.add(new Node.Argument("*", expressions.expression()));
            } else if (in.isName() && in.ahead().is("=")) {
                String name = in.name();
                in.next();
                arguments.add(new Node.Argument(name, expressions.expression()));
            } else {
                Node.Expr value = expressions.named();
                if (in.is("for") || in.is("async")) {
                    List<Node.Clause> clauses = expressions.clauses();
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
        Optional<Node.Expr> lower = in.is(":") ? Optional.empty() : Optional.of(expressions.named());
        if (!in.accept(":")) {
            return lower.orElseThrow(() -> in.expected("an index"));
        }
        Optional<Node.Expr> upper = in.is(":") || in.is("]") ? Optional.empty() : Optional.of(expressions.expression());
        Optional<Node.Expr> step = Optional.empty();
        if (in.accept(":") && !in.is("]")) {
            step = Optional.of(expressions.expression());
        }
        return new Node.Slice(lower, upper, step, in.since(start));
    }
}

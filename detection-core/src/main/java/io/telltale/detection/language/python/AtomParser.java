package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads names, literals, displays and comprehensions. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class AtomParser {
    private final TokenReader in;
    private final ExpressionParser expressions;

    AtomParser(TokenReader in, ExpressionParser expressions) {
        this.in = in;
        this.expressions = expressions;
    }

    Node.Expr atom() throws RuleSyntaxException {
        Token token = in.peek();
        switch (token.kind()) {
            case STRING:
                return new LiteralParser(in).strings();
            case NUMBER:
                in.next();
                return LiteralParser.number(in, token);
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
        Node.Expr first = expressions.starOrNamed();
        if (in.is("for")) {
            List<Node.Clause> clauses = expressions.clauses();
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
            elements.add(expressions.starOrNamed());
        }
        return new Node.Display(kind, List.copyOf(elements), in.since(start));
    }

    private Node.Expr braces(Span start) throws RuleSyntaxException {
        if (in.accept("}")) {
            return new Node.DictDisplay(List.of(), in.since(start));
        }
        if (!in.is("**")) {
            Node.Expr first = expressions.starOrNamed();
            if (!in.is(":")) {
                return set(first, start);
            }
            in.next();
            Node.Expr value = expressions.expression();
            if (in.is("for")) {
                List<Node.Clause> clauses = expressions.clauses();
                in.expect("}");
                return new Node.Comprehension(
                        Node.DisplayKind.DICT, first, Optional.of(value), clauses, in.since(start));
            }
            return pairs(new ArrayList<>(List.of(new Node.Pair(Optional.of(first), value))), start);
        }
        in.next();
        return pairs(
                new ArrayList<>(List.of(
                        new Node.Pair(Optional.empty(), expressions.operators().binary(0)))),
                start);
    }

    private Node.Expr pairs(List<Node.Pair> pairs, Span start) throws RuleSyntaxException {
        while (in.accept(",")) {
            if (in.is("}")) {
                break;
            }
            if (in.accept("**")) {
                pairs.add(
                        new Node.Pair(Optional.empty(), expressions.operators().binary(0)));
            } else {
                Node.Expr key = expressions.expression();
                in.expect(":");
                pairs.add(new Node.Pair(Optional.of(key), expressions.expression()));
            }
        }
        in.expect("}");
        return new Node.DictDisplay(List.copyOf(pairs), in.since(start));
    }

    private Node.Expr set(Node.Expr first, Span start) throws RuleSyntaxException {
        if (in.is("for")) {
            List<Node.Clause> clauses = expressions.clauses();
            in.expect("}");
            return new Node.Comprehension(Node.DisplayKind.SET, first, Optional.empty(), clauses, in.since(start));
        }
        var elements = new ArrayList<Node.Expr>(List.of(first));
        while (in.accept(",")) {
            if (in.is("}")) {
                break;
            }
            elements.add(expressions.starOrNamed());
        }
        in.expect("}");
        return new Node.Display(Node.DisplayKind.SET, List.copyOf(elements), in.since(start));
    }
}

package io.telltale.detection.language.python;

import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code match} statements, whose words are names anywhere else. */
final class MatchParser {
    /** Where sums bind, above which {@code |} stands between patterns. */
    private static final int LEVEL_OF_SUMS = 4;

    private final TokenReader in;
    private final ExpressionParser expressions;
    private final StatementParser statements;

    MatchParser(TokenReader in, ExpressionParser expressions, StatementParser statements) {
        this.in = in;
        this.expressions = expressions;
        this.statements = statements;
    }

    /** Whether the line ends in a colon and an indented {@code case} follows. */
    boolean startsMatch() {
        return in.lineOpensCase();
    }

    Node.Stmt match() throws RuleSyntaxException {
        Span start = in.next().span();
        Node.Expr subject = expressions.expressions();
        in.expect(":");
        in.expect(Token.Kind.NEWLINE, "end of line");
        in.expect(Token.Kind.INDENT, "an indented block");
        var cases = new ArrayList<Node.Case>();
        while (in.peek().kind() != Token.Kind.DEDENT && in.peek().kind() != Token.Kind.END) {
            in.expect("case");
            Node.Pattern pattern = patterns();
            Optional<Node.Expr> guard = in.accept("if") ? Optional.of(expressions.named()) : Optional.empty();
            cases.add(new Node.Case(pattern, guard, statements.block()));
        }
        if (in.peek().kind() == Token.Kind.DEDENT) {
            in.next();
        }
        return new Node.Match(subject, List.copyOf(cases), in.since(start));
    }

    /** A pattern, or several without brackets. */
    private Node.Pattern patterns() throws RuleSyntaxException {
        Node.Pattern first = element();
        if (!in.is(",")) {
            return first instanceof Node.StarPattern ? new Node.SequencePattern(List.of(first)) : first;
        }
        var elements = new ArrayList<Node.Pattern>(List.of(first));
        while (in.accept(",") && !in.is(":") && !in.is("if")) {
            elements.add(element());
        }
        return new Node.SequencePattern(List.copyOf(elements));
    }

    private Node.Pattern element() throws RuleSyntaxException {
        return in.accept("*") ? new Node.StarPattern(in.name()) : pattern();
    }

    private Node.Pattern pattern() throws RuleSyntaxException {
        in.enter();
        try {
            var alternatives = new ArrayList<Node.Pattern>();
            do {
                alternatives.add(closed());
            } while (in.accept("|"));
            Node.Pattern pattern =
                    alternatives.size() == 1 ? alternatives.get(0) : new Node.OrPattern(List.copyOf(alternatives));
            return in.accept("as") ? new Node.CapturePattern(Optional.of(pattern), in.name()) : pattern;
        } finally {
            in.leave();
        }
    }

    private Node.Pattern closed() throws RuleSyntaxException {
        Span start = in.peek().span();
        if (in.accept("[") || in.is("(")) {
            boolean isList = !in.is("(");
            if (!isList) {
                in.next();
            }
            return sequence(isList ? "]" : ")", isList);
        }
        if (in.accept("{")) {
            return mapping();
        }
        if (!in.isName()) {
            boolean isConstant = in.peek().kind() == Token.Kind.NUMBER
                    || in.peek().kind() == Token.Kind.STRING
                    || Set.of("-", "None", "True", "False").contains(in.peek().text());
            if (!isConstant) {
                throw in.expected("a pattern");
            }
            return new Node.ValuePattern(expressions.operators().binary(LEVEL_OF_SUMS));
        }
        String name = in.name();
        Node.Expr value = new Node.Name(name, in.since(start));
        if (!in.is(".") && !in.is("(")) {
            return new Node.CapturePattern(Optional.empty(), name);
        }
        while (in.accept(".")) {
            value = new Node.Attribute(value, in.name(), in.since(start));
        }
        return in.accept("(") ? type(value) : new Node.ValuePattern(value);
    }

    private Node.Pattern sequence(String close, boolean isList) throws RuleSyntaxException {
        var elements = new ArrayList<Node.Pattern>();
        boolean comma = false;
        while (!in.is(close)) {
            elements.add(element());
            comma = in.accept(",");
            if (!comma) {
                break;
            }
        }
        in.expect(close);
        boolean isGroup = !isList && elements.size() == 1 && !comma && !(elements.get(0) instanceof Node.StarPattern);
        return isGroup ? elements.get(0) : new Node.SequencePattern(List.copyOf(elements));
    }

    private Node.Pattern mapping() throws RuleSyntaxException {
        var keys = new ArrayList<Node.KeyPattern>();
        String rest = "";
        while (!in.is("}")) {
            if (in.accept("**")) {
                rest = in.name();
            } else {
                Node.Expr key = in.is("None") || in.is("True") || in.is("False")
                        ? constant()
                        : expressions.operators().binary(LEVEL_OF_SUMS);
                in.expect(":");
                keys.add(new Node.KeyPattern(key, pattern()));
            }
            if (!in.accept(",")) {
                break;
            }
        }
        in.expect("}");
        return new Node.MappingPattern(List.copyOf(keys), rest);
    }

    private Node.Expr constant() {
        Token token = in.next();
        return new Node.Constant(token.is("None") ? Values.NULL : Values.of(token.is("True")), token.span());
    }

    private Node.Pattern type(Node.Expr type) throws RuleSyntaxException {
        var positional = new ArrayList<Node.Pattern>();
        var named = new ArrayList<Node.AttributePattern>();
        while (!in.is(")")) {
            if (in.isName() && in.ahead().is("=")) {
                String name = in.name();
                in.next();
                named.add(new Node.AttributePattern(name, pattern()));
            } else {
                positional.add(pattern());
            }
            if (!in.accept(",")) {
                break;
            }
        }
        in.expect(")");
        return new Node.ClassPattern(type, List.copyOf(positional), List.copyOf(named));
    }
}

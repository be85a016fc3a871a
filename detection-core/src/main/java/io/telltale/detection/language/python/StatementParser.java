package io.telltale.detection.language.python;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a module's statements. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class StatementParser {
    /** The statements that run, by the node that the parser makes of them. */
    static final Map<Class<? extends Node.Stmt>, String> STATEMENTS = Map.ofEntries(
            Map.entry(Node.Annotation.class, "name: type"),
            Map.entry(Node.Assert.class, "assert"),
            Map.entry(Node.Assign.class, "="),
            Map.entry(Node.AugAssign.class, "+= and its like"),
            Map.entry(Node.Break.class, "break"),
            Map.entry(Node.ClassDef.class, "class"),
            Map.entry(Node.Continue.class, "continue"),
            Map.entry(Node.Delete.class, "del"),
            Map.entry(Node.ExprStmt.class, "expression"),
            Map.entry(Node.For.class, "for"),
            Map.entry(Node.FunctionDef.class, "def"),
            Map.entry(Node.Global.class, "global"),
            Map.entry(Node.If.class, "if"),
            Map.entry(Node.Import.class, "import"),
            Map.entry(Node.ImportFrom.class, "from … import"),
            Map.entry(Node.Match.class, "match"),
            Map.entry(Node.Nonlocal.class, "nonlocal"),
            Map.entry(Node.Pass.class, "pass"),
            Map.entry(Node.Raise.class, "raise"),
            Map.entry(Node.Return.class, "return"),
            Map.entry(Node.Try.class, "try"),
            Map.entry(Node.While.class, "while"),
            Map.entry(Node.With.class, "with"));

    private final TokenReader in;
    private final ExpressionParser expressions;
    private final SimpleStatementParser simple;

    private StatementParser(TokenReader in) {
        this.in = in;
        this.expressions = new ExpressionParser(in);
        this.simple = new SimpleStatementParser(in, expressions);
    }

    /**
     * Parses a module.
     *
     * @throws RuleSyntaxException at the first place that is not Python
     */
    static List<Node.Stmt> parse(SourceText source) throws RuleSyntaxException {
        var parser = new StatementParser(new TokenReader(source, Lexer.module(source), 0));
        var statements = new ArrayList<Node.Stmt>();
        while (parser.in.peek().kind() != Token.Kind.END) {
            if (parser.in.peek().kind() == Token.Kind.NEWLINE) {
                parser.in.next();
            } else {
                parser.statement(statements);
            }
        }
        return List.copyOf(statements);
    }

    List<Node.Stmt> block() throws RuleSyntaxException {
        in.expect(":");
        var body = new ArrayList<Node.Stmt>();
        if (in.peek().kind() != Token.Kind.NEWLINE) {
            simple.line(body);
            return List.copyOf(body);
        }
        in.next();
        in.expect(Token.Kind.INDENT, "an indented block");
        in.enter();
        while (in.peek().kind() != Token.Kind.DEDENT && in.peek().kind() != Token.Kind.END) {
            statement(body);
        }
        in.leave();
        if (in.peek().kind() == Token.Kind.DEDENT) {
            in.next();
        }
        return List.copyOf(body);
    }

    private void statement(List<Node.Stmt> out) throws RuleSyntaxException {
        Span start = in.peek().span();
        if (in.peek().kind() == Token.Kind.NAME) {
            switch (in.peek().text()) {
                case "if":
                    out.add(ifStatement());
                    return;
                case "for": {
                    in.next();
                    Node.Expr target = expressions.targets();
                    in.expect("in");
                    Node.Expr iterable = expressions.expressions();
                    List<Node.Stmt> body = block();
                    List<Node.Stmt> orElse = in.accept("else") ? block() : List.of();
                    out.add(new Node.For(target, iterable, body, orElse, in.since(start)));
                    return;
                }
                case "while": {
                    in.next();
                    Node.Expr condition = expressions.named();
                    List<Node.Stmt> body = block();
                    List<Node.Stmt> orElse = in.accept("else") ? block() : List.of();
                    out.add(new Node.While(condition, body, orElse, in.since(start)));
                    return;
                }
                case "try":
                    out.add(tryStatement());
                    return;
                case "def":
                    out.add(function(List.of()));
                    return;
                case "class":
                    out.add(classStatement(List.of()));
                    return;
                case "with":
                    out.add(with());
                    return;
                case "match":
                    if (new MatchParser(in, expressions, this).startsMatch()) {
                        out.add(new MatchParser(in, expressions, this).match());
                        return;
                    }
                    break;
                case "async": {
                    String word = in.next().text();
                    while (!in.is(":") || in.ahead().kind() != Token.Kind.NEWLINE) {
                        if (in.peek().kind() == Token.Kind.NEWLINE || in.peek().kind() == Token.Kind.END) {
                            throw in.expected("\":\" and a block");
                        }
                        in.next();
                    }
                    block();
                    out.add(new Node.Foreign("statement " + word, in.since(start)));
                    return;
                }
                default:
                    break;
            }
        }
        if (in.is("@")) {
            var decorators = new ArrayList<Node.Expr>();
            while (in.accept("@")) {
                decorators.add(expressions.named());
                in.expect(Token.Kind.NEWLINE, "end of line");
            }
            out.add(in.is("class") ? classStatement(List.copyOf(decorators)) : function(List.copyOf(decorators)));
            return;
        }
        simple.line(out);
    }

    private Node.Stmt with() throws RuleSyntaxException {
        Span start = in.next().span();
        var items = new ArrayList<Node.WithItem>();
        do {
            Node.Expr manager = expressions.expression();
            Optional<Node.Expr> target = Optional.empty();
            if (in.accept("as")) {
                Node.Expr named = expressions.primaries().primary();
                SimpleStatementParser.checkTarget(in, named);
                target = Optional.of(named);
            }
            items.add(new Node.WithItem(manager, target));
        } while (in.accept(","));
        List<Node.Stmt> body = block();
        return new Node.With(List.copyOf(items), body, in.since(start));
    }

    private Node.Stmt ifStatement() throws RuleSyntaxException {
        in.enter();
        Span start = in.next().span();
        Node.Expr condition = expressions.named();
        List<Node.Stmt> body = block();
        List<Node.Stmt> orElse = List.of();
        if (in.is("elif")) {
            orElse = List.of(ifStatement());
        } else if (in.accept("else")) {
            orElse = block();
        }
        in.leave();
        return new Node.If(condition, body, orElse, in.since(start));
    }

    private Node.Stmt tryStatement() throws RuleSyntaxException {
        Span start = in.next().span();
        List<Node.Stmt> body = block();
        var handlers = new ArrayList<Node.Handler>();
        while (in.accept("except")) {
            Optional<Node.Expr> type = Optional.empty();
            Optional<String> name = Optional.empty();
            if (!in.is(":")) {
                type = Optional.of(expressions.expressions());
                if (in.accept("as")) {
                    name = Optional.of(in.name());
                }
            }
            handlers.add(new Node.Handler(type, name, block()));
        }
        List<Node.Stmt> orElse = in.accept("else") ? block() : List.of();
        List<Node.Stmt> last = List.of();
        if (in.accept("finally")) {
            last = block();
        } else if (handlers.isEmpty()) {
            throw in.expected("\"except\" or \"finally\"");
        }
        return new Node.Try(body, List.copyOf(handlers), orElse, last, in.since(start));
    }

    private Node.Stmt function(List<Node.Expr> decorators) throws RuleSyntaxException {
        Span start = in.expect("def").span();
        String name = in.name();
        in.expect("(");
        Node.Parameters parameters = expressions.parameters(")", true);
        in.expect(")");
        if (in.accept("->")) {
            expressions.expression();
        }
        List<Node.Stmt> body = block();
        return new Node.FunctionDef(name, parameters, body, decorators, in.since(start));
    }

    private Node.Stmt classStatement(List<Node.Expr> decorators) throws RuleSyntaxException {
        Span start = in.expect("class").span();
        String name = in.name();
        List<Node.Argument> bases = List.of();
        if (in.accept("(")) {
            bases = expressions.primaries().arguments(")");
            in.expect(")");
        }
        List<Node.Stmt> body = block();
        return new Node.ClassDef(name, bases, body, decorators, in.since(start));
    }
}

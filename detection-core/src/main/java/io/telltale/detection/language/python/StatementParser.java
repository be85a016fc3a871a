package io.telltale.detection.language.python;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a module's statements. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class StatementParser {
    private static final Set<String> AUGMENTED =
            Set.of("+=", "-=", "*=", "/=", "//=", "%=", "**=", "&=", "|=", "^=", "<<=", ">>=", "@=");

    private final TokenReader in;
    private final ExpressionParser expressions;

    private StatementParser(TokenReader in) {
        this.in = in;
        this.expressions = new ExpressionParser(in);
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

    static void checkTarget(TokenReader in, Node.Expr target) throws RuleSyntaxException {
        if (target instanceof Node.Display display
                && (display.kind() == Node.DisplayKind.TUPLE || display.kind() == Node.DisplayKind.LIST)) {
            for (Node.Expr element : display.elements()) {
                checkTarget(in, element);
            }
        } else if (target instanceof Node.Starred starred) {
            checkTarget(in, starred.value());
        } else if (!(target instanceof Node.Name
                || target instanceof Node.Attribute
                || target instanceof Node.Subscript)) {
            throw in.error(target.span(), "found an expression, expected something that can be assigned to");
        }
    }

    private List<Node.Stmt> block() throws RuleSyntaxException {
        in.expect(":");
        var body = new ArrayList<Node.Stmt>();
        if (in.peek().kind() != Token.Kind.NEWLINE) {
            simpleLine(body);
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
                    out.add(classStatement());
                    return;
                case "with", "async": {
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
            out.add(in.is("class") ? classStatement() : function(List.copyOf(decorators)));
            return;
        }
        simpleLine(out);
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

    private Node.Stmt classStatement() throws RuleSyntaxException {
        Span start = in.expect("class").span();
        String name = in.name();
        var bases = new ArrayList<Node.Expr>();
        if (in.accept("(")) {
            expressions.arguments(")").forEach(argument -> bases.add(argument.value()));
            in.expect(")");
        }
        List<Node.Stmt> body = block();
        return new Node.ClassDef(name, List.copyOf(bases), body, in.since(start));
    }

    private void simpleLine(List<Node.Stmt> out) throws RuleSyntaxException {
        do {
            if (in.peek().kind() == Token.Kind.NEWLINE) {
                break;
            }
            simple(out);
        } while (in.accept(";"));
        if (in.peek().kind() != Token.Kind.END) {
            in.expect(Token.Kind.NEWLINE, "end of line");
        }
    }

    private void simple(List<Node.Stmt> out) throws RuleSyntaxException {
        Token first = in.peek();
        Span start = first.span();
        String word = first.kind() == Token.Kind.NAME ? first.text() : "";
        switch (word) {
            case "return" -> {
                in.next();
                Optional<Node.Expr> value =
                        endOfStatement() ? Optional.empty() : Optional.of(expressions.expressions());
                out.add(new Node.Return(value, in.since(start)));
            }
            case "pass" -> out.add(new Node.Pass(in.next().span()));
            case "break" -> out.add(new Node.Break(in.next().span()));
            case "continue" -> out.add(new Node.Continue(in.next().span()));
            case "global", "nonlocal" -> {
                in.next();
                var names = new ArrayList<String>();
                do {
                    names.add(in.name());
                } while (in.accept(","));
                out.add(
                        word.equals("global")
                                ? new Node.Global(List.copyOf(names), in.since(start))
                                : new Node.Foreign("statement nonlocal", in.since(start)));
            }
            case "raise" -> {
                in.next();
                Optional<Node.Expr> exception =
                        endOfStatement() ? Optional.empty() : Optional.of(expressions.expression());
                if (in.accept("from")) {
                    expressions.expression();
                }
                out.add(new Node.Raise(exception, in.since(start)));
            }
            case "assert" -> {
                in.next();
                Node.Expr condition = expressions.expression();
                Optional<Node.Expr> message = in.accept(",") ? Optional.of(expressions.expression()) : Optional.empty();
                out.add(new Node.Assert(condition, message, in.since(start)));
            }
            case "del" -> {
                in.next();
                Node.Expr target = expressions.expressions();
                checkTarget(in, target);
                List<Node.Expr> targets = target instanceof Node.Display display ? display.elements() : List.of(target);
                out.add(new Node.Delete(targets, in.since(start)));
            }
            case "import" -> {
                in.next();
                do {
                    String module = dotted();
                    boolean renamed = in.accept("as");
                    out.add(new Node.Import(module, renamed ? in.name() : module, renamed, in.since(start)));
                } while (in.accept(","));
            }
            case "from" -> importFrom(out);
            default -> expressionStatement(out);
        }
    }

    private boolean endOfStatement() {
        return in.peek().kind() == Token.Kind.NEWLINE || in.peek().kind() == Token.Kind.END || in.is(";");
    }

    private String dotted() throws RuleSyntaxException {
        var name = new StringBuilder(in.name());
        while (in.accept(".")) {
            name.append('.').append(in.name());
        }
        return name.toString();
    }

    private void importFrom(List<Node.Stmt> out) throws RuleSyntaxException {
        Span start = in.next().span();
        String module = dotted();
        in.expect("import");
        if (in.accept("*")) {
            out.add(new Node.ImportFrom(module, "*", "*", in.since(start)));
            return;
        }
        boolean parenthesised = in.accept("(");
        do {
            if (parenthesised && in.is(")")) {
                break;
            }
            String name = in.name();
            String alias = in.accept("as") ? in.name() : name;
            out.add(new Node.ImportFrom(module, name, alias, in.since(start)));
        } while (in.accept(","));
        if (parenthesised) {
            in.expect(")");
        }
    }

    private void expressionStatement(List<Node.Stmt> out) throws RuleSyntaxException {
        Span start = in.peek().span();
        Node.Expr value = expressions.expressions();
        if (in.is("=")) {
            var targets = new ArrayList<Node.Expr>();
            while (in.accept("=")) {
                checkTarget(in, value);
                targets.add(value);
                value = expressions.expressions();
            }
            out.add(new Node.Assign(List.copyOf(targets), value, in.since(start)));
        } else if (in.peek().kind() == Token.Kind.OPERATOR
                && AUGMENTED.contains(in.peek().text())) {
            checkTarget(in, value);
            String operator = in.next().text();
            Node.Expr right = expressions.expressions();
            out.add(new Node.AugAssign(value, operator.substring(0, operator.length() - 1), right, in.since(start)));
        } else if (in.is(":")) {
            checkTarget(in, value);
            in.next();
            expressions.expression();
            if (in.accept("=")) {
                Node.Expr assigned = expressions.expressions();
                out.add(new Node.Assign(List.of(value), assigned, in.since(start)));
            }
        } else {
            out.add(new Node.ExprStmt(value, in.since(start)));
        }
    }
}

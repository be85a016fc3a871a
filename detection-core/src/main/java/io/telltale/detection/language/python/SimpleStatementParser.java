package io.telltale.detection.language.python;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the statements that have no block: assignments, imports, {@code return} and their like. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class SimpleStatementParser {
    private static final Set<String> AUGMENTED =
            Set.of("+=", "-=", "*=", "/=", "//=", "%=", "**=", "&=", "|=", "^=", "<<=", ">>=", "@=");

    private final TokenReader in;
    private final ExpressionParser expressions;

    SimpleStatementParser(TokenReader in, ExpressionParser expressions) {
        this.in = in;
        this.expressions = expressions;
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

    /** The statements of one line. */
    void line(List<Node.Stmt> out) throws RuleSyntaxException {
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
                                : new Node.Nonlocal(List.copyOf(names), in.since(start)));
            }
            case "raise" -> {
                in.next();
                Optional<Node.Expr> exception =
                        endOfStatement() ? Optional.empty() : Optional.of(expressions.expression());
                Optional<Node.Expr> cause =
                        in.accept("from") ? Optional.of(expressions.expression()) : Optional.empty();
                out.add(new Node.Raise(exception, cause, in.since(start)));
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
            Node.Expr type = expressions.expression();
            if (value instanceof Node.Name name) {
                boolean isOfClass = FreeNames.of(type).contains("ClassVar");
                out.add(new Node.Annotation(name.id(), isOfClass, in.since(start)));
            }
            if (in.accept("=")) {
                Node.Expr assigned = expressions.expressions();
                out.add(new Node.Assign(List.of(value), assigned, in.since(start)));
            }
        } else {
            out.add(new Node.ExprStmt(value, in.since(start)));
        }
    }
}

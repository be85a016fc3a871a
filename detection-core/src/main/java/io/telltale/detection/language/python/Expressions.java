package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evaluates a program's expressions. */
final class Expressions {
    private final Interpreter interpreter;
    private final Budget budget;
    private final Operators operators;
    private final Members members;
    private final Calls calls;
    private final Subscripts subscripts;
    private final Iteration iteration;
    private final Comprehensions comprehensions;

    Expressions(Interpreter interpreter) {
        this.interpreter = interpreter;
        this.budget = interpreter.budget();
        this.operators = new Operators(budget);
        this.iteration = new Iteration(budget);
        this.members = new Members(interpreter, this);
        this.calls = new Calls(interpreter, this);
        this.subscripts = new Subscripts(interpreter, this);
        this.comprehensions = new Comprehensions(interpreter, this);
    }

    Operators operators() {
        return operators;
    }

    Members members() {
        return members;
    }

    Calls calls() {
        return calls;
    }

    Subscripts subscripts() {
        return subscripts;
    }

    Iteration iteration() {
        return iteration;
    }

    boolean isTrue(Node.Expr expression, Frame frame) {
        return Py.truthy(evaluate(expression, frame));
    }

    Object evaluate(Node.Expr expression, Frame frame) {
        budget.step();
        if (expression instanceof Node.Name name) {
            return name(name.id(), frame);
        }
        if (expression instanceof Node.Constant constant) {
            return EventValues.of(constant.value());
        }
        if (expression instanceof Node.Call call) {
            return calls.evaluate(call, frame);
        }
        if (expression instanceof Node.Attribute attribute) {
            return members.get(evaluate(attribute.object(), frame), attribute.name());
        }
        if (expression instanceof Node.BoolOp operation) {
            return joined(operation, frame);
        }
        if (expression instanceof Node.Compare compare) {
            return compare(compare, frame);
        }
        if (expression instanceof Node.Unary unary) {
            return operators.unary(unary.operator(), evaluate(unary.operand(), frame));
        }
        if (expression instanceof Node.Binary binary) {
            Object left = evaluate(binary.left(), frame);
            return operators.binary(binary.operator(), left, evaluate(binary.right(), frame));
        }
        if (expression instanceof Node.IfExpr choice) {
            return evaluate(isTrue(choice.condition(), frame) ? choice.then() : choice.otherwise(), frame);
        }
        if (expression instanceof Node.Subscript subscript) {
            return subscripts.evaluate(subscript, frame);
        }
        if (expression instanceof Node.Formatted formatted) {
            return budget.text(formatted(formatted, frame));
        }
        return made(expression, frame);
    }

    /** Displays, comprehensions and the rarer forms. */
    private Object made(Node.Expr expression, Frame frame) {
        if (expression instanceof Node.Display display) {
            return display(display, frame);
        }
        if (expression instanceof Node.DictDisplay display) {
            return display(display, frame);
        }
        if (expression instanceof Node.Comprehension comprehension) {
            return comprehensions.evaluate(comprehension, frame);
        }
        if (expression instanceof Node.Lambda lambda) {
            return new UserFunction(
                    "<lambda>",
                    lambda.parameters(),
                    frame,
                    java.util.Set.of(),
                    interpreter,
                    "",
                    inner -> evaluate(lambda.body(), inner));
        }
        if (expression instanceof Node.Walrus walrus) {
            Object value = evaluate(walrus.value(), frame);
            frame.aroundComprehension().set(walrus.name(), value);
            return value;
        }
        if (expression instanceof Node.BytesConstant bytes) {
            return new Py.Bytes(bytes.latin1());
        }
        if (expression instanceof Node.BigConstant big) {
            return big.value();
        }
        if (expression instanceof Node.EllipsisExpr) {
            return Py.Singleton.ELLIPSIS;
        }
        if (expression instanceof Node.Yield) {
            throw Stopped.notRun(Node.Yield.ELSEWHERE);
        }
        if (expression instanceof Node.ForeignExpr foreign) {
            throw Stopped.notRun(foreign.construct());
        }
        throw Py.error("TypeError", "can't use starred expression here");
    }

    private Object name(String id, Frame frame) {
        Optional<Object> value = frame.find(id).or(() -> interpreter.library().builtin(id));
        if (value.isEmpty()) {
            throw Py.error("NameError", "name '" + id + "' is not defined");
        }
        return value.get();
    }

    private Object joined(Node.BoolOp operation, Frame frame) {
        Object value = Py.None.NONE;
        for (Node.Expr operand : operation.operands()) {
            value = evaluate(operand, frame);
            if (Py.truthy(value) != operation.and()) {
                return value;
            }
        }
        return value;
    }

    private Object compare(Node.Compare compare, Frame frame) {
        Object left = evaluate(compare.first(), frame);
        for (int i = 0; i < compare.rest().size(); i++) {
            Object right = evaluate(compare.rest().get(i), frame);
            if (!operators.compare(compare.operators().get(i), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Object display(Node.Display display, Frame frame) {
        var items = new ArrayList<Object>();
        for (Node.Expr element : display.elements()) {
            if (element instanceof Node.Starred starred) {
                items.addAll(iteration.list(evaluate(starred.value(), frame)));
            } else {
                items.add(evaluate(element, frame));
            }
        }
        budget.make(items.size());
        return collect(display.kind(), items);
    }

    static Object collect(Node.DisplayKind kind, List<Object> items) {
        if (kind == Node.DisplayKind.SET) {
            var set = new Py.SetObject(false);
            items.forEach(set::add);
            return set;
        }
        return kind == Node.DisplayKind.TUPLE ? new Py.Tuple(items) : Py.list(items);
    }

    private Object display(Node.DictDisplay display, Frame frame) {
        var dict = new Dict();
        for (Node.Pair pair : display.pairs()) {
            if (pair.key().isPresent()) {
                Object key = evaluate(pair.key().get(), frame);
                dict.put(key, evaluate(pair.value(), frame));
                continue;
            }
            Object other = evaluate(pair.value(), frame);
            if (!(other instanceof Dict mapping)) {
                throw Py.error("TypeError", "'" + Py.typeName(other) + "' object is not a mapping");
            }
            dict.putAll(mapping);
        }
        budget.make(dict.size());
        return dict;
    }

    private String formatted(Node.Formatted formatted, Frame frame) {
        var out = new StringBuilder();
        for (Node.Part part : formatted.parts()) {
            out.append(part.text());
            if (part.value().isPresent()) {
                Object value = evaluate(part.value().get(), frame);
                value = switch (part.conversion()) {
                    case "s" -> Text.str(value);
                    case "r" -> Text.repr(value);
                    case "a" -> Text.ascii(value);
                    default -> value;
                };
                String spec =
                        part.format().isPresent() ? formatted(part.format().get(), frame) : "";
                out.append(Formatting.format(value, spec));
            }
            if (out.length() > Budget.TEXT) {
                budget.text(out.toString());
            }
        }
        return out.toString();
    }
}

package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Binds values to targets: names, items, attributes, and lists of them. */
final class Assignments {
    private final Expressions expressions;
    private final Budget budget;

    Assignments(Interpreter interpreter) {
        this.expressions = interpreter.expressions();
        this.budget = interpreter.budget();
    }

    void assign(Node.Expr target, Object value, Frame frame) {
        if (target instanceof Node.Name name) {
            frame.set(name.id(), value);
        } else if (target instanceof Node.Display display) {
            unpack(display.elements(), value, frame);
        } else if (target instanceof Node.Subscript subscript) {
            Object object = expressions.evaluate(subscript.object(), frame);
            if (subscript.index() instanceof Node.Slice slice) {
                expressions.subscripts().assign(object, slice, value, frame);
            } else {
                item(object, expressions.evaluate(subscript.index(), frame), value);
            }
        } else if (target instanceof Node.Attribute attribute) {
            attribute(expressions.evaluate(attribute.object(), frame), attribute.name(), value);
        }
    }

    private void item(Object object, Object index, Object value) {
        budget.make(1);
        if (object instanceof Dict dict && !dict.isEvent()) {
            dict.put(index, value);
        } else if (object instanceof Py.ListObject list && !list.frozen) {
            int at = expressions.subscripts().position(list, index, list.items().size(), "list assignment");
            list.edit().set(at, value);
        } else if (object instanceof Instance instance
                && instance.special("__setitem__").isPresent()) {
            instance.ask("__setitem__", index, value);
        } else if (object instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        } else {
            throw Py.error("TypeError", "'" + Py.typeName(object) + "' object does not support item assignment");
        }
    }

    /** Binds an attribute, as a class's own setter says. */
    void attribute(Object object, String name, Object value) {
        budget.make(1);
        if (object instanceof Instance instance) {
            if (instance.type.find(name).orElse(Py.None.NONE) instanceof Py.Decorated decorated
                    && decorated.kind().equals("property")) {
                if (decorated.setter().isPresent()) {
                    expressions.calls().call(decorated.setter().get(), List.of(instance, value), Map.of());
                    return;
                }
                throw Py.error(
                        "AttributeError",
                        "property '" + name + "' of '" + instance.type.name + "' object has no setter");
            }
            if (instance.ask("__setattr__", name, value).isEmpty()) {
                instance.set(name, value);
            }
        } else if (object instanceof ClassObject type && !Exceptions.isException(type)) {
            type.set(name, value);
        } else if (object instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        } else {
            throw Py.error("AttributeError", "'" + Py.typeName(object) + "' object has no attribute '" + name + "'");
        }
    }

    private void unpack(List<Node.Expr> targets, Object value, Frame frame) {
        if (!expressions.iteration().isIterable(value)) {
            throw Py.error("TypeError", "cannot unpack non-iterable " + Py.typeName(value) + " object");
        }
        List<Object> values = expressions.iteration().list(value);
        int star = -1;
        for (int i = 0; i < targets.size(); i++) {
            star = targets.get(i) instanceof Node.Starred ? i : star;
        }
        if (star < 0 && values.size() > targets.size()) {
            throw Py.error("ValueError", "too many values to unpack (expected " + targets.size() + ")");
        }
        int least = star < 0 ? targets.size() : targets.size() - 1;
        if (values.size() < least) {
            throw Py.error(
                    "ValueError",
                    "not enough values to unpack (expected " + (star < 0 ? "" : "at least ") + least + ", got "
                            + values.size() + ")");
        }
        int extra = values.size() - least;
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i) instanceof Node.Starred starred) {
                assign(starred.value(), Py.list(new ArrayList<>(values.subList(i, i + extra))), frame);
            } else {
                assign(targets.get(i), values.get(star >= 0 && i > star ? i + extra - 1 : i), frame);
            }
        }
    }

    void augment(Node.AugAssign augmented, Frame frame) {
        Object left = expressions.evaluate(augmented.target(), frame);
        Object right = expressions.evaluate(augmented.value(), frame);
        assign(augmented.target(), updated(augmented.operator(), left, right), frame);
    }

    /** The left operand, changed in place where Python changes it so, else a new object. */
    private Object updated(String operator, Object left, Object right) {
        if (left instanceof Py.ListObject list && !list.frozen && operator.equals("+")) {
            List<Object> more = expressions.iteration().list(right);
            budget.make(more.size());
            list.edit().addAll(more);
            return list;
        }
        if (left instanceof Py.SetObject a
                && !a.frozen
                && right instanceof Py.SetObject b
                && "|&-^".contains(operator)) {
            Py.SetObject result = Operators.sets(operator, a, b);
            a.clear();
            result.items().values().forEach(a::add);
            return a;
        }
        if (left instanceof Dict a && !a.isEvent() && right instanceof Dict b && operator.equals("|")) {
            a.putAll(b);
            return a;
        }
        return expressions.operators().binary(operator, left, right, true);
    }

    void delete(Node.Expr target, Frame frame) {
        if (target instanceof Node.Name name) {
            if (!frame.delete(name.id())) {
                throw Py.error("NameError", "name '" + name.id() + "' is not defined");
            }
            return;
        }
        if (target instanceof Node.Subscript subscript && subscript.index() instanceof Node.Slice slice) {
            expressions.subscripts().delete(expressions.evaluate(subscript.object(), frame), slice, frame);
            return;
        }
        if (target instanceof Node.Subscript subscript && !(subscript.index() instanceof Node.Slice)) {
            Object object = expressions.evaluate(subscript.object(), frame);
            Object index = expressions.evaluate(subscript.index(), frame);
            if (object instanceof Dict dict && !dict.isEvent()) {
                if (dict.remove(index).isEmpty()) {
                    throw Py.error("KeyError", List.of(index));
                }
                return;
            }
            if (object instanceof Py.ListObject list && !list.frozen) {
                int at = expressions
                        .subscripts()
                        .position(list, index, list.items().size(), "list assignment");
                list.edit().remove(at);
                return;
            }
            throw Py.error("TypeError", "'" + Py.typeName(object) + "' object doesn't support item deletion");
        }
        if (target instanceof Node.Attribute attribute
                && expressions.evaluate(attribute.object(), frame) instanceof Instance instance) {
            instance.changing();
            if (instance.attributes().remove(attribute.name()) == null) {
                throw Py.error("AttributeError", attribute.name());
            }
            return;
        }
        throw Stopped.notRun("del of this target");
    }
}

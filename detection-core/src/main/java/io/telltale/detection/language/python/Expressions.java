package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates a program's expressions. */
final class Expressions {
    private final Interpreter interpreter;
    private final Library library;
    private final Budget budget;
    private final Operators operators;
    private final Members members;

    Expressions(Interpreter interpreter, Library library) {
        this.interpreter = interpreter;
        this.library = library;
        this.budget = interpreter.budget;
        this.operators = new Operators(budget);
        this.members = new Members(this, budget);
        library.use(this);
    }

    Library library() {
        return library;
    }

    Operators operators() {
        return operators;
    }

    boolean isTrue(Node.Expr expression, Frame frame) {
        return Py.truthy(evaluate(expression, frame));
    }

    Object evaluate(Node.Expr expression, Frame frame) {
        budget.step();
        if (expression instanceof Node.Constant constant) {
            return Py.of(constant.value());
        }
        if (expression instanceof Node.Name name) {
            return name(name.id(), frame);
        }
        if (expression instanceof Node.Attribute attribute) {
            return members.get(evaluate(attribute.object(), frame), attribute.name());
        }
        if (expression instanceof Node.Call call) {
            return call(call, frame);
        }
        if (expression instanceof Node.BoolOp operation) {
            Object value = Py.None.NONE;
            for (Node.Expr operand : operation.operands()) {
                value = evaluate(operand, frame);
                if (Py.truthy(value) != operation.and()) {
                    return value;
                }
            }
            return value;
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
            return subscript(subscript, frame);
        }
        if (expression instanceof Node.Lambda lambda) {
            return function("<lambda>", lambda.parameters(), frame, inner -> evaluate(lambda.body(), inner));
        }
        if (expression instanceof Node.Walrus walrus) {
            Object value = evaluate(walrus.value(), frame);
            frame.set(walrus.name(), value);
            return value;
        }
        if (expression instanceof Node.Display display) {
            return display(display, frame);
        }
        if (expression instanceof Node.DictDisplay display) {
            var dict = new Py.Dict(false);
            for (Node.Pair pair : display.pairs()) {
                if (pair.key().isPresent()) {
                    Object key = evaluate(pair.key().get(), frame);
                    dict.put(key, evaluate(pair.value(), frame));
                } else if (evaluate(pair.value(), frame) instanceof Py.Dict other) {
                    other.entries.values().forEach(e -> dict.put(e.key(), e.value()));
                } else {
                    throw Py.error("TypeError", "argument after ** must be a mapping");
                }
            }
            budget.make(dict.entries.size());
            return dict;
        }
        if (expression instanceof Node.Comprehension comprehension) {
            return comprehension(comprehension, frame);
        }
        if (expression instanceof Node.Formatted formatted) {
            return budget.text(formatted(formatted, frame));
        }
        if (expression instanceof Node.EllipsisExpr) {
            return Py.Ellipsis.ELLIPSIS;
        }
        if (expression instanceof Node.ForeignExpr foreign) {
            throw new Py.Stopped("not run here: " + foreign.construct());
        }
        throw Py.error("TypeError", "can't use starred expression here");
    }

    private Object name(String id, Frame frame) {
        Optional<Object> value = frame.find(id).or(() -> library.builtin(id));
        if (value.isEmpty()) {
            throw Py.error("NameError", "name '" + id + "' is not defined");
        }
        return value.get();
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

    private Object call(Node.Call call, Frame frame) {
        Object function = evaluate(call.function(), frame);
        var arguments = new ArrayList<Object>();
        var named = new LinkedHashMap<String, Object>();
        for (Node.Argument argument : call.arguments()) {
            Object value = evaluate(argument.value(), frame);
            if (argument.name().isEmpty()) {
                arguments.add(value);
            } else if (argument.name().equals("*")) {
                arguments.addAll(iterate(value));
            } else if (argument.name().equals("**")) {
                if (!(value instanceof Py.Dict dict)) {
                    throw Py.error("TypeError", "argument after ** must be a mapping, not " + Py.typeName(value));
                }
                dict.entries.values().forEach(e -> named.put(Text.str(e.key()), e.value()));
            } else {
                named.put(argument.name(), value);
            }
        }
        return call(function, arguments, named);
    }

    Object call(Object function, List<Object> arguments, Map<String, Object> named) {
        budget.step();
        if (function instanceof Py.Callable callable) {
            budget.enter();
            try {
                return callable.call(arguments, named);
            } finally {
                budget.leave();
            }
        }
        if (function instanceof Py.ClassObject type) {
            var instance = new Py.Instance(type);
            Optional<Object> init = type.find("__init__");
            if (init.isPresent()) {
                var all = new ArrayList<Object>(List.of(instance));
                all.addAll(arguments);
                call(init.get(), all, named);
            }
            instance.attributes.putIfAbsent("args", new Py.Tuple(List.copyOf(arguments)));
            return instance;
        }
        if (function instanceof Py.Opaque opaque) {
            throw new Py.Stopped("not run here: " + opaque.construct());
        }
        throw Py.error("TypeError", "'" + Py.typeName(function) + "' object is not callable");
    }

    Object function(
            String name, Node.Parameters parameters, Frame frame, java.util.function.Function<Frame, Object> body) {
        var defaults = new HashMap<String, Object>();
        for (Node.ParameterNode parameter : parameters.positional()) {
            parameter.defaultValue().ifPresent(value -> defaults.put(parameter.name(), evaluate(value, frame)));
        }
        for (Node.ParameterNode parameter : parameters.keywordOnly()) {
            parameter.defaultValue().ifPresent(value -> defaults.put(parameter.name(), evaluate(value, frame)));
        }
        return new Py.Function(name, (arguments, named) -> {
            Frame inner = frame.inner();
            interpreter.bind(name, parameters, defaults, arguments, named, inner);
            return body.apply(inner);
        });
    }

    private Object subscript(Node.Subscript subscript, Frame frame) {
        Object object = evaluate(subscript.object(), frame);
        if (subscript.index() instanceof Node.Slice slice) {
            return slice(object, slice, frame);
        }
        return item(object, evaluate(subscript.index(), frame));
    }

    Object item(Object object, Object index) {
        if (object instanceof Py.Dict dict) {
            Optional<Object> value = dict.find(index);
            if (value.isEmpty()) {
                var instance = new Py.Instance(Exceptions.of("KeyError"));
                instance.attributes.put("args", new Py.Tuple(List.of(index)));
                throw new Py.Raised(instance);
            }
            return value.get();
        }
        if (object instanceof Py.Opaque opaque) {
            throw new Py.Stopped("not run here: " + opaque.construct());
        }
        boolean isText = object instanceof String;
        if (!isText && !(object instanceof Py.ListObject) && !(object instanceof Py.Tuple)) {
            throw Py.error("TypeError", "'" + Py.typeName(object) + "' object is not subscriptable");
        }
        String kind = isText ? "string" : Py.typeName(object);
        if (!(index instanceof Long) && !(index instanceof Boolean)) {
            throw Py.error(
                    "TypeError",
                    isText
                            ? "string indices must be integers, not '" + Py.typeName(index) + "'"
                            : kind + " indices must be integers or slices, not " + Py.typeName(index));
        }
        long at = (Long) Py.key(index);
        List<Object> items = isText ? List.of() : sequence(object);
        int size = isText ? ((String) object).length() : items.size();
        long position = at < 0 ? at + size : at;
        if (position < 0 || position >= size) {
            throw Py.error("IndexError", kind + " index out of range");
        }
        return isText ? String.valueOf(((String) object).charAt((int) position)) : items.get((int) position);
    }

    static List<Object> sequence(Object object) {
        return object instanceof Py.Tuple tuple ? tuple.items() : ((Py.ListObject) object).items;
    }

    private Object slice(Object object, Node.Slice slice, Frame frame) {
        boolean isText = object instanceof String;
        if (!isText && !(object instanceof Py.ListObject) && !(object instanceof Py.Tuple)) {
            throw Py.error("TypeError", "'" + Py.typeName(object) + "' object is not subscriptable");
        }
        int size = isText ? ((String) object).length() : sequence(object).size();
        long step = bound(slice.step(), frame, 1);
        if (step == 0) {
            throw Py.error("ValueError", "slice step cannot be zero");
        }
        long from = clamp(
                bound(slice.lower(), frame, step > 0 ? 0 : Long.MAX_VALUE),
                size,
                step,
                slice.lower().isEmpty());
        long to = slice.upper().isEmpty() || isNone(slice.upper().get(), frame)
                ? (step > 0 ? size : -1)
                : clamp(bound(slice.upper(), frame, 0), size, step, false);
        var text = new StringBuilder();
        var items = new ArrayList<Object>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (isText) {
                text.append(((String) object).charAt((int) i));
            } else {
                items.add(sequence(object).get((int) i));
            }
        }
        budget.make((long) text.length() + items.size());
        return isText ? text.toString() : object instanceof Py.Tuple ? new Py.Tuple(items) : Py.list(items);
    }

    private boolean isNone(Node.Expr expression, Frame frame) {
        return evaluate(expression, frame) == Py.None.NONE;
    }

    private long bound(Optional<Node.Expr> expression, Frame frame, long otherwise) {
        if (expression.isEmpty()) {
            return otherwise;
        }
        Object value = evaluate(expression.get(), frame);
        if (value == Py.None.NONE) {
            return otherwise;
        }
        if (value instanceof Long || value instanceof Boolean) {
            return Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, (Long) Py.key(value)));
        }
        throw Py.error("TypeError", "slice indices must be integers or None or have an __index__ method");
    }

    private static long clamp(long index, int size, long step, boolean open) {
        if (open) {
            return step > 0 ? 0 : size - 1L;
        }
        long at = index < 0 ? index + size : index;
        return step > 0 ? Math.max(0, Math.min(size, at)) : Math.max(-1, Math.min(size - 1L, at));
    }

    private Object display(Node.Display display, Frame frame) {
        var items = new ArrayList<Object>();
        for (Node.Expr element : display.elements()) {
            if (element instanceof Node.Starred starred) {
                items.addAll(iterate(evaluate(starred.value(), frame)));
            } else {
                items.add(evaluate(element, frame));
            }
        }
        budget.make(items.size());
        return collect(display.kind(), items);
    }

    private static Object collect(Node.DisplayKind kind, List<Object> items) {
        if (kind == Node.DisplayKind.SET) {
            var set = new Py.SetObject(false);
            items.forEach(set::add);
            return set;
        }
        return kind == Node.DisplayKind.TUPLE ? new Py.Tuple(items) : Py.list(items);
    }

    private Object comprehension(Node.Comprehension comprehension, Frame frame) {
        Frame inner = frame.inner();
        inner.globalNames.addAll(frame.globalNames);
        if (comprehension.kind() == Node.DisplayKind.DICT) {
            var dict = new Py.Dict(false);
            Node.Expr value = comprehension.value().orElse(comprehension.element());
            clause(comprehension.clauses(), 0, inner, () -> {
                Object key = evaluate(comprehension.element(), inner);
                dict.put(key, evaluate(value, inner));
                budget.make(1);
                return true;
            });
            return dict;
        }
        if (comprehension.kind() == Node.DisplayKind.GENERATOR) {
            return new Generator(comprehension, inner);
        }
        var items = new ArrayList<Object>();
        clause(comprehension.clauses(), 0, inner, () -> {
            items.add(evaluate(comprehension.element(), inner));
            budget.make(1);
            return true;
        });
        return collect(comprehension.kind(), items);
    }

    /** A generator expression, which is run when it is asked for its elements. */
    record Generator(Node.Comprehension comprehension, Frame frame) {}

    /** Gives a generator's elements one by one until one is refused. */
    void each(Generator generator, java.util.function.Predicate<Object> more) {
        clause(
                generator.comprehension().clauses(),
                0,
                generator.frame(),
                () -> more.test(evaluate(generator.comprehension().element(), generator.frame())));
    }

    private boolean clause(List<Node.Clause> clauses, int at, Frame frame, java.util.function.BooleanSupplier found) {
        if (at == clauses.size()) {
            return found.getAsBoolean();
        }
        Node.Clause clause = clauses.get(at);
        for (Object item : iterate(evaluate(clause.iterable(), frame))) {
            budget.step();
            assign(clause.target(), item, frame);
            boolean kept = true;
            for (Node.Expr condition : clause.conditions()) {
                kept = kept && isTrue(condition, frame);
            }
            if (kept && !clause(clauses, at + 1, frame, found)) {
                return false;
            }
        }
        return true;
    }

    String formatted(Node.Formatted formatted, Frame frame) {
        var out = new StringBuilder();
        for (Node.Part part : formatted.parts()) {
            out.append(part.text());
            if (part.value().isPresent()) {
                Object value = evaluate(part.value().get(), frame);
                if (!part.conversion().isEmpty()) {
                    value = part.conversion().equals("s") ? Text.str(value) : Text.repr(value);
                }
                String spec =
                        part.format().isPresent() ? formatted(part.format().get(), frame) : "";
                out.append(
                        value instanceof Clock.Moment moment && !spec.isEmpty()
                                ? Text.str(members.format(moment, spec))
                                : Text.format(value, spec));
            }
            budget.text(out.length() > Budget.TEXT ? out.toString() : "");
        }
        return out.toString();
    }

    /** The elements of something that can be looped over. */
    List<Object> iterate(Object value) {
        if (value instanceof Py.ListObject list) {
            return List.copyOf(list.items);
        }
        if (value instanceof Py.Tuple tuple) {
            return tuple.items();
        }
        var items = new ArrayList<Object>();
        if (value instanceof Py.Dict dict) {
            dict.entries.values().forEach(e -> items.add(e.key()));
        } else if (value instanceof Py.SetObject set) {
            items.addAll(set.items.values());
        } else if (value instanceof String text) {
            text.codePoints().forEach(point -> items.add(new String(Character.toChars(point))));
        } else if (value instanceof Generator generator) {
            each(generator, item -> {
                budget.make(1);
                return items.add(item);
            });
        } else if (value instanceof Py.Opaque opaque) {
            throw new Py.Stopped("not run here: " + opaque.construct());
        } else {
            throw Py.error("TypeError", "'" + Py.typeName(value) + "' object is not iterable");
        }
        budget.make(items.size());
        return items;
    }

    void assign(Node.Expr target, Object value, Frame frame) {
        if (target instanceof Node.Name name) {
            frame.set(name.id(), value);
        } else if (target instanceof Node.Display display) {
            unpack(display.elements(), iterate(value), frame);
        } else if (target instanceof Node.Subscript subscript) {
            Object object = evaluate(subscript.object(), frame);
            Object index = evaluate(subscript.index(), frame);
            budget.make(1);
            if (object instanceof Py.Dict dict && !dict.event) {
                dict.put(index, value);
            } else if (object instanceof Py.ListObject list && !list.frozen && index instanceof Long at) {
                item(list, at);
                list.items.set((int) (at < 0 ? at + list.items.size() : at), value);
            } else {
                throw Py.error("TypeError", "'" + Py.typeName(object) + "' object does not support item assignment");
            }
        } else if (target instanceof Node.Attribute attribute) {
            if (evaluate(attribute.object(), frame) instanceof Py.Instance instance) {
                instance.attributes.put(attribute.name(), value);
            } else {
                throw new Py.Stopped("not run here: assignment to an attribute");
            }
        }
    }

    private void unpack(List<Node.Expr> targets, List<Object> values, Frame frame) {
        int star = -1;
        for (int i = 0; i < targets.size(); i++) {
            star = targets.get(i) instanceof Node.Starred ? i : star;
        }
        if (star < 0 ? values.size() > targets.size() : false) {
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
        Object left = evaluate(augmented.target(), frame);
        Object right = evaluate(augmented.value(), frame);
        if (left instanceof Py.ListObject list
                && !list.frozen
                && augmented.operator().equals("+")) {
            List<Object> more = iterate(right);
            budget.make(more.size());
            list.items.addAll(more);
            return;
        }
        assign(augmented.target(), operators.binary(augmented.operator(), left, right), frame);
    }

    void delete(Node.Expr target, Frame frame) {
        if (target instanceof Node.Name name) {
            frame.names.remove(name.id());
        } else if (target instanceof Node.Subscript subscript
                && evaluate(subscript.object(), frame) instanceof Py.Dict dict
                && !dict.event) {
            Object index = evaluate(subscript.index(), frame);
            item(dict, index);
            dict.entries.remove(Py.key(index));
        } else {
            throw new Py.Stopped("not run here: del of this target");
        }
    }

    Members members() {
        return members;
    }
}

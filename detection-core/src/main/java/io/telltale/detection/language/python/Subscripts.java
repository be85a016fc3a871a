package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Items and slices. */
final class Subscripts {
    private final Interpreter interpreter;
    private final Expressions expressions;

    Subscripts(Interpreter interpreter, Expressions expressions) {
        this.interpreter = interpreter;
        this.expressions = expressions;
    }

    Object evaluate(Node.Subscript subscript, Frame frame) {
        Object object = expressions.evaluate(subscript.object(), frame);
        if (subscript.index() instanceof Node.Slice slice) {
            return slice(object, slice, frame);
        }
        return item(object, expressions.evaluate(subscript.index(), frame));
    }

    Object item(Object object, Object index) {
        if (object instanceof Dict dict) {
            return entry(dict, index);
        }
        if (object instanceof String text) {
            int length = Characters.length(text);
            return Characters.at(text, position(object, index, length, "string"));
        }
        if (object instanceof Py.ListObject || object instanceof Py.Tuple) {
            List<Object> items = Py.sequence(object);
            return items.get(position(object, index, items.size(), isList(object) ? "list" : "tuple"));
        }
        if (object instanceof Py.Bytes bytes) {
            return (long)
                    bytes.latin1().charAt(position(object, index, bytes.latin1().length(), "index"));
        }
        if (object instanceof RegexMatch match) {
            return match.group(index);
        }
        if (object instanceof Instance instance) {
            Optional<Object> answer = instance.ask("__getitem__", index);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        if (object instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        if (object instanceof StructTime time) {
            return item(time.parts(), index);
        }
        if (object instanceof Network network && index instanceof Long place) {
            return network.at(place);
        }
        Optional<Dict> members = object instanceof ClassObject type ? EnumModule.members(type) : Optional.empty();
        if (members.isPresent()) {
            return members.get().find(index).orElseThrow(() -> Py.error("KeyError", List.of(index)));
        }
        if (object instanceof ClassObject) {
            return new Typing.Hint(object);
        }
        if (object instanceof Py.BuiltinType || object instanceof Typing.Hint) {
            return new Typing.Hint(object);
        }
        throw Py.error("TypeError", "'" + Py.typeName(object) + "' object is not subscriptable");
    }

    /** A list of the program's own: the event's are tuples inside. */
    private static boolean isList(Object object) {
        return object instanceof Py.ListObject list && !list.frozen;
    }

    private Object entry(Dict dict, Object key) {
        Optional<Object> value = dict.find(key);
        if (value.isPresent()) {
            return value.get();
        }
        if (dict.factory().isPresent()) {
            interpreter.budget().make(1);
            Object made = expressions.calls().call(dict.factory().get(), List.of(), java.util.Map.of());
            dict.put(key, made);
            return made;
        }
        if (dict.typeName().equals("Counter")) {
            return 0L;
        }
        throw Py.error("KeyError", List.of(key));
    }

    /** Where an index points in a sequence of a size; the name is for messages. */
    int position(Object object, Object index, int size, String name) {
        if (!(index instanceof Long) && !(index instanceof Boolean)) {
            String type = Py.typeName(index);
            throw Py.error(
                    "TypeError",
                    object instanceof String
                            ? "string indices must be integers, not '" + type + "'"
                            : object instanceof Py.Bytes
                                    ? "byte indices must be integers or slices, not " + type
                                    : (isList(object) ? "list" : "tuple") + " indices must be integers or slices, not "
                                            + type);
        }
        long at = (Long) Equality.key(index);
        long position = at < 0 ? at + size : at;
        if (position < 0 || position >= size) {
            throw Py.error("IndexError", name.equals("index") ? "index out of range" : name + " index out of range");
        }
        return (int) position;
    }

    /** The places that a slice takes of a sequence: from, to (without), and the step. */
    private record Range(long from, long to, long step) {
        List<Integer> places() {
            var places = new ArrayList<Integer>();
            for (long i = from; step > 0 ? i < to : i > to; i += step) {
                places.add((int) i);
            }
            return places;
        }
    }

    private Range range(Node.Slice slice, int size, Frame frame) {
        Optional<Long> given = bound(slice.step(), frame);
        long step = given.orElse(1L);
        if (step == 0) {
            throw Py.error("ValueError", "slice step cannot be zero");
        }
        long from = bound(slice.lower(), frame).map(at -> clamp(at, size, step)).orElse(step > 0 ? 0L : size - 1L);
        long to = bound(slice.upper(), frame).map(at -> clamp(at, size, step)).orElse(step > 0 ? (long) size : -1L);
        return new Range(from, to, step);
    }

    private Optional<Long> bound(Optional<Node.Expr> expression, Frame frame) {
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        Object value = expressions.evaluate(expression.get(), frame);
        if (value == Py.None.NONE) {
            return Optional.empty();
        }
        if (value instanceof java.math.BigInteger big) {
            return Optional.of(big.signum() * (long) Integer.MAX_VALUE);
        }
        if (value instanceof Long || value instanceof Boolean) {
            return Optional.of(Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, (Long) Equality.key(value))));
        }
        throw Py.error("TypeError", "slice indices must be integers or None or have an __index__ method");
    }

    private static long clamp(long index, int size, long step) {
        long at = index < 0 ? index + size : index;
        return step > 0 ? Math.max(0, Math.min(size, at)) : Math.max(-1, Math.min(size - 1L, at));
    }

    private Object slice(Object object, Node.Slice slice, Frame frame) {
        if (object instanceof StructTime time) {
            return slice(time.parts(), slice, frame);
        }
        if (object instanceof String text) {
            int[] points = text.codePoints().toArray();
            List<Integer> places = range(slice, points.length, frame).places();
            interpreter.budget().make(places.size());
            var out = new StringBuilder();
            places.forEach(place -> out.appendCodePoint(points[place]));
            return out.toString();
        }
        if (object instanceof Py.Bytes bytes) {
            var out = new StringBuilder();
            range(slice, bytes.latin1().length(), frame)
                    .places()
                    .forEach(place -> out.append(bytes.latin1().charAt(place)));
            return new Py.Bytes(out.toString());
        }
        if (object instanceof Py.ListObject || object instanceof Py.Tuple) {
            List<Object> items = Py.sequence(object);
            List<Integer> places = range(slice, items.size(), frame).places();
            interpreter.budget().make(places.size());
            var taken = new ArrayList<Object>();
            places.forEach(place -> taken.add(
                    object instanceof Py.ListObject list && list.frozen
                            ? EventValues.mutable(items.get(place), interpreter.budget(), 0)
                            : items.get(place)));
            return isList(object) ? Py.list(taken) : new Py.Tuple(taken);
        }
        if (object instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        if (object instanceof Dict) {
            throw Py.error("TypeError", "unhashable type: 'slice'");
        }
        throw Py.error("TypeError", "'" + Py.typeName(object) + "' object is not subscriptable");
    }

    /** Takes a slice out of a list. */
    void delete(Object object, Node.Slice slice, Frame frame) {
        if (!(object instanceof Py.ListObject list) || list.frozen) {
            throw Py.error("TypeError", "'" + Py.typeName(object) + "' object does not support item deletion");
        }
        List<Integer> places = range(slice, list.items().size(), frame).places();
        places.stream()
                .sorted(java.util.Comparator.reverseOrder())
                .forEach(place -> list.edit().remove((int) place));
    }

    /** Puts the elements of a value in the place of a slice of a list. */
    void assign(Object object, Node.Slice slice, Object value, Frame frame) {
        if (!(object instanceof Py.ListObject list) || list.frozen) {
            throw Py.error("TypeError", "'" + Py.typeName(object) + "' object does not support item assignment");
        }
        Range range = range(slice, list.items().size(), frame);
        if (!expressions.iteration().isIterable(value)) {
            throw Py.error("TypeError", "can only assign an iterable");
        }
        List<Object> more = expressions.iteration().list(value);
        interpreter.budget().make(more.size());
        if (range.step() != 1) {
            List<Integer> places = range.places();
            if (places.size() != more.size()) {
                throw Py.error(
                        "ValueError",
                        "attempt to assign sequence of size " + more.size() + " to extended slice of size "
                                + places.size());
            }
            for (int i = 0; i < places.size(); i++) {
                list.edit().set(places.get(i), more.get(i));
            }
            return;
        }
        int from = (int) range.from();
        List<Object> items = list.edit();
        items.subList(from, (int) Math.max(from, range.to())).clear();
        items.addAll(from, more);
    }
}

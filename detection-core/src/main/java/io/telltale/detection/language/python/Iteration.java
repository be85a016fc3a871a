package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Gives the elements of what can be looped over. */
final class Iteration {
    private final Budget budget;

    Iteration(Budget budget) {
        this.budget = budget;
    }

    boolean isIterable(Object value) {
        return value instanceof Py.ListObject
                || value instanceof Py.Tuple
                || value instanceof String
                || value instanceof Dict
                || value instanceof Py.SetObject
                || value instanceof Py.IteratorObject
                || value instanceof Py.Bytes
                || value instanceof Py.Opaque
                || value instanceof DictView
                || value instanceof StructTime
                || (value instanceof ClassObject type
                        && EnumModule.members(type).isPresent())
                || value instanceof Network
                || (value instanceof Instance instance
                        && (instance.special("__iter__").isPresent()
                                || instance.special("__getitem__").isPresent()));
    }

    /** The elements, counted against the budget, as a list that no later change of the object shows in. */
    List<Object> list(Object value) {
        if (value instanceof Py.Tuple tuple) {
            return tuple.items();
        }
        var items = new ArrayList<Object>();
        Iterator<Object> iterator = iterator(value);
        while (iterator.hasNext()) {
            budget.make(1);
            items.add(iterator.next());
        }
        return items;
    }

    Iterator<Object> iterator(Object value) {
        if (value instanceof Py.ListObject list) {
            return new Growing(list);
        }
        if (value instanceof Py.Tuple tuple) {
            return tuple.items().iterator();
        }
        if (value instanceof Py.IteratorObject iterator) {
            return iterator.elements;
        }
        if (value instanceof Dict dict) {
            return new DictView.Growing(dict, dict.keys().iterator());
        }
        if (value instanceof Py.SetObject set) {
            return new ArrayList<>(set.items().values()).iterator();
        }
        if (value instanceof String text) {
            return text.codePoints()
                    .mapToObj(point -> (Object) new String(Character.toChars(point)))
                    .iterator();
        }
        if (value instanceof Py.Bytes bytes) {
            return bytes.latin1().chars().mapToObj(b -> (Object) (long) b).iterator();
        }
        if (value instanceof ClassObject type && EnumModule.members(type).isPresent()) {
            return EnumModule.distinct(EnumModule.members(type).get()).iterator();
        }
        if (value instanceof StructTime time) {
            return time.parts().items().iterator();
        }
        if (value instanceof DictView view) {
            return view.iterator();
        }
        if (value instanceof Network network) {
            return network.addresses();
        }
        if (value instanceof Instance instance) {
            return instance(instance);
        }
        if (value instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        throw notIterable(value);
    }

    private static Raised notIterable(Object value) {
        return Py.error("TypeError", "'" + Py.typeName(value) + "' object is not iterable");
    }

    private Iterator<Object> instance(Instance instance) {
        Optional<Object> own = instance.ask("__iter__");
        if (own.isPresent() && own.get() instanceof Instance steps) {
            return new Asking(() -> steps.ask("__next__").orElseThrow(() -> notIterable(instance)), "StopIteration");
        }
        if (own.isPresent()) {
            return iterator(own.get());
        }
        if (instance.special("__getitem__").isEmpty()) {
            throw notIterable(instance);
        }
        long[] at = {0};
        return new Asking(() -> instance.ask("__getitem__", at[0]++).orElse(Py.None.NONE), "IndexError");
    }

    /** A list's elements, among them those that are appended on the way. */
    private static final class Growing implements Iterator<Object> {
        private final Py.ListObject list;
        private int at;

        Growing(Py.ListObject list) {
            this.list = list;
        }

        @Override
        public boolean hasNext() {
            return at < list.items().size();
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return list.items().get(at++);
        }
    }

    /** Elements asked for one by one until an exception of a kind says that there is none. */
    static final class Asking implements Iterator<Object> {
        private final java.util.function.Supplier<Object> source;
        private final String end;
        private Optional<Object> next = Optional.empty();
        private boolean ended;

        Asking(java.util.function.Supplier<Object> source, String end) {
            this.source = source;
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            if (next.isEmpty() && !ended) {
                try {
                    next = Optional.of(source.get());
                } catch (Raised e) {
                    if (!e.exception.type.isA(Exceptions.of(end))) {
                        throw e;
                    }
                    ended = true;
                }
            }
            return next.isPresent();
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object given = next.orElseThrow();
            next = Optional.empty();
            return given;
        }
    }
}

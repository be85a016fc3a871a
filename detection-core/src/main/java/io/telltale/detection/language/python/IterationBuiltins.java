package io.telltale.detection.language.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The built-in functions and types that go through elements: {@code map}, {@code zip}, {@code range}, {@code any} and their like. */
final class IterationBuiltins {
    private final Builtins builtins;
    private final Interpreter interpreter;

    IterationBuiltins(Builtins builtins, Interpreter interpreter) {
        this.builtins = builtins;
        this.interpreter = interpreter;
    }

    private Iteration iteration() {
        return interpreter.expressions().iteration();
    }

    private Object call(Object function, Object... arguments) {
        return interpreter.expressions().calls().call(function, List.of(arguments), Map.of());
    }

    /** Adds them to the table. */
    void define() {
        builtins.function("all", a -> decide(a.get(0), false));
        builtins.function("any", a -> decide(a.get(0), true));
        builtins.function("len", a -> length(a.most(1).get(0)));
        builtins.function("sorted", a -> Py.list(Sorting.sorted(iteration().list(a.get(0)), a, interpreter)));
        builtins.function("next", a -> {
            if (!(a.get(0) instanceof Py.IteratorObject iterator)) {
                return a.get(0) instanceof Instance instance
                        ? instance.ask("__next__").orElseGet(() -> notIterator(a.get(0)))
                        : notIterator(a.get(0));
            }
            interpreter.budget().step();
            return a.size() > 1 && !iterator.elements.hasNext() ? a.get(1) : next(iterator);
        });
        builtins.type("enumerate", a -> {
            Iterator<Object> elements = iteration().iterator(a.required(0, "iterable"));
            long[] index = {a.integer(1, "start", 0)};
            return once("enumerate", elements, item -> new Py.Tuple(List.of(index[0]++, item)));
        });
        builtins.type("filter", a -> {
            Iterator<Object> elements = iteration().iterator(a.get(1));
            Object test = a.get(0);
            return new Py.IteratorObject(
                    "filter",
                    new Iteration.Asking(
                            () -> {
                                while (elements.hasNext()) {
                                    interpreter.budget().step();
                                    Object item = elements.next();
                                    if (Py.truthy(test == Py.None.NONE ? item : call(test, item))) {
                                        return item;
                                    }
                                }
                                throw Py.error("StopIteration", List.of());
                            },
                            "StopIteration"));
        });
        builtins.type(
                "map",
                a -> zipped(
                        "map",
                        a.values().subList(1, a.size()),
                        row -> interpreter.expressions().calls().call(a.get(0), row, Map.of()),
                        false));
        builtins.type("zip", a -> zipped("zip", a.values(), Py.Tuple::new, Py.truthy(a.named("strict", false))));
        builtins.type("reversed", a -> {
            Object value = a.get(0);
            if (value instanceof Py.SetObject || value instanceof Py.IteratorObject) {
                throw Py.error("TypeError", "'" + Py.typeName(value) + "' object is not reversible");
            }
            var items = new ArrayList<>(iteration().list(value));
            Collections.reverse(items);
            return new Py.IteratorObject("reversed", items.iterator());
        });
        builtins.type("range", this::range);
        builtins.function("iter", a -> {
            if (a.size() == 2) {
                return new Py.IteratorObject(
                        "callable_iterator",
                        new Iteration.Asking(
                                () -> {
                                    Object value = call(a.get(0));
                                    if (Equality.equal(value, a.get(1))) {
                                        throw Py.error("StopIteration", List.of());
                                    }
                                    return value;
                                },
                                "StopIteration"));
            }
            return a.get(0) instanceof Py.IteratorObject
                    ? a.get(0)
                    : new Py.IteratorObject("iterator", iteration().iterator(a.get(0)));
        });
    }

    /** The next element; without one the iterator ends, with what a generator has returned. */
    static Object next(Py.IteratorObject iterator) {
        if (iterator.elements.hasNext()) {
            return iterator.elements.next();
        }
        boolean answers = iterator.elements instanceof Generator generator && generator.answer() != Py.None.NONE;
        throw Py.error(
                "StopIteration", answers ? List.of(((Generator) iterator.elements).answer()) : List.<Object>of());
    }

    private static Object notIterator(Object value) {
        throw Py.error("TypeError", "'" + Py.typeName(value) + "' object is not an iterator");
    }

    private Py.IteratorObject once(String type, Iterator<Object> elements, Function<Object, Object> made) {
        return new Py.IteratorObject(type, new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public Object next() {
                interpreter.budget().step();
                return made.apply(elements.next());
            }
        });
    }

    private Py.IteratorObject zipped(
            String type, List<Object> iterables, Function<List<Object>, Object> made, boolean strict) {
        List<Iterator<Object>> columns = new ArrayList<>();
        iterables.forEach(each -> columns.add(iteration().iterator(each)));
        return new Py.IteratorObject(
                type,
                new Iteration.Asking(
                        () -> {
                            interpreter.budget().make(columns.size());
                            var row = new ArrayList<Object>();
                            for (int i = 0; i < columns.size(); i++) {
                                if (!columns.get(i).hasNext()) {
                                    boolean isUneven = i > 0 || columns.stream().anyMatch(Iterator::hasNext);
                                    if (strict && isUneven) {
                                        throw Py.error(
                                                "ValueError",
                                                i > 0
                                                        ? "zip() argument " + (i + 1) + " is shorter than argument "
                                                                + (i == 1 ? "1" : "s 1-" + i)
                                                        : "zip() argument 2 is longer than argument 1");
                                    }
                                    throw Py.error("StopIteration", List.of());
                                }
                                row.add(columns.get(i).next());
                            }
                            if (columns.isEmpty()) {
                                throw Py.error("StopIteration", List.of());
                            }
                            return made.apply(row);
                        },
                        "StopIteration"));
    }

    private boolean decide(Object value, boolean wanted) {
        for (Iterator<Object> each = iteration().iterator(value); each.hasNext(); ) {
            interpreter.budget().step();
            if (Py.truthy(each.next()) == wanted) {
                return wanted;
            }
        }
        return !wanted;
    }

    private static Object length(Object value) {
        if (value instanceof String text) {
            return (long) Characters.length(text);
        }
        if (value instanceof Py.ListObject || value instanceof Py.Tuple) {
            return (long) Py.sequence(value).size();
        }
        if (value instanceof Dict dict) {
            return (long) dict.size();
        }
        if (value instanceof Py.SetObject set) {
            return (long) set.items().size();
        }
        if (value instanceof ClassObject type && EnumModule.members(type).isPresent()) {
            return (long) EnumModule.distinct(EnumModule.members(type).get()).size();
        }
        if (value instanceof DictView view) {
            return (long) view.dict().size();
        }
        if (value instanceof Py.Bytes bytes) {
            return (long) bytes.latin1().length();
        }
        if (value instanceof Instance instance) {
            Optional<Object> own = instance.ask("__len__");
            if (own.isPresent()) {
                return own.get();
            }
        }
        if (value instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        throw Py.error("TypeError", "object of type '" + Py.typeName(value) + "' has no len()");
    }

    private Object range(Arguments a) {
        long first = a.size() > 1 ? a.integer(0, 0) : 0;
        long last = a.most(3).size() > 1 ? a.integer(1, 0) : a.integer(0, 0);
        long step = a.integer(2, 1);
        if (step == 0) {
            throw Py.error("ValueError", "range() arg 3 must not be zero");
        }
        long count = steps(first, last, step);
        interpreter.budget().make(count);
        var items = new ArrayList<Object>();
        for (long i = 0; i < count; i++) {
            items.add(first + i * step);
        }
        return new Py.Tuple(items);
    }

    /** How many numbers a range has, at the most as many as can be counted: its ends may lie further apart than that. */
    private static long steps(long first, long last, long step) {
        BigInteger way = BigInteger.valueOf(last).subtract(BigInteger.valueOf(first));
        BigInteger stride = BigInteger.valueOf(step);
        BigInteger[] count = way.divideAndRemainder(stride);
        BigInteger whole = count[1].signum() == 0 ? count[0] : count[0].add(BigInteger.ONE);
        boolean isEmpty = way.signum() != stride.signum();
        return isEmpty ? 0 : whole.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }
}

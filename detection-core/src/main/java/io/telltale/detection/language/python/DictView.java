package io.telltale.detection.language.python;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What {@code keys}, {@code values} and {@code items} of a dictionary answer: its entries as they are when they are
 * looked at. Keys and items are compared and joined as sets.
 *
 * @param typeName {@code dict_keys}, {@code dict_values} or {@code dict_items}
 */
record DictView(String typeName, Dict dict, Function<Dict, List<Object>> part) implements Py.NamedType {
    static DictView keys(Dict dict) {
        return new DictView("dict_keys", dict, Dict::keys);
    }

    static DictView values(Dict dict) {
        return new DictView("dict_values", dict, Dict::values);
    }

    static DictView items(Dict dict) {
        return new DictView("dict_items", dict, DictMethods::items);
    }

    List<Object> elements() {
        return part.apply(dict);
    }

    /** The elements one by one; a dictionary that grows or shrinks meanwhile is an error. */
    Iterator<Object> iterator() {
        return new Growing(dict, elements().iterator());
    }

    boolean isSet() {
        return !typeName.equals("dict_values");
    }

    /** The elements as a set. */
    Py.SetObject set() {
        var set = new Py.SetObject(false);
        elements().forEach(set::add);
        return set;
    }

    boolean has(Object item) {
        if (typeName.equals("dict_keys")) {
            return dict.find(item).isPresent();
        }
        return elements().stream().anyMatch(element -> Equality.same(element, item));
    }

    @Override
    public Optional<String> shown() {
        return Optional.of(toString());
    }

    @Override
    public String toString() {
        return elements().stream().map(Text::repr).collect(Collectors.joining(", ", typeName + "([", "])"));
    }

    @Override
    public Optional<Object> attribute(String name) {
        return isSet() && name.equals("isdisjoint")
                ? Members.method(name, a -> {
                    Py.SetObject own = set();
                    Object other = a.get(0) instanceof DictView view ? view.set() : a.get(0);
                    return new Iteration(new Budget())
                            .list(other).stream().noneMatch(e -> own.items().containsKey(Equality.key(e)));
                })
                : Optional.empty();
    }

    /** A set, where an object is a view that is one. */
    static Object asSet(Object value) {
        return value instanceof DictView view && view.isSet() ? view.set() : value;
    }

    /** The elements of a dictionary, whose size must stay. */
    static final class Growing implements Iterator<Object> {
        private final Dict dict;
        private final int size;
        private final Iterator<Object> elements;

        Growing(Dict dict, Iterator<Object> elements) {
            this.dict = dict;
            this.size = dict.size();
            this.elements = elements;
        }

        @Override
        public boolean hasNext() {
            if (dict.size() != size) {
                throw Py.error("RuntimeError", "dictionary changed size during iteration");
            }
            return elements.hasNext();
        }

        @Override
        public Object next() {
            return elements.next();
        }
    }
}

package io.telltale.detection.language.python;

import java.util.List;
import java.util.Map;

/** The arguments of a call to one of Python's own functions. */
record Arguments(String function, List<Object> values, Map<String, Object> named) {
    int size() {
        return values.size();
    }

    Object get(int index) {
        if (index >= values.size()) {
            throw Py.error(
                    "TypeError",
                    function + " expected at least " + (index + 1) + " argument" + (index == 0 ? "" : "s") + ", got "
                            + values.size());
        }
        return values.get(index);
    }

    Object get(int index, Object otherwise) {
        return index < values.size() ? values.get(index) : otherwise;
    }

    Object named(String name, Object otherwise) {
        return named.getOrDefault(name, otherwise);
    }

    Object get(int index, String name, Object otherwise) {
        return index < values.size() ? values.get(index) : named(name, otherwise);
    }

    String text(int index) {
        if (get(index) instanceof String text) {
            return text;
        }
        if (get(index) instanceof Py.Opaque opaque) {
            throw new Py.Stopped("not run here: " + opaque.construct());
        }
        throw Py.error("TypeError", function + "() argument must be str, not " + Py.typeName(get(index)));
    }

    long integer(int index, long otherwise) {
        Object value = get(index, otherwise);
        if (value instanceof Long || value instanceof Boolean) {
            return (Long) Py.key(value);
        }
        throw Py.error("TypeError", "'" + Py.typeName(value) + "' object cannot be interpreted as an integer");
    }
}

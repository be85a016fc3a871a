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

    /** An argument that may be given by its name too. */
    Object required(int index, String name) {
        if (index < values.size()) {
            return values.get(index);
        }
        Object value = named.get(name);
        return value == null ? get(index) : value;
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

    boolean has(int index, String name) {
        return index < values.size() || named.containsKey(name);
    }

    String text(int index) {
        return text(get(index));
    }

    private String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        throw Py.error("TypeError", function + "() argument must be str, not " + Py.typeName(value));
    }

    long integer(int index, long otherwise) {
        return integer(get(index, otherwise));
    }

    long integer(int index, String name, long otherwise) {
        return integer(get(index, name, otherwise));
    }

    private static long integer(Object value) {
        if (value instanceof Long || value instanceof Boolean) {
            return (Long) Equality.key(value);
        }
        if (value instanceof java.math.BigInteger big) {
            return big.signum() * (long) Integer.MAX_VALUE;
        }
        throw Py.error("TypeError", "'" + Py.typeName(value) + "' object cannot be interpreted as an integer");
    }

    /** Refuses more arguments than a function takes. */
    Arguments most(int count) {
        if (values.size() > count) {
            throw Py.error(
                    "TypeError",
                    function
                            + (count == 0
                                    ? "() takes no arguments (" + values.size() + " given)"
                                    : " expected at most " + count + " argument" + (count == 1 ? "" : "s") + ", got "
                                            + values.size()));
        }
        return this;
    }
}

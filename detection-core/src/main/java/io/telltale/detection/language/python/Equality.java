package io.telltale.detection.language.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** When two objects are equal, and the key under which equal ones meet in sets and dictionaries. */
final class Equality {
    private static final int DEEPEST = 200;

    private Equality() {}

    static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof BigInteger;
    }

    static boolean isNumber(Object value) {
        return value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof BigInteger;
    }

    /** A number as a float. */
    static double number(Object value) {
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        double number = ((Number) value).doubleValue();
        if (Double.isInfinite(number) && value instanceof BigInteger) {
            throw Py.error("OverflowError", "int too large to convert to float");
        }
        return number;
    }

    /** An integer or a boolean as an integer of any size. */
    static BigInteger integer(Object value) {
        if (value instanceof BigInteger big) {
            return big;
        }
        return BigInteger.valueOf(value instanceof Boolean bool ? (bool ? 1 : 0) : (Long) value);
    }

    /** An integer as a program handles it. */
    static Object narrowed(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    /** The key under which equal objects meet. */
    static Object key(Object value) {
        if (value instanceof String || value instanceof Long || value == Py.None.NONE) {
            return value;
        }
        if (value instanceof Boolean bool) {
            return bool ? 1L : 0L;
        }
        if (value instanceof Double number) {
            return number == Math.rint(number) && !Double.isInfinite(number)
                    ? narrowed(new BigDecimal(number).toBigInteger())
                    : number;
        }
        if (value instanceof Py.Tuple tuple) {
            var keys = new ArrayList<Object>();
            tuple.items().forEach(item -> keys.add(key(item)));
            return List.of("tuple", keys);
        }
        if (value instanceof Py.SetObject set && set.frozen) {
            return Map.of("frozenset", set.items().keySet());
        }
        if (value instanceof Py.ListObject
                || value instanceof Dict
                || value instanceof Py.SetObject
                || value instanceof DictView) {
            throw Py.error("TypeError", "unhashable type: '" + Py.typeName(value) + "'");
        }
        if (value instanceof Instance instance) {
            return instance.ask("__hash__").orElse(instance);
        }
        if (value instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        return value;
    }

    static boolean equal(Object a, Object b) {
        return equal(a, b, 0);
    }

    private static boolean equal(Object a, Object b, int depth) {
        if (depth > DEEPEST) {
            throw Py.error("RecursionError", "maximum recursion depth exceeded in comparison");
        }
        if (a instanceof Instance instance) {
            Object answer = instance.ask("__eq__", b).orElse(Py.Singleton.NOT_IMPLEMENTED);
            return answer == Py.Singleton.NOT_IMPLEMENTED ? a == b : Py.truthy(answer);
        }
        if (b instanceof Instance) {
            return equal(b, a, depth + 1);
        }
        if (isNumber(a) && isNumber(b)) {
            return Order.numbers(a, b) == Order.EQUAL;
        }
        if (a == b) {
            return true;
        }
        if ((a instanceof DictView x && x.isSet()) || (b instanceof DictView y && y.isSet())) {
            return DictView.asSet(a) instanceof Py.SetObject own
                    && DictView.asSet(b) instanceof Py.SetObject other
                    && own.items().keySet().equals(other.items().keySet());
        }
        if (a instanceof Py.ListObject x) {
            return b instanceof Py.ListObject y
                    ? equal(x.items(), y.items(), depth)
                    : x.frozen && b instanceof Py.Tuple tuple && equal(x.items(), tuple.items(), depth);
        }
        if (a instanceof Py.Tuple x) {
            return b instanceof Py.Tuple y
                    ? equal(x.items(), y.items(), depth)
                    : b instanceof Py.ListObject list && list.frozen && equal(x.items(), list.items(), depth);
        }
        if (a instanceof Py.SetObject x) {
            return b instanceof Py.SetObject y
                    && x.items().keySet().equals(y.items().keySet());
        }
        if (a instanceof Dict x) {
            return b instanceof Dict y && equal(x, y, depth);
        }
        return a.equals(b);
    }

    private static boolean equal(Dict a, Dict b, int depth) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<Object, Dict.Entry> entry : a.byKey().entrySet()) {
            Dict.Entry other = b.byKey().get(entry.getKey());
            if (other == null || !same(entry.getValue().value(), other.value(), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(List<Object> a, List<Object> b, int depth) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    /** Equal, or the very same: how containers compare what they hold. */
    static boolean same(Object a, Object b) {
        return same(a, b, 0);
    }

    private static boolean same(Object a, Object b, int depth) {
        return a == b || equal(a, b, depth);
    }
}

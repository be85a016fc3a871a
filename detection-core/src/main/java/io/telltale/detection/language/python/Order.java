package io.telltale.detection.language.python;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** How objects are ordered. */
final class Order {
    static final int EQUAL = 0;
    /** The answer where neither is less than the other: one is no number. */
    static final int NONE = 2;

    private Order() {}

    /** Negative, zero, positive, or {@link #NONE} where one of the numbers is not one. */
    static int numbers(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            double x = a instanceof Double number ? number : 0;
            double y = b instanceof Double number ? number : 0;
            if (Double.isNaN(x) || Double.isNaN(y)) {
                return NONE;
            }
            if (Double.isInfinite(x) || Double.isInfinite(y)) {
                return Double.compare(x, y);
            }
            return Integer.signum(exact(a).compareTo(exact(b)));
        }
        return a instanceof Long x && b instanceof Long y
                ? Integer.signum(Long.compare(x, y))
                : Equality.integer(a).compareTo(Equality.integer(b));
    }

    private static BigDecimal exact(Object number) {
        return number instanceof Double decimal ? new BigDecimal(decimal) : new BigDecimal(Equality.integer(number));
    }

    /** Whether {@code a operator b}, an operator of order. */
    static boolean holds(String operator, Object a, Object b, Budget budget) {
        budget.step();
        if (Equality.isNumber(a) && Equality.isNumber(b)) {
            return met(operator, numbers(a, b));
        }
        if (a instanceof String x && b instanceof String y) {
            return met(operator, texts(x, y));
        }
        if (a instanceof Py.Bytes x && b instanceof Py.Bytes y) {
            return met(operator, x.latin1().compareTo(y.latin1()));
        }
        if (a instanceof Py.SetObject x && b instanceof Py.SetObject y) {
            return sets(operator, x, y);
        }
        boolean sequences = (a instanceof Py.Tuple && b instanceof Py.Tuple)
                || (a instanceof Py.ListObject x && b instanceof Py.ListObject y && !x.frozen && !y.frozen);
        if (sequences) {
            return sequences(operator, Py.sequence(a), Py.sequence(b), budget);
        }
        if (a instanceof Instance || b instanceof Instance) {
            Optional<Object> answer = special(operator, a, b);
            if (answer.isPresent()) {
                return Py.truthy(answer.get());
            }
        }
        Optional<Integer> moments = Moment.order(a, b);
        if (moments.isPresent()) {
            return met(operator, moments.get());
        }
        throw Py.error(
                "TypeError",
                "'" + operator + "' not supported between instances of '" + Py.typeName(a) + "' and '" + Py.typeName(b)
                        + "'");
    }

    private static boolean met(String operator, int order) {
        if (order == NONE) {
            return false;
        }
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /** By code points, not by Java's characters. */
    private static int texts(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean bothSurrogates = Character.isSurrogate(x) == Character.isSurrogate(y);
                return bothSurrogates ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static boolean sets(String operator, Py.SetObject a, Py.SetObject b) {
        boolean within = b.items().keySet().containsAll(a.items().keySet());
        boolean holds = a.items().keySet().containsAll(b.items().keySet());
        return switch (operator) {
            case "<=" -> within;
            case "<" -> within && !holds;
            case ">=" -> holds;
            default -> holds && !within;
        };
    }

    private static boolean sequences(String operator, List<Object> a, List<Object> b, Budget budget) {
        budget.enter();
        try {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                if (!Equality.same(a.get(i), b.get(i))) {
                    return holds(operator, a.get(i), b.get(i), budget);
                }
            }
            return met(operator, Integer.compare(a.size(), b.size()));
        } finally {
            budget.leave();
        }
    }

    private static Optional<Object> special(String operator, Object a, Object b) {
        String[] names = switch (operator) {
            case "<" -> new String[] {"__lt__", "__gt__"};
            case "<=" -> new String[] {"__le__", "__ge__"};
            case ">" -> new String[] {"__gt__", "__lt__"};
            default -> new String[] {"__ge__", "__le__"};
        };
        Optional<Object> answer = a instanceof Instance left ? left.ask(names[0], b) : Optional.empty();
        return answer.filter(x -> x != Py.Singleton.NOT_IMPLEMENTED)
                .or(() -> b instanceof Instance right ? right.ask(names[1], a) : Optional.empty());
    }
}

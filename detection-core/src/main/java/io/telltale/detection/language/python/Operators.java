package io.telltale.detection.language.python;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Python's operators. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class Operators {
    private final Budget budget;

    Operators(Budget budget) {
        this.budget = budget;
    }

    Object binary(String operator, Object a, Object b) {
        stop(a);
        stop(b);
        if (a instanceof Clock.Moment || b instanceof Clock.Moment || a instanceof Duration || b instanceof Duration) {
            if (operator.equals("+") || operator.equals("-")) {
                Object sum = Clock.add(a, b, operator.equals("-") ? -1 : 1);
                if (sum != Py.None.NONE) {
                    return sum;
                }
            }
            throw unsupported(operator, a, b);
        }
        if (Py.isNumber(a) && Py.isNumber(b)) {
            return arithmetic(operator, a, b);
        }
        switch (operator) {
            case "+":
                if (a instanceof String x && b instanceof String y) {
                    return budget.text(x + y);
                }
                if (a instanceof Py.ListObject x && b instanceof Py.ListObject y && !x.frozen && !y.frozen) {
                    return Py.list(joined(x.items, y.items));
                }
                if (a instanceof Py.Tuple x && b instanceof Py.Tuple y) {
                    return new Py.Tuple(joined(x.items(), y.items()));
                }
                if (a instanceof String) {
                    throw Py.error("TypeError", "can only concatenate str (not \"" + Py.typeName(b) + "\") to str");
                }
                break;
            case "*":
                if (b instanceof Long times && (a instanceof String || a instanceof Py.ListObject)) {
                    return repeated(a, times);
                }
                if (a instanceof Long times && (b instanceof String || b instanceof Py.ListObject)) {
                    return repeated(b, times);
                }
                break;
            case "%":
                if (a instanceof String pattern) {
                    return percent(pattern, b);
                }
                break;
            case "|", "&", "-", "^":
                if (a instanceof Py.SetObject x && b instanceof Py.SetObject y) {
                    return sets(operator, x, y);
                }
                if (operator.equals("|") && a instanceof Py.Dict x && b instanceof Py.Dict y) {
                    var union = new Py.Dict(false);
                    x.entries.values().forEach(e -> union.put(e.key(), e.value()));
                    y.entries.values().forEach(e -> union.put(e.key(), e.value()));
                    return union;
                }
                break;
            default:
                break;
        }
        throw unsupported(operator, a, b);
    }

    private static void stop(Object value) {
        if (value instanceof Py.Opaque opaque) {
            throw new Py.Stopped("not run here: " + opaque.construct());
        }
    }

    private static Py.Raised unsupported(String operator, Object a, Object b) {
        return Py.error(
                "TypeError",
                "unsupported operand type(s) for " + operator + (operator.equals("**") ? " or pow()" : "") + ": '"
                        + Py.typeName(a) + "' and '" + Py.typeName(b) + "'");
    }

    private List<Object> joined(List<Object> a, List<Object> b) {
        budget.make((long) a.size() + b.size());
        var all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private Object repeated(Object value, long times) {
        int count = (int) Math.max(0, Math.min(times, Budget.MEMORY));
        if (value instanceof String text) {
            budget.make((long) text.length() * count);
            return budget.text(text.repeat(count));
        }
        List<Object> items = ((Py.ListObject) value).items;
        budget.make((long) items.size() * count);
        var all = new ArrayList<Object>();
        for (int i = 0; i < count && !items.isEmpty(); i++) {
            all.addAll(items);
        }
        return Py.list(all);
    }

    private Object percent(String pattern, Object value) {
        List<Object> arguments = value instanceof Py.Tuple tuple ? tuple.items() : List.of(value);
        var out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 >= pattern.length()) {
                out.append(c);
                continue;
            }
            char kind = pattern.charAt(++i);
            if (kind == '%') {
                out.append('%');
            } else if ("srd".indexOf(kind) < 0) {
                throw new Py.Stopped("not run here: format %" + kind);
            } else if (next >= arguments.size()) {
                throw Py.error("TypeError", "not enough arguments for format string");
            } else {
                Object argument = arguments.get(next++);
                out.append(kind == 'r' ? Text.repr(argument) : Text.str(argument));
            }
        }
        if (next < arguments.size() && !(value instanceof Py.Dict)) {
            throw Py.error("TypeError", "not all arguments converted during string formatting");
        }
        return budget.text(out.toString());
    }

    static Py.SetObject sets(String operator, Py.SetObject a, Py.SetObject b) {
        var result = new Py.SetObject(a.frozen);
        a.items.forEach((key, item) -> {
            boolean both = b.items.containsKey(key);
            if (operator.equals("|") || (operator.equals("&") ? both : !both)) {
                result.items.put(key, item);
            }
        });
        if (operator.equals("|") || operator.equals("^")) {
            b.items.forEach((key, item) -> {
                if (operator.equals("|") || !a.items.containsKey(key)) {
                    result.items.putIfAbsent(key, item);
                }
            });
        }
        return result;
    }

    private static Object arithmetic(String operator, Object a, Object b) {
        if (a instanceof Double || b instanceof Double || operator.equals("/")) {
            double x = Py.number(a);
            double y = Py.number(b);
            if (y == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
                throw Py.error(
                        "ZeroDivisionError",
                        a instanceof Double || b instanceof Double ? "float division by zero" : "division by zero");
            }
            return switch (operator) {
                case "+" -> x + y;
                case "-" -> x - y;
                case "*" -> x * y;
                case "/" -> x / y;
                case "//" -> Math.floor(x / y);
                case "%" -> x - Math.floor(x / y) * y;
                case "**" -> Math.pow(x, y);
                default -> throw unsupported(operator, a, b);
            };
        }
        long x = (Long) Py.key(a);
        long y = (Long) Py.key(b);
        if (a instanceof Boolean p && b instanceof Boolean q && "&|^".contains(operator)) {
            return operator.equals("&") ? p && q : operator.equals("|") ? p || q : p ^ q;
        }
        try {
            return switch (operator) {
                case "+" -> Math.addExact(x, y);
                case "-" -> Math.subtractExact(x, y);
                case "*" -> Math.multiplyExact(x, y);
                case "//", "%" -> {
                    if (y == 0) {
                        throw Py.error("ZeroDivisionError", "integer division or modulo by zero");
                    }
                    yield operator.equals("%") ? Math.floorMod(x, y) : Math.floorDiv(x, y);
                }
                case "**" -> {
                    if (y < 0) {
                        yield Math.pow((double) x, (double) y);
                    }
                    yield java.math.BigInteger.valueOf(x)
                            .pow((int) Math.min(y, 64))
                            .longValueExact();
                }
                case "&" -> x & y;
                case "|" -> x | y;
                case "^" -> x ^ y;
                case ">>" -> x >> Math.min(63, y);
                case "<<" ->
                    Math.multiplyExact(
                            x,
                            java.math.BigInteger.ONE
                                    .shiftLeft((int) Math.min(y, 64))
                                    .longValueExact());
                default -> throw unsupported(operator, a, b);
            };
        } catch (ArithmeticException e) {
            throw new Py.Stopped("an integer of more than 64 bits");
        }
    }

    Object unary(String operator, Object value) {
        stop(value);
        if (operator.equals("not")) {
            return !Py.truthy(value);
        }
        if (value instanceof Double number && !operator.equals("~")) {
            return operator.equals("-") ? -number : number;
        }
        if (value instanceof Long || value instanceof Boolean) {
            long number = (Long) Py.key(value);
            return operator.equals("-") ? -number : operator.equals("~") ? ~number : number;
        }
        throw Py.error("TypeError", "bad operand type for unary " + operator + ": '" + Py.typeName(value) + "'");
    }

    boolean compare(String operator, Object a, Object b) {
        stop(a);
        stop(b);
        return switch (operator) {
            case "==" -> Py.equal(a, b);
            case "!=" -> !Py.equal(a, b);
            case "is" -> same(a, b);
            case "is not" -> !same(a, b);
            case "in" -> contains(b, a);
            case "not in" -> !contains(b, a);
            default -> ordered(operator, a, b);
        };
    }

    private static boolean same(Object a, Object b) {
        return a == b || (a instanceof Boolean && a.equals(b)) || (a instanceof Long && a.equals(b));
    }

    private boolean ordered(String operator, Object a, Object b) {
        if (a instanceof Py.SetObject x && b instanceof Py.SetObject y) {
            return switch (operator) {
                case "<=" -> y.items.keySet().containsAll(x.items.keySet());
                case "<" -> y.items.size() > x.items.size() && y.items.keySet().containsAll(x.items.keySet());
                case ">=" -> x.items.keySet().containsAll(y.items.keySet());
                default -> x.items.size() > y.items.size() && x.items.keySet().containsAll(y.items.keySet());
            };
        }
        int order = order(operator, a, b);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    int order(String operator, Object a, Object b) {
        budget.step();
        if (Py.isNumber(a) && Py.isNumber(b)) {
            return a instanceof Double || b instanceof Double
                    ? Double.compare(Py.number(a), Py.number(b))
                    : Long.compare((Long) Py.key(a), (Long) Py.key(b));
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        if (a instanceof Clock.Moment x && b instanceof Clock.Moment y && x.aware() == y.aware()) {
            return x.compareTo(y);
        }
        if (a instanceof Duration x && b instanceof Duration y) {
            return x.compareTo(y);
        }
        List<Object> x = a instanceof Py.Tuple t ? t.items() : a instanceof Py.ListObject l ? l.items : List.of();
        List<Object> y = b instanceof Py.Tuple t ? t.items() : b instanceof Py.ListObject l ? l.items : List.of();
        boolean sequences = (a instanceof Py.Tuple && b instanceof Py.Tuple)
                || (a instanceof Py.ListObject && b instanceof Py.ListObject);
        if (!sequences) {
            throw Py.error(
                    "TypeError",
                    "'" + operator + "' not supported between instances of '" + Py.typeName(a) + "' and '"
                            + Py.typeName(b) + "'");
        }
        for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
            if (!Py.equal(x.get(i), y.get(i))) {
                return order(operator, x.get(i), y.get(i));
            }
        }
        return Integer.compare(x.size(), y.size());
    }

    boolean contains(Object container, Object item) {
        if (container instanceof String text) {
            if (!(item instanceof String part)) {
                throw Py.error("TypeError", "'in <string>' requires string as left operand, not " + Py.typeName(item));
            }
            return text.contains(part);
        }
        if (container instanceof Py.Dict dict) {
            return dict.find(item).isPresent();
        }
        if (container instanceof Py.SetObject set) {
            return set.items.containsKey(Py.key(item));
        }
        if (container instanceof Py.ListObject list) {
            return has(list.items, item);
        }
        if (container instanceof Py.Tuple tuple) {
            return has(tuple.items(), item);
        }
        if (container instanceof Networks.Network network && item instanceof Networks.Address address) {
            return network.contains(address);
        }
        throw Py.error("TypeError", "argument of type '" + Py.typeName(container) + "' is not iterable");
    }

    private boolean has(List<Object> items, Object item) {
        for (Object candidate : items) {
            budget.step();
            if (Py.equal(candidate, item)) {
                return true;
            }
        }
        return false;
    }
}

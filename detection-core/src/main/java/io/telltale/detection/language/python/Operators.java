package io.telltale.detection.language.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's operators. */
final class Operators {
    /** The methods by which a class answers an operator, on the left and on the right. */
    private static final Map<String, String> SPECIAL = Map.ofEntries(
            Map.entry("+", "add"),
            Map.entry("-", "sub"),
            Map.entry("*", "mul"),
            Map.entry("/", "truediv"),
            Map.entry("//", "floordiv"),
            Map.entry("%", "mod"),
            Map.entry("**", "pow"),
            Map.entry("&", "and"),
            Map.entry("|", "or"),
            Map.entry("^", "xor"),
            Map.entry("<<", "lshift"),
            Map.entry(">>", "rshift"));

    private final Budget budget;

    Operators(Budget budget) {
        this.budget = budget;
    }

    Object binary(String operator, Object a, Object b) {
        return binary(operator, a, b, false);
    }

    /** The answer of {@code a operator b}; {@code inPlace} only changes what messages say. */
    Object binary(String operator, Object a, Object b, boolean inPlace) {
        if (Equality.isNumber(a) && Equality.isNumber(b)) {
            return Arithmetic.apply(operator, a, b, inPlace);
        }
        if (a instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        if (b instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        Optional<Object> answer = Moment.combine(operator, a, b)
                .or(() -> joined(operator, a, b))
                .or(() -> repeated(operator, a, b))
                .or(() -> collections(operator, a, b))
                .or(() -> special(operator, a, b));
        if (answer.isPresent()) {
            return answer.get();
        }
        if (operator.equals("%") && a instanceof String pattern) {
            return budget.text(PercentFormat.format(pattern, b));
        }
        throw refused(operator, a, b, inPlace);
    }

    private static Raised refused(String operator, Object a, Object b, boolean inPlace) {
        if (EventValues.isOfEvent(a) || (EventValues.isOfEvent(b) && !operator.equals("+"))) {
            return unsupported(operator, a, b, inPlace);
        }
        if (operator.equals("+") && (a instanceof String || a instanceof Py.ListObject || a instanceof Py.Tuple)) {
            String type = Py.typeName(a);
            return Py.error(
                    "TypeError", "can only concatenate " + type + " (not \"" + Py.typeName(b) + "\") to " + type);
        }
        boolean isSequence = a instanceof String || a instanceof Py.ListObject || a instanceof Py.Tuple;
        boolean isOther = b instanceof String || b instanceof Py.ListObject || b instanceof Py.Tuple;
        if (operator.equals("*") && (isSequence || isOther)) {
            return Py.error(
                    "TypeError",
                    "can't multiply sequence by non-int of type '" + Py.typeName(isSequence ? b : a) + "'");
        }
        return unsupported(operator, a, b, inPlace);
    }

    static Raised unsupported(String operator, Object a, Object b, boolean inPlace) {
        String shown = operator.equals("**") ? (inPlace ? "**=" : "** or pow()") : operator + (inPlace ? "=" : "");
        return Py.error(
                "TypeError",
                "unsupported operand type(s) for " + shown + ": '" + Py.typeName(a) + "' and '" + Py.typeName(b) + "'");
    }

    private Optional<Object> joined(String operator, Object a, Object b) {
        if (a instanceof Address address && Equality.isInteger(b) && "+-".contains(operator)) {
            var count = Equality.integer(b);
            return Optional.of(address.plus(operator.equals("+") ? count : count.negate()));
        }
        if (!operator.equals("+")) {
            return Optional.empty();
        }
        if (a instanceof String x && b instanceof String y) {
            return Optional.of(budget.text(x + y));
        }
        if (a instanceof Py.Bytes x && b instanceof Py.Bytes y) {
            return Optional.of(new Py.Bytes(budget.text(x.latin1() + y.latin1())));
        }
        if (a instanceof Py.ListObject x && b instanceof Py.ListObject y && !x.frozen && !y.frozen) {
            return Optional.of(Py.list(joined(x.items(), y.items())));
        }
        return a instanceof Py.Tuple x && b instanceof Py.Tuple y
                ? Optional.of(new Py.Tuple(joined(x.items(), y.items())))
                : Optional.empty();
    }

    private List<Object> joined(List<Object> a, List<Object> b) {
        budget.make((long) a.size() + b.size());
        var all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private Optional<Object> repeated(String operator, Object a, Object b) {
        if (!operator.equals("*")) {
            return Optional.empty();
        }
        boolean isCountFirst = Equality.isInteger(a) || a instanceof Boolean;
        return isCountFirst ? repeated(b, a) : repeated(a, b);
    }

    private Optional<Object> repeated(Object value, Object times) {
        if (!Equality.isInteger(times) && !(times instanceof Boolean)) {
            return Optional.empty();
        }
        int count = Equality.integer(times)
                .max(BigInteger.ZERO)
                .min(BigInteger.valueOf(Budget.MEMORY))
                .intValue();
        if (value instanceof String text) {
            budget.make((long) text.length() * count);
            return Optional.of(budget.text(text.repeat(count)));
        }
        if (value instanceof Py.Bytes bytes) {
            budget.make((long) bytes.latin1().length() * count);
            return Optional.of(new Py.Bytes(budget.text(bytes.latin1().repeat(count))));
        }
        if (!(value instanceof Py.ListObject list && !list.frozen) && !(value instanceof Py.Tuple)) {
            return Optional.empty();
        }
        List<Object> items = Py.sequence(value);
        budget.make((long) items.size() * count);
        var all = new ArrayList<Object>();
        for (int i = 0; i < count && !items.isEmpty(); i++) {
            all.addAll(items);
        }
        return Optional.of(value instanceof Py.Tuple ? new Py.Tuple(all) : Py.list(all));
    }

    private Optional<Object> collections(String operator, Object left, Object right) {
        boolean isOfViews = left instanceof DictView || right instanceof DictView;
        Object a = isOfViews ? DictView.asSet(left) : left;
        Object b = isOfViews ? DictView.asSet(right) : right;
        if (a instanceof Py.SetObject x && b instanceof Py.SetObject y && "|&-^".contains(operator)) {
            Py.SetObject result = sets(operator, x, y);
            budget.make(result.items().size());
            return Optional.of(result);
        }
        if (operator.equals("|") && Typing.union(a, b).isPresent()) {
            return Typing.union(a, b);
        }
        boolean areCounters = a instanceof Dict one
                && b instanceof Dict other
                && one.typeName().equals("Counter")
                && other.typeName().equals("Counter");
        if (areCounters && "+-|&".contains(operator)) {
            return Optional.of(counters(operator, (Dict) a, (Dict) b));
        }
        if (a instanceof Dict x && b instanceof Dict y && operator.equals("|") && !x.isEvent() && !y.isEvent()) {
            var union = new Dict();
            union.putAll(x);
            union.putAll(y);
            budget.make(union.size());
            return Optional.of(union);
        }
        return Optional.empty();
    }

    /** What two Counters come to, without what is not positive. */
    private Dict counters(String operator, Dict a, Dict b) {
        Dict result = Dict.of("Counter", Optional.empty());
        var keys = new LinkedHashSet<Object>(a.keys());
        b.keys().forEach(key -> {
            if (a.find(key).isEmpty()) {
                keys.add(key);
            }
        });
        budget.make(keys.size());
        for (Object key : keys) {
            Object x = a.find(key).orElse(0L);
            Object y = b.find(key).orElse(0L);
            Object count = operator.equals("&") || operator.equals("|")
                    ? Order.holds(operator.equals("&") ? "<" : ">", x, y, budget) ? x : y
                    : binary(operator, x, y);
            if (Order.holds(">", count, 0L, budget)) {
                result.put(key, count);
            }
        }
        return result;
    }

    private static Optional<Object> special(String operator, Object a, Object b) {
        String name = SPECIAL.getOrDefault(operator, "");
        Optional<Object> left = a instanceof Instance x ? x.ask("__" + name + "__", b) : Optional.empty();
        return left.filter(answer -> answer != Py.Singleton.NOT_IMPLEMENTED)
                .or(() -> b instanceof Instance y ? y.ask("__r" + name + "__", a) : Optional.empty())
                .filter(answer -> answer != Py.Singleton.NOT_IMPLEMENTED);
    }

    static Py.SetObject sets(String operator, Py.SetObject a, Py.SetObject b) {
        var result = new Py.SetObject(a.frozen);
        a.items().forEach((key, item) -> {
            boolean both = b.items().containsKey(key);
            if (operator.equals("|") || (operator.equals("&") ? both : !both)) {
                result.items().put(key, item);
            }
        });
        if (operator.equals("|") || operator.equals("^")) {
            b.items().forEach((key, item) -> {
                if (operator.equals("|") || !a.items().containsKey(key)) {
                    result.items().putIfAbsent(key, item);
                }
            });
        }
        return result;
    }

    Object unary(String operator, Object value) {
        if (operator.equals("not")) {
            return !Py.truthy(value);
        }
        if (value instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        if (value instanceof Double number && !operator.equals("~")) {
            return operator.equals("-") ? -number : number;
        }
        if (Equality.isInteger(value) || value instanceof Boolean) {
            var number = Equality.integer(value);
            return Equality.narrowed(
                    operator.equals("-") ? number.negate() : operator.equals("~") ? number.not() : number);
        }
        if (value instanceof java.time.Duration span && !operator.equals("~")) {
            return operator.equals("-") ? span.negated() : span;
        }
        if (value instanceof Instance instance) {
            String name = operator.equals("-") ? "__neg__" : operator.equals("~") ? "__invert__" : "__pos__";
            Optional<Object> answer = instance.ask(name);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw Py.error("TypeError", "bad operand type for unary " + operator + ": '" + Py.typeName(value) + "'");
    }

    boolean compare(String operator, Object a, Object b) {
        if (a instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        if (b instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        return switch (operator) {
            case "==" -> Equality.equal(a, b);
            case "!=" -> !Equality.equal(a, b);
            case "is" -> same(a, b);
            case "is not" -> !same(a, b);
            case "in" -> contains(b, a);
            case "not in" -> !contains(b, a);
            default -> Order.holds(operator, DictView.asSet(a), DictView.asSet(b), budget);
        };
    }

    /** Identity; small numbers and texts of one value are one object, as in CPython mostly. */
    private static boolean same(Object a, Object b) {
        return a == b
                || ((a instanceof Boolean || a instanceof Long || a instanceof String || a instanceof Py.BuiltinType)
                        && a.equals(b));
    }

    boolean contains(Object container, Object item) {
        if (container instanceof String text) {
            if (!(item instanceof String part)) {
                throw Py.error("TypeError", "'in <string>' requires string as left operand, not " + Py.typeName(item));
            }
            budget.steps(text.length() / 64);
            return text.contains(part);
        }
        if (container instanceof Dict dict) {
            return dict.find(item).isPresent();
        }
        if (container instanceof Py.SetObject set) {
            return set.items().containsKey(Equality.key(item));
        }
        if (container instanceof Py.ListObject || container instanceof Py.Tuple) {
            return has(Py.sequence(container), item);
        }
        if (container instanceof Network network && item instanceof Address address) {
            return network.contains(address);
        }
        if (container instanceof DictView view) {
            budget.steps(view.dict().size());
            return view.has(item);
        }
        if (container instanceof Py.Bytes bytes) {
            return item instanceof Py.Bytes part
                    ? bytes.latin1().contains(part.latin1())
                    : item instanceof Long number && bytes.latin1().indexOf((char) number.intValue()) >= 0;
        }
        if (container instanceof Instance instance) {
            Optional<Object> answer = instance.ask("__contains__", item);
            if (answer.isPresent()) {
                return Py.truthy(answer.get());
            }
        }
        var iteration = new Iteration(budget);
        if (!iteration.isIterable(container)) {
            throw Py.error("TypeError", "argument of type '" + Py.typeName(container) + "' is not iterable");
        }
        var elements = iteration.iterator(container);
        while (elements.hasNext()) {
            budget.step();
            if (Equality.same(elements.next(), item)) {
                return true;
            }
        }
        return false;
    }

    private boolean has(List<Object> items, Object item) {
        for (Object candidate : items) {
            budget.step();
            if (Equality.same(candidate, item)) {
                return true;
            }
        }
        return false;
    }
}

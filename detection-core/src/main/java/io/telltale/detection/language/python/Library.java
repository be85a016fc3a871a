package io.telltale.detection.language.python;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Python's builtins and the modules that rules import, as far as they are run here; the rest is opaque. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class Library {
    private static final Set<String> MODULES = Set.of(
            "collections",
            "collections.abc",
            "datetime",
            "fnmatch",
            "functools",
            "ipaddress",
            "json",
            "logging",
            "panther_core",
            "policyuniverse.policy",
            "re",
            "typing");
    private static final Set<String> BUILTINS = Set.of(
            "abs",
            "all",
            "any",
            "bool",
            "dict",
            "enumerate",
            "filter",
            "float",
            "frozenset",
            "getattr",
            "hasattr",
            "int",
            "isinstance",
            "len",
            "list",
            "map",
            "max",
            "min",
            "print",
            "range",
            "repr",
            "reversed",
            "round",
            "set",
            "sorted",
            "str",
            "sum",
            "tuple",
            "type",
            "zip",
            "callable",
            "object");
    private static final int MAX_RANGE = 1_000_000;

    private final Budget budget;
    private final Instant now;
    private final Map<String, Object> builtins = new HashMap<>();
    private final Map<String, Object> modules = new HashMap<>();
    private final Json json;
    private Optional<Expressions> user = Optional.empty();

    Library(Budget budget, Instant now) {
        this.budget = budget;
        this.now = now;
        this.json = new Json(budget);
    }

    void use(Expressions expressions) {
        this.user = Optional.of(expressions);
    }

    /** Whether a module is Python's or Panther's own, and never the vendor's repository's. */
    static boolean isBuiltIn(String module) {
        return MODULES.contains(module);
    }

    static boolean hasBuiltin(String name) {
        return BUILTINS.contains(name) || Exceptions.all().containsKey(name);
    }

    private Expressions expressions() {
        return user.orElseThrow();
    }

    Optional<Object> builtin(String name) {
        Object known = builtins.get(name);
        if (known == null) {
            known = BUILTINS.contains(name) ? make(name) : Exceptions.all().get(name);
            if (known != null) {
                builtins.put(name, known);
            }
        }
        return Optional.ofNullable(known);
    }

    private Object make(String name) {
        Py.Callable callable = (values, named) -> call(name, new Arguments(name, values, named));
        boolean isType = Set.of(
                        "bool", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple", "object", "type")
                .contains(name);
        return isType ? new Py.BuiltinType(name, callable) : new Py.Function(name, callable);
    }

    private Object call(String name, Arguments a) {
        switch (name) {
            case "abs":
                return a.get(0) instanceof Double number
                        ? (Object) Math.abs(number)
                        : (Object) Math.abs(a.integer(0, 0));
            case "any", "all":
                return anyOrAll(name.equals("any"), a.get(0));
            case "bool":
                return Py.truthy(a.get(0, false));
            case "callable":
                return a.get(0) instanceof Py.Callable || a.get(0) instanceof Py.ClassObject;
            case "dict": {
                var dict = new Py.Dict(false);
                expressions().call(expressions().members().get(dict, "update"), a.values(), a.named());
                return dict;
            }
            case "enumerate": {
                var items = new ArrayList<Object>();
                long index = a.get(1, "start", 0L) instanceof Long start ? start : 0;
                for (Object item : expressions().iterate(a.get(0))) {
                    items.add(new Py.Tuple(List.of(index++, item)));
                }
                return Py.list(items);
            }
            case "filter", "map":
                return mapped(name.equals("map"), a);
            case "float":
                return Numbers.decimal(a.get(0, 0L));
            case "int":
                return Numbers.integer(a.get(0, 0L), a.get(1, "base", 10L));
            case "getattr": {
                Optional<Object> found = expressions().members().find(a.get(0), a.text(1));
                return found.isPresent() || a.size() < 3
                        ? found.orElseGet(() -> expressions().members().get(a.get(0), a.text(1)))
                        : a.get(2);
            }
            case "hasattr":
                return expressions().members().find(a.get(0), a.text(1)).isPresent();
            case "isinstance":
                return isInstance(a.get(0), a.get(1));
            case "len":
                return length(a.get(0));
            case "list":
                return Py.list(
                        a.size() == 0
                                ? new ArrayList<>()
                                : new ArrayList<>(expressions().iterate(a.get(0))));
            case "tuple":
                return new Py.Tuple(a.size() == 0 ? List.of() : expressions().iterate(a.get(0)));
            case "set", "frozenset": {
                var set = new Py.SetObject(name.equals("frozenset"));
                if (a.size() > 0) {
                    expressions().iterate(a.get(0)).forEach(set::add);
                }
                return set;
            }
            case "max", "min":
                return extreme(name, a);
            case "print":
                return Py.None.NONE;
            case "range":
                return range(a);
            case "repr":
                return budget.text(Text.repr(a.get(0)));
            case "reversed": {
                var items = new ArrayList<>(expressions().iterate(a.get(0)));
                Collections.reverse(items);
                return Py.list(items);
            }
            case "round":
                return Numbers.round(a.get(0), a.get(1, Py.None.NONE));
            case "sorted":
                return Py.list(sorted(a.get(0), a));
            case "str":
                return budget.text(a.size() == 0 ? "" : Text.str(a.get(0)));
            case "sum": {
                Object sum = a.get(1, "start", 0L);
                for (Object item : expressions().iterate(a.get(0))) {
                    sum = expressions().operators().binary("+", sum, item);
                }
                return sum;
            }
            case "type":
                return builtin(Py.typeName(a.get(0)).replace("ImmutableCaseInsensitiveDict", "dict"))
                        .orElse(new Py.Opaque("type()"));
            case "zip": {
                var rows = new ArrayList<Object>();
                var columns = a.values().stream().map(expressions()::iterate).toList();
                int rowCount = columns.stream().mapToInt(List::size).min().orElse(0);
                for (int i = 0; i < rowCount; i++) {
                    var row = new ArrayList<Object>();
                    for (List<Object> column : columns) {
                        row.add(column.get(i));
                    }
                    rows.add(new Py.Tuple(row));
                }
                return Py.list(rows);
            }
            default:
                throw new Py.Stopped("not run here: " + name);
        }
    }

    private Object anyOrAll(boolean any, Object value) {
        boolean[] found = {false};
        if (value instanceof Expressions.Generator generator) {
            expressions().each(generator, item -> {
                found[0] = Py.truthy(item) == any;
                return !found[0];
            });
        } else {
            found[0] = expressions().iterate(value).stream().anyMatch(item -> Py.truthy(item) == any);
        }
        return found[0] == any;
    }

    private Object mapped(boolean map, Arguments a) {
        var items = new ArrayList<Object>();
        for (Object item : expressions().iterate(a.get(1))) {
            Object answer = a.get(0) == Py.None.NONE ? item : expressions().call(a.get(0), List.of(item), Map.of());
            if (map) {
                items.add(answer);
            } else if (Py.truthy(answer)) {
                items.add(item);
            }
        }
        return Py.list(items);
    }

    private Object length(Object value) {
        if (value instanceof String text) {
            return (long) text.codePointCount(0, text.length());
        }
        if (value instanceof Py.ListObject || value instanceof Py.Tuple) {
            return (long) Expressions.sequence(value).size();
        }
        if (value instanceof Py.Dict dict) {
            return (long) dict.entries.size();
        }
        if (value instanceof Py.SetObject set) {
            return (long) set.items.size();
        }
        if (value instanceof Py.Opaque opaque) {
            throw new Py.Stopped("not run here: " + opaque.construct());
        }
        throw Py.error("TypeError", "object of type '" + Py.typeName(value) + "' has no len()");
    }

    private Object range(Arguments a) {
        long first = a.size() > 1 ? a.integer(0, 0) : 0;
        long last = a.size() > 1 ? a.integer(1, 0) : a.integer(0, 0);
        long step = a.integer(2, 1);
        if (step == 0) {
            throw Py.error("ValueError", "range() arg 3 must not be zero");
        }
        var items = new ArrayList<Object>();
        for (long i = first; step > 0 ? i < last : i > last; i += step) {
            budget.make(1);
            items.add(i);
            if (items.size() > MAX_RANGE) {
                throw new Py.Stopped("a range of more than " + MAX_RANGE);
            }
        }
        return Py.list(items);
    }

    List<Object> sorted(Object value, Arguments a) {
        var items = new ArrayList<>(expressions().iterate(value));
        Object key = a.named("key", Py.None.NONE);
        var keys = new HashMap<Integer, Object>();
        var order = new ArrayList<Integer>();
        for (int i = 0; i < items.size(); i++) {
            keys.put(i, key == Py.None.NONE ? items.get(i) : expressions().call(key, List.of(items.get(i)), Map.of()));
            order.add(i);
        }
        boolean reverse = Py.truthy(a.named("reverse", false));
        order.sort((x, y) -> {
            int found = expressions().operators().order("<", keys.getOrDefault(x, 0L), keys.getOrDefault(y, 0L));
            return reverse ? -found : found;
        });
        var sorted = new ArrayList<Object>();
        order.forEach(i -> sorted.add(items.get(i)));
        return sorted;
    }

    private Object extreme(String name, Arguments a) {
        List<Object> items = a.size() == 1 ? expressions().iterate(a.get(0)) : a.values();
        if (items.isEmpty()) {
            if (a.named().containsKey("default")) {
                return a.named("default", Py.None.NONE);
            }
            throw Py.error("ValueError", name + "() iterable argument is empty");
        }
        Object key = a.named("key", Py.None.NONE);
        Object best = items.get(0);
        Object bestKey = key == Py.None.NONE ? best : expressions().call(key, List.of(best), Map.of());
        for (Object item : items.subList(1, items.size())) {
            Object itemKey = key == Py.None.NONE ? item : expressions().call(key, List.of(item), Map.of());
            int order = expressions().operators().order(name.equals("max") ? ">" : "<", itemKey, bestKey);
            if (name.equals("max") ? order > 0 : order < 0) {
                best = item;
                bestKey = itemKey;
            }
        }
        return best;
    }

    static boolean isInstance(Object value, Object type) {
        if (type instanceof Py.Tuple tuple) {
            return tuple.items().stream().anyMatch(t -> isInstance(value, t));
        }
        if (type instanceof Py.ClassObject wanted) {
            return value instanceof Py.Instance instance && instance.type.isA(wanted);
        }
        if (type instanceof Py.Opaque opaque) {
            throw new Py.Stopped("not run here: " + opaque.construct());
        }
        if (!(type instanceof Py.BuiltinType builtin)) {
            throw Py.error("TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
        }
        return switch (builtin.name()) {
            case "str" -> value instanceof String;
            case "bool" -> value instanceof Boolean;
            case "int" -> value instanceof Long || value instanceof Boolean;
            case "float" -> value instanceof Double;
            case "list" -> value instanceof Py.ListObject list && !list.frozen;
            case "dict" -> value instanceof Py.Dict dict && !dict.event;
            case "Mapping", "PantherEvent" -> value instanceof Py.Dict;
            case "Sequence" -> value instanceof Py.ListObject || value instanceof Py.Tuple || value instanceof String;
            case "ImmutableList" -> value instanceof Py.ListObject list && list.frozen;
            case "set" -> value instanceof Py.SetObject set && !set.frozen;
            case "frozenset" -> value instanceof Py.SetObject set && set.frozen;
            case "tuple" -> value instanceof Py.Tuple;
            case "datetime" -> value instanceof Clock.Moment;
            case "object" -> true;
            default -> throw new Py.Stopped("not run here: isinstance of " + builtin.name());
        };
    }

    /** A module that is run here, or an opaque one. */
    Object module(String name) {
        Object known = modules.get(name);
        if (known == null) {
            known = MODULES.contains(name) ? build(name) : new Py.Opaque("module " + name);
            modules.put(name, known);
        }
        return known;
    }

    private static Py.BuiltinType type(String name) {
        return new Py.BuiltinType(name, (values, named) -> {
            throw new Py.Stopped("not run here: " + name + "()");
        });
    }

    private Py.Module build(String name) {
        var names = new HashMap<String, Object>();
        switch (name) {
            case "re":
                return RegularExpressions.module(expressions());
            case "json":
                names.put(
                        "loads",
                        Members.method("loads", a -> json.loads(a.get(0))).orElseThrow());
                names.put(
                        "dumps",
                        Members.method("dumps", a -> json.dumps(a.get(0))).orElseThrow());
                names.put("JSONDecodeError", Exceptions.of("JSONDecodeError"));
                break;
            case "fnmatch":
                names.put(
                        "fnmatch",
                        Members.method("fnmatch", a -> Fnmatch.matches(a.get(0), a.get(1)))
                                .orElseThrow());
                names.put(
                        "fnmatchcase",
                        Members.method("fnmatchcase", a -> Fnmatch.matches(a.get(0), a.get(1)))
                                .orElseThrow());
                break;
            case "functools":
                names.put("reduce", Members.method("reduce", this::reduce).orElseThrow());
                break;
            case "ipaddress":
                names.put(
                        "ip_address",
                        Members.method("ip_address", a -> Networks.address(a.get(0)))
                                .orElseThrow());
                names.put(
                        "ip_network",
                        Members.method("ip_network", a -> Networks.network(a.get(0)))
                                .orElseThrow());
                names.put("AddressValueError", Exceptions.of("AddressValueError"));
                break;
            case "collections.abc", "typing":
                for (String type : List.of("Mapping", "Sequence")) {
                    names.put(type, type(type));
                }
                break;
            case "panther_core":
                names.put("PantherEvent", type("PantherEvent"));
                break;
            case "policyuniverse.policy":
                names.put("Policy", new ResourcePolicy(expressions()).type());
                break;
            case "datetime":
                names.put(
                        "datetime",
                        new Py.BuiltinType(
                                "datetime", (values, named) -> moment(new Arguments("datetime", values, named))));
                names.put(
                        "timedelta",
                        Members.method("timedelta", Library::timedelta).orElseThrow());
                var zone = new Py.Module("timezone", Map.of("utc", "UTC"));
                names.put("timezone", zone);
                names.put("UTC", "UTC");
                break;
            default:
                break;
        }
        return new Py.Module(name, names);
    }

    private Object reduce(Arguments a) {
        List<Object> items = expressions().iterate(a.get(1));
        int from = a.size() > 2 ? 0 : 1;
        Object value = a.size() > 2 ? a.get(2) : items.isEmpty() ? Py.None.NONE : items.get(0);
        for (Object item : items.subList(Math.min(from, items.size()), items.size())) {
            value = expressions().call(a.get(0), List.of(value, item), Map.of());
        }
        return value;
    }

    private static Object timedelta(Arguments a) {
        double seconds = 0;
        String[] units = {"days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"};
        double[] factors = {86_400, 1, 1e-6, 1e-3, 60, 3600, 604_800};
        for (int i = 0; i < units.length; i++) {
            Object value = a.get(i, units[i], 0L);
            if (!Py.isNumber(value)) {
                throw Py.error(
                        "TypeError",
                        "unsupported type for timedelta " + units[i] + " component: " + Py.typeName(value));
            }
            seconds += Py.number(value) * factors[i];
        }
        if (Math.abs(seconds) > 1e11) {
            throw Py.error("OverflowError", "days out of range");
        }
        return Duration.ofNanos(Math.round((seconds - Math.floor(seconds)) * 1e9))
                .plusSeconds((long) Math.floor(seconds));
    }

    private static Object moment(Arguments a) {
        try {
            return new Clock.Moment(
                    LocalDateTime.of(
                            (int) a.integer(0, 1),
                            (int) a.integer(1, 1),
                            (int) a.integer(2, 1),
                            (int) a.integer(3, 0),
                            (int) a.integer(4, 0),
                            (int) a.integer(5, 0)),
                    false);
        } catch (java.time.DateTimeException e) {
            throw Py.error("ValueError", String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
        }
    }

    /** The class methods of {@code datetime.datetime}. */
    Optional<Object> datetime(String name) {
        LocalDateTime utc = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        return switch (name) {
            case "now" ->
                Members.method(
                        name,
                        a -> new Clock.Moment(utc, a.size() > 0 || !a.named().isEmpty()));
            case "utcnow" -> Members.method(name, a -> new Clock.Moment(utc, false));
            case "fromisoformat" -> Members.method(name, a -> Clock.parse(a.text(0)));
            case "fromtimestamp" -> Members.method(name, a -> Clock.of(Py.number(a.get(0)), a.size() > 1));
            case "utcfromtimestamp" -> Members.method(name, a -> Clock.of(Py.number(a.get(0)), false));
            default -> Optional.empty();
        };
    }
}

package io.telltale.detection.language.python;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The attributes and methods of objects. */
// Branches here declare, guard and return in the middle; arrows would wrap each in braces.
@SuppressWarnings("StatementSwitchToExpressionSwitch")
final class Members {
    private final Expressions expressions;
    private final Budget budget;
    private final TextMethods text;

    Members(Expressions expressions, Budget budget) {
        this.expressions = expressions;
        this.budget = budget;
        this.text = new TextMethods(expressions, budget);
    }

    Object get(Object object, String name) {
        return find(object, name)
                .orElseThrow(() -> Py.error(
                        "AttributeError",
                        object instanceof Py.Module module
                                ? "module '" + module.name() + "' has no attribute '" + name + "'"
                                : "'" + Py.typeName(object) + "' object has no attribute '" + name + "'"));
    }

    Optional<Object> find(Object object, String name) {
        if (object instanceof String value) {
            return text.find(value, name);
        }
        if (object instanceof Py.Dict dict) {
            return dict(dict, name);
        }
        if (object instanceof Py.ListObject list) {
            return list(list, name);
        }
        if (object instanceof Py.SetObject set) {
            return set(set, name);
        }
        if (object instanceof Py.Tuple tuple) {
            return switch (name) {
                case "index" -> method(name, a -> index(tuple.items(), a.get(0)));
                case "count" -> method(name, a -> count(tuple.items(), a.get(0)));
                default -> Optional.empty();
            };
        }
        if (object instanceof Py.Module module) {
            return Optional.ofNullable(module.attributes().get(name));
        }
        if (object instanceof Py.Opaque opaque) {
            return Optional.of(new Py.Opaque(opaque.construct()));
        }
        if (object instanceof Py.Instance instance) {
            Object own = instance.attributes.get(name);
            return own != null ? Optional.of(own) : instance.type.find(name).map(member -> bound(instance, member));
        }
        if (object instanceof Py.ClassObject type) {
            return name.equals("__name__") ? Optional.of(type.name) : type.find(name);
        }
        if (object instanceof Clock.Moment moment) {
            return moment(moment, name);
        }
        if (object instanceof Duration span) {
            return switch (name) {
                case "total_seconds" -> method(name, a -> span.toNanos() / 1e9);
                case "days" -> Optional.of(Math.floorDiv(span.toSeconds(), 86_400L));
                case "seconds" -> Optional.of(Math.floorMod(span.toSeconds(), 86_400L));
                default -> Optional.empty();
            };
        }
        if (object instanceof Networks.Address address) {
            return switch (name) {
                case "is_private" -> Optional.of(address.isPrivate());
                case "is_global" ->
                    Optional.of(!address.isPrivate() && !address.value().isMulticastAddress());
                case "is_loopback" -> Optional.of(address.value().isLoopbackAddress());
                case "is_link_local" -> Optional.of(address.value().isLinkLocalAddress());
                case "is_multicast" -> Optional.of(address.value().isMulticastAddress());
                case "version" -> Optional.of(address.value().getAddress().length == 4 ? 4L : 6L);
                default -> Optional.empty();
            };
        }
        if (object instanceof RegularExpressions.Pattern || object instanceof RegularExpressions.Match) {
            return RegularExpressions.member(expressions, object, name);
        }
        if (object instanceof Py.BuiltinType type) {
            return builtinType(type, name);
        }
        if (object instanceof Py.Function function && name.equals("__name__")) {
            return Optional.of(function.name());
        }
        return Optional.empty();
    }

    private Optional<Object> builtinType(Py.BuiltinType type, String name) {
        if (name.equals("__name__")) {
            return Optional.of(type.name());
        }
        if (type.name().equals("datetime")) {
            return expressions.library().datetime(name);
        }
        if (type.name().equals("str") || type.name().equals("dict")) {
            return Optional.of(new Py.Function(
                    name,
                    (values, named) -> expressions.call(
                            get(values.isEmpty() ? Py.None.NONE : values.get(0), name),
                            values.isEmpty() ? List.of() : values.subList(1, values.size()),
                            named)));
        }
        return Optional.empty();
    }

    private Object bound(Py.Instance instance, Object member) {
        if (member instanceof Py.Function function) {
            return new Py.Function(function.name(), (values, named) -> {
                var all = new ArrayList<Object>(List.of(instance));
                all.addAll(values);
                return function.call(all, named);
            });
        }
        return member;
    }

    static Optional<Object> method(String name, Function<Arguments, Object> body) {
        return Optional.of(new Py.Function(name, (values, named) -> body.apply(new Arguments(name, values, named))));
    }

    private Optional<Object> dict(Py.Dict dict, String name) {
        switch (name) {
            case "get":
                return method(name, a -> dict.find(a.get(0)).orElse(a.get(1, "default", Py.None.NONE)));
            case "keys":
                return method(name, a -> Py.list(expressions.iterate(dict)));
            case "values":
                return method(name, a -> {
                    var values = new ArrayList<Object>();
                    dict.entries.values().forEach(e -> values.add(e.value()));
                    budget.make(values.size());
                    return Py.list(values);
                });
            case "items":
                return method(name, a -> {
                    var items = new ArrayList<Object>();
                    dict.entries.values().forEach(e -> items.add(new Py.Tuple(List.of(e.key(), e.value()))));
                    budget.make(items.size() * 2L);
                    return Py.list(items);
                });
            case "copy", "to_dict":
                return dict.event || name.equals("copy")
                        ? method(name, a -> dict.event ? mutable(dict, 0) : shallow(dict))
                        : Optional.empty();
            default:
                return dict.event ? event(dict, name) : mutableDict(dict, name);
        }
    }

    private Py.Dict shallow(Py.Dict dict) {
        var copy = new Py.Dict(false);
        budget.make(dict.entries.size());
        copy.entries.putAll(dict.entries);
        return copy;
    }

    /** A deep copy that may be changed. */
    Object mutable(Object value, int depth) {
        budget.make(1);
        if (depth > 100) {
            throw Py.error("RecursionError", "maximum recursion depth exceeded");
        }
        if (value instanceof Py.Dict dict) {
            var copy = new Py.Dict(false);
            dict.entries.values().forEach(e -> copy.put(e.key(), mutable(e.value(), depth + 1)));
            return copy;
        }
        if (value instanceof Py.ListObject list) {
            var items = new ArrayList<Object>();
            list.items.forEach(item -> items.add(mutable(item, depth + 1)));
            return Py.list(items);
        }
        return value;
    }

    private Optional<Object> event(Py.Dict event, String name) {
        return switch (name) {
            case "deep_get" ->
                method(name, a -> EventAccess.deepGet(event, a.values(), a.named("default", Py.None.NONE)));
            case "deep_walk" ->
                method(
                        name,
                        a -> EventAccess.deepWalk(
                                budget,
                                event,
                                a.values(),
                                a.named("default", Py.None.NONE),
                                Text.str(a.named("return_val", "all"))));
            case "udm" ->
                method(name, a -> {
                    var path = new ArrayList<Object>(List.of("p_udm"));
                    path.addAll(a.values());
                    Object found = EventAccess.deepGet(event, path, Py.None.NONE);
                    if (!Py.truthy(found) && a.size() == 1) {
                        found = EventAccess.model(event, a.get(0));
                    }
                    if (!Py.truthy(found)) {
                        found = EventAccess.deepGet(event, a.values(), Py.None.NONE);
                    }
                    return Py.truthy(found) ? found : a.named("default", Py.None.NONE);
                });
            case "lookup" ->
                method(
                        name,
                        a -> EventAccess.deepGet(
                                event, List.of("_mocked_lookup_data_", a.get(0), a.get(1)), Py.None.NONE));
            case "udm_path", "event_time_epoch" -> Optional.of(new Py.Opaque("event." + name));
            default -> Optional.empty();
        };
    }

    private Optional<Object> mutableDict(Py.Dict dict, String name) {
        return switch (name) {
            case "update" ->
                method(name, a -> {
                    if (a.size() > 0) {
                        if (a.get(0) instanceof Py.Dict other) {
                            List.copyOf(other.entries.values()).forEach(e -> dict.put(e.key(), e.value()));
                        } else {
                            expressions.iterate(a.get(0)).forEach(pair -> {
                                List<Object> both = expressions.iterate(pair);
                                dict.put(both.get(0), both.get(1));
                            });
                        }
                    }
                    a.named().forEach(dict::put);
                    budget.make(dict.entries.size());
                    return Py.None.NONE;
                });
            case "pop" ->
                method(name, a -> {
                    Optional<Object> value = dict.find(a.get(0));
                    dict.entries.remove(Py.key(a.get(0)));
                    return value.isPresent() || a.size() > 1
                            ? value.orElse(a.get(1, Py.None.NONE))
                            : expressions.item(dict, a.get(0));
                });
            case "setdefault" ->
                method(name, a -> {
                    if (dict.find(a.get(0)).isEmpty()) {
                        budget.make(1);
                        dict.put(a.get(0), a.get(1, Py.None.NONE));
                    }
                    return expressions.item(dict, a.get(0));
                });
            case "clear" ->
                method(name, a -> {
                    dict.entries.clear();
                    return Py.None.NONE;
                });
            default -> Optional.empty();
        };
    }

    private Optional<Object> list(Py.ListObject list, String name) {
        switch (name) {
            case "index":
                return method(name, a -> index(list.items, a.get(0)));
            case "count":
                return method(name, a -> count(list.items, a.get(0)));
            case "copy", "as_list":
                return method(name, a -> mutable(list, 0));
            default:
                break;
        }
        if (list.frozen) {
            return Optional.empty();
        }
        return switch (name) {
            case "append" ->
                method(name, a -> {
                    budget.make(1);
                    list.items.add(a.get(0));
                    return Py.None.NONE;
                });
            case "extend" ->
                method(name, a -> {
                    list.items.addAll(expressions.iterate(a.get(0)));
                    return Py.None.NONE;
                });
            case "insert" ->
                method(name, a -> {
                    budget.make(1);
                    int at = (int) Math.max(0, Math.min(list.items.size(), a.integer(0, 0)));
                    list.items.add(at, a.get(1));
                    return Py.None.NONE;
                });
            case "pop" ->
                method(name, a -> {
                    if (list.items.isEmpty()) {
                        throw Py.error("IndexError", "pop from empty list");
                    }
                    long at = a.integer(0, -1);
                    Object value = expressions.item(list, at);
                    list.items.remove((int) (at < 0 ? at + list.items.size() : at));
                    return value;
                });
            case "remove" ->
                method(name, a -> {
                    list.items.remove((int) (long) (Long) index(list.items, a.get(0)));
                    return Py.None.NONE;
                });
            case "sort" ->
                method(name, a -> {
                    var sorted = expressions.library().sorted(list, a);
                    list.items.clear();
                    list.items.addAll(sorted);
                    return Py.None.NONE;
                });
            case "reverse" ->
                method(name, a -> {
                    java.util.Collections.reverse(list.items);
                    return Py.None.NONE;
                });
            case "clear" ->
                method(name, a -> {
                    list.items.clear();
                    return Py.None.NONE;
                });
            default -> Optional.empty();
        };
    }

    private static Object index(List<Object> items, Object wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (Py.equal(items.get(i), wanted)) {
                return (long) i;
            }
        }
        throw Py.error("ValueError", Text.repr(wanted) + " is not in list");
    }

    private static Object count(List<Object> items, Object wanted) {
        return items.stream().filter(item -> Py.equal(item, wanted)).count();
    }

    private Optional<Object> set(Py.SetObject set, String name) {
        String operator = switch (name) {
            case "union" -> "|";
            case "intersection" -> "&";
            case "difference" -> "-";
            case "symmetric_difference" -> "^";
            default -> "";
        };
        if (!operator.isEmpty()) {
            return method(name, a -> {
                Py.SetObject result = set;
                for (Object other : a.values()) {
                    result = Operators.sets(operator, result, asSet(other));
                }
                budget.make(result.items.size());
                return result;
            });
        }
        switch (name) {
            case "issubset":
                return method(name, a -> asSet(a.get(0)).items.keySet().containsAll(set.items.keySet()));
            case "issuperset":
                return method(
                        name,
                        a -> set.items
                                .keySet()
                                .containsAll(asSet(a.get(0)).items.keySet()));
            case "isdisjoint":
                return method(
                        name,
                        a -> Operators.sets("&", set, asSet(a.get(0))).items.isEmpty());
            default:
                break;
        }
        if (set.frozen || !Set.of("add", "update", "discard", "remove", "copy").contains(name)) {
            return Optional.empty();
        }
        return method(name, a -> {
            switch (name) {
                case "add" -> {
                    budget.make(1);
                    set.add(a.get(0));
                }
                case "update" -> expressions.iterate(a.get(0)).forEach(set::add);
                case "copy" -> {
                    return asSet(set);
                }
                default -> {
                    if (set.items.remove(Py.key(a.get(0))) == null && name.equals("remove")) {
                        throw Py.error("KeyError", Text.str(a.get(0)));
                    }
                }
            }
            return Py.None.NONE;
        });
    }

    Py.SetObject asSet(Object value) {
        var set = new Py.SetObject(false);
        expressions.iterate(value).forEach(set::add);
        return set;
    }

    private Optional<Object> moment(Clock.Moment moment, String name) {
        return switch (name) {
            case "year" -> Optional.of((long) moment.time().getYear());
            case "month" -> Optional.of((long) moment.time().getMonthValue());
            case "day" -> Optional.of((long) moment.time().getDayOfMonth());
            case "hour" -> Optional.of((long) moment.time().getHour());
            case "minute" -> Optional.of((long) moment.time().getMinute());
            case "second" -> Optional.of((long) moment.time().getSecond());
            case "weekday" -> method(name, a -> moment.time().getDayOfWeek().getValue() - 1L);
            case "isoweekday" ->
                method(name, a -> (long) moment.time().getDayOfWeek().getValue());
            case "timestamp" -> method(name, a -> moment.timestamp());
            case "isoformat" -> method(name, a -> moment.iso('T'));
            case "strftime" -> method(name, a -> format(moment, a.text(0)));
            case "replace" ->
                method(name, a -> {
                    if (a.named().keySet().equals(Set.of("tzinfo"))) {
                        return new Clock.Moment(moment.time(), a.named("tzinfo", Py.None.NONE) != Py.None.NONE);
                    }
                    throw new Py.Stopped("not run here: datetime.replace");
                });
            default -> Optional.empty();
        };
    }

    Object format(Clock.Moment moment, String pattern) {
        var out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 >= pattern.length()) {
                out.append(c);
                continue;
            }
            String java = switch (pattern.charAt(++i)) {
                case 'Y' -> "yyyy";
                case 'm' -> "MM";
                case 'd' -> "dd";
                case 'H' -> "HH";
                case 'M' -> "mm";
                case 'S' -> "ss";
                case 'f' -> "SSSSSS";
                case 'A' -> "EEEE";
                case 'a' -> "EEE";
                case 'B' -> "MMMM";
                case 'b' -> "MMM";
                case '%' -> "'%'";
                default -> throw new Py.Stopped("not run here: strftime %" + pattern.charAt(i));
            };
            out.append(
                    moment.time().atOffset(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern(java, Locale.ENGLISH)));
        }
        return out.toString();
    }
}

package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Panther's event object offers beyond a dictionary. */
final class EventAccess {
    /** The part of Panther's data model of CloudTrail that is a path. */
    private static final Map<String, List<Object>> MODEL = Map.of(
            "source_ip", List.of("sourceIPAddress"),
            "user_agent", List.of("userAgent"),
            "user_account_id", List.of("userIdentity", "accountId"),
            "cross_account_id", List.of("requestParameters", "accountId"));

    private EventAccess() {}

    /** Follows keys through mappings; the default where one is missing, stands on something else, or holds None. */
    static Object deepGet(Object start, List<Object> keys, Object otherwise) {
        Object value = start;
        for (Object key : keys) {
            value = value instanceof Py.Dict dict ? dict.find(key).orElse(otherwise) : otherwise;
        }
        return value == Py.None.NONE ? otherwise : value;
    }

    static Object model(Py.Dict event, Object key) {
        List<Object> path = MODEL.get(Text.str(key));
        return path == null ? Py.None.NONE : deepGet(event, path, Py.None.NONE);
    }

    static Object deepWalk(Budget budget, Object object, List<Object> keys, Object otherwise, String which) {
        budget.step();
        if (keys.isEmpty()) {
            return emptyList(object) || object == Py.None.NONE ? otherwise : object;
        }
        if (object instanceof Py.Dict dict) {
            Optional<Object> next = dict.find(keys.get(0));
            return next.isEmpty() || next.get() == Py.None.NONE
                    ? otherwise
                    : deepWalk(budget, next.get(), keys.subList(1, keys.size()), otherwise, which);
        }
        var found = new Py.Dict(false);
        var unhashable = new ArrayList<Object>();
        if (object instanceof Py.ListObject list) {
            for (Object item : list.items) {
                Object value = deepWalk(budget, item, keys, otherwise, which);
                List<Object> values = value instanceof Py.ListObject inner ? inner.items : List.of(value);
                for (Object each : values) {
                    if (each instanceof Py.Dict) {
                        unhashable.add(each);
                    } else if (each != Py.None.NONE) {
                        found.put(each, Py.None.NONE);
                    }
                }
            }
        }
        var all = new ArrayList<Object>();
        found.entries.values().forEach(e -> all.add(e.key()));
        all.addAll(unhashable);
        if (all.isEmpty()) {
            return otherwise;
        }
        return switch (which) {
            case "first" -> all.get(0);
            case "last" -> all.get(all.size() - 1);
            default -> all.size() == 1 ? all.get(0) : Py.list(all);
        };
    }

    private static boolean emptyList(Object value) {
        return value instanceof Py.ListObject list && list.items.stream().allMatch(EventAccess::emptyList);
    }
}

package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Panther's event object, and the objects in it, offer beyond a dictionary, as Panther's documentation of the
 * event object describes it.
 */
final class EventMethods {
    /** Each of them; a method that is not among them is not found. */
    static final Set<String> NAMES =
            Set.of("deep_get", "deep_walk", "event_time_epoch", "lookup", "raw_view", "to_dict", "udm", "udm_path");

    /** Those that the objects in an event have too. */
    private static final Set<String> OF_OBJECTS = Set.of("deep_get", "raw_view", "to_dict");

    /** What asking a data model counts for; its functions have a budget of their own. */
    private static final int STEPS_OF_A_MODEL = 5_000;

    private final Interpreter interpreter;

    EventMethods(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    Optional<Object> find(Dict event, String name) {
        if (!(event.typeName().equals(Dict.EVENT) ? NAMES : OF_OBJECTS).contains(name)) {
            return Optional.empty();
        }
        return switch (name) {
            case "deep_get" -> Members.method(name, a -> deepGet(event, a.values(), a.named("default", Py.None.NONE)));
            case "deep_walk" -> Members.method(name, a -> deepWalk(event, a));
            case "udm" -> Members.method(name, a -> udm(event, a.values(), a.named("default", Py.None.NONE)));
            case "udm_path" -> Members.method(name, a -> udmPath(event, a.get(0)));
            case "lookup" ->
                Members.method(
                        name, a -> deepGet(event, List.of("_mocked_lookup_data_", a.get(0), a.get(1)), Py.None.NONE));
            case "event_time_epoch" -> Members.method(name, a -> epoch(event));
            case "to_dict", "raw_view" ->
                Members.method(name, a -> EventValues.mutable(event, interpreter.budget(), 0));
            default -> Optional.empty();
        };
    }

    /** Follows keys through mappings; the default where one is missing, stands on something else, or holds None. */
    private static Object deepGet(Object start, List<Object> keys, Object otherwise) {
        Object value = start;
        for (Object key : keys) {
            value = value instanceof Dict dict ? dict.find(key).orElse(otherwise) : otherwise;
        }
        return value == Py.None.NONE ? otherwise : value;
    }

    /**
     * Follows keys through mappings and through the elements of lists on the way. What is found below a list is answered
     * without repetition: one value alone, several as a list, or the first or last of them; the default stands for each
     * element that leads nowhere. Keys compare with their case, and what is answered is the program's own.
     */
    private Object deepWalk(Dict event, Arguments a) {
        var walk = new Walk(a.values(), a.named("default", Py.None.NONE), Text.str(a.named("return_val", "all")));
        return walk.from(event, 0);
    }

    private final class Walk {
        private final List<Object> keys;
        private final Object otherwise;
        private final String which;

        Walk(List<Object> keys, Object otherwise, String which) {
            this.keys = keys;
            this.otherwise = otherwise;
            this.which = which;
        }

        Object from(Object place, int depth) {
            interpreter.budget().step();
            if (depth == keys.size()) {
                boolean isNothing = place == Py.None.NONE || isHollow(place);
                return isNothing ? otherwise : EventValues.mutable(place, interpreter.budget(), 0);
            }
            if (place instanceof Dict dict) {
                Optional<Object> next = dict.exact(keys.get(depth));
                return next.isPresent() ? from(next.get(), depth + 1) : otherwise;
            }
            return place instanceof Py.ListObject list ? chosen(below(list, depth)) : otherwise;
        }

        private List<Object> below(Py.ListObject list, int depth) {
            var distinct = new LinkedHashMap<Object, Object>();
            for (Object element : list.items()) {
                Object value = from(element, depth);
                for (Object each : value instanceof Py.ListObject several ? several.items() : List.of(value)) {
                    boolean isNothing = each == Py.None.NONE && !(value instanceof Py.ListObject);
                    if (!isNothing) {
                        distinct.putIfAbsent(Equality.key(each), each);
                    }
                }
            }
            return new ArrayList<>(distinct.values());
        }

        private Object chosen(List<Object> values) {
            if (values.isEmpty()) {
                return otherwise;
            }
            return switch (which) {
                case "first" -> values.get(0);
                case "last" -> values.get(values.size() - 1);
                default -> values.size() == 1 ? values.get(0) : Py.list(values);
            };
        }
    }

    /** Whether a list holds nothing but lists that hold nothing. */
    private static boolean isHollow(Object value) {
        return value instanceof Py.ListObject list && list.items().stream().allMatch(EventMethods::isHollow);
    }

    private Optional<DataModel> model(Dict event) {
        return event.find("p_log_type")
                .map(Text::str)
                .flatMap(type -> interpreter.program().model(type));
    }

    /**
     * The value of a unified field: what the log's data model says of it; where the model does not know the field, the
     * field below {@code p_udm}, or else of the event itself.
     */
    private Object udm(Dict event, List<Object> keys, Object otherwise) {
        if (keys.isEmpty()) {
            return otherwise;
        }
        if (keys.size() == 1) {
            Optional<DataModel> model = model(event);
            String field = Text.str(keys.get(0));
            if (model.isPresent() && model.get().knows(field)) {
                interpreter.budget().steps(STEPS_OF_A_MODEL);
                return model.get().value(field, event, interpreter).orElse(otherwise);
            }
        }
        var below = new ArrayList<Object>(List.of("p_udm"));
        below.addAll(keys);
        Object found = deepGet(event, below, Py.None.NONE);
        if (!Py.truthy(found)) {
            found = deepGet(event, keys, Py.None.NONE);
        }
        return Py.truthy(found) ? found : otherwise;
    }

    private Object udmPath(Dict event, Object field) {
        DataModel model = model(event)
                .orElseThrow(() -> Py.error(
                        "PantherError",
                        "a data model hasn't been specified for log type: "
                                + Text.str(Py.ofNullable(event.find("p_log_type")))));
        return Py.ofNullable(model.path(Text.str(field), event).map(path -> path));
    }

    private Object epoch(Dict event) {
        Object text = event.find("p_event_time").orElse("");
        if (!(text instanceof String time) || time.isEmpty()) {
            return 0L;
        }
        try {
            return (long)
                    Math.floor(LooseTime.parse(time, interpreter.present()).timestamp());
        } catch (Raised e) {
            return 0L;
        }
    }
}

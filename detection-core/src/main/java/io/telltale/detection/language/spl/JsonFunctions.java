package io.telltale.detection.language.spl;

import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.JsonReader;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The JSON functions of {@code eval}. JSON is text to Splunk; objects and lists that an event holds are taken as the text
 * that they are.
 */
final class JsonFunctions {
    private static final String GROUP = "JSON";

    private JsonFunctions() {}

    static List<EvalFunction> table() {
        return List.of(
                EvalFunction.of(
                        "json",
                        1,
                        1,
                        GROUP,
                        (a, c) ->
                                JsonReader.read(json(a.get(0))).isPresent() ? Values.of(json(a.get(0))) : Values.NULL),
                EvalFunction.of(
                        "json_valid",
                        1,
                        1,
                        GROUP,
                        (a, c) -> a.get(0).isAbsent()
                                ? Values.NULL
                                : Values.of(JsonReader.read(json(a.get(0))).isPresent())),
                EvalFunction.of("json_object", 0, EvalFunction.MANY, GROUP, (a, c) -> object(a)),
                EvalFunction.of(
                        "json_array",
                        0,
                        EvalFunction.MANY,
                        GROUP,
                        (a, c) -> Values.of(ValueText.json(Values.listOf(
                                a.stream().map(JsonFunctions::nulled).toList())))),
                EvalFunction.of("json_extract", 1, EvalFunction.MANY, GROUP, (a, c) -> extract(a, false)),
                EvalFunction.of("json_extract_exact", 1, EvalFunction.MANY, GROUP, (a, c) -> extract(a, true)),
                EvalFunction.of(
                        "json_keys",
                        1,
                        1,
                        GROUP,
                        (a, c) -> Json.structure(a.get(0)) instanceof Value.ObjectOf o
                                ? Values.of(ValueText.json(Values.listOf(o.members().keySet().stream()
                                        .map(Values::of)
                                        .toList())))
                                : Values.NULL),
                EvalFunction.of("json_array_to_mv", 1, 2, GROUP, (a, c) -> elements(a)),
                EvalFunction.of("mv_to_json_array", 1, 2, GROUP, (a, c) -> array(a)),
                EvalFunction.of("json_set", 3, EvalFunction.MANY, GROUP, (a, c) -> set(a, false)),
                EvalFunction.of("json_set_exact", 3, EvalFunction.MANY, GROUP, (a, c) -> set(a, true)),
                EvalFunction.of("json_delete", 2, EvalFunction.MANY, GROUP, (a, c) -> delete(a)),
                EvalFunction.of("json_append", 3, EvalFunction.MANY, GROUP, (a, c) -> grow(a, false)),
                EvalFunction.of("json_extend", 3, EvalFunction.MANY, GROUP, (a, c) -> grow(a, true)),
                EvalFunction.of(
                        "json_has_key_exact",
                        2,
                        2,
                        GROUP,
                        (a, c) -> Json.structure(a.get(0)) instanceof Value.ObjectOf o
                                ? Values.of(o.members().containsKey(a.get(1).asText()))
                                : Values.NULL),
                EvalFunction.transparent("spath", 2, 2, "text", (a, c) -> inside(a)));
    }

    private static String json(Value value) {
        return value instanceof Value.Text text ? text.value() : ValueText.json(value);
    }

    private static Value nulled(Value value) {
        return value.isAbsent() ? Values.NULL : value;
    }

    /** Objects and lists as the text that Splunk has of them. */
    private static Value written(Value value) {
        return value instanceof Value.ObjectOf || value instanceof Value.ListOf
                ? Values.of(ValueText.json(value))
                : value.isAbsent() ? Values.NULL : value;
    }

    private static Value object(List<Value> arguments) {
        var members = new LinkedHashMap<String, Value>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            members.put(arguments.get(i).asText(), nulled(arguments.get(i + 1)));
        }
        return Values.of(ValueText.json(Values.objectOf(members)));
    }

    private static Value extract(List<Value> arguments, boolean exact) {
        Value whole = Json.structure(arguments.get(0));
        if (arguments.size() == 1) {
            return written(whole);
        }
        var found = new ArrayList<Value>();
        for (Value path : arguments.subList(1, arguments.size())) {
            found.add(nulled(at(whole, path.asText(), exact)));
        }
        return found.size() == 1 ? written(found.get(0)) : Values.of(ValueText.json(Values.listOf(found)));
    }

    private static Value at(Value whole, String path, boolean exact) {
        return exact
                ? whole instanceof Value.ObjectOf object ? object.get(path) : Values.MISSING
                : Json.walk(whole, Scope.path(path).segments());
    }

    private static Value elements(List<Value> arguments) {
        boolean quoted = arguments.size() > 1 && Truth.of(arguments.get(1));
        return Json.structure(arguments.get(0)) instanceof Value.ListOf list
                ? Parts.ofTexts(list.elements().stream()
                        .map(v -> quoted ? ValueText.json(v) : json(v instanceof Value.Null ? Values.of("null") : v))
                        .toList())
                : Values.NULL;
    }

    static Value array(List<Value> arguments) {
        if (arguments.get(0).isAbsent()) {
            return Values.NULL;
        }
        boolean infer = arguments.size() > 1 && Truth.of(arguments.get(1));
        return Values.of(ValueText.json(Values.listOf(Parts.of(arguments.get(0)).stream()
                .map(v -> infer ? JsonReader.read(json(v)).orElse(v) : v)
                .toList())));
    }

    private static Value set(List<Value> arguments, boolean exact) {
        Value whole = Json.structure(arguments.get(0));
        for (int i = 1; i + 1 < arguments.size(); i += 2) {
            String path = arguments.get(i).asText();
            List<FieldPath.Segment> segments = exact
                    ? List.of(new FieldPath.Segment.Key(path))
                    : Scope.path(path).segments();
            whole = changed(whole, segments, 0, Optional.of(nulled(arguments.get(i + 1))));
        }
        return written(whole);
    }

    private static Value delete(List<Value> arguments) {
        Value whole = Json.structure(arguments.get(0));
        for (Value path : arguments.subList(1, arguments.size())) {
            whole = changed(whole, Scope.path(path.asText()).segments(), 0, Optional.empty());
        }
        return written(whole);
    }

    private static Value grow(List<Value> arguments, boolean flatten) {
        Value whole = Json.structure(arguments.get(0));
        for (int i = 1; i + 1 < arguments.size(); i += 2) {
            List<FieldPath.Segment> path = Scope.path(arguments.get(i).asText()).segments();
            if (Json.walk(whole, path) instanceof Value.ListOf list) {
                var longer = new ArrayList<>(list.elements());
                Value added = arguments.get(i + 1);
                if (flatten && Json.structure(added) instanceof Value.ListOf more) {
                    longer.addAll(more.elements());
                } else {
                    longer.add(nulled(added));
                }
                whole = changed(whole, path, 0, Optional.of(Values.listOf(longer)));
            }
        }
        return written(whole);
    }

    /** The value with another at a path, or without it. */
    private static Value changed(Value value, List<FieldPath.Segment> path, int at, Optional<Value> with) {
        boolean last = at == path.size() - 1;
        FieldPath.Segment segment = path.get(at);
        if (segment instanceof FieldPath.Segment.Key key) {
            if (!(value instanceof Value.ObjectOf) && !(value.isAbsent() && with.isPresent())) {
                return value;
            }
            var members = value instanceof Value.ObjectOf object
                    ? new LinkedHashMap<>(object.members())
                    : new LinkedHashMap<String, Value>();
            if (last && with.isEmpty()) {
                members.remove(key.name());
            } else {
                Value inside = members.getOrDefault(key.name(), Values.NULL);
                members.put(key.name(), last ? with.orElse(Values.NULL) : changed(inside, path, at + 1, with));
            }
            return Values.objectOf(members);
        }
        if (!(value instanceof Value.ListOf list)) {
            return value;
        }
        var elements = new ArrayList<Value>();
        for (int i = 0; i < list.elements().size(); i++) {
            boolean meant = !(segment instanceof FieldPath.Segment.Index index) || index.index() == i;
            if (!meant) {
                elements.add(list.elements().get(i));
            } else if (!last) {
                elements.add(changed(list.elements().get(i), path, at + 1, with));
            } else {
                with.ifPresent(elements::add);
            }
        }
        return Values.listOf(elements);
    }

    private static Value inside(List<Value> arguments) {
        if (arguments.get(0).isAbsent() || arguments.get(1).isAbsent()) {
            return Values.NULL;
        }
        return Json.walk(
                Json.structure(arguments.get(0)),
                Scope.path(arguments.get(1).asText()).segments());
    }
}

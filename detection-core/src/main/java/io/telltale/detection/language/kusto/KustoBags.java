package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoValues.text;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Functions over bags and other dynamic values. */
final class KustoBags {
    private KustoBags() {}

    static void addTo(List<FunctionEntry> all) {
        add(all, "bag_pack", (in, context) -> packed(in, true));
        add(all, "bag_pack_present", (in, context) -> packed(in, false));
        add(
                all,
                "bag_keys",
                (in, context) -> in.get(0) instanceof Value.ObjectOf object
                        ? Values.listOf(object.members().keySet().stream()
                                .map(Values::of)
                                .toList())
                        : Values.NULL);
        add(all, "bag_has_key", (in, context) -> hasKey(in));
        add(all, "bag_merge", (in, context) -> merged(in));
        add(all, "bag_remove_keys", (in, context) -> without(in));
        add(all, "bag_set_key", (in, context) -> with(in));
        add(all, "bag_zip", (in, context) -> zipped(in));
        add(all, "treepath", (in, context) -> paths(in.get(0)));
        add(all, "gettype", (in, context) -> Values.of(type(in.get(0))));
        add(all, "dynamic_to_json", (in, context) -> Values.of(ValueText.json(sorted(KustoValues.plain(in.get(0))))));
        add(all, "extract_json", (in, context) -> extracted(text(in.get(0)), in.get(1)));
        add(all, "or_default", (in, context) -> in.get(0) instanceof Value.Missing ? in.get(1) : in.get(0));
        add(
                all,
                "coalesce",
                (in, context) -> in.stream()
                        .filter(value -> !value.isAbsent() && !value.equals(Values.EMPTY_TEXT))
                        .findFirst()
                        .orElse(in.get(in.size() - 1)));
    }

    private static Value packed(List<Value> in, boolean empty) {
        var members = new LinkedHashMap<String, Value>();
        for (int i = 0; i + 1 < in.size(); i += 2) {
            if (empty || !text(in.get(i + 1)).isEmpty()) {
                members.put(text(in.get(i)), in.get(i + 1).isAbsent() ? Values.NULL : in.get(i + 1));
            }
        }
        return Values.objectOf(members);
    }

    /** Of members with one key, the leftmost stays. */
    private static Value merged(List<Value> in) {
        var members = new LinkedHashMap<String, Value>();
        for (Value one : in) {
            if (one instanceof Value.ObjectOf bag) {
                bag.members().forEach(members::putIfAbsent);
            } else if (!one.isAbsent()) {
                return Values.NULL;
            }
        }
        return Values.objectOf(members);
    }

    /** The keys that a key, or a path such as {@code $.a.b} or {@code $['a']['b']}, leads through; empty for another path. */
    private static List<String> keys(Value key) {
        String text = text(key);
        if (!text.startsWith("$.") && !text.startsWith("$[")) {
            return List.of(text);
        }
        return steps(text)
                .filter(steps -> steps.stream().allMatch(step -> step instanceof Value.Text))
                .map(steps -> steps.stream().map(KustoValues::text).toList())
                .orElse(List.of());
    }

    private static Value hasKey(List<Value> in) {
        if (!(in.get(0) instanceof Value.ObjectOf)) {
            return Values.NULL;
        }
        List<String> keys = keys(in.get(1));
        Value at = in.get(0);
        for (String key : keys) {
            if (!(at instanceof Value.ObjectOf bag) || !bag.members().containsKey(key)) {
                return Values.FALSE;
            }
            at = bag.get(key);
        }
        return Values.of(!keys.isEmpty());
    }

    private static Value without(List<Value> in) {
        if (!(in.get(0) instanceof Value.ObjectOf bag)) {
            return Values.NULL;
        }
        Value left = bag;
        for (Value key : in.get(1) instanceof Value.ListOf all ? all.elements() : List.<Value>of()) {
            left = without(left, keys(key));
        }
        return left;
    }

    private static Value without(Value value, List<String> keys) {
        if (keys.isEmpty()
                || !(value instanceof Value.ObjectOf bag)
                || !bag.members().containsKey(keys.get(0))) {
            return value;
        }
        var members = new LinkedHashMap<>(bag.members());
        if (keys.size() == 1) {
            members.remove(keys.get(0));
        } else {
            members.put(keys.get(0), without(bag.get(keys.get(0)), keys.subList(1, keys.size())));
        }
        return Values.objectOf(members);
    }

    private static Value with(List<Value> in) {
        List<String> keys = keys(in.get(1));
        return in.get(0) instanceof Value.ObjectOf && !keys.isEmpty()
                ? with(in.get(0), keys, in.get(2).isAbsent() ? Values.NULL : in.get(2))
                : Values.NULL;
    }

    private static Value with(Value value, List<String> keys, Value set) {
        if (keys.isEmpty()) {
            return set;
        }
        var members = new LinkedHashMap<String, Value>();
        if (value instanceof Value.ObjectOf bag) {
            members.putAll(bag.members());
        }
        Value inner = members.getOrDefault(keys.get(0), Values.NULL);
        members.put(keys.get(0), with(inner, keys.subList(1, keys.size()), set));
        return Values.objectOf(members);
    }

    /** The value with the members of its bags in the order of their keys. */
    private static Value sorted(Value value) {
        if (value instanceof Value.ListOf list) {
            return Values.listOf(list.elements().stream().map(KustoBags::sorted).toList());
        }
        if (value instanceof Value.ObjectOf object) {
            var members = new LinkedHashMap<String, Value>();
            new TreeMap<>(object.members()).forEach((key, member) -> members.put(key, sorted(member)));
            return Values.objectOf(members);
        }
        return value;
    }

    /** Keys that are no text are passed over; a key without a value has null. */
    private static Value zipped(List<Value> in) {
        if (!(in.get(0) instanceof Value.ListOf keys)) {
            return Values.NULL;
        }
        List<Value> values = in.get(1) instanceof Value.ListOf list ? list.elements() : List.of();
        var members = new LinkedHashMap<String, Value>();
        for (int i = 0; i < keys.elements().size(); i++) {
            if (keys.elements().get(i) instanceof Value.Text key) {
                members.putIfAbsent(key.value(), i < values.size() ? values.get(i) : Values.NULL);
            }
        }
        return Values.objectOf(members);
    }

    private static Value paths(Value value) {
        var found = new ArrayList<Value>();
        collect(value, "", found);
        return Values.listOf(found);
    }

    private static void collect(Value value, String path, List<Value> found) {
        if (value instanceof Value.ObjectOf object) {
            object.members().forEach((key, member) -> {
                String deeper = path + "['" + key + "']";
                found.add(Values.of(deeper));
                collect(member, deeper, found);
            });
        } else if (value instanceof Value.ListOf list && !list.elements().isEmpty()) {
            String deeper = path + "[0]";
            found.add(Values.of(deeper));
            collect(list.elements().get(0), deeper, found);
        }
    }

    private static String type(Value value) {
        if (value.isAbsent()) {
            return "null";
        }
        if (value instanceof Value.Text) {
            return "string";
        }
        if (value instanceof Value.Bool) {
            return "bool";
        }
        if (value instanceof Value.Int) {
            return "long";
        }
        if (value instanceof Value.Decimal) {
            return "real";
        }
        if (value instanceof Value.Time) {
            return "datetime";
        }
        if (value instanceof Value.Span) {
            return "timespan";
        }
        return value instanceof Value.ListOf ? "array" : "dictionary";
    }

    /** What a path such as {@code $.a.b[0]['c']} finds in the JSON of a text, as text. */
    private static Value extracted(String path, Value json) {
        Optional<List<Value>> steps = steps(path);
        Value at = steps.isPresent() ? KustoValues.parseJson(json) : Values.NULL;
        for (Value step : steps.orElse(List.of())) {
            at = KustoValues.member(at, step);
        }
        return KustoValues.toText(at);
    }

    /** The keys and positions of a path; empty where it cannot be read. */
    private static Optional<List<Value>> steps(String path) {
        var steps = new ArrayList<Value>();
        String rest = path.startsWith("$") ? path.substring(1) : "." + path;
        while (!rest.isEmpty()) {
            boolean bracket = rest.startsWith("[");
            int end = bracket ? rest.indexOf(']') : next(rest);
            if (end < 0) {
                return Optional.empty();
            }
            String step = rest.substring(1, end).strip();
            rest = rest.substring(bracket ? end + 1 : end);
            boolean quoted = step.length() >= 2 && (step.startsWith("'") || step.startsWith("\""));
            boolean position = bracket && !quoted && step.matches("-?\\d{1,9}");
            steps.add(
                    position
                            ? Values.of(Long.parseLong(step))
                            : Values.of(quoted ? step.substring(1, step.length() - 1) : step));
        }
        return Optional.of(steps);
    }

    private static int next(String rest) {
        int i = 1;
        while (i < rest.length() && rest.charAt(i) != '.' && rest.charAt(i) != '[') {
            i++;
        }
        return i;
    }
}

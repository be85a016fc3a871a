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

/** Functions over bags and other dynamic values. */
final class KustoBags {
    private KustoBags() {}

    static void addTo(List<FunctionEntry> all) {
        add(all, "bag_pack", (in, context) -> packed(in));
        add(
                all,
                "bag_keys",
                (in, context) -> in.get(0) instanceof Value.ObjectOf object
                        ? Values.listOf(object.members().keySet().stream()
                                .map(Values::of)
                                .toList())
                        : Values.NULL);
        add(
                all,
                "bag_has_key",
                (in, context) -> in.get(0) instanceof Value.ObjectOf object
                        ? Values.of(object.members().containsKey(text(in.get(1))))
                        : Values.NULL);
        add(all, "bag_merge", (in, context) -> merged(in));
        add(all, "bag_remove_keys", (in, context) -> without(in));
        add(all, "bag_set_key", (in, context) -> with(in));
        add(all, "bag_zip", (in, context) -> zipped(in));
        add(all, "treepath", (in, context) -> paths(in.get(0)));
        add(all, "gettype", (in, context) -> Values.of(type(in.get(0))));
        add(all, "dynamic_to_json", (in, context) -> Values.of(ValueText.json(in.get(0))));
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

    private static Value packed(List<Value> in) {
        var members = new LinkedHashMap<String, Value>();
        for (int i = 0; i + 1 < in.size(); i += 2) {
            members.put(text(in.get(i)), in.get(i + 1).isAbsent() ? Values.NULL : in.get(i + 1));
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

    private static Value without(List<Value> in) {
        if (!(in.get(0) instanceof Value.ObjectOf bag)) {
            return Values.NULL;
        }
        var members = new LinkedHashMap<>(bag.members());
        if (in.get(1) instanceof Value.ListOf keys) {
            keys.elements().forEach(key -> members.remove(text(key)));
        }
        return Values.objectOf(members);
    }

    private static Value with(List<Value> in) {
        if (!(in.get(0) instanceof Value.ObjectOf bag)) {
            return Values.NULL;
        }
        var members = new LinkedHashMap<>(bag.members());
        members.put(text(in.get(1)), in.get(2).isAbsent() ? Values.NULL : in.get(2));
        return Values.objectOf(members);
    }

    private static Value zipped(List<Value> in) {
        if (!(in.get(0) instanceof Value.ListOf keys) || !(in.get(1) instanceof Value.ListOf values)) {
            return Values.NULL;
        }
        var members = new LinkedHashMap<String, Value>();
        for (int i = 0; i < keys.elements().size(); i++) {
            members.putIfAbsent(
                    text(keys.elements().get(i)),
                    i < values.elements().size() ? values.elements().get(i) : Values.NULL);
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
            return "double";
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
        Value at = KustoValues.parseJson(json);
        String rest = path.startsWith("$") ? path.substring(1) : "." + path;
        while (!rest.isEmpty()) {
            boolean bracket = rest.startsWith("[");
            int end = bracket ? rest.indexOf(']') : next(rest);
            if (end < 0) {
                return Values.EMPTY_TEXT;
            }
            String step = rest.substring(1, end).strip();
            rest = rest.substring(bracket ? end + 1 : end);
            boolean quoted = step.length() >= 2 && (step.startsWith("'") || step.startsWith("\""));
            boolean position = bracket && !quoted && step.matches("-?\\d{1,9}");
            Value key = position
                    ? Values.of(Long.parseLong(step))
                    : Values.of(quoted ? step.substring(1, step.length() - 1) : step);
            at = KustoValues.member(at, key);
        }
        return KustoValues.toText(at);
    }

    private static int next(String rest) {
        int i = 1;
        while (i < rest.length() && rest.charAt(i) != '.' && rest.charAt(i) != '[') {
            i++;
        }
        return i;
    }
}

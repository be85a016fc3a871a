package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.JsonReader;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Functions of VARIANTs, arrays and objects. Positions count from 0.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions-semistructured">semi-structured data</a>
 */
final class VariantFunctions {
    private static final int MOST_ELEMENTS = 100_000;

    private VariantFunctions() {}

    static void fill(Functions.Table table) {
        parts(table);
        arrays(table);
        objects(table);
        types(table);
        Flattening.fill(table);
    }

    private static void parts(Functions.Table table) {
        table.hidden(FunctionEntry.part("snowflake:get", (a, context) -> get(a.get(0), a.get(1))));
        table.hidden(FunctionEntry.part("snowflake:get_ignore_case", (a, context) -> ignoringCase(a.get(0), a.get(1))));
        table.hidden(FunctionEntry.part(
                "snowflake:get_path", (a, context) -> path(a.get(0), a.get(1).asText())));
        table.hidden(FunctionEntry.of(
                "snowflake:standard_field",
                (a, context) -> StandardFields.of(a.get(0), a.get(1).asText())));
        table.hidden(FunctionEntry.transparent("snowflake:parse_json", (a, context) -> parsed(a.get(0), false)));
        table.hidden(FunctionEntry.transparent("snowflake:try_parse_json", (a, context) -> parsed(a.get(0), true)));
        table.strict("to_json", 1, 1, Type.TEXT, a -> Values.of(ValueText.json(a.get(0))));
        table.add("strip_null_value", 1, 1, Type.VARIANT, a -> a.get(0).isAbsent() ? Values.NULL : a.get(0));
    }

    private static void arrays(Functions.Table table) {
        table.add("array_construct", 0, -1, Type.ARRAY, Values::listOf);
        table.add("array_construct_compact", 0, -1, Type.ARRAY, a -> Values.listOf(present(a)));
        table.strict(
                "array_size",
                1,
                1,
                Type.NUMBER,
                a -> a.get(0) instanceof Value.ListOf list
                        ? Values.of(list.elements().size())
                        : Values.NULL);
        table.hidden("array_contains", a -> Values.of(indexOf(a.get(0), elements(a.get(1))) >= 0));
        table.strict("array_position", 2, 2, Type.NUMBER, a -> {
            int index = indexOf(a.get(0), elements(a.get(1)));
            return index < 0 ? Values.NULL : Values.of(index);
        });
        table.strict(
                "arrays_overlap",
                2,
                2,
                Type.BOOLEAN,
                a -> Values.of(elements(a.get(0)).stream().anyMatch(e -> indexOf(e, elements(a.get(1))) >= 0)));
        table.strict(
                "array_to_string",
                2,
                2,
                Type.TEXT,
                a -> Values.of(String.join(
                        a.get(1).asText(),
                        elements(a.get(0)).stream().map(Times::text).toList())));
        table.strict(
                "array_distinct",
                1,
                1,
                Type.ARRAY,
                a -> Values.listOf(List.copyOf(new LinkedHashSet<>(elements(a.get(0))))));
        table.strict("array_compact", 1, 1, Type.ARRAY, a -> Values.listOf(present(elements(a.get(0)))));
        table.strict("array_cat", 2, 2, Type.ARRAY, a -> joined(elements(a.get(0)), elements(a.get(1))));
        table.add(
                "array_append",
                2,
                2,
                Type.ARRAY,
                a -> a.get(0).isAbsent() ? Values.NULL : joined(elements(a.get(0)), List.of(a.get(1))));
        table.add(
                "array_prepend",
                2,
                2,
                Type.ARRAY,
                a -> a.get(0).isAbsent() ? Values.NULL : joined(List.of(a.get(1)), elements(a.get(0))));
        table.strict("array_slice", 3, 3, Type.ARRAY, VariantFunctions::slice);
        table.strict("array_except", 2, 2, Type.ARRAY, a -> shared(elements(a.get(0)), elements(a.get(1)), false));
        table.strict("array_intersection", 2, 2, Type.ARRAY, a -> shared(elements(a.get(0)), elements(a.get(1)), true));
        table.strict(
                "array_remove",
                2,
                2,
                Type.ARRAY,
                a -> Values.listOf(elements(a.get(0)).stream()
                        .filter(e -> indexOf(e, List.of(a.get(1))) < 0)
                        .toList()));
        table.strict("array_sort", 1, 3, Type.ARRAY, VariantFunctions::sorted);
        table.strict("array_max", 1, 1, Type.VARIANT, a -> extreme(a.get(0), 1));
        table.strict("array_min", 1, 1, Type.VARIANT, a -> extreme(a.get(0), -1));
        table.strict(
                "array_flatten",
                1,
                1,
                Type.ARRAY,
                a -> Values.listOf(elements(a.get(0)).stream()
                        .flatMap(e -> elements(e).stream())
                        .toList()));
        table.strict("array_generate_range", 2, 3, Type.ARRAY, VariantFunctions::range);
    }

    private static void objects(Functions.Table table) {
        table.add("object_construct", 0, -1, Type.OBJECT, a -> object(a, false));
        table.add("object_construct_keep_null", 0, -1, Type.OBJECT, a -> object(a, true));
        table.strict(
                "object_keys",
                1,
                1,
                Type.ARRAY,
                a -> a.get(0) instanceof Value.ObjectOf object
                        ? Values.listOf(new TreeSet<>(object.members().keySet())
                                .stream().map(Values::of).toList())
                        : Values.NULL);
        table.add("object_insert", 3, 4, Type.OBJECT, VariantFunctions::inserted);
        table.strict("object_delete", 2, -1, Type.OBJECT, a -> picked(a, false));
        table.strict("object_pick", 2, -1, Type.OBJECT, a -> picked(a, true));
    }

    private static void types(Functions.Table table) {
        table.add(
                "typeof",
                1,
                1,
                Type.TEXT,
                a -> a.get(0) instanceof Value.Missing ? Values.NULL : Values.of(typeOf(a.get(0))));
        is(table, "is_array", v -> v instanceof Value.ListOf);
        is(table, "is_object", v -> v instanceof Value.ObjectOf);
        is(table, "is_varchar is_char", v -> v instanceof Value.Text);
        is(table, "is_boolean", v -> v instanceof Value.Bool);
        is(table, "is_integer", v -> v instanceof Value.Int);
        is(table, "is_double is_real is_decimal", v -> v instanceof Value.Int || v instanceof Value.Decimal);
        table.add(
                "is_null_value",
                1,
                1,
                Type.BOOLEAN,
                a -> a.get(0) instanceof Value.Missing ? Values.NULL : Values.of(a.get(0) instanceof Value.Null));
        as(table, "as_array", Type.ARRAY, v -> v instanceof Value.ListOf);
        as(table, "as_object", Type.OBJECT, v -> v instanceof Value.ObjectOf);
        as(table, "as_varchar as_char", Type.TEXT, v -> v instanceof Value.Text);
        as(table, "as_boolean", Type.BOOLEAN, v -> v instanceof Value.Bool);
        as(table, "as_integer", Type.NUMBER, v -> v instanceof Value.Int);
        as(
                table,
                "as_double as_real as_decimal as_number",
                Type.NUMBER,
                v -> v instanceof Value.Int || v instanceof Value.Decimal);
        table.strict("to_array", 1, 1, Type.ARRAY, a -> a.get(0) instanceof Value.ListOf ? a.get(0) : Values.listOf(a));
        table.strict(
                "to_object",
                1,
                1,
                Type.OBJECT,
                a -> a.get(0) instanceof Value.ObjectOf
                        ? a.get(0)
                        : Values.failure("no object: " + Times.text(a.get(0))));
        table.add("to_variant", 1, 1, Type.VARIANT, a -> a.get(0));
    }

    private static void is(Functions.Table table, String names, Predicate<Value> test) {
        table.strict(names, 1, 1, Type.BOOLEAN, a -> Values.of(test.test(a.get(0))));
    }

    private static void as(Functions.Table table, String names, Type type, Predicate<Value> test) {
        table.strict(names, 1, 1, type, a -> test.test(a.get(0)) ? a.get(0) : Values.NULL);
    }

    /** The element under a key, or at an index; missing where there is none. */
    static Value get(Value base, Value step) {
        if (base instanceof Value.ObjectOf object && step instanceof Value.Text key) {
            return object.get(key.value());
        }
        if (base instanceof Value.ListOf list && !step.isAbsent()) {
            Value number = Numbers.of(step);
            int index = number instanceof Value.Int whole
                    ? (int) Math.max(-1, Math.min(Integer.MAX_VALUE, whole.value()))
                    : -1;
            return index >= 0 && index < list.elements().size()
                    ? list.elements().get(index)
                    : Values.MISSING;
        }
        return Values.MISSING;
    }

    private static Value ignoringCase(Value base, Value key) {
        if (!(base instanceof Value.ObjectOf object)) {
            return Values.MISSING;
        }
        Value exact = object.get(key.asText());
        if (!(exact instanceof Value.Missing)) {
            return exact;
        }
        return object.members().entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(key.asText()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Values.MISSING);
    }

    /** A part by a path in text: {@code a.b[0]['c']}. */
    static Value path(Value base, String path) {
        Value value = base;
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '.' || c == ':') {
                at++;
                continue;
            }
            int end = at;
            if (c == '[') {
                end = path.indexOf(']', at);
                if (end < 0) {
                    return Values.MISSING;
                }
                String inside = path.substring(at + 1, end).strip();
                boolean quoted = inside.length() > 1 && (inside.startsWith("'") || inside.startsWith("\""));
                value = get(value, Values.of(quoted ? inside.substring(1, inside.length() - 1) : inside));
                at = end + 1;
            } else if (c == '"') {
                end = Math.max(at + 1, path.indexOf('"', at + 1));
                value = get(value, Values.of(path.substring(at + 1, Math.min(end, path.length()))));
                at = end + 1;
            } else {
                while (end < path.length() && ".:[".indexOf(path.charAt(end)) < 0) {
                    end++;
                }
                value = get(value, Values.of(path.substring(at, end)));
                at = end;
            }
        }
        return value;
    }

    private static Value parsed(Value value, boolean lenient) {
        if (value.isAbsent()) {
            return Values.MISSING;
        }
        if (!(value instanceof Value.Text text)) {
            return value;
        }
        if (text.value().isBlank()) {
            return Values.MISSING;
        }
        Optional<Value> json = JsonReader.read(text.value());
        return json.orElseGet(() -> lenient ? Values.MISSING : Values.failure("Error parsing JSON"));
    }

    private static List<Value> elements(Value value) {
        return value.isAbsent() ? List.of() : Functions.elements(value);
    }

    private static List<Value> present(List<Value> values) {
        return values.stream().filter(v -> !v.isAbsent()).toList();
    }

    /** Where a value stands among others; numbers are equal however they are written. */
    private static int indexOf(Value wanted, List<Value> all) {
        for (int i = 0; i < all.size(); i++) {
            boolean number = Numbers.tried(typed(wanted)).isPresent()
                    && Numbers.tried(typed(all.get(i))).equals(Numbers.tried(typed(wanted)));
            if (number || all.get(i).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** A value where it is a number. */
    private static Value typed(Value value) {
        return value instanceof Value.Int || value instanceof Value.Decimal ? value : Values.NULL;
    }

    private static Value joined(List<Value> a, List<Value> b) {
        var all = new ArrayList<>(a);
        all.addAll(b);
        return all.size() > MOST_ELEMENTS
                ? Values.failure("an array of more than " + MOST_ELEMENTS + " elements")
                : Values.listOf(all);
    }

    private static Value slice(List<Value> a) {
        List<Value> all = elements(a.get(0));
        int from = place(a.get(1), all.size());
        int to = place(a.get(2), all.size());
        return Values.listOf(from < to ? all.subList(from, to) : List.of());
    }

    private static int place(Value number, int size) {
        double index = Numbers.tried(number).orElse(0);
        return (int) Math.max(0, Math.min(size, index < 0 ? size + index : index));
    }

    /** Elements that the other array has too, or has not; an element that stands twice is taken away once for each. */
    private static Value shared(List<Value> a, List<Value> b, boolean kept) {
        var left = new ArrayList<>(b);
        var out = new ArrayList<Value>();
        for (Value element : a) {
            int index = indexOf(element, left);
            if (index >= 0) {
                left.remove(index);
            }
            if (index >= 0 == kept) {
                out.add(element);
            }
        }
        return Values.listOf(out);
    }

    private static Value sorted(List<Value> a) {
        boolean descending = a.size() > 1 && a.get(1).equals(Values.FALSE);
        var all = new ArrayList<>(present(elements(a.get(0))));
        all.sort((x, y) -> Order.compare(x, y) * (descending ? -1 : 1));
        return Values.listOf(all);
    }

    private static Value extreme(Value array, int sign) {
        return present(elements(array)).stream()
                .max((x, y) -> Order.compare(x, y) * sign)
                .orElse(Values.NULL);
    }

    private static Value range(List<Value> a) {
        long from = (long) Numbers.tried(a.get(0)).orElse(0);
        long to = (long) Numbers.tried(a.get(1)).orElse(0);
        long step = a.size() > 2 ? (long) Numbers.tried(a.get(2)).orElse(1) : 1;
        var all = new ArrayList<Value>();
        for (long i = from; step != 0 && (step > 0 ? i < to : i > to); i += step) {
            if (all.size() >= MOST_ELEMENTS) {
                return Values.failure("an array of more than " + MOST_ELEMENTS + " elements");
            }
            all.add(Values.of(i));
        }
        return Values.listOf(all);
    }

    private static Value object(List<Value> a, boolean keepNull) {
        var members = new LinkedHashMap<String, Value>();
        for (int i = 0; i + 1 < a.size(); i += 2) {
            if (!a.get(i).isAbsent() && (keepNull || !a.get(i + 1).isAbsent())) {
                members.put(Times.text(a.get(i)), a.get(i + 1).isAbsent() ? Values.NULL : a.get(i + 1));
            }
        }
        return Values.objectOf(members);
    }

    private static Value inserted(List<Value> a) {
        if (!(a.get(0) instanceof Value.ObjectOf object) || a.get(1).isAbsent()) {
            return Values.NULL;
        }
        var members = new LinkedHashMap<>(object.members());
        boolean update = a.size() > 3 && a.get(3).equals(Values.TRUE);
        if (members.containsKey(a.get(1).asText()) && !update) {
            return Values.failure("the object has the key " + a.get(1).asText());
        }
        if (!a.get(2).isAbsent()) {
            members.put(a.get(1).asText(), a.get(2));
        }
        return Values.objectOf(members);
    }

    private static Value picked(List<Value> a, boolean kept) {
        if (!(a.get(0) instanceof Value.ObjectOf object)) {
            return Values.NULL;
        }
        var keys = new LinkedHashSet<String>();
        a.subList(1, a.size()).forEach(key -> Functions.elements(key).forEach(k -> keys.add(k.asText())));
        var members = new LinkedHashMap<>(object.members());
        members.keySet().removeIf(key -> keys.contains(key) != kept);
        return Values.objectOf(members);
    }

    private static String typeOf(Value value) {
        if (value instanceof Value.Text) {
            return "VARCHAR";
        }
        if (value instanceof Value.Null) {
            return "NULL_VALUE";
        }
        String name = value instanceof Value.ListOf
                ? "array"
                : value instanceof Value.ObjectOf
                        ? "object"
                        : value instanceof Value.Bool
                                ? "boolean"
                                : value instanceof Value.Int
                                        ? "integer"
                                        : value instanceof Value.Decimal ? "decimal" : "timestamp_ntz";
        return name.toUpperCase(Locale.ROOT);
    }
}

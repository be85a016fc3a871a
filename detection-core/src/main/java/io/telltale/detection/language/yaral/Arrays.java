package io.telltale.detection.language.yaral;

import static io.telltale.detection.language.yaral.Library.decimal;
import static io.telltale.detection.language.yaral.Library.entry;
import static io.telltale.detection.language.yaral.Library.isTrue;
import static io.telltale.detection.language.yaral.Library.text;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.yaral.Library.Entry;
import io.telltale.detection.language.yaral.Library.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The functions {@code arrays.…}. */
final class Arrays {
    private Arrays() {}

    static void addTo(Map<String, Entry> table) {
        table.put(
                "arrays.length",
                entry(1, 1, Result.NUMBER, a -> Values.of(list(a, 0).size())));
        table.put(
                "arrays.size",
                entry(1, 1, Result.NUMBER, a -> Values.of(list(a, 0).size())));
        table.put(
                "arrays.contains",
                entry(
                        2,
                        2,
                        Result.TRUTH,
                        a -> Values.of(
                                list(a, 0).stream().anyMatch(v -> v.asText().equals(text(a, 1))))));
        table.put("arrays.index_to_str", entry(2, 2, Result.TEXT, a -> Values.of(at(a).asText())));
        table.put(
                "arrays.index_to_int",
                entry(2, 2, Result.NUMBER, a -> Values.of((long) ScalarFunctions.decimal(at(a)))));
        table.put(
                "arrays.index_to_float",
                entry(2, 2, Result.NUMBER, a -> ScalarFunctions.number(ScalarFunctions.decimal(at(a)))));
        table.put("arrays.concat", entry(2, 2, Result.LIST, a -> {
            var both = new ArrayList<>(list(a, 0));
            both.addAll(list(a, 1));
            return Values.listOf(both);
        }));
        table.put(
                "arrays.join_string",
                entry(
                        1,
                        2,
                        Result.TEXT,
                        a -> Values.of(String.join(
                                a.size() > 1 ? text(a, 1) : "",
                                list(a, 0).stream().map(Value::asText).toList()))));
        table.put(
                "arrays.min",
                entry(
                        1,
                        2,
                        Result.NUMBER,
                        a -> ScalarFunctions.number(list(a, 0).stream()
                                .mapToDouble(ScalarFunctions::decimal)
                                .filter(n -> n != 0 || a.size() < 2 || !isTrue(a.get(1)))
                                .min()
                                .orElse(0))));
        table.put(
                "arrays.max",
                entry(
                        1,
                        1,
                        Result.NUMBER,
                        a -> ScalarFunctions.number(list(a, 0).stream()
                                .mapToDouble(ScalarFunctions::decimal)
                                .max()
                                .orElse(0))));
    }

    private static List<Value> list(List<Value> arguments, int index) {
        return ScalarFunctions.elements(arguments.get(index));
    }

    /** The element at an index, which counts from the end where it is negative. */
    private static Value at(List<Value> arguments) {
        List<Value> list = list(arguments, 0);
        int index = (int) decimal(arguments, 1);
        int place = index < 0 ? list.size() + index : index;
        return place >= 0 && place < list.size() ? list.get(place) : Values.EMPTY_TEXT;
    }
}

package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The functions of {@code eval} that ask for and convert to types that Splunk's fields, which are texts, do not have. */
final class TypedFunctions {
    private static final String CONVERSION = "conversion";
    private static final String GROUP = "informational";

    private TypedFunctions() {}

    static List<EvalFunction> table() {
        return List.of(
                structured("isarray", Value.ListOf.class::isInstance),
                structured("isobject", Value.ObjectOf.class::isInstance),
                EvalFunction.of(
                        "isdouble",
                        1,
                        1,
                        GROUP,
                        (a, c) -> Values.of(Numbers.of(a.get(0)).isPresent()
                                && (a.get(0) instanceof Value.Decimal
                                        || a.get(0).asText().contains(".")))),
                EvalFunction.transparent("todouble", 1, 2, CONVERSION, (a, c) -> TextFunctions.number(a)),
                EvalFunction.transparent(
                        "toint",
                        1,
                        2,
                        CONVERSION,
                        (a, c) -> Numbers.of(TextFunctions.number(a))
                                .map(n -> Numbers.value(Math.floor(n)))
                                .orElse(Values.NULL)),
                EvalFunction.transparent("tobool", 1, 1, CONVERSION, (a, c) -> truth(a.get(0))),
                EvalFunction.transparent(
                        "toobject",
                        1,
                        1,
                        CONVERSION,
                        (a, c) -> Json.structure(a.get(0)) instanceof Value.ObjectOf object
                                ? Values.of(ValueText.json(object))
                                : Values.NULL),
                EvalFunction.transparent("toarray", 1, 1, CONVERSION, (a, c) -> array(a.get(0))),
                EvalFunction.transparent("tomv", 1, 1, CONVERSION, (a, c) -> several(a.get(0))),
                EvalFunction.of("json_entries", 1, 1, "JSON", (a, c) -> entries(a.get(0))));
    }

    private static EvalFunction structured(String name, Predicate<Value> is) {
        return EvalFunction.of(name, 1, 1, GROUP, (a, c) -> Values.of(is.test(json(a.get(0)))));
    }

    /** What a text is JSON of; several values are no array. */
    private static Value json(Value value) {
        return value instanceof Value.ListOf ? Values.NULL : Json.structure(value);
    }

    private static Value truth(Value value) {
        Optional<Double> number = Numbers.of(value);
        if (number.isPresent()) {
            return Values.of(number.get() != 0);
        }
        return switch (value.asText()) {
            case "true", "True" -> Values.TRUE;
            case "false", "False" -> Values.FALSE;
            default -> Values.NULL;
        };
    }

    private static Value array(Value value) {
        if (value instanceof Value.ListOf) {
            return JsonFunctions.array(List.of(value, Values.TRUE));
        }
        return json(value) instanceof Value.ListOf list ? Values.of(ValueText.json(list)) : Values.NULL;
    }

    private static Value several(Value value) {
        return value instanceof Value.ListOf
                ? value
                : json(value) instanceof Value.ListOf list
                        ? Parts.ofTexts(
                                list.elements().stream().map(ValueText::json).toList())
                        : Values.NULL;
    }

    private static Map<String, Value> entry(String key, Value value) {
        var entry = new LinkedHashMap<String, Value>();
        entry.put("key", Values.of(key));
        entry.put("value", value);
        return entry;
    }

    private static Value entries(Value value) {
        if (!(Json.structure(value) instanceof Value.ObjectOf object)) {
            return Values.NULL;
        }
        var entries = new ArrayList<Value>();
        object.members().forEach((key, inside) -> entries.add(Values.objectOf(entry(key, inside))));
        return Values.of(ValueText.json(Values.listOf(entries)));
    }
}
